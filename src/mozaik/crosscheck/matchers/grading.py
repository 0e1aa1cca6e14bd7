"""One file, one scheme, different codes: a hit of its own kind, because somebody should look again.

The sides are the codes, so that holders that agree do not pair. Which rows are about one file is decided
as for digests (`digest.py`), with the same care for rows that state only a weaker digest.
"""

from collections.abc import Mapping

from mozaik.crosscheck.matcher import Bench, Matcher
from mozaik.crosscheck.matchers.digest import STRENGTHS, stated, tie_weaker
from mozaik.crosscheck.model import Parameters, Task
from mozaik.kinds import HitKind
from mozaik.work import ITEM_UNIT, SET_UNIT

_POST = """
INSERT INTO postings BY NAME
WITH verdicts AS (
  SELECT {value} AS value, NULL AS support_terms_key, set_no, "table", row_id, unit, terms_key, scheme, code,
         '{value}' AS basis
  FROM stronger
  UNION ALL BY NAME SELECT * FROM ties
), disputed AS (
  SELECT value, scheme FROM verdicts GROUP BY value, scheme HAVING count(DISTINCT code) > 1
)
SELECT '{value}' AS value_kind, value AS left_value, encode(scheme) AS right_value,
       code AS side, set_no, "table", row_id, unit, terms_key, support_terms_key, basis
FROM verdicts JOIN disputed USING (value, scheme)
"""
_GRADES = "category_scheme AS scheme, category_code AS code"
_ROWS = """
DROP VIEW IF EXISTS digests;
CREATE OR REPLACE TEMP TABLE graded AS
SELECT * FROM ({rows}) WHERE scheme <> '' AND code <> '';
CREATE TEMP VIEW digests AS SELECT * FROM graded
"""


def _fitness(table: str, parameters: Parameters) -> tuple[str, Mapping[str, str]]:
    """Few rows are graded; coverage says nothing of the others."""
    return "false", {}


def _post(task: Task, bench: Bench) -> None:
    picture, listed = stated(("sha256", "md5")), stated()
    rows = bench.union(
        bench.rows("media", f"{ITEM_UNIT} AS unit, {picture}, {_GRADES}"),
        bench.rows("entries", f"{SET_UNIT} AS unit, {listed}, {_GRADES}"),
    )
    bench.connection.execute(_ROWS.format(rows=rows))
    for value, strong, weak in STRENGTHS:
        tie_weaker(bench, value, strong, weak)
        bench.connection.execute(_POST.format(value=value))


GRADING = Matcher(
    name="grading",
    kind=HitKind.GRADING,
    version="1",
    tables=("media", "entries"),
    fitness=_fitness,
    post=_post,
)
"""Different verdicts about one file in one category scheme."""
