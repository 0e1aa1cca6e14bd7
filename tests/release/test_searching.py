"""Searching finds what is told, in either script and in part, and nothing that may not be known."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from mozaik import chain
from mozaik.errors import InvalidInputError
from mozaik.release import Page, Work, read_hits
from mozaik.terms import Disclosure, Terms
from tests.release.support import TRUST, Hit, Holder, Set, World, asks, key_of, terms, write_work
from tests.release.test_commands import run

SI, HR = "SI-GPD", "HR-MUP"
SETS = (Set("si", SI), Set("hr", HR))
FULL, HIT, SILENT = Disclosure.FULL, Disclosure.HIT, Disclosure.SILENT
DIGEST = "9f86d081" + "5c" * 28


def pair(
    kind: str,
    table: str,
    value: str,
    fields: Mapping[str, object],
    others: Terms | None = None,
    value_kind: str = "",
) -> Hit:
    """A hit of one value that the reader and another hold."""
    mine = Holder("si", "P-1", terms(SI, FULL), table=table, fields=fields)
    yours = Holder("hr", "P-2", others or terms(HR, HIT), table=table, fields=fields)
    left = bytes.fromhex(value) if kind == "digest" else value.encode()
    return Hit(kind, left, (mine, yours), value_kind=value_kind or kind)


def selector(kind: str, value: str) -> Hit:
    return pair("selector", "selectors", value, {"kind": kind, "normal": value}, value_kind=kind)


HITS = {
    "digest": pair("digest", "files", DIGEST, {"sha256": bytes.fromhex(DIGEST), "path": "DCIM/100%_a.jpg"}),
    "email": selector("email", "jovan.jovic@mail.example"),
    "cyrillic": selector("account", "Милица Станић"),
    "phone": selector("phone", "+38641123456"),
    "name": Hit(
        "name",
        "Јован Ђорђевић".encode(),
        (
            Holder("si", "P-1", terms(SI, FULL), table="persons", fields={"full_name": "Јован Ђорђевић"}),
            Holder("hr", "P-2", terms(HR, HIT), table="persons", fields={"full_name": "Јован Ђорђевић"}),
        ),
        value_kind="name",
        second_fact="birth_date",
    ),
}


def opened(folder: Path, *hits: Hit) -> Work:
    return Work.open(write_work(folder / "work", World(SETS, hits)), TRUST)


def found(work: Work, question: str, reader: str = SI) -> set[str]:
    """The kinds of value of the hits that are found."""
    reading = read_hits(work, asks(work, reader), Page(search=question))
    assert reading.total == len(reading.hits)
    return {hit.value_kind for hit in reading.hits}


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Work:
    return opened(tmp_path_factory.mktemp("searching"), *HITS.values())


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("9f86d0", {"digest"}),
        (DIGEST.upper(), {"digest"}),
        ("6d0815", set()),
        ("dcim/100%", {"digest"}),
        ("jovic@MAIL", {"email"}),
        ("Jovan Djordjević", {"name"}),
        ("Đorđević, Jovan", {"name"}),
        ("јован", {"email", "name"}),
        ("milica stanic", {"account"}),
        ("Станић", {"account"}),
        ("041 123 456", {"phone"}),
        ("00386 41/123", {"phone"}),
        ("+386 (41)", {"phone"}),
        ("3456", {"phone"}),
        ("nobody", set()),
    ],
)
def test_a_part_of_what_is_told_finds_its_hits(work: Work, question: str, expected: set[str]) -> None:
    assert found(work, question) == expected


@pytest.mark.parametrize(
    "question", ["%%%", "___", "a%a", "' OR 1=1 --", '"; DROP TABLE told', "\\x00\\x00", "\udcff" * 3]
)
def test_signs_of_other_languages_are_letters_like_others(work: Work, question: str) -> None:
    assert found(work, question) == set()


def test_a_sign_that_stands_in_a_value_is_found(work: Work) -> None:
    assert found(work, "100%_a") == {"digest"}


@pytest.mark.parametrize("question", ["", "  ", "ab", "a" * 201, "x" * 1_000_000])
def test_too_short_or_too_long_is_refused_without_a_look(work: Work, question: str) -> None:
    with pytest.raises(InvalidInputError, match="cannot be searched for"):
        found(work, question)


def test_what_others_tell_as_existence_only_is_not_searched(work: Work, tmp_path: Path) -> None:
    hidden = {"kind": "email", "normal": "secret@mail.example"}
    theirs = Holder(
        "hr", "P-2", terms(HR, HIT), table="selectors", fields=hidden | {"found": "Secret Person"}
    )
    mine = Holder("si", "P-1", terms(SI, FULL), table="selectors", fields=hidden)
    own = opened(tmp_path, Hit("selector", b"secret@mail.example", (mine, theirs), value_kind="email"))
    assert found(own, "secret@mail") == {"email"}
    assert found(own, "secret person") == set()
    assert found(own, "secret@mail", HR) == {"email"}
    assert found(work, "secret person") == set()


def test_a_search_is_logged_with_its_reason_and_without_the_question(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = opened(tmp_path, *HITS.values())
    key_of(f"{SI}/ana")
    ask = (str(own.path), "--as", SI, "--by", f"{SI}/ana", "--reason", "case 114")
    assert run("search", *ask[:1], "jovic@mail", *ask[1:], "--json") == 0
    assert '"total": 1' in capsys.readouterr().out
    assert run("search", *ask[:1], "nobody at all", *ask[1:]) == 0
    empty = capsys.readouterr().out
    assert run("search", *ask[:1], "nobody else", *ask[1:]) == 0
    assert capsys.readouterr().out == empty
    entries = list(chain.entries_of(own.acts.chain_of(SI), "read-hits"))
    assert [details["only"] for _, details in entries if details] == [["search"]] * 3
    assert [details["reason"] for _, details in entries if details] == ["case 114"] * 3
    for path in own.acts.folder.rglob("*"):
        assert not path.is_file() or b"jovic" not in path.read_bytes()
