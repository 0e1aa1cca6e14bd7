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
        """SQL for the comparable rows of a table over all sources: one scan of all their files.

        Beside `columns` (SQL; may use `set_id`) each row has `set_no`, `table`, `row_id` and `terms_key`. The
        text is empty where no source holds the table.
        """
        having = self.having(table)
        if not having:
            return ""
        files = ", ".join(text(source.tables[table]) for source in having)
        forbidden = "ANTI JOIN forbidden USING (set_no, terms_id)" if any(s.obstacles for s in having) else ""
        return (
            f'SELECT set_no, set_id, "table", row_id, first_terms_key + terms_id AS terms_key, {columns} '
            f"FROM (SELECT *, file_index FROM read_parquet([{files}])) "
            f'JOIN (SELECT * FROM source_files WHERE "table" = {text(table)}) USING (file_index) {forbidden}'
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


def load_sources(bench: Bench) -> None:
    """Leave the sources in the engine, once for all tasks.

    `sources` has all of them, `source_files` whose each file of a table's scan is, `forbidden` the terms
    whose rows are not compared.
    """
    sources, tables = bench.sources, sorted({name for source in bench.sources for name in source.tables})
    files = [(name, at, source) for name in tables for at, source in enumerate(bench.having(name))]
    given = {
        "sources": {
            "set_no": pa.array([source.number for source in sources], pa.int32()),
            "set_id": pa.array([source.set_id for source in sources], pa.string()),
            "authority": pa.array([source.authority for source in sources], pa.string()),
            "set_kind": pa.array([str(source.set_kind) for source in sources], pa.string()),
            "is_list": pa.array([source.is_list for source in sources], pa.bool_()),
        },
        "source_files": {
            "table": pa.array([name for name, _, _ in files], pa.string()),
            "file_index": pa.array([at for _, at, _ in files], pa.int64()),
            "set_no": pa.array([source.number for _, _, source in files], pa.int32()),
            "set_id": pa.array([source.set_id for _, _, source in files], pa.string()),
            "first_terms_key": pa.array([source.first_terms_key for _, _, source in files], pa.int32()),
        },
        "forbidden": {
            "set_no": pa.array([source.number for source in sources for _ in source.obstacles], pa.int32()),
            "terms_id": pa.array([key for source in sources for key in source.obstacles], pa.int32()),
        },
    }
    for name, columns in given.items():
        bench.connection.register("given", pa.table(columns))
        bench.connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT * FROM given")
        bench.connection.unregister("given")


def run_task(task: Task, matcher: Matcher, bench: Bench, target: Path) -> None:
    """Run one task; write `<task>.hits.parquet` and `<task>.holders.parquet` into `target`."""
    connection = bench.connection
    connection.execute(POSTINGS)
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
