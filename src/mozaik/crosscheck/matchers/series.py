"""Series of two authorities that have a file or a name in common: they work on one child, or may.

A file is the same by its SHA-256; by its MD5 where one of the two states no SHA-256. A name is the same with
its scheme. One pair of series is one hit, however many files they share; the two sides are the two series.
Files stand under the terms of their series, so that nobody learns by a file what the series does not tell.
Where an owner says one series in several sets, rows under other terms make a hit of their own: what ties a
silent row is never shown by an open one. `extra` is made of what of both terms decides who may know.
"""

from collections.abc import Iterable, Mapping
from typing import TypeAlias

from mozaik.crosscheck.matcher import TOLD, Bench, Matcher
from mozaik.crosscheck.matchers.digest import value_of
from mozaik.crosscheck.model import Parameters, Task
from mozaik.kinds import HitKind
from mozaik.work import SET_UNIT

Digests: TypeAlias = tuple[bytes | None, bytes | None]
"""The SHA-256 and the MD5 of a file, as far as they are stated."""

_SERIES = """
CREATE OR REPLACE TEMP TABLE series AS
SELECT s.*, authority, authority || '/' || series_id AS value, told
FROM ({rows}) s JOIN sources USING (set_no) JOIN ({terms}) t USING (set_no, terms_key)
"""
_FILES = "CREATE OR REPLACE TEMP TABLE series_files AS {rows}"
_NO_FILES = """
CREATE OR REPLACE TEMP TABLE series_files (set_no INTEGER, series_id VARCHAR, sha256 BLOB, md5 BLOB)
"""
_POST = """
INSERT INTO postings BY NAME
WITH held AS (
  SELECT s.set_no, s.row_id, authority, f.sha256, f.md5
  FROM series s JOIN series_files f USING (set_no, series_id)
), alike AS (
  SELECT l.set_no AS left_set, l.row_id AS left_row, r.set_no AS right_set, r.row_id AS right_row
  FROM held l JOIN held r USING (sha256) WHERE l.authority < r.authority
  UNION
  SELECT l.set_no, l.row_id, r.set_no, r.row_id FROM held l JOIN held r USING (md5)
  WHERE l.authority < r.authority AND (l.sha256 IS NULL OR r.sha256 IS NULL)
  UNION
  SELECT l.set_no, l.row_id, r.set_no, r.row_id FROM series l JOIN series r USING (name, scheme)
  WHERE l.authority < r.authority AND name <> ''
), tied AS (
  SELECT a.*, l.value AS left_text, r.value AS right_text, l.told || ':' || r.told AS extra
  FROM alike a JOIN series l ON l.set_no = left_set AND l.row_id = left_row
  JOIN series r ON r.set_no = right_set AND r.row_id = right_row
), sided AS (
  SELECT DISTINCT left_text, right_text, extra, 'L' AS side, left_set AS set_no, left_row AS row_id FROM tied
  UNION ALL
  SELECT DISTINCT left_text, right_text, extra, 'R', right_set, right_row FROM tied
)
SELECT 'series' AS value_kind, encode(left_text) AS left_value, encode(right_text) AS right_value,
       extra, side, set_no, "table", row_id, unit, terms_key, 'file or name' AS basis
FROM sided JOIN series USING (set_no, row_id)
"""


def same_series(left: Mapping[str, object], right: Mapping[str, object]) -> bool:
    """The slow, obvious comparison of two series, each with its `files` as pairs of SHA-256 and MD5."""
    named = left["name"] and (left["name"], left["scheme"] or "") == (right["name"], right["scheme"] or "")
    return bool(named) or any(_same_file(mine, other) for mine in _files(left) for other in _files(right))


def _files(series: Mapping[str, object]) -> Iterable[Digests]:
    files = series["files"]
    return files if isinstance(files, list) else []


def _same_file(left: Digests, right: Digests) -> bool:
    if left[0] and right[0]:
        return left[0] == right[0]
    return bool(left[1]) and left[1] == right[1]


def _fitness(table: str, parameters: Parameters) -> tuple[str, Mapping[str, str]]:
    return "true", {}


def _post(task: Task, bench: Bench) -> None:
    columns = f"{SET_UNIT} AS unit, series_id, coalesce(name, '') AS name, coalesce(scheme, '') AS scheme"
    rows = bench.rows("series", columns)
    if not rows:
        return
    bench.connection.execute(_SERIES.format(rows=rows, terms=bench.rows("terms", TOLD)))
    files = bench.rows("series_files", f"series_id, {value_of('sha256')} AS sha256, {value_of('md5')} AS md5")
    bench.connection.execute(_FILES.format(rows=files) if files else _NO_FILES)
    bench.connection.execute(_POST)


SERIES = Matcher(
    name="series",
    kind=HitKind.SERIES,
    version="1",
    tables=("series", "series_files"),
    fitness=_fitness,
    post=_post,
)
"""Series with a file or a name in common."""
