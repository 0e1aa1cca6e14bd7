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
from itertools import chain, combinations, groupby
from operator import itemgetter
from typing import TypeAlias

import duckdb
import pyarrow as pa

from mozaik.crosscheck.matcher import Bench, Matcher
from mozaik.crosscheck.model import Parameters, Task
from mozaik.kinds import HitKind
from mozaik.names import KEYS_VERSION, THRESHOLD, compare_names, may_be_one, name_keys, partner_tokens
from mozaik.work import PERSON_UNIT

Name: TypeAlias = tuple[str, str]
"""A name as it is written, and its language tag (may be empty)."""

_MANY = 8
"""So many names with one key are compared each with each; more are parted by a second word first."""

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
_SHARING = """
SELECT DISTINCT full_name, language FROM named JOIN (
  SELECT authority, unit FROM facts SEMI JOIN (
    SELECT fact, value FROM facts GROUP BY ALL HAVING count(DISTINCT (authority, unit)) > 1
  ) USING (fact, value)
) USING (authority, unit) ORDER BY ALL
"""
"""The names of persons who share a fact with another person."""
_CANDIDATES = """
WITH sharing AS (
  SELECT DISTINCT full_name, language, fact, value, key
  FROM named JOIN facts USING (authority, unit) JOIN keyed USING (full_name, language)
)
SELECT DISTINCT l.full_name, l.language, r.full_name, r.language
FROM sharing l JOIN sharing r USING (fact, value, key)
WHERE l.full_name < r.full_name ORDER BY ALL
"""
_PAIR = ("left_name", "left_language", "right_name", "right_language")
_KEYED = ("full_name", "language", "key")
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
    return _alike(sorted({pair for key, having in by_key.items() for pair in _candidates(key, having)}))


def near_names_brute(names: Sequence[Name]) -> Iterator[tuple[Name, Name]]:
    """The slow, obvious twin of `near_names`: every writing against every other."""
    for left, right in combinations(sorted(names), 2):
        differs = left[0] != right[0]
        if differs and compare_names(left[0], right[0], left[1] or None, right[1] or None).score >= THRESHOLD:
            yield left, right


def _candidates(key: str, names: Sequence[Name]) -> Iterator[tuple[Name, Name]]:
    """The pairs of names with one key; where many have it, those that share a token of another word, too."""
    if len(names) <= _MANY or "+" not in key:
        yield from combinations(sorted(names), 2)
        return
    by_token: dict[str, list[Name]] = {}
    for name in names:
        for token in partner_tokens(name[0], name[1] or None, key):
            by_token.setdefault(token, []).append(name)
    for token, having in by_token.items():
        if not token.startswith("f."):
            yield from combinations(sorted(having), 2)
        if token.startswith("i."):
            yield from (
                (min(initial, full), max(initial, full))
                for initial in having
                for full in by_token.get(f"f.{token[2:]}", ())
            )


def _alike(candidates: Iterable[tuple[Name, Name]]) -> Iterator[tuple[Name, Name]]:
    for left, right in candidates:
        if left[0] != right[0] and may_be_one(left[0], right[0], left[1] or None, right[1] or None):
            yield left, right


def _fitness(table: str, parameters: Parameters) -> tuple[str, Mapping[str, str]]:
    return "true", {"no name": "trim(full_name) = ''"}


def _post(task: Task, bench: Bench) -> None:
    connection = bench.connection
    columns = f"{PERSON_UNIT} AS unit, full_name, coalesce(language, '') AS language"
    connection.execute(_PERSONS.format(rows=bench.rows("persons", columns)))
    facts = bench.rows("person_facts", f"{PERSON_UNIT} AS unit, kind, selector_kind, value")
    connection.execute(_FACTS.format(rows=facts) if facts else _NO_FACTS)
    near = sorted({*_near_with_fact(connection), *_near_of_one_owner(connection)})
    connection.register("near", _table(_PAIR, ((*left, *right) for left, right in near)))
    connection.execute(_WITH_FACT)
    connection.execute(_BARE)
    connection.unregister("near")


def _near_with_fact(connection: duckdb.DuckDBPyConnection) -> Iterator[tuple[Name, Name]]:
    """The pairs of writings that may be one name, among persons who share a fact."""
    names = connection.execute(_SHARING).fetchall()
    keyed = ((name, tongue, key) for name, tongue in names for key in name_keys(name, tongue or None))
    connection.register("keyed", _table(_KEYED, keyed))
    candidates = connection.execute(_CANDIDATES).fetchall()
    connection.unregister("keyed")
    return _alike(((row[0], row[1]), (row[2], row[3])) for row in candidates)


def _near_of_one_owner(connection: duckdb.DuckDBPyConnection) -> Iterator[tuple[Name, Name]]:
    """The pairs that may be one name among those of each owner: it alone learns of a bare name."""
    rows = connection.execute("SELECT DISTINCT authority, full_name, language FROM named ORDER BY ALL")
    by_owner = groupby(rows.fetchall(), key=itemgetter(0))
    names_of_owners = ([(name, tongue) for _, name, tongue in names] for _, names in by_owner)
    return chain.from_iterable(map(near_names, names_of_owners))


def _table(columns: Sequence[str], rows: Iterable[tuple[str, ...]]) -> pa.Table:
    listed = list(rows)
    texts = (pa.array((row[n] for row in listed), pa.string()) for n in range(len(columns)))
    return pa.table(dict(zip(columns, texts, strict=True)))


NAME = Matcher(
    name="name",
    kind=HitKind.NAME,
    version=f"2, keys {KEYS_VERSION}, threshold {THRESHOLD}",
    tables=("persons",),
    fitness=_fitness,
    post=_post,
)
"""Names of persons, with a second fact."""
