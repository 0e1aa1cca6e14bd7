"""Names with a second fact: two names that may be one, and a fact that both persons share.

Names meet when they share a key (`mozaik.names.name_keys`) and their comparison reaches the threshold.
Each shared birth date, document or selector makes one hit; its holders are the name rows, supported by the
terms of the fact. A name and its facts are of one set: one number in two sets may be two persons. A name
alone is never a hit between owners: where two persons of *one* owner share the name, a hit with `second_fact`
null is written for that owner alone. Whether they share a fact, too, depends on the day: release leaves out
of a name alone those who share one that may be compared when they are read.
Two names that are written alike are one value; two spellings are the left and the right side.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import TypeAlias

import pyarrow as pa

from mozaik.crosscheck.matcher import Bench, Matcher
from mozaik.crosscheck.model import Parameters, Task
from mozaik.kinds import HitKind
from mozaik.names import KEYS_VERSION, THRESHOLD, compare_names, name_keys
from mozaik.work import PERSON_UNIT

Name: TypeAlias = tuple[str, str]
"""A name as it is written, and its language tag (may be empty)."""

_PERSONS = """
CREATE OR REPLACE TEMP TABLE named AS
SELECT p.*, authority FROM ({rows}) p JOIN sources USING (set_no) WHERE trim(full_name) <> ''
"""
_FACTS = """
CREATE OR REPLACE TEMP TABLE facts AS
SELECT authority, unit, terms_key AS fact_terms_key, value,
       CASE WHEN kind = 'selector' THEN 'selector ' || selector_kind ELSE kind END AS fact
FROM ({rows}) JOIN sources USING (set_no)
WHERE kind IN ('birth_date', 'document') OR (kind = 'selector' AND selector_kind <> '')
"""
_NO_FACTS = """
CREATE OR REPLACE TEMP TABLE facts
(authority VARCHAR, unit VARCHAR, fact_terms_key INTEGER, value VARCHAR, fact VARCHAR)
"""
_WITH_FACT = """
INSERT INTO postings BY NAME
WITH known AS (SELECT * FROM named JOIN facts USING (authority, unit)),
shared AS (
  SELECT DISTINCT n.*, l.fact, l.value FROM near n
  JOIN known l ON l.full_name = left_name AND l.language = left_language
  JOIN known r ON r.full_name = right_name AND r.language = right_language
              AND r.fact = l.fact AND r.value = l.value
), sided AS (
  SELECT left_name, right_name, left_language, right_language, fact, value, 'L' AS side,
         left_name AS full_name, left_language AS language FROM shared
  UNION ALL
  SELECT left_name, right_name, left_language, right_language, fact, value, 'R', right_name, right_language
  FROM shared
), equal AS (
  SELECT full_name, fact, value FROM known GROUP BY ALL HAVING count(*) > 1
)
SELECT 'name' AS value_kind, encode(left_name) AS left_value, encode(right_name) AS right_value,
       concat_ws(':', left_language, right_language, fact, hex(encode(value))) AS extra, fact AS second_fact,
       side, set_no, "table", row_id, unit, terms_key, fact_terms_key AS support_terms_key,
       'name and ' || fact AS basis
FROM sided JOIN known USING (full_name, language, fact, value)
UNION ALL BY NAME
SELECT 'name' AS value_kind, encode(full_name) AS left_value, ''::BLOB AS right_value,
       concat_ws(':', '', '', fact, hex(encode(value))) AS extra, fact AS second_fact,
       '' AS side, set_no, "table", row_id, unit, terms_key, fact_terms_key AS support_terms_key,
       'name and ' || fact AS basis
FROM equal JOIN known USING (full_name, fact, value)
"""
_BARE = """
INSERT INTO postings BY NAME
WITH pairs AS (
  SELECT l.authority, left_name, right_name, left_language, right_language, l.unit AS left_unit,
         r.unit AS right_unit
  FROM near JOIN named l ON l.full_name = left_name AND l.language = left_language
  JOIN named r ON r.full_name = right_name AND r.language = right_language
              AND r.authority = l.authority AND r.unit <> l.unit
  UNION
  SELECT l.authority, l.full_name, '', '', '', l.unit, r.unit
  FROM named l JOIN named r ON r.full_name = l.full_name AND r.authority = l.authority AND r.unit <> l.unit
), sided AS (
  SELECT *, left_name AS full_name, left_language AS language, left_unit AS unit, 'L' AS side FROM pairs
  UNION ALL
  SELECT *, right_name, right_language, right_unit, 'R' FROM pairs WHERE right_name <> ''
)
SELECT DISTINCT 'name' AS value_kind, encode(left_name) AS left_value, encode(right_name) AS right_value,
       concat_ws(':', left_language, right_language, 'bare') AS extra,
       CASE WHEN right_name = '' THEN '' ELSE side END AS side, set_no, "table", row_id, s.unit, terms_key,
       'name alone' AS basis
FROM sided s JOIN named n ON n.authority = s.authority AND n.unit = s.unit AND n.full_name = s.full_name
                         AND (right_name = '' OR n.language = s.language)
"""


def near_names(names: Sequence[Name]) -> Iterator[tuple[Name, Name]]:
    """The pairs of distinct writings, in order, that share a key and may be one name."""
    by_key: dict[str, list[Name]] = {}
    for name in names:
        for key in name_keys(name[0], name[1] or None):
            by_key.setdefault(key, []).append(name)
    candidates = {pair for group in by_key.values() for pair in combinations(sorted(group), 2)}
    return _alike(sorted(candidates))


def near_names_brute(names: Sequence[Name]) -> Iterator[tuple[Name, Name]]:
    """The slow, obvious twin of `near_names`: every writing against every other."""
    return _alike(combinations(sorted(names), 2))


def _alike(candidates: Iterable[tuple[Name, Name]]) -> Iterator[tuple[Name, Name]]:
    for left, right in candidates:
        differs = left[0] != right[0]
        if differs and compare_names(left[0], right[0], left[1] or None, right[1] or None).score >= THRESHOLD:
            yield left, right


def _fitness(table: str, parameters: Parameters) -> tuple[str, Mapping[str, str]]:
    return "true", {"no name": "trim(full_name) = ''"}


def _post(task: Task, bench: Bench) -> None:
    connection = bench.connection
    columns = f"{PERSON_UNIT} AS unit, full_name, coalesce(language, '') AS language"
    connection.execute(_PERSONS.format(rows=bench.rows("persons", columns)))
    facts = bench.rows("person_facts", f"{PERSON_UNIT} AS unit, kind, selector_kind, value")
    connection.execute(_FACTS.format(rows=facts) if facts else _NO_FACTS)
    names = connection.execute("SELECT DISTINCT full_name, language FROM named ORDER BY ALL").fetchall()
    near_pairs = [(*left, *right) for left, right in near_names(names)]
    columns_of_pairs = ("left_name", "left_language", "right_name", "right_language")
    near = pa.table(
        {
            name: pa.array([pair[n] for pair in near_pairs], pa.string())
            for n, name in enumerate(columns_of_pairs)
        }
    )
    connection.register("near", near)
    connection.execute(_WITH_FACT)
    connection.execute(_BARE)
    connection.unregister("near")


NAME = Matcher(
    name="name",
    kind=HitKind.NAME,
    version=f"2, keys {KEYS_VERSION}, threshold {THRESHOLD}",
    tables=("persons",),
    fitness=_fitness,
    post=_post,
)
"""Names of persons, with a second fact."""
