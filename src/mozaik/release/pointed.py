"""Which values stay pointers: one value, one reader, one statement.

A value that points to a country may be a hit of the same reader. Once that hit is settled it is told
there, or a person rejected it: the pointer would say it a second time, and that nobody has looked. A hit that
is not settled is named by the pointer.
"""

from mozaik.release.view import Engine

_HIT_OF = """
CREATE TEMP TABLE hit_of AS
SELECT value_kind AS kind, left_value AS value, reference_of(hit_id) AS hit,
       bool_or(s.alone = 2 AND s.level = 2) AS is_told, coalesce(min(status.status), 'unjudged') AS status
FROM shown s JOIN told h USING (hit_id) LEFT JOIN status USING (hit_id)
WHERE h.kind = 'selector' GROUP BY value_kind, left_value, hit_id
"""
"""The selector hits that the reader sees: whether with their value, and where they stand."""

_POINTED = """
CREATE TEMP TABLE pointed AS
SELECT p.pointer_id, p.kind, any_value(p.noisy_value) AS noisy, any_value(p.told_value) AS value,
       any_value(p.authorities) AS authorities, any_value(p.level) AS level,
       any_value(h.hit) FILTER (h.is_told) AS hit
FROM (
    SELECT pointer_id, kind, any_value(encode(value)) AS value, count(DISTINCT authority) AS authorities,
           max(level) AS level, coalesce(bool_and(noisy) FILTER (level = 2), false) AS noisy_value,
           max(value) FILTER (level = 2 AND kind <> 'residence') AS told_value
    FROM pointing WHERE country = $country AND authority <> $reader GROUP BY pointer_id, kind
) p LEFT JOIN hit_of h ON h.kind = p.kind AND h.value = p.value
GROUP BY p.pointer_id, p.kind
HAVING NOT coalesce(bool_or(
    h.status IN ('confirmed', 'rejected') AND (h.is_told OR p.level = 1)), false)
"""
"""The values that stay pointers, with the unsettled hit of each.

A hit of which the reader knows only that it exists says nothing of a value that a pointer tells in full,
and the pointer does not name it: that would tell the value that the hit withholds.
"""


def make_pointed(engine: Engine, reader: str, country: str) -> None:
    """Leave the table `pointed` in the engine: the values of the table `pointing` that stay pointers.

    The reader's view and the status of its hits are there.
    """
    engine.execute(_HIT_OF)
    engine.execute(_POINTED, {"country": country, "reader": reader})
