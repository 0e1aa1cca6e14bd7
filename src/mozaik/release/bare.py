"""Names alone: which of them are bare on the day of a reading.

The cross-check writes every two persons of one owner who share a name, because a second fact that they
share may expire while WORK stands. Those who share one that may still be compared on the day of the reading
are no bare pair; a person leaves a name alone when it shares one with every other person of that name. The
steps grow with the persons of a name and the pairs that share a fact, not with all pairs.
"""

import duckdb

_BARE = """
CREATE TEMP TABLE bare AS SELECT hit FROM work_hits JOIN hit_kinds USING (kind)
WHERE needs_second_fact AND nullif(second_fact, '') IS NULL
"""

_SHARING = """
CREATE TEMP TABLE sharing AS
WITH own AS (
    SELECT DISTINCT hit, side, unit FROM levelled JOIN work_hits USING (hit)
    JOIN hit_kinds USING (kind)
    WHERE authority = $reader AND needs_second_fact AND nullif(second_fact, '') IS NOT NULL
)
SELECT DISTINCT l.unit, r.unit AS other FROM own l JOIN own r USING (hit)
WHERE l.unit <> r.unit AND (l.side <> r.side OR l.side = '')
"""

_LEAVE = """
DELETE FROM levelled WHERE (hit, side, unit) IN (
    WITH own AS (SELECT DISTINCT hit, side, unit FROM levelled JOIN bare USING (hit)),
    partners AS (
        SELECT *, count(*) OVER (PARTITION BY hit) - count(*) OVER (PARTITION BY hit, unit)
                  - if(side = '', 0, count(*) OVER (PARTITION BY hit, side) - 1) AS partners
        FROM own
    ),
    shared AS (
        SELECT o.hit, o.side, o.unit, count(DISTINCT p.unit) AS sharing
        FROM own o JOIN sharing s ON s.unit = o.unit
        JOIN own p ON p.hit = o.hit AND p.unit = s.other AND (p.side <> o.side OR o.side = '')
        GROUP BY ALL
    )
    SELECT hit, side, unit FROM partners JOIN shared USING (hit, side, unit) WHERE partners = sharing
)
"""


def find_bare(engine: duckdb.DuckDBPyConnection) -> None:
    """Leave the table `bare(hit)` in the engine: the hits on a name alone."""
    engine.execute(_BARE)


def keep_bare_pairs(engine: duckdb.DuckDBPyConnection, reader: str) -> None:
    """Remove from `levelled` who shares a fact with each of the reader's persons of a name alone."""
    engine.execute(_SHARING, {"reader": reader})
    engine.execute(_LEAVE)
