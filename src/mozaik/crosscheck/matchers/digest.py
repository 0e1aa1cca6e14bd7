"""Files with the same digest: values and holders.

A row stands under the strongest digest that it states. A row without SHA-256 also joins every SHA-256
value that another row ties to its SHA-1 or, where not both state a SHA-1, to its MD5. Such a holder is on
the side `weaker`: it pairs with rows that state the SHA-256, not with others of its kind, which share
their own SHA-1 or MD5 hit. `support_terms_key` names the terms of the row that ties the two digests, so
that nobody learns of the tie who may not know that row. One MD5 of two different files joins both.
Only the digests of the empty file are dropped: they are no value at all.
"""

import hashlib

from mozaik.crosscheck.matcher import Bench, Matcher
from mozaik.crosscheck.model import Parameters, Task

EMPTY = {name: hashlib.new(name, b"", usedforsecurity=False).digest() for name in ("sha256", "sha1", "md5")}


def _stated(name: str) -> str:
    """SQL for a digest, null where it is the digest of the empty file."""
    return f"nullif({name}, unhex('{EMPTY[name].hex()}')) AS {name}"


_COLUMNS = ", ".join(_stated(name) for name in EMPTY)

_TIES = """
CREATE OR REPLACE TEMP TABLE ties AS
SELECT value, set_no, tbl, row_id, any_value(unit) AS unit, any_value(terms_key) AS terms_key,
       support_terms_key, max(basis) AS basis
FROM (
  SELECT b.{value} AS value, w.*, b.terms_key AS support_terms_key, 'sha1' AS basis
  FROM weaker w JOIN stronger b ON w.sha1 = b.sha1
  UNION ALL
  SELECT b.{value}, w.*, b.terms_key, 'md5'
  FROM weaker w JOIN stronger b ON w.md5 = b.md5 AND (w.sha1 IS NULL OR b.sha1 IS NULL)
) GROUP BY value, set_no, tbl, row_id, support_terms_key
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


def _fitness(table: str, parameters: Parameters) -> tuple[str, str]:
    empty = " AND ".join(f"({name} IS NULL OR {name} = unhex('{EMPTY[name].hex()}'))" for name in EMPTY)
    return "true", f"CASE WHEN {empty} THEN 'no digest of any content' END"


def _post(task: Task, bench: Bench) -> None:
    run = bench.connection.execute
    run(f"CREATE OR REPLACE TEMP VIEW digests AS {_all_rows(bench)}")
    for value, strong, weak in (
        ("sha256", "sha256 IS NOT NULL", "sha256 IS NULL AND (sha1 IS NOT NULL OR md5 IS NOT NULL)"),
        (
            "sha1",
            "sha256 IS NULL AND sha1 IS NOT NULL",
            "sha256 IS NULL AND sha1 IS NULL AND md5 IS NOT NULL",
        ),
        ("md5", "sha256 IS NULL AND sha1 IS NULL AND md5 IS NOT NULL", "false"),
    ):
        run(f"CREATE OR REPLACE TEMP VIEW stronger AS SELECT * FROM digests WHERE {strong}")
        run(f"CREATE OR REPLACE TEMP VIEW weaker AS SELECT * FROM digests WHERE {weak}")
        run(_TIES.format(value=value))
        run(_POST.format(value=value))


def _all_rows(bench: Bench) -> str:
    parts = [
        bench.rows("files", f"coalesce(item_id, set_id) AS unit, {_COLUMNS}"),
        bench.rows("entries", f"set_id AS unit, {_COLUMNS}"),
    ]
    return " UNION ALL ".join(part for part in parts if part)


DIGEST = Matcher(
    name="digest",
    version="1",
    tables=("files", "entries"),
    rules={f"equal {name}": f"The {name} digests are equal." for name in EMPTY},
    fitness=_fitness,
    post=_post,
)
"""Equality of SHA-256, SHA-1 or MD5 between files on items and entries of lists."""
