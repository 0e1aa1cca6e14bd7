"""The rows of a page: what of each visible hit is told, fetched from the engine after the rule.

Rows at hit level are folded into one entry for each authority and kind of set before they leave the
engine; only rows at full level are fetched one by one, with their fields.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeAlias, TypedDict

import duckdb

from mozaik.records import ALL_TABLES
from mozaik.records.tables import TIME
from mozaik.release.model import FieldValue, OwnRow, ReleasedHolder
from mozaik.release.references import ticket_text
from mozaik.release.work import Work
from mozaik.terms import Disclosure, Handling, Terms, union_handling, worst_grade

Row: TypeAlias = Mapping[str, Any]
"""A row as the engine hands it over; its types are those of the query."""

_ROWS = """
CREATE TEMP TABLE page_rows AS
SELECT s.hit_id, s.side, s.authority, s.set_kind, s.set_id, s.table_name, s.row_id, s.unit,
       max(s.level) AS level, list(DISTINCT s.terms_key) AS terms_keys,
       list(DISTINCT s.support_terms_key) FILTER (s.support_terms_key IS NOT NULL) AS support_keys
FROM shown s JOIN page USING (hit_id)
GROUP BY s.hit_id, s.side, s.authority, s.set_kind, s.set_id, s.table_name, s.row_id, s.unit
"""

_FULL = """
SELECT r.*, CASE WHEN r.side = 'R' THEN h.right_value ELSE h.left_value END AS value
FROM page_rows r JOIN read_parquet($hits) h USING (hit_id) WHERE r.level = 2
"""

_FOLDED = """
SELECT hit_id, authority, set_kind, list_distinct(flatten(list(terms_keys))) AS terms_keys,
       list_distinct(flatten(list(support_keys))) AS support_keys
FROM page_rows WHERE level = 1 GROUP BY hit_id, authority, set_kind
"""


@dataclass(frozen=True, slots=True)
class Lens:
    """Through whose eyes the rows of a page are read, and under which terms they stand."""

    work: Work
    reader: str
    terms: Mapping[int, Terms]


class _Conditions(TypedDict):
    handling: tuple[Handling, ...]
    handling_notes: tuple[str, ...]
    grade: str


def holders_of_page(engine: duckdb.DuckDBPyConnection, lens: Lens) -> dict[bytes, list[ReleasedHolder]]:
    """The holders told of each hit in the table `page`, by hit id, in an order of visible things alone."""
    found: dict[bytes, list[ReleasedHolder]] = {}
    engine.execute(_ROWS)
    for row in rows_of(engine, _FOLDED, {}):
        found.setdefault(bytes(row["hit_id"]), []).append(_folded_holder(row, lens))
    full = rows_of(engine, _FULL, {"hits": lens.work.part("hits")})
    fields = _fields(engine, lens.work, full)
    for row in full:
        holder = _full_holder(row, fields[row["set_id"], row["table_name"], row["row_id"]], lens)
        found.setdefault(bytes(row["hit_id"]), []).append(holder)
    for holders in found.values():
        holders.sort(key=lambda holder: _order(holder, lens.reader))
    return found


def _order(holder: ReleasedHolder, reader: str) -> tuple[object, ...]:
    fields = sorted((holder.fields or {}).items())
    return (
        not holder.own,
        holder.authority,
        holder.set_kind,
        -holder.level,
        holder.table or "",
        repr(fields),
        repr(holder),
    )


def _folded_holder(row: Row, lens: Lens) -> ReleasedHolder:
    return ReleasedHolder(
        authority=str(row["authority"]),
        set_kind=str(row["set_kind"]),
        level=Disclosure.HIT,
        own=False,
        ticket=ticket_text(lens.work.key, lens.reader, str(row["authority"]), bytes(row["hit_id"])),
        **_conditions(row, lens.terms),
    )


def _full_holder(row: Row, fields: Mapping[str, FieldValue], lens: Lens) -> ReleasedHolder:
    own = row["authority"] == lens.reader
    return ReleasedHolder(
        authority=row["authority"],
        set_kind=row["set_kind"],
        level=Disclosure.FULL,
        own=own,
        table=row["table_name"],
        unit=row["unit"] if row["set_kind"] == "contribution" or own else None,
        value=value_text(row["value"], row["table_name"]),
        fields=fields,
        row=OwnRow(row["set_id"], row["table_name"], row["row_id"]) if own else None,
        **_conditions(row, lens.terms),
    )


def _conditions(row: Row, terms: Mapping[int, Terms]) -> _Conditions:
    """Handling, notes and grade under several terms: codes add up, the worst grade holds."""
    entries = [terms[key] for key in (*row["terms_keys"], *(row["support_keys"] or ()))]
    return {
        "handling": tuple(sorted(union_handling(entry.handling for entry in entries))),
        "handling_notes": tuple(sorted({entry.handling_note for entry in entries} - {""})),
        "grade": worst_grade(entry.grade for entry in entries),
    }


def value_text(value: bytes | None, table: str) -> str | None:
    """A hit's value as text: hex for digests and media hashes, the normal form for selectors and names."""
    if value is None:
        return None
    return (
        bytes(value).decode("utf-8")
        if table in ("selectors", "persons", "person_facts", "links")
        else bytes(value).hex()
    )


def _fields(
    engine: duckdb.DuckDBPyConnection, work: Work, rows: Sequence[Row]
) -> dict[tuple[str, str, int], dict[str, FieldValue]]:
    """The fields of full rows, by set, table and row; each table file is read once."""
    wanted: dict[tuple[str, str], set[int]] = {}
    for row in rows:
        wanted.setdefault((row["set_id"], row["table_name"]), set()).add(row["row_id"])
    found = {}
    for (set_id, table), row_ids in sorted(wanted.items()):
        query = f"SELECT {_columns(table)} FROM read_parquet($path) WHERE row_id IN (SELECT unnest($row_ids))"  # noqa: S608
        for row in rows_of(engine, query, {"path": work.table(set_id, table), "row_ids": sorted(row_ids)}):
            fields = {name: _plain(value) for name, value in row.items() if name != "row_id"}
            found[set_id, table, int(row["row_id"])] = fields
    return found


def _columns(table: str) -> str:
    """The columns of a table as SQL; times as UTC without a zone, which the engine cannot hand over."""
    names = {field.name: field.type for field in ALL_TABLES[table].schema if field.name != "terms_id"}
    return ", ".join(
        f'make_timestamp(epoch_us("{name}")) AS "{name}"' if kind == TIME else f'"{name}"'
        for name, kind in names.items()
    )


def _plain(value: object) -> FieldValue:
    if isinstance(value, bytes | bytearray | memoryview):
        return bytes(value).hex()
    if isinstance(value, datetime):
        return value.isoformat() + "Z"
    if isinstance(value, date):
        return value.isoformat()
    if value is None or isinstance(value, str | int | float | bool):
        return value
    return str(value)


def rows_of(
    engine: duckdb.DuckDBPyConnection, query: str, values: Mapping[str, object]
) -> list[dict[str, Any]]:
    """The rows of a query by column name."""
    cursor = engine.execute(query, dict(values))
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
