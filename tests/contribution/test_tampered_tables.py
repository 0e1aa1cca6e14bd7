"""A valid signature does not make tables right: every broken rule of a table is refused on reading."""

import io
import json
from collections.abc import Callable, Mapping
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from mozaik.contribution import TableError, read_set, write_contribution
from mozaik.contribution.write import member_name, terms_table
from mozaik.errors import InvalidInputError
from mozaik.records import CONTRIBUTION_TABLES, TABLES_VERSION, number_rows
from mozaik.seal import (
    JsonValue,
    Kind,
    Manifest,
    Role,
    SealError,
    UnknownKeyError,
    to_canonical,
    write_sealed,
)
from tests.contribution.support import (
    CREATED,
    FILE,
    ITEM,
    SUSPECTS,
    VICTIMS,
    key_of,
    sheet_of,
    spec_of,
    tables_of,
    trust_in,
)

REPORT: dict[str, JsonValue] = {
    "format": 1,
    "read": 1,
    "accepted": 1,
    "duplicate": 0,
    "rejected": 0,
    "details": {},
}
Change = Callable[[pa.Table], pa.Table]


def parquet(table: pa.Table, **options: Any) -> bytes:
    """A table as Parquet bytes, in the written form unless options say otherwise."""
    sink = io.BytesIO()
    settings: dict[str, Any] = {"compression": "zstd", "store_schema": False, **options}
    pq.write_table(table, sink, **settings)
    return sink.getvalue()


def forge(
    path: Path, members: Mapping[str, bytes | None], kind: Kind = Kind.CONTRIBUTION, **changes: Any
) -> Path:
    """A validly signed file with members of one's own choice; None leaves a usual member out."""
    sheet = sheet_of("SI-GPD")
    usual = {
        "report.json": to_canonical(REPORT),
        member_name("terms"): parquet(terms_table(sheet.terms)),
        member_name("items"): parquet(tables_of(items=[ITEM])["items"]),
    }
    chosen = {name: data for name, data in {**usual, **members}.items() if data is not None}
    manifest = Manifest(
        **{
            "kind": kind,
            "id": "forged",
            "edition": "Mozaik 2023",
            "sender": "SI-GPD",
            "created_at": CREATED.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "versions": {"tables": str(TABLES_VERSION)},
            **changes,
        }
    )
    write_sealed(path, manifest, chosen, [(key_of("SI-GPD"), Role.OWNER)])
    return path


def refused(path: Path) -> str:
    """The text of the refusal, which names the file."""
    with pytest.raises(InvalidInputError) as caught:
        read_set(path, trust_in("SI-GPD"))
    assert str(path) in str(caught.value)
    return str(caught.value)


def _table(rows: list[dict[str, Any]], name: str) -> pa.Table:
    return tables_of(**{name: rows})[name]


def _set(column: str, values: list[Any]) -> Change:
    def change(table: pa.Table) -> pa.Table:
        index = table.schema.get_field_index(column)
        return table.set_column(index, column, pa.array(values, table.schema.field(column).type))

    return change


def _retype(column: str, kind: pa.DataType) -> Change:
    def change(table: pa.Table) -> pa.Table:
        index = table.schema.get_field_index(column)
        return table.set_column(index, column, pa.nulls(table.num_rows, kind))

    return change


TWO_ITEMS: list[dict[str, Any]] = [ITEM, ITEM | {"item_id": "SI-2", "capacity_bytes": 5}]
PERSON = {"person_id": "P", "full_name": "X", "subject": "suspect", "terms_id": 1}


def test_an_untouched_forgery_is_read(tmp_path: Path) -> None:
    assert read_set(forge(tmp_path / "a", {}), trust_in("SI-GPD")).rows == {"items": 1, "terms": 5}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (_set("row_id", [1, 0]), "row_id does not count"),
        (_set("row_id", [0, 2]), "row_id does not count"),
        (_set("row_id", [0, None]), "row_id does not count"),
        (_set("terms_id", [0, 5]), "terms_id is not in"),
        (_set("terms_id", [0, -1]), "terms_id is not in"),
        (_set("terms_id", [0, None]), "terms_id is not in"),
        (_set("item_id", ["SI-2", "SI-1"]), "not sorted"),
        (_set("item_id", [None, "SI-1"]), "not sorted"),
        (_set("item_id", ["SI-1", "SI-1"]), "two rows have the same item_id"),
        (_set("item_id", ["SI-1", None]), "item_id is empty"),
        (_set("kind", ["phone", "radio"]), "kind is none of"),
        (_set("kind", ["phone", ""]), "kind is empty"),
        (_set("state", ["lost", "seized"]), "state is none of"),
        (_set("parent_item_id", ["SI-1", None]), "its own parent"),
        (_set("make", ["x" * 40_000, None]), "longer than"),
        (_retype("capacity_bytes", pa.float64()), "capacity_bytes is not of type int64"),
        (_retype("terms_id", pa.int64()), "terms_id is not of type int32"),
        (_retype("make", pa.binary()), "make is not of type string"),
        (_retype("seized_at", pa.timestamp("us")), "seized_at is not of type"),
        (lambda table: table.drop_columns(["make"]), "make is missing"),
        (lambda table: table.append_column("extra", pa.nulls(2, pa.string())), "not in the format"),
        (lambda table: table.select(list(reversed(table.schema.names))), "order of the format"),
    ],
)
def test_a_changed_table_is_refused_by_its_own_message(tmp_path: Path, change: Change, message: str) -> None:
    path = forge(tmp_path / "a", {member_name("items"): parquet(change(_table(TWO_ITEMS, "items")))})
    text = refused(path)
    assert message in text
    assert "table items" in text


def test_rows_that_tie_on_their_key_are_ordered_by_the_other_columns(tmp_path: Path) -> None:
    table = _table([FILE | {"size": 1}, FILE | {"size": 2}], "files")
    swapped = _set("size", [2, 1])(table)
    assert "not sorted" in refused(forge(tmp_path / "a", {member_name("files"): parquet(swapped)}))


@pytest.mark.parametrize("null_first", [True, False])
def test_order_holds_across_batches(tmp_path: Path, null_first: bool) -> None:
    rows = 65_537
    schema = CONTRIBUTION_TABLES["files"].schema
    columns = {field.name: pa.nulls(rows, field.type) for field in schema}
    digests = [number.to_bytes(32, "big") for number in range(rows)]
    digests[-1] = digests[0]
    if null_first:
        digests[65_535] = None  # type: ignore[call-overload]  # a null sorts last
    columns |= {
        "row_id": pa.array(range(rows), pa.int64()),
        "terms_id": pa.array([0] * rows, pa.int32()),
        "sha256": pa.array(digests, pa.binary(32)),
        "size": pa.array([1] * rows, pa.int64()),
    }
    table = pa.table(columns, schema=schema)
    assert "not sorted" in refused(forge(tmp_path / "a", {member_name("files"): parquet(table)}))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"owner": "HR-MUP"}, "another owner"),
        ({"terms_id": 7}, "terms_id does not count"),
        ({"subject": "someone"}, "terms cannot be read"),
        ({"source": "Z"}, "terms cannot be read"),
        ({"disclosure": "open"}, "terms cannot be read"),
        ({"handling": ["H1"]}, "terms cannot be read"),
        ({"purposes": ["curiosity"]}, "terms cannot be read"),
        ({"review_on": None}, "cannot be read"),
        ({"subject": "victim", "necessity": ""}, "terms cannot be read"),
        ({"disclosures": [{"reader": "HR-MUP", "level": "all", "until": None}]}, "terms cannot be read"),
    ],
)
def test_terms_that_do_not_stand_are_refused(tmp_path: Path, changes: dict[str, Any], message: str) -> None:
    rows = terms_table(sheet_of("SI-GPD").terms).to_pylist()
    rows[0] |= changes
    table = pa.Table.from_pylist(rows, schema=CONTRIBUTION_TABLES["terms"].schema)
    assert message in refused(forge(tmp_path / "a", {member_name("terms"): parquet(table)}))


def test_a_person_stands_under_terms_about_such_persons(tmp_path: Path) -> None:
    wrong = _table([PERSON | {"terms_id": 0}], "persons")
    assert "subject differs" in refused(forge(tmp_path / "a", {member_name("persons"): parquet(wrong)}))
    victim = _table([PERSON | {"subject": "victim"}], "persons")
    assert "subject differs" in refused(forge(tmp_path / "b", {member_name("persons"): parquet(victim)}))


def test_a_victim_status_stands_under_terms_about_victims(tmp_path: Path) -> None:
    row: dict[str, Any] = {
        "about": "person", "about_id": "V", "subject": "victim", "status": "safeguarded",
        "on_date": date(2023, 11, 9),
    }  # fmt: skip
    wrong = _table([row], "statuses")
    assert "not about victims" in refused(forge(tmp_path / "a", {member_name("statuses"): parquet(wrong)}))


@pytest.mark.parametrize(
    ("members", "message"),
    [
        ({"tables/wizards.parquet": b"x"}, "not a table of a contribution"),
        ({"tables/entries.parquet": b"x"}, "not a table of a contribution"),
        ({"notes.txt": b"x"}, "not a table of a contribution"),
        ({"report.json": None}, "report.json is missing"),
        ({member_name("terms"): None}, "terms.parquet is missing"),
        ({member_name("items"): None}, "no table beside terms"),
        ({"report.json": b"[]"}, "another shape"),
        ({"report.json": to_canonical({**REPORT, "read": 2})}, "does not add up"),
        ({"report.json": to_canonical({**REPORT, "read": True})}, "another shape"),
        ({"report.json": to_canonical({**REPORT, "format": True})}, "another format"),
        ({"report.json": json.dumps(REPORT).encode()}, "canonical"),
    ],
)
def test_members_are_the_tables_and_the_report(
    tmp_path: Path, members: dict[str, bytes | None], message: str
) -> None:
    assert message in refused(forge(tmp_path / "a", members))


def test_other_kinds_and_lists_without_a_kind_are_refused(tmp_path: Path) -> None:
    assert "neither a contribution nor a list" in refused(forge(tmp_path / "a", {}, Kind.ANSWER))
    assert "known or harmless" in refused(forge(tmp_path / "b", {}, Kind.LIST))


def test_no_refusal_shows_a_value(tmp_path: Path) -> None:
    secret = "janez.novak@example.org"
    table = _table([ITEM | {"item_id": secret}, ITEM | {"item_id": "A"}], "items")
    text = refused(forge(tmp_path / "a", {member_name("items"): parquet(_set("kind", [secret, "x"])(table))}))
    assert "novak" not in text


def test_the_writer_keeps_the_same_rules(tmp_path: Path) -> None:
    bad = _table([ITEM | {"kind": "radio"}], "items")
    with pytest.raises(TableError, match="kind is none of"):
        write_contribution(tmp_path / "a", spec_of(), {"items": bad}, sheet_of("SI-GPD"), key_of("SI-GPD"))
    with pytest.raises(TableError, match="no such table"):
        write_contribution(tmp_path / "a", spec_of(), {"entries": bad}, sheet_of("SI-GPD"), key_of("SI-GPD"))
    extra = _table([ITEM], "items").append_column("extra", pa.nulls(1, pa.string()))
    with pytest.raises(TableError, match="not in the format"):
        write_contribution(tmp_path / "a", spec_of(), {"items": extra}, sheet_of("SI-GPD"), key_of("SI-GPD"))
    assert list(tmp_path.iterdir()) == []


def test_shuffled_rows_are_put_in_order_by_the_writer(tmp_path: Path) -> None:
    table = _set("item_id", ["SI-2", "SI-1"])(_table(TWO_ITEMS, "items"))
    write_contribution(tmp_path / "a", spec_of(), {"items": table}, sheet_of("SI-GPD"), key_of("SI-GPD"))
    read = read_set(tmp_path / "a", trust_in("SI-GPD"))
    assert read.table("items").equals(number_rows("items", table))


def test_facts_of_a_victim_under_terms_about_suspects_are_refused_on_both_sides(tmp_path: Path) -> None:
    """What the terms of a fact say of its person must hold across tables: victims are never compared."""
    tables = tables_of(
        persons=[{"person_id": "V", "full_name": "X", "subject": "victim", "terms_id": VICTIMS}],
        person_facts=[{"person_id": "V", "kind": "birth_date", "value": "2010-01-01", "terms_id": SUSPECTS}],
    )
    path = tmp_path / "a.contribution"
    with pytest.raises(TableError, match="another subject category"):
        write_contribution(path, spec_of(), tables, sheet_of("SI-GPD"), key_of("SI-GPD"))
    assert not path.exists()
    members: dict[str, bytes | None] = {member_name(name): parquet(table) for name, table in tables.items()}
    with pytest.raises(TableError, match="another subject category") as caught:
        read_set(forge(path, {**members, member_name("items"): None}), trust_in("SI-GPD"))
    assert "person_facts" in str(caught.value)
    assert "2010" not in str(caught.value)


def test_rows_that_were_checked_before_are_not_checked_again_and_the_seal_is(tmp_path: Path) -> None:
    """Known by the digest of the whole file (the cross-check at scale, section 2)."""
    table = tables_of(items=[ITEM])["items"]
    broken = table.set_column(0, "row_id", pa.array([7]))
    path = forge(tmp_path / "a.contribution", {member_name("items"): parquet(broken)})
    trust = trust_in("SI-GPD")
    with pytest.raises(TableError, match="row_id"):
        read_set(path, trust)
    digest = sha256(path.read_bytes()).hexdigest()
    with pytest.raises(TableError, match="row_id"):
        read_set(path, trust, checked={digest.upper(), digest[:-1]})
    assert read_set(path, trust, checked={digest}).rows == {
        "items": 1,
        "terms": len(sheet_of("SI-GPD").terms),
    }
    with pytest.raises(UnknownKeyError):
        read_set(path, trust_in("HR-MUP"), checked={digest})
    changed = bytearray(path.read_bytes())
    changed[len(changed) // 2] ^= 1
    path.write_bytes(changed)
    with pytest.raises(SealError):
        read_set(path, trust, checked={digest, sha256(changed).hexdigest()})


@pytest.mark.parametrize(("rows", "why"), [(2, "sorted|same"), (20_000, "unfold")])
def test_texts_that_could_unfold_to_much_are_bounded_before_they_are_unfolded(
    tmp_path: Path, rows: int, why: str
) -> None:
    """Few rows are read as they are; many rows that may share a long text are not."""
    items = tables_of(items=[{**ITEM, "model": "x" * 30_000}])["items"]
    many = pa.concat_tables([items] * rows).set_column(0, "row_id", pa.array(range(rows)))
    path = forge(tmp_path / "a.contribution", {member_name("items"): parquet(many)})
    with pytest.raises(TableError, match=why):
        read_set(path, trust_in("SI-GPD"))
