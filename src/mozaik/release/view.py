"""What of a WORK folder is visible to one reader, computed inside the engine.

`make_view` leaves seven temporary tables in the engine and fetches nothing from the holders:

- `level(terms_key, level)`: the terms under which the reader learns anything, 1 hit, 2 full;
- `hit_kinds`: the kinds of hit and how they behave;
- `work_hits`: the hits of WORK, each with a number `hit` that stands for its id while the view is made;
- `units`: a number `cell` for each unit of an owner, by which holders are counted;
- `bare(hit)`: the hits on a name alone, which only the owner of both sides sees;
- `levelled`: the holders with the level of each alone, the narrower of its terms and its support terms;
- `shown`: the holders that the release rule shows, with `level` as shown and `alone` as before.

The rule is `mozaik.terms.shown`, said in sets: two holders pair when they are not on one unit, not on one
side, and not both lists. For a holder, the cells (side, unit) that pair with it are counted as
`all - same unit - same side + same unit and side`, so that a value with 100,000 holders costs 100,000 steps
and not their square.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import astuple, dataclass, field
from datetime import date
from typing import Any, TypeAlias

import duckdb
import pyarrow.parquet as pq

from mozaik.errors import InvalidInputError
from mozaik.kinds import HitKind, SetKind
from mozaik.release.bare import find_bare, keep_bare_pairs
from mozaik.release.memory import Memory
from mozaik.release.work import Work
from mozaik.terms import (
    Disclosure,
    Reader,
    Terms,
    Use,
    cross_check_obstacle,
    disclosed,
    last_day,
    terms_from_row,
)

Engine: TypeAlias = duckdb.DuckDBPyConnection
Row: TypeAlias = Mapping[str, Any]
"""A row as the engine hands it over; its types are those of the query."""

_WORK_HITS = """
CREATE TEMP TABLE work_hits AS
SELECT (row_number() OVER ())::INTEGER AS hit, * FROM read_parquet($hits)
"""
_UNITS = """
CREATE TEMP TABLE units AS SELECT (row_number() OVER ())::INTEGER AS cell, authority, unit
FROM (SELECT DISTINCT authority, unit FROM read_parquet($holders))
"""
_LEVELLED = """
CREATE TEMP TABLE levelled AS
SELECT w.hit, coalesce(h.side, '') AS side, h.authority, h.set_id, h.set_kind,
       h.set_kind <> $contribution AS is_list, h."table", h.row_id, h.unit,
       h.terms_key, h.support_terms_key, u.cell,
       least(fact.level, coalesce(support.level, fact.level)) AS level
FROM {holders} h JOIN work_hits w USING (hit_id) JOIN units u USING (authority, unit)
JOIN level fact ON fact.terms_key = h.terms_key
LEFT JOIN level support ON support.terms_key = h.support_terms_key
WHERE (h.support_terms_key IS NULL OR support.level IS NOT NULL)
  AND (h.authority = $reader
       OR w.hit NOT IN (SELECT hit FROM bare))
"""

_AS_SEALED = "read_parquet($holders)"
_WITH_OPENED = """(
SELECT s.* REPLACE (coalesce(fact.opened_key, s.terms_key) AS terms_key,
                    coalesce(support.opened_key, s.support_terms_key) AS support_terms_key)
FROM read_parquet($holders) s
LEFT JOIN opened fact ON (fact.set_id, fact."table", fact.row_id, fact.terms_key)
                       = (s.set_id, s."table", s.row_id, s.terms_key)
LEFT JOIN opened support ON (support.set_id, support."table", support.row_id, support.terms_key)
                          = (s.set_id, s."table", s.row_id, s.support_terms_key)
)"""

_COUNTED = """
WITH cells AS (
    SELECT hit, side, cell, is_list, max(level) AS level
    FROM levelled GROUP BY ALL
),
h AS (SELECT hit, {counts} FROM cells GROUP BY ALL),
u AS (SELECT hit, cell, {counts} FROM cells GROUP BY ALL),
s AS (SELECT hit, side, {counts} FROM cells WHERE side <> '' GROUP BY ALL),
b AS (SELECT hit, side, cell, {counts} FROM cells WHERE side <> '' GROUP BY ALL)
SELECT hit, side, cell, is_list,
       if(is_list, {items}, {cells}) AS partners, if(is_list, {full_items}, {full_cells}) AS full_partners
FROM cells JOIN h USING (hit) JOIN u USING (hit, cell)
LEFT JOIN s USING (hit, side) LEFT JOIN b USING (hit, side, cell)
"""
_COUNTS = {
    "cells": "count(*)",
    "full_cells": "count_if(level = 2)",
    "items": "count_if(NOT is_list)",
    "full_items": "count_if(NOT is_list AND level = 2)",
}

_SHOWN = """
CREATE TEMP TABLE shown AS
WITH counted AS ({counted})
SELECT l.* EXCLUDE (level), l.level AS alone,
       CASE WHEN l.authority = $reader OR (l.level = 2 AND c.full_partners > 0) THEN 2 ELSE 1 END AS level
FROM levelled l JOIN counted c USING (hit, side, cell, is_list)
WHERE c.partners > 0
"""


@dataclass(frozen=True, slots=True)
class StatedTerms:
    """Terms as a set states them: their key in the folder, the set, their number in it."""

    terms_key: int
    set_id: str
    terms_id: int
    terms: Terms

    @property
    def note(self) -> tuple[str, str]:
        """The owner and its H3 note: who has read it once has read it wherever it stands."""
        return self.terms.owner, self.terms.handling_note


@dataclass(frozen=True, slots=True)
class Opened:
    """A row that its owner opened for the reader: it stands under terms of its own, by their key."""

    set_id: str
    table: str
    row_id: int
    terms_key: int
    opened_key: int


@dataclass(frozen=True, slots=True)
class Lens:
    """Through whose eyes, for which use, on which day: the terms by key, and the levels not silent.

    `acknowledged` holds the (owner, note) that the reader has read, `opened` the single rows that owners
    opened for it, and `amended` the ids of the amendments that were in force.
    """

    work: Work
    who: Reader
    use: Use
    on: date
    stated: Mapping[int, StatedTerms]
    levels: Mapping[int, Disclosure]
    acknowledged: frozenset[tuple[str, str]]
    opened: tuple[Opened, ...] = ()
    amended: tuple[str, ...] = ()
    memory: Memory = field(default_factory=Memory, compare=False, repr=False)

    @property
    def reader(self) -> str:
        """The id of the reading authority."""
        return self.who.name

    @property
    def key(self) -> tuple[Hashable, ...]:
        """What a lens on one WORK depends on."""
        return self.who, self.use, self.on, self.acknowledged, self.amended

    def last_day(self, terms_key: int, level: Disclosure) -> date:
        """The last day on which terms allow what they allow now of a fact that is told at a level."""
        stated, allowed = self.stated[terms_key], min(level, self.levels.get(terms_key, level))
        return last_day(stated.terms, self.who, self.use, allowed, self.on, self.has_read(stated))

    def has_read(self, stated: StatedTerms) -> bool:
        """Whether somebody of the reader has acknowledged the note of these terms."""
        return stated.note in self.acknowledged


def rows_of(engine: Engine, query: str, values: Mapping[str, object] | None = None) -> list[dict[str, Any]]:
    """The rows of a query by column name."""
    cursor = engine.execute(query, dict(values or {}))
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def read_terms(work: Work) -> dict[int, StatedTerms]:
    """All stated terms of the folder by key; InvalidInputError if a set states terms of another owner."""
    sets = pq.read_table(work.part("sets"), columns=["set_id", "authority"]).to_pylist()
    owners = {row["set_id"]: row["authority"] for row in sets}
    all_stated = {}
    for row in pq.read_table(work.part("terms")).to_pylist():
        terms = terms_from_row(row)
        if terms.owner != owners.get(row["set_id"]):
            raise InvalidInputError(
                "a set states terms of another owner",
                where=work.part("terms"),
                remedy="have its owner re-issue it",
            )
        stated = StatedTerms(row["terms_key"], row["set_id"], row["terms_id"], terms)
        all_stated[stated.terms_key] = stated
    return all_stated


def lens_of(
    work: Work,
    all_stated: Mapping[int, StatedTerms],
    who: Reader,
    use: Use,
    on: date,
    acknowledged: frozenset[tuple[str, str]],
) -> Lens:
    """The reader's lens for a use on a day; `acknowledged` holds the (owner, note) that it has read.

    Terms under which nothing may be cross-checked on that day take no part, even for their owner: reading
    gives what a cross-check of that day would find.
    """
    disclosed_levels = {
        terms_key: level_of(stated, who, use, on, stated.note in acknowledged)
        for terms_key, stated in all_stated.items()
    }
    levels = {key: level for key, level in disclosed_levels.items() if level > Disclosure.SILENT}
    return Lens(work, who, use, on, all_stated, levels, acknowledged)


def level_of(stated: StatedTerms, who: Reader, use: Use, on: date, acknowledged: bool) -> Disclosure:
    """At which level facts under terms take part for a reader: silent where they may not be compared."""
    if cross_check_obstacle(stated.terms, on) is not None:
        return Disclosure.SILENT
    return disclosed(stated.terms, who, use, on, acknowledged)


def load_levels(engine: Engine, table: str, levels: Mapping[int, Disclosure]) -> None:
    """Leave levels in the engine as a table `(terms_key, level)`."""
    engine.execute(f"CREATE OR REPLACE TEMP TABLE {table} (terms_key INTEGER, level INTEGER)")
    engine.execute(
        f"INSERT INTO {table} BY NAME SELECT unnest($keys) AS terms_key, unnest($levels) AS level",
        {"keys": list(levels), "levels": [int(level) for level in levels.values()]},
    )


def counted() -> str:
    """SQL that counts, for each cell of the table `levelled`, the cells that pair with it.

    Items pair with items and lists, lists with items alone; `partners` counts those at any level,
    `full_partners` those at full level.
    """
    counts = ", ".join(f"{count} AS {name}" for name, count in _COUNTS.items())
    pairing = {name: f"h.{name} - u.{name} - coalesce(s.{name} - b.{name}, 0)" for name in _COUNTS}
    return _COUNTED.format(counts=counts, **pairing)


def make_view(engine: Engine, lens: Lens) -> None:
    """Leave the tables of this reader in the engine that stand at the head of this module."""
    work, reader = lens.work, lens.reader
    load_kinds(engine, work)
    load_levels(engine, "level", lens.levels)
    engine.execute(_WORK_HITS, {"hits": work.part("hits")})
    engine.execute(_UNITS, {"holders": work.part("holders")})
    find_bare(engine)
    values = {"holders": work.part("holders"), "reader": reader, "contribution": str(SetKind.CONTRIBUTION)}
    _load_opened(engine, lens.opened)
    engine.execute(_LEVELLED.format(holders=_WITH_OPENED if lens.opened else _AS_SEALED), values)
    keep_bare_pairs(engine, reader)
    engine.execute(_SHOWN.format(counted=counted()), {"reader": reader})


def _load_opened(engine: Engine, opened: Sequence[Opened]) -> None:
    """Leave the table `opened` in the engine: single rows and the terms under which their owners put them."""
    engine.execute(
        'CREATE TEMP TABLE opened (set_id VARCHAR, "table" VARCHAR, row_id BIGINT, terms_key INTEGER, '
        "opened_key INTEGER)"
    )
    if opened:
        columns = zip(*map(astuple, opened), strict=True)
        engine.execute(
            'INSERT INTO opened BY NAME SELECT unnest($1) AS set_id, unnest($2) AS "table", '
            "unnest($3) AS row_id, unnest($4) AS terms_key, unnest($5) AS opened_key",
            [list(column) for column in columns],
        )


def load_kinds(engine: Engine, work: Work) -> None:
    """Leave the table `hit_kinds` in the engine; InvalidInputError for a folder with kinds not in it."""
    engine.execute(
        "CREATE TEMP TABLE hit_kinds (kind VARCHAR, topic VARCHAR, two_sided BOOLEAN, by_likeness BOOLEAN, "
        "needs_second_fact BOOLEAN)"
    )
    engine.executemany(
        "INSERT INTO hit_kinds (kind, topic, two_sided, by_likeness, needs_second_fact) "
        "VALUES (?, ?, ?, ?, ?)",
        [
            (str(k), str(k.topic), b.two_sided, b.by_likeness, b.needs_second_fact)
            for k in HitKind
            for b in (k.behaviour,)
        ],
    )
    query = "SELECT kind FROM read_parquet($hits) WHERE kind NOT IN (SELECT kind FROM hit_kinds) LIMIT 1"
    if engine.execute(query, {"hits": work.part("hits")}).fetchone():
        raise InvalidInputError(
            "the WORK folder holds a kind of hit that this version does not know",
            where=work.part("hits"),
            remedy="run mozaik crosscheck again with this version",
        )
