"""What is written is what is read, the same facts give the same bytes."""

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mozaik.contribution import (
    Report,
    apply_sheet,
    read_set,
    write_contribution,
    write_list,
)
from mozaik.errors import InvalidInputError, RefusedError
from mozaik.kinds import SetKind
from mozaik.records import CONTRIBUTION_TABLES, WORDS, Table, number_rows, table_from_rows
from mozaik.records.rules import UNIQUE_KEYS, row_faults
from mozaik.seal import SigningKey
from mozaik.terms import parse_sheet
from tests.contribution.support import (
    CREATED,
    FILE,
    ITEM,
    SHEET,
    key_of,
    sheet_of,
    spec_of,
    tables_of,
    trust_in,
    write_sample,
)


def _values(column: str, kind: pa.DataType, name: str) -> st.SearchStrategy[Any]:
    if words := WORDS.get(name, {}).get(column):
        return st.sampled_from(sorted(words))
    if pa.types.is_fixed_size_binary(kind):
        return st.binary(min_size=kind.byte_width, max_size=kind.byte_width)
    if pa.types.is_string(kind):
        return st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)
    if pa.types.is_boolean(kind):
        return st.booleans()
    if pa.types.is_date(kind):
        return st.dates(date(1900, 1, 1), date(2100, 1, 1))
    if pa.types.is_timestamp(kind):
        return st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))
    return st.integers(0, 2**40)


def _rows(table: Table) -> st.SearchStrategy[list[dict[str, Any]]]:
    columns = {
        name: _values(name, kind, table.name)
        if name in table.required
        else st.none() | _values(name, kind, table.name)
        for name, kind in table.columns
    }
    return st.lists(st.fixed_dictionaries(columns), min_size=1, max_size=12)


def _with_series(drawn: dict[str, list[dict[str, Any]]]) -> dict[str, list[dict[str, Any]]]:
    """The drawn rows, and for each file of a series the series under whose terms it stands."""
    terms = {row["series_id"]: row["terms_id"] for row in drawn.get("series", [])}
    missing = {row["series_id"]: row["terms_id"] for row in drawn.get("series_files", [])}
    made = [
        {"series_id": name, "state": "unidentified", "terms_id": number}
        for name, number in missing.items()
        if name not in terms
    ]
    terms = {**missing, **terms}
    files = [{**row, "terms_id": terms[row["series_id"]]} for row in drawn.get("series_files", [])]
    return {**drawn, "series": [*drawn.get("series", []), *made], "series_files": files}


@given(data=st.data())
@settings(max_examples=25, deadline=None)
def test_what_is_written_is_what_is_read(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    names = data.draw(st.lists(st.sampled_from(sorted(set(CONTRIBUTION_TABLES) - {"terms"})), min_size=1))
    sheet = sheet_of("SI-GPD")
    drawn = {}
    for name in set(names):
        rows = []
        for row in data.draw(_rows(CONTRIBUTION_TABLES[name])):
            terms = data.draw(st.integers(0, len(sheet.terms) - 1))
            if not row_faults(name, table_from_rows(name, [{**row, "terms_id": terms}]), sheet.terms):
                rows.append({**row, "terms_id": terms})
        if name in UNIQUE_KEYS:
            key = CONTRIBUTION_TABLES[name].key
            rows = list({tuple(row[column] for column in key): row for row in rows}.values())
        drawn[name] = rows
    tables = {name: table_from_rows(name, rows) for name, rows in _with_series(drawn).items() if rows}
    if not tables:
        return
    path = tmp_path_factory.mktemp("set") / "a.contribution"
    written = write_contribution(path, spec_of(), tables, sheet, key_of("SI-GPD"))

    read = read_set(path, trust_in("SI-GPD"))

    assert read.manifest == written
    assert read.terms == sheet.terms
    assert set(read.table_names) == {*tables, "terms"}
    assert all(read.table(name).equals(table) for name, table in tables.items())
    assert all(read.rows[name] == table.num_rows for name, table in tables.items())


def test_the_order_of_the_rows_does_not_change_the_bytes(tmp_path: Path) -> None:
    rows = [{**FILE, "sha256": bytes([n % 5]) * 32, "path": f"p{n}"} for n in range(40)]
    table = table_from_rows("files", rows)
    shuffled = table.take(list(reversed(range(40))))
    for name, given_rows in (("a", table), ("b", shuffled)):
        write_contribution(
            tmp_path / name, spec_of(), {"files": given_rows}, sheet_of("SI-GPD"), key_of("SI-GPD")
        )
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_many_row_groups_and_batches_keep_their_order(tmp_path: Path) -> None:
    rows = 300_000
    digests = [(n // 2).to_bytes(32, "big") for n in range(rows)]
    table = pa.table(
        {
            name: pa.nulls(rows, kind)
            for name, kind in zip(
                CONTRIBUTION_TABLES["files"].schema.names,
                CONTRIBUTION_TABLES["files"].schema.types,
                strict=True,
            )
        }
    )
    for name, values in (
        ("terms_id", pa.array([0] * rows, pa.int32())),
        ("sha256", pa.array(digests, pa.binary(32))),
        ("size", pa.array(range(rows), pa.int64())),
    ):
        table = table.set_column(table.schema.get_field_index(name), name, values)
    path = tmp_path / "large.contribution"
    write_contribution(
        path, spec_of(), {"files": number_rows("files", table)}, sheet_of("SI-GPD"), key_of("SI-GPD")
    )

    read = read_set(path, trust_in("SI-GPD"))

    assert read.rows["files"] == rows
    assert read.table("files")["size"].to_pylist() == list(range(rows))


def test_extracted_tables_are_the_sealed_tables(tmp_path: Path) -> None:
    read = read_set(write_sample(tmp_path / "a.contribution"), trust_in("SI-GPD"))
    paths = read.extract_tables(tmp_path / "tables")
    assert sorted(paths) == ["files", "items", "terms"]
    assert paths["files"].read_bytes() == read.verified.read_member("tables/files.parquet")


def test_a_table_that_is_not_there_is_empty(tmp_path: Path) -> None:
    read = read_set(write_sample(tmp_path / "a.contribution"), trust_in("SI-GPD"))
    assert read.table("persons").num_rows == 0
    assert read.table("persons").schema == CONTRIBUTION_TABLES["persons"].schema


def test_a_list_says_what_it_lists(tmp_path: Path) -> None:
    entries = table_from_rows("entries", [{"md5": b"\x01" * 16, "size": 4}])
    write_list(
        tmp_path / "a.list", spec_of(), entries, sheet_of("SI-GPD"), key_of("SI-GPD"), SetKind.HARMLESS
    )
    read = read_set(tmp_path / "a.list", trust_in("SI-GPD"))
    assert read.is_list
    assert read.set_kind == "harmless"
    assert read.table("entries").equals(entries)


def test_the_report_travels_with_the_rows(tmp_path: Path) -> None:
    report = Report(5, 2, 1, 2, {"unreadable": [{"reason": "not a picture", "count": 2}]})
    read = read_set(write_sample(tmp_path / "a.contribution", report=report), trust_in("SI-GPD"))
    assert read.report == report


def test_a_report_that_does_not_add_up_is_refused() -> None:
    with pytest.raises(InvalidInputError, match="accepted"):
        Report(5, 2, 1, 1)


def test_nothing_to_seal_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InvalidInputError, match="nothing to seal"):
        write_contribution(
            tmp_path / "a",
            spec_of(),
            {"items": tables_of(items=[])["items"]},
            sheet_of("SI-GPD"),
            key_of("SI-GPD"),
        )
    assert list(tmp_path.iterdir()) == []


def test_terms_of_another_owner_are_refused(tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match="another owner"):
        write_contribution(
            tmp_path / "a", spec_of(), tables_of(items=[ITEM]), sheet_of("HR-MUP"), key_of("SI-GPD")
        )


def test_a_sheet_that_was_not_applied_is_refused_and_applying_it_helps(tmp_path: Path) -> None:
    sheet = parse_sheet({**SHEET, "apply": {"files": "silent"}}, "SI-GPD")
    tables = tables_of(files=[FILE])
    with pytest.raises(RefusedError, match="not applied"):
        write_contribution(tmp_path / "a", spec_of(), tables, sheet, key_of("SI-GPD"))
    write_contribution(tmp_path / "a", spec_of(), apply_sheet(tables, sheet), sheet, key_of("SI-GPD"))
    read = read_set(tmp_path / "a", trust_in("SI-GPD"))
    assert read.terms[read.table("files")["terms_id"][0].as_py()].name == "silent"


def sealed_id(path: Path, authority: str = "SI-GPD", **changes: Any) -> str:
    """The id of a small sealed contribution; `size` is that of its only file."""
    tables = tables_of(items=[ITEM], files=[{**FILE, "size": changes.pop("size", 3)}])
    key = changes.pop("key", key_of(authority))
    return write_contribution(path, spec_of(authority, **changes), tables, sheet_of(authority), key).id


def test_the_derived_id_is_the_same_for_the_same_content_whenever_and_wherever_it_is_sealed(
    tmp_path: Path,
) -> None:
    """An id told a file name and, by guessing, the second of sealing (review 1, item 7)."""
    first = sealed_id(tmp_path / "case 114 of Ana", label="item", item="ITEM 1/a")
    assert re.fullmatch(r"SI-GPD\.item\.[0-9a-f]{16}", first)
    later = CREATED + timedelta(days=3)
    assert sealed_id(tmp_path / "b", label="item", item="ITEM 1/a", created_at=later) == first
    changes: list[dict[str, Any]] = [
        {"item": "ITEM 1/b"},
        {"supersedes": ("x",)},
        {"edition": "another"},
        {"size": 4},
    ]
    others = [
        sealed_id(tmp_path / "c", **{"label": "item", "item": "ITEM 1/a", **change}) for change in changes
    ]
    assert len({first, *others}) == 5


def test_nobody_without_the_key_can_test_a_guess_by_an_id(tmp_path: Path) -> None:
    other = SigningKey.generate("SI-GPD", "ana")
    assert sealed_id(tmp_path / "a") != sealed_id(tmp_path / "b", key=other)
