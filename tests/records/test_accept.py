"""Record files: good rows survive, bad ones are named, and the counts add up."""

from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mozaik.errors import InvalidInputError
from mozaik.records import RawRow, accept_records, read_record_file
from mozaik.records.values import to_column_type
from mozaik.terms import parse_sheet
from tests.contribution.support import SHEET, sheet_of

SHEET_APPLIED = parse_sheet(
    {**SHEET, "apply": {"persons": "suspects", "statuses": "suspects", "person_facts": "suspects"}}, "SI-GPD"
)


def _rows(table: str, *rows: dict[str, object]) -> list[RawRow]:
    return [RawRow("test.toml", table, number, row) for number, row in enumerate(rows, 1)]


def test_toml_tables_become_typed_rows_under_their_terms(tmp_path: Path) -> None:
    path = tmp_path / "records.toml"
    path.write_text(
        """
[[actions]]
action_id = "A-1"
kind = "search"
state = "carried-out"
started_at = 2023-11-09T06:00:00+01:00
officers = 5
[[persons]]
person_id = "P-1"
full_name = "Измишљени Човек"
subject = "suspect"
[[statuses]]
terms = "victims"
about = "person"
about_id = "V-1"
subject = "victim"
status = "safeguarded"
on_date = 2023-11-09
""",
        encoding="utf-8",
    )
    outcome = accept_records(read_record_file(path), SHEET_APPLIED)
    assert outcome.rejects == []
    action = outcome.tables["actions"].to_pylist()[0]
    assert action["started_at"] == datetime(2023, 11, 9, 5, tzinfo=UTC)
    assert (action["officers"], action["terms_id"]) == (5, 0)
    assert outcome.tables["persons"].to_pylist()[0]["terms_id"] == 1
    assert outcome.tables["statuses"].to_pylist()[0]["terms_id"] == 2


def test_csv_text_becomes_typed_rows(tmp_path: Path) -> None:
    path = tmp_path / "items.csv"
    path.write_text("item_id;kind;state;capacity_bytes;seized_at\nI-1;phone;seized;64;2023-11-09T08:00:00Z\n")
    row = accept_records(read_record_file(path), sheet_of("SI-GPD")).tables["items"].to_pylist()[0]
    assert (row["capacity_bytes"], row["seized_at"]) == (64, datetime(2023, 11, 9, 8, tzinfo=UTC))


def test_good_rows_survive_bad_ones_and_every_bad_one_is_named(tmp_path: Path) -> None:
    path = tmp_path / "raw.csv"
    path.write_text(
        "item_id,kind,state,capacity_bytes\n"
        "I-1,phone,seized,1\n"
        "I-2,telephone,seized,1\n"
        "I-3,phone,seized,many\n"
        ",phone,seized,1\n"
        "I-1,phone,seized,1\n"
        "I-1,phone,examined,1\n"
        "I-4,phone,seized,1,surplus\n"
    )
    outcome = accept_records(read_record_file(path, "items"), sheet_of("SI-GPD"))
    assert [(reject.row, reject.field) for reject in outcome.rejects] == [
        (3, "kind"), (4, "capacity_bytes"), (5, "item_id"), (7, "item_id"), (8, ""),
    ]  # fmt: skip
    assert (outcome.read, outcome.accepted, outcome.duplicate) == (7, 1, 1)
    assert not any("telephone" in reject.reason or "many" in reject.reason for reject in outcome.rejects)


@pytest.mark.parametrize(
    ("table", "row", "field"),
    [
        ("actions", {"action_id": "A", "kind": "search", "state": "done"}, "state"),
        ("actions", {"action_id": "A", "kind": "search", "state": "planned", "wizard": 1}, "wizard"),
        ("actions", {"action_id": "A", "kind": "search", "state": "planned", "terms": "none"}, "terms"),
        ("actions", {"action_id": "A", "kind": "search", "state": "planned", "officers": True}, "officers"),
        (
            "actions",
            {"action_id": "A", "kind": "search", "state": "planned", "started_at": datetime(2023, 11, 9)},
            "started_at",
        ),
        (
            "actions",
            {
                "action_id": "A",
                "kind": "search",
                "state": "planned",
                "started_at": "2023-11-09T09:00Z",
                "ended_at": "2023-11-09T08:00Z",
            },
            "ended_at",
        ),
        ("items", {"item_id": "I", "kind": "phone", "parent_item_id": "I"}, ""),
        ("items", {"item_id": "I", "kind": "phone", "capacity_bytes": -1}, "capacity_bytes"),
        ("items", {"item_id": " ", "kind": "phone"}, "item_id"),
        ("custody", {"item_id": "I", "sequence": 1, "event": "lost", "at": "2023-11-09T08:00Z"}, "event"),
        (
            "custody",
            {
                "item_id": "I",
                "sequence": 1,
                "event": "seized",
                "at": "2023-11-09T08:00Z",
                "sha256_after": "ab",
            },
            "sha256_after",
        ),
        ("persons", {"person_id": "P", "full_name": "X", "subject": "witness"}, "subject"),
        ("person_facts", {"person_id": "P", "kind": "conduct", "value": "kindness"}, ""),
        ("person_facts", {"person_id": "P", "kind": "selector", "value": "x"}, "selector_kind"),
        ("person_facts", {"person_id": "P", "kind": "birth_date", "value": "1.2.1980"}, ""),
    ],
)
def test_a_row_that_breaks_a_rule_is_refused(table: str, row: dict[str, object], field: str) -> None:
    outcome = accept_records(_rows(table, row), SHEET_APPLIED)
    assert [reject.field for reject in outcome.rejects] == [field]
    assert outcome.tables == {}


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"status": "arrested", "subject": None}, "subject is empty"),
        ({"status": "planned"}, "does not fit"),
        ({"about": "action", "status": "arrested"}, "does not fit"),
        ({"status": "safeguarded"}, "only a victim is safeguarded"),
        ({"status": "safeguarded", "subject": "victim"}, "terms that are not about victims"),
    ],
)
def test_statuses_fit_what_they_are_about(changes: dict[str, object], reason: str) -> None:
    row = {
        "about": "person", "about_id": "P", "subject": "suspect", "status": "identified",
        "on_date": date(2023, 11, 9), **changes,
    }  # fmt: skip
    given_row: dict[str, object] = {key: value for key, value in row.items() if value is not None}
    outcome = accept_records(_rows("statuses", given_row), SHEET_APPLIED)
    assert [reason in reject.reason for reject in outcome.rejects] == [True]


def test_a_victim_named_among_persons_needs_terms_about_victims() -> None:
    row: dict[str, object] = {"person_id": "V", "full_name": "X", "subject": "victim"}
    refused = accept_records(_rows("persons", row), SHEET_APPLIED)
    allowed = accept_records(_rows("persons", row | {"terms": "victims"}), SHEET_APPLIED)
    assert len(refused.rejects) == 1
    assert allowed.rejects == []


@given(st.lists(st.sampled_from(["phone", "radio", "server", ""]), max_size=30))
def test_read_is_accepted_and_duplicate_and_rejected(kinds: list[str]) -> None:
    given_rows: list[dict[str, object]] = [
        {"item_id": f"I-{number % 7}", "kind": kind} for number, kind in enumerate(kinds)
    ]
    rows = _rows("items", *given_rows)
    outcome = accept_records(rows, sheet_of("SI-GPD"))
    assert outcome.read == len(kinds) == outcome.accepted + outcome.duplicate + len(outcome.rejects)
    good = {f"I-{number % 7}" for number, kind in enumerate(kinds) if kind in ("phone", "server")}
    assert outcome.accepted == len(good)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.toml", b"[[items]]\nitem_id = Janez Novak\n", "not readable TOML"),
        ("a.toml", b"[[wizards]]\nname = 'x'\n", "not a table of records"),
        ("a.toml", b"items = 3\n", "not a table of records"),
        ("a.toml", b"\xff\xfe", "not UTF-8"),
        ("items.csv", b"item_id;kind\nI-1;phone\n\x81;phone\n", "neither UTF-8 nor UTF-16 nor Windows-1250"),
        ("items.csv", b"", "empty"),
        ("items.csv", b"item_id,item_id\n", "repeated column"),
        ("items.csv", b'"item_id,kind\na,b\n', "not readable CSV"),
        ("a.csv", b"item_id\n", "which table"),
        ("a.txt", b"", "neither TOML nor CSV"),
    ],
)
def test_a_file_that_cannot_be_read_names_itself_and_no_content(
    tmp_path: Path, name: str, content: bytes, message: str
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(InvalidInputError, match=message) as caught:
        read_record_file(tmp_path / name)
    assert name in str(caught.value)
    assert "Novak" not in str(caught.value)
    assert "wizard" not in str(caught.value)


def test_a_stray_quotation_mark_costs_its_own_row_alone(tmp_path: Path) -> None:
    table = tmp_path / "items.csv"
    table.write_text('item_id,kind\nA,phone\nB,"phone\nC,"two\nlines"\nD,"x"y\nE,phone\n"F,phone\n')

    rows = read_record_file(table)

    assert [row.number for row in rows if row.fault] == [3, 6, 8]
    assert [row.fields for row in rows if not row.fault] == [
        {"item_id": "A", "kind": "phone"},
        {"item_id": "C", "kind": "two\nlines"},
        {"item_id": "E", "kind": "phone"},
    ]


def test_a_number_that_is_none_is_refused_without_its_digits() -> None:
    with pytest.raises(ValueError, match="whole number") as caught:
        to_column_type("--5", pa.int64())
    assert "--5" not in str(caught.value)


def test_facts_about_a_victim_under_terms_about_suspects_are_refused_and_others_stay() -> None:
    victim: dict[str, object] = {
        "about": "person", "about_id": "V", "subject": "victim", "status": "safeguarded",
        "on_date": "2023-11-09", "terms": "victims",
    }  # fmt: skip
    facts: list[dict[str, object]] = [
        {"person_id": "V", "kind": "birth_date", "value": "2010-01-01"},
        {"person_id": "V", "kind": "birth_date", "value": "2010-01-02", "terms": "victims"},
        {"person_id": "P", "kind": "birth_date", "value": "1980-01-01"},
    ]
    outcome = accept_records([*_rows("statuses", victim), *_rows("person_facts", *facts)], SHEET_APPLIED)
    assert [(reject.table, reject.row, reject.field) for reject in outcome.rejects] == [
        ("person_facts", 1, "terms")
    ]
    assert outcome.tables["person_facts"]["person_id"].to_pylist() == ["P", "V"]
    assert outcome.read == 4
