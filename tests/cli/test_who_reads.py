"""Who reads, as people type it: an invented authority gets the words of one that left (hub, section 1)."""

import json
from datetime import date
from pathlib import Path

import pytest

from mozaik.operation import next_version, read_operation
from mozaik.seal import TrustStore, inspect_draft
from tests.cli.test_options import House
from tests.operation.support import (
    HEADS_TRUST,
    OPERATION,
    put_operation,
    sign_file,
    takes_part,
    with_participants,
)
from tests.package.support import full_world
from tests.release.support import write_work

LEFT = takes_part("RS-MUP", until=date(2023, 11, 19))


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    """A house with a folder WORK whose operation file RS-MUP has left, signed by heads that it knows."""
    house = House(tmp_path_factory.mktemp("house"))
    first = put_operation(house.home, house.folder / "first.operation", OPERATION.edition)
    write_work(house.folder / "work", full_world(), operation=read_operation(first, HEADS_TRUST).operation)
    return house


def asked(house: House, name: str) -> tuple[tuple[str, ...], ...]:
    """Every command that tells something to an authority."""
    work, who = str(house.folder / "work"), ("--by", f"{name}/ana", "--reason", "review")
    return (
        ("hits", work, "--as", name, *who),
        ("package", work, "--for", name, *who[2:], "--by", "EU-EC3/ana", "-o", str(house.folder / "x")),
        ("figures", str(house.folder / "first.operation"), "--as", name, *who, "--work", work),
        ("judge", work, "H-AAAAAAAAAAAAAAAA", "confirm", *who),
    )


def test_who_left_is_refused_in_the_words_that_an_invented_authority_gets(house: House) -> None:
    """`--as ZZ-NOBODY` was told 114 hits of the demo."""
    reading = asked(house, "RS-MUP")[0]
    assert json.loads(house.done(*reading, "--json"))["total"] > 0
    known = read_operation(house.folder / "first.operation", HEADS_TRUST)
    second = with_participants(next_version(known.operation, known.sha256), LEFT)
    sign_file(house.folder / "second.operation", second)
    work = ("--work", str(house.folder / "work"))
    used = house.done("operation", "use", str(house.folder / "second.operation"), *work)
    assert "version 2 of Mozaik 2023 is in force" in used
    for left, invented in zip(asked(house, "RS-MUP"), asked(house, "ZZ-NOBODY"), strict=True):
        told = house.refused(*left)
        assert "does not take part in Mozaik 2023" in told
        assert told.replace("did you mean HR-MUP? If not, ", "") == house.refused(*invented)
    back = house.refused("operation", "use", str(house.folder / "first.operation"), *work)
    assert "does not follow" in back


def test_what_is_read_and_drafted_says_for_what(house: House) -> None:
    work = str(house.folder / "work")
    call = ("hits", work, "--as", "SI-GPD", "--by", "SI-GPD/ana", "--reason", "review")
    assert json.loads(house.done(*call, "--json"))["use"] == "analysis"
    court = house.done(*call, "--use", "court")
    assert "may know for court" in court
    by = ("--by", "EU-EC3/ana", "--reason", "x", "--use", "court")
    assert "a coordinator does not read for court" in house.refused("hits", work, "--as", "EU-EC3", *by)
    draft = house.folder / "at.draft"
    house.done("package", work, "--for", "AT", *by, "-o", str(draft))
    stated = json.loads(_member(draft))
    assert stated["use"] == "court"


def _member(draft: Path) -> bytes:
    return inspect_draft(draft, TrustStore()).read_member("package.json")


SHEET = """\
[terms.open]
purposes = ["cross-check"]
source = "A"
information = "1"
disclosure = "hit"
review_on = 2030-01-01
legal_basis = "invented"
subject = "no-person"
[terms.open.disclose]
{reader} = "silent"
"""


def test_terms_name_who_takes_part_in_the_operation_file_that_is_given(house: House, tmp_path: Path) -> None:
    """A key of SE-NFC was never seen here, and one of XX-INT neither: the file says that one takes part."""
    (tmp_path / "a.csv").write_text(f"sha256,size\n{'ab' * 32},10\n", encoding="utf-8")
    sheet = tmp_path / "terms.toml"
    call = ("list", tmp_path / "a.csv", "--owner", "SI-GPD", "--terms", sheet)
    operation = ("--operation", house.folder / "first.operation")
    sheet.write_text(SHEET.format(reader="XX-INT"), encoding="utf-8")
    assert "is not known here" in house.refused(*call, "-o", tmp_path / "a.list", "--edition", "e-1")
    told = house.refused(*call, "-o", tmp_path / "a.list", "--edition", "e-1", *operation)
    assert "of another edition" in told
    house.done(*call, "-o", tmp_path / "a.list", *operation)
    assert json.loads(house.done("verify", tmp_path / "a.list", "--json"))["sound"][0]["edition"] == (
        OPERATION.edition
    )
    sheet.write_text(SHEET.format(reader="SE-NFC"), encoding="utf-8")
    told = house.refused(*call, "-o", tmp_path / "b.list", *operation)
    assert "does not take part in Mozaik 2023" in told
    assert "terms.open.disclose.SE-NFC" in told
    assert not (tmp_path / "b.list").exists()


def test_what_waits_is_said_with_the_command_that_deals_with_it(house: House) -> None:
    work = str(house.folder / "work")
    call = ("tasks", work, "--as", "SI-GPD", "--by", "SI-GPD/ana", "--reason", "morning round")
    told = json.loads(house.done(*call, "--json"))
    assert sum(line["count"] for line in told["hits"]) > 0
    shown = house.done(*call)
    assert "What waits for SI-GPD on " in shown
    assert "hits to judge" in shown
    assert f"mozaik hits {work} --as SI-GPD" in shown
    nobody = house.refused("tasks", work, "--as", "ZZ-NOBODY", "--by", "ZZ-NOBODY/x", "--reason", "x")
    assert nobody == house.refused("hits", work, "--as", "ZZ-NOBODY", "--by", "ZZ-NOBODY/x", "--reason", "x")
