"""The rows of a page: what of each visible hit is told, fetched from the engine after the rule.

Rows at hit level are folded into one entry for each authority and kind of set before they leave the
engine; only rows at full level are fetched one by one, with their fields.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TypedDict

from mozaik.kinds import HitKind, SetKind
from mozaik.moments import exact_utc_text
from mozaik.parties import Authority
from mozaik.records import ALL_TABLES, TIME
from mozaik.release.model import FieldValue, OwnRow, ReleasedHolder
from mozaik.release.places import Places, places_of_rows
from mozaik.release.references import ticket_text
from mozaik.release.view import Engine, Lens, Row, rows_of
from mozaik.terms import Disclosure, Handling, union_handling, worst_grade
from mozaik.work import Unit, UnitKind

_ROWS = """
CREATE TEMP TABLE page_rows AS
SELECT s.hit_id, s.side, s.authority, s.set_kind, s.set_id, s."table", s.row_id, s.unit,
       max(s.level) AS level, max(s.alone) AS alone, list(DISTINCT s.terms_key) AS terms_keys,
       list(DISTINCT s.support_terms_key) FILTER (s.support_terms_key IS NOT NULL) AS support_keys
FROM shown s JOIN page USING (hit_id)
GROUP BY s.hit_id, s.side, s.authority, s.set_kind, s.set_id, s."table", s.row_id, s.unit
"""

_FULL = """
SELECT r.*, h.kind, sets.created_at,
       CASE WHEN r.alone < 2 THEN NULL
            WHEN r.side = 'R' AND h.kind IN (SELECT kind FROM hit_kinds WHERE two_sided) THEN h.right_value
            ELSE h.left_value END AS value
FROM page_rows r JOIN read_parquet($hits) h USING (hit_id) JOIN read_parquet($sets) sets USING (set_id)
WHERE r.level = 2
"""

_FOLDED = """
SELECT hit_id, authority, set_kind, list_distinct(flatten(list(terms_keys))) AS terms_keys,
       list_distinct(flatten(list(support_keys))) AS support_keys
FROM page_rows WHERE level = 1 GROUP BY hit_id, authority, set_kind
"""

_WANTED = """
CREATE OR REPLACE TEMP TABLE wanted AS SELECT unnest($paths) AS filename, unnest($row_ids) AS row_id
"""
_OF_FILES = (
    "FROM read_parquet($paths, filename = true, union_by_name = true) JOIN wanted USING (filename, row_id)"
)


class _Conditions(TypedDict):
    handling: tuple[Handling, ...]
    handling_notes: tuple[str, ...]
    grade: str
    keep_until: date


@dataclass(frozen=True, slots=True)
class Told:
    """The holders told of one hit, and when the reader itself first sealed the value."""

    holders: tuple[ReleasedHolder, ...]
    first_seen: str | None


def holders_of_page(engine: Engine, lens: Lens) -> dict[bytes, Told]:
    """What is told of the holders of each hit in the table `page`, in an order of visible things alone."""
    engine.execute(_ROWS)
    by_hit: dict[bytes, list[ReleasedHolder]] = {}
    for row in rows_of(engine, _FOLDED):
        by_hit.setdefault(row["hit_id"], []).append(_folded_holder(row, lens))
    paths = {"hits": lens.work.part("hits"), "sets": lens.work.part("sets")}
    full = rows_of(engine, _FULL, paths)
    fields, places = fields_of_rows(engine, lens, full), places_of_rows(engine, lens, full)
    sealed: dict[bytes, list[str]] = {}
    for row in full:
        about = row["set_id"], row["table"], row["row_id"]
        holder = _full_holder(row, fields[about], places.get(about, Places()), lens)
        by_hit.setdefault(row["hit_id"], []).append(holder)
        if holder.own:
            sealed.setdefault(row["hit_id"], []).append(row["created_at"])
    return {
        hit_id: Told(tuple(sorted(holders, key=_order)), min(sealed.get(hit_id, []), default=None))
        for hit_id, holders in by_hit.items()
    }


def _order(holder: ReleasedHolder) -> tuple[object, ...]:
    fields = repr(sorted((holder.fields or {}).items()))
    place = holder.row or OwnRow("", "", 0)
    return (
        not holder.own, holder.authority, holder.set_kind, -holder.level, holder.table or "", fields,
        holder.value or "", repr(holder.places), holder.handling, holder.handling_notes, holder.grade,
        holder.keep_until, place.set_id, place.row_id,
    )  # fmt: skip


def _folded_holder(row: Row, lens: Lens) -> ReleasedHolder:
    return ReleasedHolder(
        authority=Authority(row["authority"]),
        set_kind=SetKind(row["set_kind"]),
        level=Disclosure.HIT,
        own=False,
        ticket=ticket_text(lens.work.key, lens.reader, row["authority"], row["hit_id"]),
        **conditions_of(_terms_behind(row), lens, Disclosure.HIT),
    )


def _full_holder(row: Row, fields: Mapping[str, FieldValue], places: Places, lens: Lens) -> ReleasedHolder:
    own = row["authority"] == lens.reader
    unit = Unit.parse(row["unit"])
    return ReleasedHolder(
        authority=Authority(row["authority"]),
        set_kind=SetKind(row["set_kind"]),
        level=Disclosure.FULL,
        own=own,
        table=row["table"],
        unit=unit.number if own or unit.kind is not UnitKind.SET else None,
        value=None if row["value"] is None else HitKind(row["kind"]).value_text(row["value"]),
        fields=fields,
        places=places.places,
        row=OwnRow(row["set_id"], row["table"], row["row_id"]) if own else None,
        **conditions_of({*_terms_behind(row), *places.terms_keys}, lens, Disclosure.FULL),
    )


def _terms_behind(row: Row) -> set[int]:
    """The keys of the terms of a row, or of folded rows, and of the rows on which they rest."""
    return {*row["terms_keys"], *(row["support_keys"] or ())}


def conditions_of(keys: Iterable[int], lens: Lens, level: Disclosure) -> _Conditions:
    """The conditions under several terms: codes add up, the worst grade and the earliest last day hold."""
    behind = set(keys)
    stated = [lens.stated[terms_key].terms for terms_key in behind]
    return {
        "handling": tuple(sorted(union_handling(terms.handling for terms in stated))),
        "handling_notes": tuple(sorted({terms.handling_note for terms in stated} - {""})),
        "grade": worst_grade(terms.grade for terms in stated),
        "keep_until": min(lens.last_day(terms_key, level) for terms_key in behind),
    }


def fields_of_rows(
    engine: Engine, lens: Lens, rows: Sequence[Row]
) -> dict[tuple[str, str, int], dict[str, FieldValue]]:
    """The fields of full rows, by set, table and row: one scan for each table, however many sets."""
    wanted: dict[str, set[tuple[str, int]]] = {}
    for row in rows:
        wanted.setdefault(row["table"], set()).add((row["set_id"], row["row_id"]))
    by_row = {}
    for table, places in sorted(wanted.items()):
        sets = {lens.work.table(set_id, table): set_id for set_id, _ in places}
        engine.execute(_WANTED, {
            "paths": [lens.work.table(set_id, table) for set_id, _ in places],
            "row_ids": [row_id for _, row_id in places],
        })  # fmt: skip
        query = f"SELECT filename, {_columns(table)} {_OF_FILES}"
        for row in rows_of(engine, query, {"paths": sorted(sets)}):
            fields = {
                name: _plain(value) for name, value in row.items() if name not in ("filename", "row_id")
            }
            by_row[sets[row["filename"]], table, int(row["row_id"])] = fields
    return by_row


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
        return exact_utc_text(value.replace(tzinfo=UTC))
    if isinstance(value, date):
        return value.isoformat()
    if value is None or isinstance(value, str | int | bool):
        return value
    return str(value)
