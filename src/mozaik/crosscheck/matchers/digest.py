"""Files with the same digest: values and holders.

A row stands under the strongest digest that it states. A row without SHA-256 also joins every SHA-256
value that another row ties to its SHA-1 or, where not both state a SHA-1, to its MD5. Such a holder is on
the side `weaker`: it pairs with rows that state the SHA-256, not with others of its kind, which share
their own SHA-1 or MD5 hit. `support_terms_key` names the terms of the row that ties the two digests, so
that nobody learns of the tie who may not know that row. One MD5 of two different files joins both.
Only the digests of the empty file are dropped: they are no value at all.
"""

import hashlib
from collections.abc import Mapping

from mozaik.crosscheck.matcher import Bench, Matcher
from mozaik.crosscheck.model import Parameters, Task

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
SELECT value, support_terms_key, set_no, tbl, row_id, any_value(unit) AS unit,
       any_value(terms_key) AS terms_key, any_value(scheme) AS scheme, any_value(code) AS code,
       max(basis) AS basis
FROM (
  SELECT b.{value} AS value, b.terms_key AS support_terms_key, 'sha1' AS basis, w.*
  FROM weaker w JOIN stronger b ON w.sha1 = b.sha1
  UNION ALL
  SELECT b.{value}, b.terms_key, 'md5', w.*
  FROM weaker w JOIN stronger b ON w.md5 = b.md5 AND (w.sha1 IS NULL OR b.sha1 IS NULL)
) GROUP BY value, support_terms_key, set_no, tbl, row_id
"""

_POST = """
INSERT INTO postings
WITH shared AS (SELECT {value} AS value FROM stronger GROUP BY {value} HAVING count(*) > 1
                UNION SELECT value FROM ties)
SELECT 'digest', '{value}', value, ''::BLOB, '', NULL, NULL, NULL, 'equal {value}', '', set_no, tbl, row_id,
       unit, terms_key, NULL, '{value}'
FROM stronger JOIN shared ON {value} = value
UNION ALL
SELECT 'digest', '{value}', value, ''::BLOB, '', NULL, NULL, NULL, 'equal {value}', 'weaker', set_no, tbl,
       row_id, unit, terms_key, support_terms_key, basis
FROM ties
"""


def stated(columns: Mapping[str, str]) -> str:
    """SQL for `sha256`, `sha1`, `md5`, null where empty or not a column; `columns` gives the SQL of each."""
    return ", ".join(
        f"nullif({columns[name]}, unhex('{empty.hex()}')) AS {name}"
        if name in columns
        else f"NULL::BLOB AS {name}"
        for name, empty in EMPTY.items()
    )


def tie_weaker(bench: Bench, value: str, strong: str, weak: str) -> None:
    """From the view `digests` make `stronger` and the table `ties`: which rows join which values by what."""
    run = bench.connection.execute
    run(f"CREATE OR REPLACE TEMP VIEW stronger AS SELECT * FROM digests WHERE {strong}")
    run(f"CREATE OR REPLACE TEMP VIEW weaker AS SELECT * FROM digests WHERE {weak}")
    run(_TIES.format(value=value))


def strongest_shared(left: Mapping[str, bytes | None], right: Mapping[str, bytes | None]) -> str | None:
    """The slow, obvious comparison of two rows: the strongest digest that both state, if it is equal."""
    for name, empty in EMPTY.items():
        one, other = left.get(name), right.get(name)
        if one is not None and other is not None and empty not in (one, other):
            return name if one == other else None
    return None


def _fitness(table: str, parameters: Parameters) -> tuple[str, str]:
    empty = " AND ".join(f"({name} IS NULL OR {name} = unhex('{EMPTY[name].hex()}'))" for name in EMPTY)
    concerns = f"pdq IS NULL OR NOT ({empty})" if table == "entries" else "true"
    return concerns, f"CASE WHEN {empty} THEN 'no digest of any content' END"


def _post(task: Task, bench: Bench) -> None:
    digests = stated({name: name for name in EMPTY})
    nothing = "'' AS scheme, '' AS code"
    rows = bench.union(
        bench.rows("files", f"coalesce(item_id, set_id) AS unit, {digests}, {nothing}"),
        bench.rows("entries", f"set_id AS unit, {digests}, {nothing}"),
    )
    bench.connection.execute(f"CREATE OR REPLACE TEMP VIEW digests AS {rows}")
    for value, strong, weak in STRENGTHS:
        tie_weaker(bench, value, strong, weak)
        bench.connection.execute(_POST.format(value=value))


DIGEST = Matcher(
    name="digest",
    version="1",
    tables=("files", "entries"),
    rules={f"equal {name}": f"The {name} digests are equal." for name in EMPTY},
    fitness=_fitness,
    post=_post,
)
"""Equality of SHA-256, SHA-1 or MD5 between files on items and entries of lists."""
