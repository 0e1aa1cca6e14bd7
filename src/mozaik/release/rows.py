"""What the rows behind hits say, gathered once a generation, so that a page opens no file of a set.

Nothing here depends on a reader: these are copies of rows of WORK, told only by who asks for them by set,
table and number after the rule. `digest` is SHA-256 over all that a row tells, and whose it is.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from mozaik.moments import exact_utc_text
from mozaik.records import ALL_TABLES, TIME
from mozaik.release.arrow import fetch, keep_tables, kept_tables
from mozaik.release.cut import rows_at
from mozaik.release.model import FieldValue
from mozaik.release.view import Engine, Row, rows_of
from mozaik.release.work import Work

FORMAT = 1
"""Of the gathered rows; raise it with any change of what they hold."""

RowKey = tuple[str, str, int]
"""A row: set id, table, row number."""

_HELD = """
CREATE TEMP TABLE held AS SELECT DISTINCT set_id, "table", row_id FROM read_parquet($holders)
"""
_GATHERED = """
SELECT set_id, row_id, {columns},
       unhex(sha256(concat_ws('|', authority, set_kind, $table, to_json({told})::VARCHAR))) AS digest
FROM read_parquet($paths, filename = true, union_by_name = true)
JOIN (SELECT unnest($paths) AS filename, unnest($sets) AS set_id) USING (filename)
JOIN read_parquet($all_sets) USING (set_id)
SEMI JOIN (SELECT set_id, row_id FROM held WHERE "table" = $table) USING (set_id, row_id)
ORDER BY set_id, row_id
"""

_WANTED = """
SELECT set_id, row_id, {columns}
FROM read_parquet($paths, filename = true, union_by_name = true)
JOIN (SELECT unnest($sets) AS set_id, unnest($paths) AS filename, unnest($row_ids) AS row_id)
USING (filename, row_id)
"""


@dataclass(frozen=True, slots=True)
class Rows:
    """What was gathered of rows, ordered by set and number; `sets` says where the entries of a set stand."""

    table: pa.Table
    sets: Mapping[str, range]
    numbers: "np.ndarray[tuple[int], np.dtype[np.int64]]"

    @staticmethod
    def of(table: pa.Table) -> "Rows":
        """The entries of a table with the columns `set_id` and `row_id`."""
        runs = pc.run_end_encode(table["set_id"].combine_chunks())
        ends = runs.run_ends.to_pylist()
        spans = map(range, [0, *ends], ends)
        return Rows(
            table, dict(zip(runs.values.to_pylist(), spans, strict=False)), table["row_id"].to_numpy()
        )

    def spans(self, keys: Iterable[tuple[str, int]]) -> Iterator[range]:
        """Where the entries about rows stand, by set and number; empty where there are none."""
        for set_id, row_id in keys:
            held = self.sets.get(set_id, range(0))
            numbers = self.numbers[held.start : held.stop]
            first = bisect_left(numbers, row_id)
            yield range(held.start + first, held.start + bisect_right(numbers, row_id, first))


def rows_behind(work: Work) -> Mapping[str, Rows]:
    """The rows behind the hits of WORK by table; gathered, and kept beside the views, by who comes first."""
    folder = work.views / f".rows {FORMAT}"

    def gather() -> Mapping[str, Rows]:
        kept = kept_tables(folder)
        if kept is not None:
            tables, _ = kept
        else:
            with work.engine() as engine:
                tables = dict(_gathered(engine, work))
            keep_tables(folder, tables)
        return {name: Rows.of(table) for name, table in tables.items()}

    return work.memory.once("rows", gather)


def fields_at(work: Work, keys: Iterable[RowKey]) -> dict[RowKey, dict[str, FieldValue]]:
    """The fields of rows behind hits by set, table and number."""
    wanted: dict[str, set[tuple[str, int]]] = {}
    for set_id, table, row_id in keys:
        wanted.setdefault(table, set()).add((set_id, row_id))
    fields = {}
    for table, numbers in wanted.items():
        rows, ordered = rows_behind(work)[table], sorted(numbers)
        told = rows.table.drop_columns(["set_id", "row_id", "digest"])
        for (set_id, row_id), row in zip(
            ordered, rows_at(told, [span.start for span in rows.spans(ordered)]), strict=True
        ):
            fields[set_id, table, row_id] = {name: plain(value) for name, value in row.items()}
    return fields


def read_fields(engine: Engine, work: Work, rows: Iterable[Row]) -> dict[RowKey, dict[str, FieldValue]]:
    """The fields of any rows of WORK by set, table and number: one scan for each table, however many sets."""
    wanted: dict[str, set[tuple[str, int]]] = {}
    for row in rows:
        wanted.setdefault(row["table"], set()).add((row["set_id"], row["row_id"]))
    fields = {}
    for table, places in sorted(wanted.items()):
        ordered = sorted(places)
        values = {
            "sets": [set_id for set_id, _ in ordered],
            "paths": [work.table(set_id, table) for set_id, _ in ordered],
            "row_ids": [row_id for _, row_id in ordered],
        }
        query = _WANTED.format(columns=_select(table))
        for read in rows_of(engine, query, values):
            told = {name: plain(value) for name, value in read.items() if name not in ("set_id", "row_id")}
            fields[read["set_id"], table, int(read["row_id"])] = told
    return fields


def sets_behind(engine: Engine, work: Work) -> Mapping[str, list[str]]:
    """The sets with rows behind hits, by table; the rows are left in the engine as `held`."""
    engine.execute(_HELD, {"holders": work.part("holders")})
    held: dict[str, list[str]] = {}
    for row in rows_of(engine, 'SELECT DISTINCT set_id, "table" FROM held ORDER BY ALL'):
        held.setdefault(row["table"], []).append(row["set_id"])
    return held


def columns_of(table: str) -> Mapping[str, str]:
    """The columns that a row of a table tells as SQL; times as UTC without a zone."""
    told = {
        field.name: field.type
        for field in ALL_TABLES[table].schema
        if field.name not in ("row_id", "terms_id")
    }
    return {
        name: f'make_timestamp(epoch_us("{name}"))' if kind == TIME else f'"{name}"'
        for name, kind in told.items()
    }


_AS_THEY_ARE = frozenset({str, int, bool})


def plain(value: object) -> FieldValue:
    """A field as released rows hold it."""
    if value is None or type(value) in _AS_THEY_ARE:
        return value  # type: ignore[return-value] # one of these types
    if isinstance(value, bytes | bytearray | memoryview):
        return bytes(value).hex()
    if isinstance(value, datetime):
        return exact_utc_text(value.replace(tzinfo=UTC))
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def _gathered(engine: Engine, work: Work) -> Iterator[tuple[str, pa.Table]]:
    for table, sets in sets_behind(engine, work).items():
        told = ", ".join(f"{sql}::VARCHAR" for sql in columns_of(table).values())
        query = _GATHERED.format(columns=_select(table), told=f"[{told}]")
        paths = [work.table(set_id, table) for set_id in sets]
        yield (
            table,
            fetch(
                engine, query, {"paths": paths, "sets": sets, "table": table, "all_sets": work.part("sets")}
            ),
        )


def _select(table: str) -> str:
    return ", ".join(f'{sql} AS "{name}"' for name, sql in columns_of(table).items())
