"""Looking inside: what a file is and holds, its rows for its owner alone, and leaving rows out."""

import csv
import io
import json
from pathlib import Path

import pytest

from mozaik.acts import details_of_events
from mozaik.contribution import NotCurrentError, read_set, refuse_repeats, write_contribution
from mozaik.desk.own_reading import own_acts
from mozaik.seal import save_public_key, verify_sealed
from tests.cli.test_options import House
from tests.contribution.support import CREATED, key_of, sheet_of, spec_of, tables_of, trust_in, write_sample

SELECTORS = [
    {"kind": "email", "normal": f"leaf{number}@mail.example", "item_id": "SI-1", "normaliser": "2"}
    for number in range(4)
] + [{"kind": "onion", "normal": "a" * 56 + ".onion", "item_id": "SI-1", "normaliser": "2"}]
LINK = {
    "relation": "message", "from_kind": "email", "from_normal": "leaf1@mail.example", "to_kind": "email",
    "to_normal": "leaf9@mail.example", "item_id": "SI-1",
}  # fmt: skip
WHY = ("--by", "SI-GPD/ana", "--reason", "before it is sent")


@pytest.fixture
def house(tmp_path: Path) -> House:
    """A house with a contribution of its own, si.contribution, and one of Croatia."""
    house = House(tmp_path)
    tables = tables_of(selectors=SELECTORS, links=[LINK])
    sealed = house.folder / "si.contribution"
    write_contribution(sealed, spec_of("SI-GPD"), tables, sheet_of("SI-GPD"), key_of("SI-GPD"))
    write_sample(house.folder / "hr.contribution", "HR-MUP")
    return house


def readings(house: House, owner: str = "SI-GPD") -> list[dict[str, object]]:
    acts = own_acts(house.home)
    return [dict(said) for said in details_of_events(acts, owner, "read-own-rows")] if acts.exist else []


def test_show_says_what_each_file_is_and_counts_what_it_holds(house: House) -> None:
    """(issue-independent) Every kind of file says what it is; counts and terms are those that were sealed."""
    folder = house.folder
    told = house.answer("show", folder / "si.contribution")
    assert (told["what"], told["tables"]) == ("contribution", {"links": 1, "selectors": 5})
    assert told["kinds"] == {"links": {"message": 1}, "selectors": {"email": 4, "onion": 1}}
    terms = told["terms"]
    assert isinstance(terms, list)
    assert terms[0]["rows"] == {"links": 1, "selectors": 5}
    assert terms[0]["disclosures"] == [{"level": "hit", "reader": "PUBLIC", "until": None}]
    text = house.done("show", folder / "si.contribution")
    assert "selectors 5 (email 4, onion 1)" in text
    assert "open: full to everybody else, hit to PUBLIC; H0, A1, no-person" in " ".join(text.split())
    assert max(map(len, text.splitlines()[1:])) <= 80
    assert "leaf" not in text + json.dumps(told)
    save_public_key(key_of("SI-GPD").trusted(CREATED), folder / "ana.pub")
    key_of("SI-GPD").save(folder / "locked.key", "a passphrase")
    what = {
        house.home / "trust.json": "trust store",
        house.home / "keys" / "SI-GPD.ana.key": "private key",
        folder / "locked.key": "private key",
        folder / "ana.pub": "public key",
    }
    assert {path: house.answer("show", path)["what"] for path in what} == what
    assert "AGE-SECRET" not in house.done("show", house.home / "keys" / "SI-GPD.ana.key")
    (folder / "note.txt").write_text("maple@mail.example", encoding="utf-8")
    refused = house.refused("show", folder / "note.txt")
    assert "this is no file of Mozaik" in refused
    assert "maple" not in refused


def test_verify_prints_counts_and_terms(house: House) -> None:
    said = " ".join(house.done("verify", house.folder / "si.contribution").split())
    assert "holds links 1 (message 1), selectors 5 (email 4, onion 1)" in said
    assert "terms open: full to everybody else, hit to PUBLIC" in said


def test_rows_are_shown_of_ones_own_files_with_a_reason_that_is_logged_first(house: House) -> None:
    own, other = house.folder / "si.contribution", house.folder / "hr.contribution"
    assert "with a reason" in house.refused("show", own, "--table", "selectors")
    for call in (
        ("show", other, "--table", "files", *WHY),
        ("show", other, "--extract", "tables/files.parquet", "-o", house.folder / "x", *WHY),
        ("show", own, "--table", "selectors", *WHY[:2], "--reason", " "),
    ):
        said = house.refused(*call)
        assert "your own files alone" in said or "a reading needs a reason" in said
    assert "no such table" in house.refused("show", own, "--table", "terms", *WHY)
    assert readings(house) == []
    rows = json.loads(house.done("show", own, "--table", "selectors", *WHY, "--json"))["rows"]
    assert [row["normal"] for row in rows] == [row["normal"] for row in SELECTORS]
    assert [row["row_id"] for row in rows] == [0, 1, 2, 3, 4]
    table = list(csv.DictReader(io.StringIO(house.done("show", own, "--table", "links", *WHY, "--csv"))))
    assert table[0]["to_normal"] == "leaf9@mail.example"
    assert "kind email" in house.done("show", own, "--table", "selectors", *WHY)
    assert [said["table"] for said in readings(house)] == ["selectors", "links", "selectors"]
    assert all(said["person"] == "SI-GPD/ana" and said["reason"] == WHY[3] for said in readings(house))
    assert not (house.folder / "x").exists()


def test_where_the_reading_cannot_be_logged_no_row_is_shown(house: House) -> None:
    (house.home / "own.acts").write_text("no folder", encoding="utf-8")
    said = house.refused("show", house.folder / "si.contribution", "--table", "selectors", *WHY)
    assert "leaf" not in said


def test_a_member_is_written_as_it_was_sealed(house: House) -> None:
    own, target = house.folder / "si.contribution", house.folder / "out.parquet"
    assert "with a reason" in house.refused("show", own, "--extract", "tables/links.parquet", "-o", target)
    house.done("show", own, "--extract", "tables/links.parquet", "-o", target, *WHY)
    sealed = verify_sealed(own, trust_in("SI-GPD"))
    assert target.read_bytes() == sealed.read_member("tables/links.parquet")
    house.refused("show", own, "--extract", "tables/links.parquet", "-o", target, *WHY)
    assert "no member" in house.refused("show", own, "--extract", "a.pdf", "-o", house.folder / "y", *WHY)


def test_rows_are_left_out_and_the_new_file_replaces_the_old(house: House) -> None:
    old, new = house.folder / "si.contribution", house.folder / "si-2.contribution"
    trust = trust_in("SI-GPD")
    call = ("trim", old, "--drop", "selectors:1,3-4", "-o", new, "--owner", "SI-GPD")
    said = house.done(*call)
    assert "3 rows of selectors left out" in said
    assert "1 row of links that stay say in from_normal what a dropped row says" in said
    before, after = read_set(old, trust), read_set(new, trust)
    assert after.table("selectors").column("normal").to_pylist() == [
        "leaf0@mail.example",
        "leaf2@mail.example",
    ]
    assert after.table("links").equals(before.table("links"))
    assert after.terms == before.terms
    assert after.manifest.supersedes == (before.set_id,)
    assert after.manifest.synthetic
    with pytest.raises(NotCurrentError):
        refuse_repeats([before, after])
    assert "exists" in house.refused(*call)


@pytest.mark.parametrize(("drop", "said"), [
    ("selectors:5", "its rows are 0 to 4"),
    ("files", "the file holds no such table"),
    ("terms", "the file holds no such table"),
    ("selectors:3-1", "no rows of a table"),
    ("selectors:leaf1@mail.example", "no rows of a table"),
])  # fmt: skip
def test_what_cannot_be_left_out_is_refused(house: House, drop: str, said: str) -> None:
    new = house.folder / "si-2.contribution"
    told = house.refused(
        "trim", house.folder / "si.contribution", "--drop", drop, "-o", new, "--owner", "SI-GPD"
    )
    assert said in told
    assert "leaf1" not in told
    assert not new.exists()


def test_another_authoritys_file_is_not_trimmed(house: House) -> None:
    new = house.folder / "x.contribution"
    call = ("trim", house.folder / "hr.contribution", "--drop", "files", "-o", new, "--owner", "SI-GPD")
    assert "only the owner supersedes" in house.refused(*call)
    assert not new.exists()
