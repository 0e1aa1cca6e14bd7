"""What is checked before and after sealing: who is named, what has expired, what counts twice."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from mozaik.contribution import NotCurrentError, SealedSet, admit, find_doubles, read_set
from mozaik.desk import (
    OwnerTerms,
    Register,
    Sealing,
    Seized,
    UnknownAuthorityError,
    built_in_record_terms,
    seal_item,
    seal_records,
)
from mozaik.parties import Authority
from mozaik.terms import parse_sheet
from tests.contribution.support import SHEET, key_of, trust_in

NOW = datetime(2023, 11, 20, 9, tzinfo=UTC)
REGISTER = Register(frozenset(map(Authority, ("SI-GPD", "HR-MUP", "EU-EC3"))))


def sealing(output: Path, terms: OwnerTerms | None = None) -> Sealing:
    """An act of sealing by SI-GPD, under the built-in terms of records unless others are given."""
    stated = terms or built_in_record_terms("SI-GPD", NOW.date())
    return Sealing(output, key_of("SI-GPD"), stated, REGISTER, "mozaik-2023", NOW)


def own_terms(**changes: object) -> OwnerTerms:
    terms = {**SHEET["terms"]["open"], "disclose": {"EU-EC3": "full"}, **changes}
    return OwnerTerms(parse_sheet({"terms": {"open": terms}}, "SI-GPD"))


def item(folder: Path, *texts: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for number, text in enumerate(texts):
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")
    return folder


def records(folder: Path, text: str) -> Path:
    path = folder / "records.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_terms_for_a_reader_who_is_not_known_seal_nothing(tmp_path: Path) -> None:
    """`RS-MPU = "silent"` would let RS-MUP read everything (review 1, item 25)."""
    with pytest.raises(UnknownAuthorityError, match="did you mean HR-MUP"):
        sealing(tmp_path / "a", own_terms(disclose={"HR-MPU": "silent"}))


def test_a_statement_of_an_unknown_authority_is_rejected_by_row_and_the_others_stay(tmp_path: Path) -> None:
    """Review 1, item 25."""
    row = '[[statements]]\nstatement_id = "S-{0}"\nfigure = "raids"\nvalue = "7"\nsaid_by = "{1}"\n'
    source = records(tmp_path, row.format(1, "SI-GPD") + row.format(2, "SI-GDP"))
    sealed = seal_records([source], sealing(tmp_path / "a"))
    assert (sealed.report.read, sealed.report.accepted, sealed.report.rejected) == (2, 1, 1)
    assert sealed.rejects is not None
    refused = sealed.rejects.read_text(encoding="utf-8").splitlines()[1]
    assert refused.startswith("records.toml,statements,2,said_by,")
    assert "did you mean SI-GPD" in refused


@pytest.mark.parametrize(("change", "said"), [
    ({"review_on": date(2023, 11, 19)}, "expired on 2023-11-19"),
    ({"disclose": {"EU-EC3": {"level": "full", "until": date(2023, 11, 19)}}}, "only until 2023-11-19"),
])  # fmt: skip
def test_terms_whose_day_has_passed_are_sealed_with_a_warning(
    tmp_path: Path, change: dict[str, object], said: str
) -> None:
    """Expired terms sealed without a warning (review 1, item 29)."""
    source = Seized(item(tmp_path / "item", "synthetic"), "T-1")
    today = seal_item(source, sealing(tmp_path / "a", own_terms()), workers=1)
    assert today.doubts == ()
    late = seal_item(source, sealing(tmp_path / "b", own_terms(**change)), workers=1)
    assert len(late.doubts) == 1
    assert said in late.doubts[0]


def test_terms_that_no_row_stands_under_are_not_warned_of(tmp_path: Path) -> None:
    old = {**SHEET["terms"]["silent"], "review_on": date(2020, 1, 1)}
    sheet = parse_sheet({"terms": {"open": SHEET["terms"]["open"], "old": old}}, "SI-GPD")
    source = Seized(item(tmp_path / "item", "synthetic"), "T-1")
    assert seal_item(source, sealing(tmp_path / "a", OwnerTerms(sheet)), workers=1).doubts == ()


RAID = """
[[actions]]
action_id = "A-2"
kind = "search"
state = "planned"
started_at = {day}T06:00:00Z
officers = 4
"""
RECORDS = """
[[actions]]
action_id = "A-1"
kind = "search"
state = "carried-out"
started_at = {day}T06:00:00Z
officers = 4
[[items]]
item_id = "I-1"
kind = "phone"
action_id = "A-{action}"
state = "seized"
seized_at = {seized}
serial = "SN-1"
[[items]]
item_id = "I-2"
kind = "phone"
{stated}
seized_at = 2023-11-09T07:00:00Z
serial = "SN-{serial}"
{more}
"""
LIFE = """
[[person_facts]]
person_id = "P-1"
kind = "birth_date"
value = "2001-01-01"
terms = "suspects"
[[statuses]]
about = "person"
about_id = "P-1"
subject = "suspect"
status = "identified"
on_date = 2000-12-31
terms = "suspects"
"""
CUSTODY = """
[[custody]]
item_id = "I-1"
sequence = 1
event = "seized"
at = 2023-11-09T06:59:00Z
"""


@pytest.mark.parametrize(("change", "said"), [
    ({}, None),
    ({"more": RAID.format(day="2023-11-22")}, "actions: started_at lies after"),
    ({"action": 7}, "items: action_id names a row that actions"),
    ({"seized": "2023-11-09T05:59:00Z"}, "items: seized_at lies before started_at in actions"),
    ({"day": "1999-11-09"}, "actions: started_at lies before the year 2000"),
    ({"more": CUSTODY}, "custody: at lies before seized_at in items"),
    ({"more": LIFE.replace("2001-01-01", "1970-01-01")}, "programs write for no birth"),
    ({"more": LIFE.replace("2000-12-31", "2023-11-09\nrecorded_at = 2023-11-07T23:59:59Z")},
     "statuses: recorded_at lies before on_date"),
    ({"more": LIFE}, "statuses: on_date lies before the person's birth"),
    ({"serial": 1}, "1 serial number of items"),
    ({"stated": ""}, "1 row of items: state is not stated"),
])  # fmt: skip
def test_records_that_look_wrong_are_sealed_with_a_warning(
    tmp_path: Path, change: dict[str, object], said: str | None
) -> None:
    """Review 1, item 29: completeness and plausibility are checked where they can be."""
    text = RECORDS.format(
        **{
            "day": "2023-11-09",
            "action": 1,
            "serial": 2,
            "stated": 'state = "seized"',
            "more": "",
            "seized": "2023-11-09T07:00:00Z",
            **change,
        }
    )
    doubts = seal_records([records(tmp_path, text)], sealing(tmp_path / "a")).doubts
    assert len(doubts) == (said is not None)
    assert said is None or said in doubts[0]


def sealed_item(place: Path, reference: str, *texts: str, **changes: object) -> SealedSet:
    act = replace(sealing(place / f"{reference}.contribution", own_terms()), **changes)  # type: ignore[arg-type]
    seal_item(Seized(item(place / reference, *texts), reference), act, workers=1)
    return read_set(act.output, trust_in("SI-GPD"))


def test_one_item_in_two_files_is_refused_and_two_alike_items_are_told(tmp_path: Path) -> None:
    """One item sealed twice under two ids counts twice (review 1, item 29)."""
    texts = ("one synthetic", "two synthetic", "three synthetic")
    first = sealed_item(tmp_path / "a", "T-1", *texts)
    again = sealed_item(tmp_path / "b", "T-1", *texts, set_id="SI-GPD.again")
    backup = sealed_item(tmp_path / "c", "T-2", *texts)
    other = sealed_item(tmp_path / "d", "T-3", *texts[:2], "four synthetic")
    with pytest.raises(NotCurrentError, match="one item is sealed in two files"):
        find_doubles([first, other, again])
    admitted = admit([first.path, again.path, backup.path], [], trust_in("SI-GPD"))
    assert [sealed.set_id for sealed in admitted.contributions] == [first.set_id, backup.set_id]
    assert "one item is sealed in two files" in str(admitted.refused[0].error)
    (double,) = find_doubles([first, other, backup])
    assert double.set_ids == (first.set_id, backup.set_id)
    assert find_doubles([first, other]) == []
