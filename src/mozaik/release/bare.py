"""Names alone: which of them are bare on the day of a reading.

The cross-check writes every two persons of one owner who share a name, because a second fact that they
share may expire while WORK stands. Those who share one that may still be compared on the day of the reading
are no bare pair; a person leaves a name alone when it shares one with every other person of that name. The
steps grow with the persons of a name and the pairs that share a fact, not with all pairs.
"""

import duckdb

_BARE = """
CREATE TEMP TABLE bare AS SELECT hit_id FROM read_parquet($hits) JOIN hit_kinds USING (kind)
WHERE needs_second_fact AND nullif(second_fact, '') IS NULL
"""

_SHARING = """
CREATE TEMP TABLE sharing AS
WITH own AS (
    SELECT DISTINCT hit_id, side, unit FROM levelled JOIN read_parquet($hits) USING (hit_id)
    JOIN hit_kinds USING (kind)
    WHERE authority = $reader AND needs_second_fact AND nullif(second_fact, '') IS NOT NULL
)
SELECT DISTINCT l.unit, r.unit AS other FROM own l JOIN own r USING (hit_id)
WHERE l.unit <> r.unit AND (l.side <> r.side OR l.side = '')
"""

_LEAVE = """
DELETE FROM levelled WHERE (hit_id, side, unit) IN (
    WITH own AS (SELECT DISTINCT hit_id, side, unit FROM levelled JOIN bare USING (hit_id)),
    partners AS (
        SELECT *, count(*) OVER (PARTITION BY hit_id) - count(*) OVER (PARTITION BY hit_id, unit)
                  - if(side = '', 0, count(*) OVER (PARTITION BY hit_id, side) - 1) AS partners
        FROM own
    ),
    shared AS (
        SELECT o.hit_id, o.side, o.unit, count(DISTINCT p.unit) AS sharing
        FROM own o JOIN sharing s ON s.unit = o.unit
        JOIN own p ON p.hit_id = o.hit_id AND p.unit = s.other AND (p.side <> o.side OR o.side = '')
        GROUP BY ALL
    )
    SELECT hit_id, side, unit FROM partners JOIN shared USING (hit_id, side, unit) WHERE partners = sharing
)
"""


def find_bare(engine: duckdb.DuckDBPyConnection, hits: str) -> None:
    """Leave the table `bare(hit_id)` in the engine: the hits on a name alone; `hits` is the path of all."""
    engine.execute(_BARE, {"hits": hits})


def keep_bare_pairs(engine: duckdb.DuckDBPyConnection, hits: str, reader: str) -> None:
    """Remove from `levelled` who shares a fact with each of the reader's persons of a name alone."""
    engine.execute(_SHARING, {"hits": hits, "reader": reader})
    engine.execute(_LEAVE)
