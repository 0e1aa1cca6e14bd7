"""Files with the same digest: values and holders.

A row stands under the strongest digest that it states. A row without SHA-256 also joins every SHA-256
value that another row ties to its SHA-1 or, where not both state a SHA-1, to its MD5. Such a holder is on
the side `weaker`: it pairs with rows that state the SHA-256, not with others of its kind, which share
their own SHA-1 or MD5 hit. `support_terms_key` names the terms of the row that ties the two digests, so
that nobody learns of the tie who may not know that row. One MD5 of two different files joins both.
Only the digests of the empty file, and those of zeros alone (what a tool writes for none), are dropped:
they are no value at all.
"""

import hashlib
from collections.abc import Collection, Mapping

from mozaik.crosscheck.matcher import Bench, Matcher
from mozaik.crosscheck.model import Parameters, Task
from mozaik.kinds import HitKind
from mozaik.work import ITEM_UNIT, SET_UNIT

EMPTY = {name: hashlib.new(name, b"", usedforsecurity=False).digest() for name in ("sha256", "sha1", "md5")}
"""The digests of the empty file, strongest first."""

STRENGTHS = (
    ("sha256", "sha256 IS NOT NULL", "sha256 IS NULL AND (sha1 IS NOT NULL OR md5 IS NOT NULL)"),
    ("sha1", "sha256 IS NULL AND sha1 IS NOT NULL", "sha256 IS NULL AND sha1 IS NULL AND md5 IS NOT NULL"),
    ("md5", "sha256 IS NULL AND sha1 IS NULL AND md5 IS NOT NULL", "false"),
)
"""For each digest: which rows stand under it, and which may join by a weaker one."""

_TIES = """
CREATE OR REPLACE TEMP TABLE ties AS
SELECT value, support_terms_key, set_no, "table", row_id, any_value(unit) AS unit,
       any_value(terms_key) AS terms_key, any_value(scheme) AS scheme, any_value(code) AS code,
       max(basis) AS basis
FROM (
  SELECT b.{value} AS value, b.terms_key AS support_terms_key, 'sha1' AS basis, w.*
  FROM weaker w JOIN stronger b ON w.sha1 = b.sha1
  UNION ALL
  SELECT b.{value}, b.terms_key, 'md5', w.*
  FROM weaker w JOIN stronger b ON w.md5 = b.md5 AND (w.sha1 IS NULL OR b.sha1 IS NULL)
) GROUP BY value, support_terms_key, set_no, "table", row_id
"""

# Grouping 8 bytes instead of 32 halves time and memory; a suspect too many only costs a row in `held`.
_SUSPECTS = """
CREATE OR REPLACE TEMP TABLE suspects AS
SELECT hash(written_{value}) AS suspect FROM digests GROUP BY suspect HAVING count(*) > 1
UNION SELECT hash(value) FROM ties
"""
_HELD = """
CREATE OR REPLACE TEMP TABLE held AS
SELECT {value} AS value, set_no, "table", row_id, unit, terms_key
FROM stronger WHERE hash(written_{value}) IN (SELECT suspect FROM suspects)
"""
_POST = """
INSERT INTO postings BY NAME
WITH shared AS (SELECT value FROM held GROUP BY value HAVING count(*) > 1 UNION SELECT value FROM ties)
SELECT '{value}' AS value_kind, value AS left_value, '' AS side, set_no, "table", row_id,
       unit, terms_key, NULL AS support_terms_key, '{value}' AS basis
FROM held JOIN shared USING (value)
UNION ALL BY NAME
SELECT '{value}' AS value_kind, value AS left_value, 'weaker' AS side, set_no, "table",
       row_id, unit, terms_key, support_terms_key, basis
FROM ties
"""


def stated(columns: Collection[str] = tuple(EMPTY)) -> str:
    """SQL for `sha256`, `sha1`, `md5`: null where it is no value, or not among `columns`.

    `written_sha256` and so on are the columns as they are.
    """
    return ", ".join(
        f"{value_of(name)} AS {name}, {name} AS written_{name}"
        if name in columns
        else f"NULL::BLOB AS {name}, NULL::BLOB AS written_{name}"
        for name in EMPTY
    )


def value_of(name: str) -> str:
    """SQL for a digest; null where it is that of the empty file, or zeros alone."""
    empty = EMPTY[name].hex()
    return f"nullif(nullif({name}, unhex('{empty}')), unhex('{'0' * len(empty)}'))"


def tie_weaker(bench: Bench, value: str, strong: str, weak: str, weak_rows: str = "digests") -> None:
    """Make the view `stronger` and the table `ties`: which rows join which values, and by what.

    Rows of the view `digests` stand where `strong` holds; those of `weak_rows` may join where `weak` does.
    """
    run = bench.connection.execute
    run(f"CREATE OR REPLACE TEMP VIEW stronger AS SELECT * FROM digests WHERE {strong}")
    run(f"CREATE OR REPLACE TEMP TABLE weaker AS SELECT * FROM {weak_rows} WHERE {weak}")
    run(_TIES.format(value=value))


def strongest_shared(left: Mapping[str, bytes | None], right: Mapping[str, bytes | None]) -> str | None:
    """The slow, obvious comparison of two rows: the strongest digest that both state, if it is equal."""
    for name, empty in EMPTY.items():
        mine, other = left.get(name), right.get(name)
        no_values = (empty, bytes(len(empty)))
        if mine is not None and other is not None and mine not in no_values and other not in no_values:
            return name if mine == other else None
    return None


def _fitness(table: str, parameters: Parameters) -> tuple[str, Mapping[str, str]]:
    empty = " AND ".join(f"{value_of(name)} IS NULL" for name in EMPTY)
    concerns = f"nullif(pdq, ''::BLOB) IS NULL OR NOT ({empty})" if table == "entries" else "true"
    return concerns, {"no digest of any content": empty}


def _post(task: Task, bench: Bench) -> None:
    """Post the shared digests; rows without SHA-256 are set apart first: most often there are none.

    They are told by `nullif(...) IS NULL`, never by a bare `sha256 IS NULL`: DuckDB 2.0.0 pushes that into
    the Parquet reader, where it also returns the stated digest of a row group that holds only one.
    """
    run = bench.connection.execute
    columns = f"{stated()}, '' AS scheme, '' AS code"
    rows = bench.union(
        bench.rows("files", f"{ITEM_UNIT} AS unit, {columns}"),
        bench.rows("entries", f"{SET_UNIT} AS unit, {columns}"),
    )
    run(f"CREATE OR REPLACE TEMP VIEW digests AS {rows}")
    run("CREATE OR REPLACE TEMP TABLE without_sha256 AS SELECT * FROM digests WHERE sha256 IS NULL")
    for value, strong, weak in STRENGTHS:
        tie_weaker(bench, value, strong, weak, "without_sha256")
        for statement in (_SUSPECTS, _HELD, _POST):
            run(statement.format(value=value))
        run("CREATE OR REPLACE TEMP VIEW digests AS SELECT * FROM without_sha256")


DIGEST = Matcher(
    name="digest",
    kind=HitKind.DIGEST,
    version="1",
    tables=("files", "entries"),
    fitness=_fitness,
    post=_post,
)
"""Equality of SHA-256, SHA-1 or MD5 between files on items and entries of lists."""
