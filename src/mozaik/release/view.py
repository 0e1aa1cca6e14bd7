"""What of a WORK folder is visible to one reader, computed inside the engine.

`make_view` leaves three temporary tables in the engine and fetches nothing from the holders:

- `level(terms_key, level)`: the terms under which the reader learns anything, 1 hit, 2 full;
- `shown(hit_id, side, authority, set_id, set_kind, table_name, row_id, unit, terms_key,
  support_terms_key, level)`: the holders the reader may know of, at the level of the release rule;
- `told(hit_id, kind, value_kind, ..., points, reference)`: one row a visible hit.

The rule is `mozaik.terms.shown`, said in sets. Two holders pair when their units differ and their sides
differ (or there are no sides). For a holder, the number of cells (side, unit) at some level that pair with
it is `all - same side - same unit + itself`, so that a value with 100,000 holders costs 100,000 steps.
"""

from datetime import date

import duckdb

from mozaik.release.work import Work
from mozaik.terms import Disclosure, Terms, cross_check_obstacle, disclosed, terms_from_row

_LEVELLED = """
CREATE TEMP TABLE levelled AS
WITH bare AS (SELECT hit_id FROM read_parquet($hits) WHERE kind = 'name' AND second_fact IS NULL)
SELECT h.hit_id, coalesce(h.side, '') AS side, h.authority, h.set_id, h.set_kind, h."table" AS table_name,
       h.row_id, h.unit, h.terms_key, h.support_terms_key,
       least(fact.level, coalesce(support.level, fact.level)) AS level
FROM read_parquet($holders) h
JOIN level fact ON fact.terms_key = h.terms_key
LEFT JOIN level support ON support.terms_key = h.support_terms_key
LEFT JOIN bare ON bare.hit_id = h.hit_id
WHERE (h.support_terms_key IS NULL OR support.level IS NOT NULL)
  AND (bare.hit_id IS NULL OR h.authority = $reader)
"""

_SHOWN = """
CREATE TEMP TABLE shown AS
WITH cell AS (
    SELECT hit_id, side, authority, unit, max(level) AS level FROM levelled GROUP BY ALL
), counted AS (
    SELECT hit_id, side, authority, unit,
           count(*) OVER h - count(*) OVER u - if(side = '', 0, count(*) OVER s - 1) AS any_partner,
           count_if(level = 2) OVER h - count_if(level = 2) OVER u
             - if(side = '', 0, count_if(level = 2) OVER s - (level = 2)::INT) AS full_partner
    FROM cell
    WINDOW h AS (PARTITION BY hit_id), u AS (PARTITION BY hit_id, authority, unit),
           s AS (PARTITION BY hit_id, side)
)
SELECT l.* EXCLUDE (level),
       CASE WHEN l.authority = $reader OR (l.level = 2 AND c.full_partner > 0) THEN 2 ELSE 1 END AS level
FROM levelled l JOIN counted c USING (hit_id, side, authority, unit)
WHERE c.any_partner > 0
"""


def read_terms(engine: duckdb.DuckDBPyConnection, work: Work) -> dict[int, Terms]:
    """All terms of the folder by `terms_key`."""
    cursor = engine.execute("SELECT * FROM read_parquet($path)", {"path": work.part("terms")})
    names = [column[0] for column in cursor.description]
    rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return {row["terms_key"]: terms_from_row(row) for row in rows}


def levels(
    terms: dict[int, Terms], reader: str, on: date, acknowledged: frozenset[int]
) -> dict[int, Disclosure]:
    """The reader's level under each of the terms, those that are silent left out.

    Terms under which nothing may be cross-checked on this date take no part, even for their owner.
    """
    found = {
        key: disclosed(entry, reader, on, acknowledged=key in acknowledged)
        for key, entry in terms.items()
        if cross_check_obstacle(entry, on) is None
    }
    return {key: level for key, level in found.items() if level > Disclosure.SILENT}


def make_view(
    engine: duckdb.DuckDBPyConnection, work: Work, reader: str, visible: dict[int, Disclosure]
) -> None:
    """Leave the tables `level`, `levelled` and `shown` of this reader in the engine."""
    engine.execute("CREATE TEMP TABLE level (terms_key INTEGER, level INTEGER)")
    engine.execute(
        "INSERT INTO level SELECT unnest($keys), unnest($levels)",
        {"keys": list(visible), "levels": [int(level) for level in visible.values()]},
    )
    paths = {"hits": work.part("hits"), "holders": work.part("holders"), "reader": reader}
    engine.execute(_LEVELLED, paths)
    engine.execute(_SHOWN, {"reader": reader})
