"""The abstraction of a matcher: it turns rows into postings; this module turns postings into hits.

A posting says: this row holds this value (or one side of this pair of near values). Postings with the
same value are the holders of one possible hit. It is a hit when two of them pair: different units, and
different sides or none (`mozaik.terms.pairs`), with at least one contribution among the holders.
A task is a pure function from Parquet to Parquet: `run_task` reads the tables and writes two files.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from mozaik.crosscheck.model import Parameters, Source, Task
from mozaik.kinds import HitKind
from mozaik.work import HIT_SCHEMA, HOLDER_SCHEMA

POSTINGS = """
CREATE OR REPLACE TEMP TABLE postings (
  value_kind VARCHAR NOT NULL, left_value BLOB NOT NULL, right_value BLOB NOT NULL DEFAULT ''::BLOB,
  extra VARCHAR NOT NULL DEFAULT '', second_fact VARCHAR, distance SMALLINT, transform VARCHAR,
  side VARCHAR NOT NULL DEFAULT '', set_no INTEGER NOT NULL, "table" VARCHAR NOT NULL,
  row_id BIGINT NOT NULL, unit VARCHAR NOT NULL, terms_key INTEGER NOT NULL, support_terms_key INTEGER,
  basis VARCHAR NOT NULL)
"""
"""Matchers insert by name and leave out what does not concern them. `right_value` is empty where there is one
value; `extra` is what else makes the hit, as text for its id."""

_FOUND = """
CREATE OR REPLACE TEMP TABLE found AS
SELECT unhex(left(sha256(concat_ws('|', {kind}, value_kind, lower(hex(left_value)), lower(hex(right_value)),
                                   extra)), 32)) AS hit_id,
       {kind} AS kind, value_kind, left_value, right_value, extra, min(second_fact) AS second_fact,
       min(distance) AS distance, min(transform) AS transform
FROM postings JOIN sources USING (set_no)
GROUP BY value_kind, left_value, right_value, extra
HAVING count(DISTINCT (authority, unit)) > 1 AND bool_or(NOT is_list)
   AND (min(side) = '' OR count(DISTINCT side) > 1)
"""

_HITS = """
SELECT hit_id, kind, value_kind, left_value,
       CASE WHEN octet_length(right_value) > 0 THEN right_value END AS right_value,
       distance, transform, second_fact
FROM found ORDER BY hit_id
"""

_HOLDERS = """
SELECT DISTINCT hit_id, side, authority, set_id, set_kind, "table", row_id, unit, terms_key,
       support_terms_key, basis
FROM found JOIN postings USING (value_kind, left_value, right_value, extra)
     JOIN sources USING (set_no)
ORDER BY hit_id, side, set_id, "table", row_id, support_terms_key NULLS FIRST, basis
"""

TOLD = """left(sha256(concat_ws('|', purposes::VARCHAR, subject, minor::VARCHAR, handling::VARCHAR,
handling_note, disclosure, disclosures::VARCHAR, review_on::VARCHAR)), 32) AS told"""
"""SQL for what of terms decides who may know what stands under them, from columns of the table `terms`."""

ROW_GROUP = 131_072


@dataclass(frozen=True, slots=True)
class Bench:
    """What a task works with: a DuckDB connection, the verified sources and the parameters."""

    connection: duckdb.DuckDBPyConnection
    sources: Sequence[Source]
    parameters: Parameters

    def having(self, table: str) -> list[Source]:
        """The sources that hold a table with rows that may be compared."""
        return [source for source in self.sources if table in source.tables and source.permitted]

    def rows(self, table: str, columns: str) -> str:
        """SQL for the comparable rows of a table over all sources; no source gives an empty text.

        Beside `columns` (SQL; may use `set_id`) each row has `set_no`, `table`, `row_id` and `terms_key`.
        """
        return " UNION ALL ".join(
            f'SELECT {source.number} AS set_no, {text(source.set_id)} AS set_id, {text(table)} AS "table", '
            f"row_id, {source.first_terms_key} + terms_id AS terms_key, {columns} "
            f"FROM read_parquet({text(source.tables[table])})"
            + ("" if not source.obstacles else f" WHERE terms_id IN {_numbers(source.permitted)}")
            for source in self.having(table)
        )

    def union(self, *parts: str) -> str:
        """SQL for all rows of the parts that are not empty."""
        return " UNION ALL ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Matcher:
    """How rows are compared that give one kind of hit.

    `tables` says which tables it compares. `fitness(table, parameters)` gives SQL: which rows of the table
    concern it, and the condition of each reason for which a row is unfit (no row meets two).
    `post(task, bench)` inserts a task's postings, by name, into the table `postings`. `parts(bench)` is the
    number of tasks. Each matcher's module also holds the slow, obvious comparison that tests hold it to.
    """

    name: str
    kind: HitKind
    version: str
    tables: tuple[str, ...]
    fitness: Callable[[str, Parameters], tuple[str, Mapping[str, str]]]
    post: Callable[[Task, Bench], None]
    parts: Callable[[Bench], int] = lambda bench: 1


def run_task(task: Task, matcher: Matcher, bench: Bench, target: Path) -> None:
    """Run one task; write `<task>.hits.parquet` and `<task>.holders.parquet` into `target`."""
    connection = bench.connection
    connection.execute(POSTINGS)
    _load_sources(bench)
    matcher.post(task, bench)
    connection.execute(_FOUND.format(kind=text(matcher.kind)))
    write_query(connection, _HITS, HIT_SCHEMA, target / f"{task.name}.hits.parquet")
    write_query(connection, _HOLDERS, HOLDER_SCHEMA, target / f"{task.name}.holders.parquet")
    connection.execute("DROP TABLE postings; DROP TABLE found")


def merge_tasks(connection: duckdb.DuckDBPyConnection, folder: Path, target: Path) -> None:
    """The tasks' files as `hits.parquet` and `holders.parquet`, in the order of their keys."""
    orders = {
        "hits": (HIT_SCHEMA, "hit_id"),
        "holders": (
            HOLDER_SCHEMA,
            'hit_id, side, set_id, "table", row_id, support_terms_key NULLS FIRST, basis',
        ),
    }
    for name, (schema, order) in orders.items():
        files = sorted(folder.glob(f"*.{name}.parquet"))
        if files:
            listed = "[" + ", ".join(text(file) for file in files) + "]"
            query = f"SELECT * FROM read_parquet({listed}) ORDER BY {order}"
            write_query(connection, query, schema, target / f"{name}.parquet")
        else:
            pq.write_table(schema.empty_table(), target / f"{name}.parquet", compression="zstd")


def write_query(connection: duckdb.DuckDBPyConnection, query: str, schema: pa.Schema, target: Path) -> None:
    """The rows of a query as a Parquet file whose bytes depend on the rows alone."""
    with pq.ParquetWriter(target, schema, compression="zstd") as writer:
        for table in _even(connection.sql(query).to_arrow_reader(ROW_GROUP), schema):
            writer.write_table(table, row_group_size=ROW_GROUP)


def text(value: str | Path) -> str:
    """A value as an SQL text literal."""
    return "'" + str(value).replace("'", "''") + "'"


def _even(batches: pa.RecordBatchReader, schema: pa.Schema) -> Iterator[pa.Table]:
    """The batches again in pieces of exactly one row group, the last one shorter."""
    held: list[pa.Table] = []
    count = 0
    for batch in batches:
        held.append(pa.Table.from_batches([batch]).cast(schema))
        count += batch.num_rows
        while count >= ROW_GROUP:
            whole = pa.concat_tables(held)
            yield whole.slice(0, ROW_GROUP)
            held, count = [whole.slice(ROW_GROUP)], count - ROW_GROUP
    if count:
        yield pa.concat_tables(held)


def _load_sources(bench: Bench) -> None:
    bench.connection.execute(
        "CREATE OR REPLACE TEMP TABLE sources "
        "(set_no INTEGER, set_id VARCHAR, authority VARCHAR, set_kind VARCHAR, is_list BOOLEAN)"
    )
    bench.connection.executemany(
        "INSERT INTO sources (set_no, set_id, authority, set_kind, is_list) VALUES (?, ?, ?, ?, ?)",
        [(s.number, s.set_id, s.authority, str(s.set_kind), s.is_list) for s in bench.sources],
    )


def _numbers(values: Sequence[int]) -> str:
    return "(" + ", ".join(str(int(value)) for value in values) + ")"
