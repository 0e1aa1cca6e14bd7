"""What a row may say: each rule at its border, hostile fields, and what stands under whose terms."""

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from mozaik.errors import InvalidInputError
from mozaik.records import RawRow, accept_records, read_record_file, statement_fault
from mozaik.records import source as source_module
from mozaik.records.facts import document_number
from mozaik.records.rules import row_faults
from mozaik.records.subjects import is_misfiled, subjects_of
from mozaik.records.tables import ALL_TABLES, table_from_rows
from mozaik.terms import Subject, parse_sheet
from tests.contribution.support import SHEET

APPLIED = {"persons": "suspects", "statuses": "suspects", "person_facts": "suspects"}
HUGE = 16**5000
"""A TOML number in hexadecimal digits may be so large that Python refuses to write it in decimal ones."""
TERMS = parse_sheet({**SHEET, "apply": APPLIED}, "SI-GPD")


def rows(table: str, *given: Mapping[str, object]) -> list[RawRow]:
    return [RawRow("r.toml", table, number, dict(row)) for number, row in enumerate(given, 1)]


def faults(table: str, **fields: object) -> list[str]:
    return row_faults(table, table_from_rows(table, [fields]), TERMS.terms)


@pytest.mark.parametrize(
    ("table", "column", "least"),
    [("items", "capacity_bytes", 0), ("actions", "officers", 0), ("custody", "sequence", 0)],
)
def test_no_count_is_negative(table: str, column: str, least: int) -> None:
    plain: dict[str, dict[str, object]] = {
        "items": {"item_id": "I", "kind": "phone"},
        "actions": {"action_id": "A", "kind": "search", "state": "planned"},
        "custody": {"item_id": "I", "sequence": 1, "event": "seized", "at": datetime(2023, 11, 6)},
    }
    assert faults(table, **plain[table] | {column: least}) == []
    assert faults(table, **plain[table] | {column: least - 1}) == [f"{column} is negative in 1 rows"]


def test_an_action_may_end_when_it_starts_and_not_before() -> None:
    moment = datetime(2023, 11, 6)
    plain: dict[str, Any] = {"action_id": "A", "kind": "search", "state": "planned", "started_at": moment}
    assert faults("actions", **plain, ended_at=moment) == []
    assert faults("actions", **plain, ended_at=moment.replace(microsecond=1)) == []
    later = plain | {"started_at": moment.replace(microsecond=1)}
    assert faults("actions", **later, ended_at=moment) == ["ended_at is before started_at in 1 rows"]


@pytest.mark.parametrize(
    ("table", "column"),
    [("files", "size"), ("media", "quality"), ("media", "width"), ("selectors", "count"), ("links", "count"),
     ("entries", "size"), ("entries", "submissions")],
)  # fmt: skip
def test_no_size_or_count_of_a_sealed_row_is_negative(table: str, column: str) -> None:
    required = dict.fromkeys(ALL_TABLES[table].required, "x") | ({"size": 1} if table == "files" else {})
    assert faults(table, **required | {column: 0}) == []
    assert faults(table, **required | {column: -1}) == [f"{column} is negative in 1 rows"]


@pytest.mark.parametrize("value", ["1980-01-01\n", "x1980-01-01", "1980-01-011", "1980-1-1", "१९८०-०१-०१"])
def test_a_birth_date_is_nothing_but_a_date(value: str) -> None:
    said = faults("person_facts", person_id="P", kind="birth_date", value=value)
    assert said == ["a birth date is not written YYYY-MM-DD in 1 rows"]


def test_a_rule_speaks_of_its_own_kind_of_fact_alone() -> None:
    for kind, value in (("document", "lost"), ("residence", "x"), ("nationality", "forum")):
        assert faults("person_facts", person_id="P", kind=kind, value=value) == []
    assert faults("person_facts", person_id="P", kind="conduct", value="forum") == []
    assert faults("person_facts", person_id="P", kind="birth_date", value="1980-01-01") == []


def test_an_action_has_a_status_without_a_subject() -> None:
    plain = {"about_id": "A", "on_date": date(2023, 11, 6), "terms_id": 0}
    assert faults("statuses", about="action", status="planned", **plain) == []
    assert faults("statuses", about="person", status="planned", subject="suspect", **plain) != []
    assert faults("statuses", about="action", status="arrested", **plain) != []


@pytest.mark.parametrize(
    "terms",
    [HUGE, -HUGE, 3, True, 1.5, [], {}, ["suspects"], "", "nobody's"],
    ids=lambda terms: type(terms).__name__,
)
def test_terms_that_are_none_cost_their_own_row_alone(terms: object) -> None:
    good = {"action_id": "A", "kind": "search", "state": "planned"}
    outcome = accept_records(rows("actions", good, {**good, "action_id": "B", "terms": terms}), TERMS)
    assert [(reject.row, reject.field) for reject in outcome.rejects] == [(2, "terms")]
    assert outcome.accepted == 1


@pytest.mark.parametrize("value", [HUGE, [], {"a": 1}, float("nan")], ids=lambda value: type(value).__name__)
@pytest.mark.parametrize("field", ["action_id", "officers", "started_at"])
def test_a_hostile_field_costs_its_own_row_alone(field: str, value: object) -> None:
    good = {"action_id": "A", "kind": "search", "state": "planned"}
    outcome = accept_records(rows("actions", good, {**good, "action_id": "B", field: value}), TERMS)
    assert [(reject.row, reject.field) for reject in outcome.rejects] == [(2, field)]
    assert outcome.accepted == 1
    assert "sys." not in outcome.rejects[0].reason


@pytest.mark.parametrize("name", ["row_id", "terms_id", "Action_id", "x" * 41, "Novak", ""])
def test_a_column_that_no_file_may_write_is_refused(name: str) -> None:
    good = {"action_id": "A", "kind": "search", "state": "planned"}
    (reject,) = accept_records(rows("actions", {**good, name: 1}), TERMS).rejects
    assert reject.field == (name if name in ("row_id", "terms_id") else "")
    assert "Novak" not in reject.reason


def test_two_rows_of_one_key_name_the_first_by_its_number_and_file() -> None:
    good: dict[str, object] = {"action_id": "A", "kind": "search", "state": "planned"}
    given = [
        RawRow("a.toml", "actions", 3, dict(good)),
        RawRow("a.toml", "actions", 4, good | {"state": "cancelled"}),
        RawRow("b.toml", "actions", 3, good | {"state": "carried-out"}),
        RawRow("b.toml", "actions", 5, dict(good)),
    ]
    outcome = accept_records(given, TERMS)
    assert [reject.reason.partition(" has")[0] for reject in outcome.rejects] == ["row 3", "row 3 of a.toml"]
    assert (outcome.accepted, outcome.duplicate) == (1, 1)


def test_many_bad_rows_among_many_good_ones_are_each_found() -> None:
    given = [{"item_id": f"I{n}", "kind": "radio" if n % 5 == 0 else "phone"} for n in range(23)]
    outcome = accept_records(rows("items", *given), TERMS)
    assert [reject.row for reject in outcome.rejects] == [1, 6, 11, 16, 21]
    assert outcome.accepted == 18


def test_the_step_is_told_each_thousand_rows() -> None:
    told: list[tuple[int, ...]] = []
    given = [{"item_id": f"I{n}", "kind": "phone"} for n in range(1001)]
    accept_records(rows("items", *given), TERMS, lambda *amounts: told.append(amounts))
    assert told == [(0, 1001), (1000, 1001), (1001, 1001)]


def test_whom_a_fact_is_about_is_told_by_persons_and_by_statuses_about_persons() -> None:
    persons = [{"person_id": "P", "subject": "suspect"}]
    statuses: list[dict[str, object]] = [
        {"about": "person", "about_id": "P", "subject": "victim"},
        {"about": "person", "about_id": "Q", "subject": None},
        {"about": "action", "about_id": "R", "subject": "victim"},
    ]
    subjects = subjects_of(persons, statuses)
    assert subjects == {"P": {"suspect", "victim"}}
    under = {terms.subject: number for number, terms in enumerate(TERMS.terms)}
    assert not is_misfiled({"person_id": "P", "terms_id": under[Subject.SUSPECT]}, subjects, TERMS.terms)
    assert is_misfiled({"person_id": "P", "terms_id": under[Subject.NO_PERSON]}, subjects, TERMS.terms)
    assert not is_misfiled({"person_id": "Q", "terms_id": under[Subject.NO_PERSON]}, subjects, TERMS.terms)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("A123", "A123"), ("123", None), ("12" * 20, "12" * 20), ("12" * 20 + "1", None), ("ABCD", None),
        ("ABC 1234", "ABC1234"), ("ABCD 1234", None), ("ABCD1234", "ABCD1234"), ("No. 1234", "NO1234"),
        ("12_34", "1234"), ("Ж1234", "Ж1234"), ("1234 пасош", None), ("ﬁ123", "FI123"),
    ],
)  # fmt: skip
def test_a_document_number_is_four_to_forty_signs_with_a_digit_and_no_word(
    text: str, number: str | None
) -> None:
    if number is None:
        with pytest.raises(ValueError, match="not a document number"):
            document_number(text)
    else:
        assert document_number(text) == number


STATED = {"figure": "raids", "value": "41", "scope": "joint", "unit": None, "said_by": None}


@pytest.mark.parametrize(
    ("value", "good"),
    [
        ("1" * 15, True), ("1" * 16, False), ("1" * 15 + "+", True), ("1+1", False), ("+1", False),
        (">200", True),
        ("> 200", True), (">  200", False), ("over 2+", False), ("up to 5", True), ("about5", False),
        ("\u0664\u0661", False),
        ("0", True), ("1.5", False), ("less than 3", False), ("fewer than 3", True), ("41\n", True),
    ],
)  # fmt: skip
def test_a_stated_number_is_a_number_with_at_most_one_of_the_known_words(value: str, good: bool) -> None:
    assert (statement_fault({**STATED, "value": value}) is None) == good


@pytest.mark.parametrize(
    ("value", "good"),
    [
        ("2024-02-29", True), ("2023-02-29", False), ("2023-02-31", False), ("2023-11-31", False),
        ("2023-00-10", False), ("2023-11-06/2023-11-06", True), ("2023-11-17/2023-11-06", False),
        ("2023-11-06/2023-02-30", False), ("0000-01-01", False), ("20231106", False),
        ("2023-11-06/2023-11-07/2023-11-08", False), ("2023-11-06/", False),
    ],
)  # fmt: skip
def test_stated_days_exist_and_end_no_earlier_than_they_begin(value: str, good: bool) -> None:
    assert (statement_fault({**STATED, "figure": "dates", "value": value}) is None) == good


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("figure", None),
        ("figure", 3),
        ("scope", ""),
        ("scope", "SIX"),
        ("scope", "S1"),
        ("scope", "SI\n"),
        ("unit", ""),
        ("said_by", ""),
        ("said_by", "SI-GPD\n"),
    ],
)
def test_what_is_not_of_the_vocabulary_is_no_statement(field: str, value: object) -> None:
    fault = statement_fault({**STATED, field: value})
    assert fault is not None
    assert fault[0] == field


def csv_rows(tmp_path: Path, text: str) -> list[RawRow]:
    path = tmp_path / "items.csv"
    path.write_text(text, encoding="utf-8", newline="")
    return read_record_file(path)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("sign", [",", ";", "\t"])
@pytest.mark.parametrize("head", ["", "\ufeff"])
def test_every_common_csv_gives_the_same_rows_and_lines(
    tmp_path: Path, end: str, sign: str, head: str
) -> None:
    lines = [
        "item_id,kind, make ",
        "A,phone,",
        ",,",
        '"B',
        'b",phone,x',
        "C,phone",
        "D,phone,x,y",
        "E,phone,,",
    ]
    found = csv_rows(tmp_path, head + end.join(lines).replace(",", sign))
    assert [(row.number, row.fields) for row in found if not row.fault] == [
        (2, {"item_id": "A", "kind": "phone"}),
        (5, {"item_id": "B\nb", "kind": "phone", "make": "x"}),
        (6, {"item_id": "C", "kind": "phone"}),
    ]
    assert [row.number for row in found if row.fault] == [7, 8]


@pytest.mark.parametrize("blank", ["\n", "\n\n\n"])
def test_blank_lines_before_the_heading_hide_no_column(tmp_path: Path, blank: str) -> None:
    (row,) = csv_rows(tmp_path, f"{blank}item_id;kind\nA;phone\n")
    assert row.fields == {"item_id": "A", "kind": "phone"}
    assert row.number == len(blank) + 2


def test_a_row_with_an_empty_cell_too_many_is_still_whole(tmp_path: Path) -> None:
    (row,) = csv_rows(tmp_path, "item_id,kind\nA,phone,\n")
    assert row.fault


def test_a_file_of_the_greatest_size_is_read_and_a_larger_one_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "item_id,kind\nA,phone\n"
    monkeypatch.setattr(source_module, "LARGEST_FILE", len(text))
    assert len(csv_rows(tmp_path, text)) == 1
    with pytest.raises(InvalidInputError, match="too large"):
        csv_rows(tmp_path, text + "\n")


def test_toml_rows_are_numbered_in_their_table_and_one_that_is_no_table_is_named(tmp_path: Path) -> None:
    path = tmp_path / "r.TOML"
    path.write_text('items = [{item_id = "A", kind = "phone"}, 5, {item_id = "B"}]\n[[actions]]\n')
    found = read_record_file(path)
    assert [(row.table, row.number, bool(row.fault)) for row in found] == [
        ("items", 1, False), ("items", 2, True), ("items", 3, False), ("actions", 1, False),
    ]  # fmt: skip
