"""Terms sheets: what they state, and what a faulty one is told."""

import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given

from mozaik.errors import InvalidInputError
from mozaik.records import ALL_TABLES, table_from_rows
from mozaik.terms import (
    Disclosure,
    Handling,
    Obstacle,
    Purpose,
    ReaderDisclosure,
    Subject,
    Terms,
    cross_check_obstacle,
    load_sheet,
    parse_sheet,
    quarantine_sheet,
    terms_from_row,
    terms_to_row,
)
from mozaik.terms.sheet import TABLES
from tests.terms.test_rule import BASE, any_terms

SHEET = """
[terms.material]
purposes = ["cross-check"]
subject = "no-person"
handling = ["H0", "H2"]
source = "A"
information = "1"
legal_basis = "court order"
review_on = 2033-11-20
disclosure = "hit"
[terms.material.disclose]
HR-MUP = "full"
HU-NNI = { level = "full", until = 2031-05-01 }
[terms.persons]
purposes = ["cross-check", "exchange"]
subject = "suspect"
source = "B"
information = "2"
review_on = 2033-11-20
disclosure = "silent"
[apply]
persons = "persons"
"""


def sheet_with(line: str, instead_of: str = 'handling = ["H0", "H2"]') -> dict[str, object]:
    return tomllib.loads(SHEET.replace(instead_of, line))


def test_a_sheet_says_what_it_says() -> None:
    sheet = parse_sheet(tomllib.loads(SHEET), "SI-GPD")
    material = sheet.terms[0]
    assert (material.owner, material.name, material.grade) == ("SI-GPD", "material", "A1")
    assert material.purposes == {Purpose.CROSS_CHECK}
    assert material.handling == {Handling.H0, Handling.H2}
    assert material.disclosures == (
        ReaderDisclosure("HR-MUP", Disclosure.FULL),
        ReaderDisclosure("HU-NNI", Disclosure.FULL, date(2031, 5, 1)),
    )
    assert (sheet.for_table("persons"), sheet.for_table("files")) == (1, 0)
    assert sheet.find("persons") == 1


def test_a_sheet_is_read_from_a_file_with_a_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "terms.toml"
    path.write_text(SHEET, encoding="utf-8-sig")
    assert load_sheet(path, "SI-GPD") == parse_sheet(tomllib.loads(SHEET), "SI-GPD")


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ('handling = ["H0", "H9"]', "H9"),
        ('handling = "H0"', "list of texts"),
        ('handling = ["H2"]', "H0"),
        ('handling = ["H0", "H3"]', "note"),
        ('minor = "false"', "true or false"),
        ("minor = true", "necessity"),
        ("handlign = []", "handlign"),
        ("legal_basis2 = 1", "legal_basis2"),
        ("necessity = 1", "text in quotes"),
    ],
)
def test_a_faulty_entry_is_named(line: str, says: str) -> None:
    with pytest.raises(InvalidInputError, match=says) as caught:
        parse_sheet(sheet_with(line), "SI-GPD", where="terms.toml")
    assert "material" in str(caught.value)
    assert caught.value.remedy


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('disclosure = "hit"', "", "must be stated"),
        ("review_on = 2033-11-20\ndisclosure", "disclosure", "must be stated"),
        ("review_on = 2033-11-20\n", "review_on = 2033-11-20T10:00:00Z\n", "without a time"),
        ("review_on = 2033-11-20\n", 'review_on = "tomorrow"\n', "cannot be read"),
        ('disclosure = "hit"', 'disclosure = "some"', "full, hit, silent"),
        ('source = "A"', 'source = "F"', "4x4"),
        ('information = "1"', 'information = "6"', "4x4"),
        ('subject = "no-person"', 'subject = "victim"', "necessity"),
        ('subject = "no-person"', 'subject = "nobody"', "nobody"),
        ("until = 2031-05-01", "untill = 2031-05-01", "level and until"),
        ("until = 2031-05-01", 'until = ""', "cannot be read"),
        ('level = "full", ', "", "level and until"),
        ('HR-MUP = "full"', 'hr-mup = "full"', "neither an authority"),
        ('HR-MUP = "full"', 'SLO-GPD = "full"', "neither an authority"),
        ('HR-MUP = "full"', "HR-MUP = 2", "level and until"),
        ('persons = "persons"', 'person = "persons"', "unknown table"),
        ('persons = "persons"', 'persons = "nothing"', "unknown terms"),
        ("[apply]", "[aply]", "aply"),
    ],
)
def test_a_faulty_sheet_is_refused_with_the_place(old: str, new: str, says: str) -> None:
    assert old in SHEET
    with pytest.raises(InvalidInputError, match=says):
        parse_sheet(tomllib.loads(SHEET.replace(old, new, 1)), "SI-GPD")


@pytest.mark.parametrize("data", [{}, {"terms": {}}, {"terms": []}, {"terms": {"material": "full"}}])
def test_a_sheet_without_terms_is_refused(data: dict[str, object]) -> None:
    with pytest.raises(InvalidInputError):
        parse_sheet(data, "SI-GPD")


def test_a_broken_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "terms.toml"
    path.write_bytes(b"\xff\xfe = nothing")
    for broken in (path, tmp_path / "missing.toml"):
        with pytest.raises(InvalidInputError, match=broken.name):
            load_sheet(broken, "SI-GPD")


def test_unknown_terms_name_the_known_ones() -> None:
    with pytest.raises(InvalidInputError, match="material, persons"):
        parse_sheet(tomllib.loads(SHEET), "SI-GPD").find("nothing")


def test_the_quarantine_sheet_matches_nothing_and_is_silent() -> None:
    sheet = quarantine_sheet("SI-GPD", date(2024, 5, 20))
    assert cross_check_obstacle(sheet.terms[0], date(2023, 11, 20)) is Obstacle.QUARANTINED
    assert sheet.terms[0].disclosure is Disclosure.SILENT


def test_apply_knows_the_tables_that_hold_facts() -> None:
    assert set(ALL_TABLES) - {"terms"} == TABLES


@given(any_terms())
def test_terms_survive_their_table(terms: Terms) -> None:
    table = table_from_rows("terms", [terms_to_row(terms)])
    again = terms_from_row(table.to_pylist()[0])
    assert terms_to_row(again) == terms_to_row(terms)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("minor", None), ("review_on", None), ("review_on", "2033-01-01"), ("disclosure", None),
        ("disclosures", [{"reader": "HR-MUP", "level": None, "until": None}]), ("purposes", None),
        ("disclosures", [{"reader": "HR-MUP", "level": "full", "until": "2033-01-01"}]),
        ("subject", "nobody"), ("handling", ["H2"]), ("owner", " "), ("source", "F"),
    ],
)  # fmt: skip
def test_a_row_with_an_unknown_value_is_refused(column: str, value: object) -> None:
    row = {**terms_to_row(BASE), column: value}
    with pytest.raises(InvalidInputError):
        terms_from_row(row)


def test_the_subjects_of_the_cross_check_are_those_of_the_law() -> None:
    assert {str(subject) for subject in Subject} - {"victim", "witness", "contact", "unknown"} == {
        "suspect", "convicted", "potential-offender", "no-person",
    }  # fmt: skip
