"""The order of a reader's hits: what matters most first, with the reasons, from visible holders alone.

Pictures and videos on no list come first, because they may show a child not yet found; then what the reader
holds itself; then what spreads over authorities and items, then near pictures and differing grades.
Known-harmless files, noise and values that everybody holds are ranked down and say why. Last come files that
only others hold and that are neither pictures nor videos nor listed as known material: none of them ever
stands above a hit of the reader's own. Nothing is dropped. Points add up; equal points stand in the
order of the reader's own references, which say nothing.
"""

from mozaik.kinds import HitTopic
from mozaik.release.material import make_material
from mozaik.release.model import RankReason
from mozaik.release.view import Engine, Lens, Row
from mozaik.release.work import Work
from mozaik.wording import say

POPULAR_UNITS = 50
"""A value visible on more items than this is more likely a stock file or a service address than a trace."""

POINTS = {
    "unknown": 1000,
    "own": 400,
    "grading": 60,
    "authority": 20,
    "near": 15,
    "unit": 2,
    "known": 0,
    "popular": -500,
    "noise": -2000,
    "harmless": -2000,
    "elsewhere": -3000,
}
"""`own` outweighs `authority`, `unit`, `near` and `grading` at their most, together; `elsewhere` outweighs
all that ranks a hit of the reader's own down."""
MOST_AUTHORITIES, MOST_UNITS = 10, 20

_TOLD = """
CREATE TEMP TABLE told AS
WITH noisy AS (
    SELECT DISTINCT hit FROM shown JOIN noise USING (set_id, row_id)
    WHERE shown."table" = 'selectors' AND shown.level = 2
), summary AS (
    SELECT hit,
           count(DISTINCT authority) FILTER (NOT is_list) AS authorities,
           count(DISTINCT cell) FILTER (level = 2 AND NOT is_list)
             + count(DISTINCT authority) FILTER (NOT is_list)
             - count(DISTINCT authority) FILTER (level = 2 AND NOT is_list) AS units,
           bool_or(authority = $reader AND NOT is_list) AS is_own
    FROM shown GROUP BY hit
), judged AS (
    SELECT h.hit, h.hit_id, h.kind, s.authorities, s.units, s.is_own,
           CASE WHEN k.topic = $contact THEN NULL WHEN m.known THEN 'known' WHEN m.harmless THEN 'harmless'
                WHEN m.depicts THEN 'unknown' ELSE 'other' END AS material,
           coalesce(material = 'known', false) AS is_known,
           coalesce(material = 'unknown' AND k.topic = $material, false) AS is_unknown,
           coalesce(material = 'harmless', false) AS is_harmless,
           coalesce(m.disputed, false) OR k.topic = $graded AS is_grading,
           k.by_likeness AND h.right_value IS NOT NULL AS is_near,
           coalesce(material IN ('other', 'harmless'), false) AND NOT s.is_own AND NOT is_grading
             AS is_elsewhere,
           noisy.hit IS NOT NULL AS is_noise, s.units > $popular AS is_popular
    FROM summary s JOIN work_hits h USING (hit) JOIN hit_kinds k USING (kind)
    LEFT JOIN material m USING (hit) LEFT JOIN noisy USING (hit)
), weighed AS (
SELECT *, reference_of(hit_id) AS reference,
       is_unknown::INT * $unknown + is_own::INT * $own + is_grading::INT * $grading + is_near::INT * $near
         + least(authorities, $most_authorities) * $authority + least(units, $most_units) * $unit
         + is_harmless::INT * $harmless + is_noise::INT * $noise + is_popular::INT * $popular_points
         + is_elsewhere::INT * $elsewhere AS points
FROM judged
)
SELECT *, row_number() OVER (ORDER BY points DESC, reference) AS place,
       row_number() OVER (PARTITION BY kind ORDER BY points DESC, reference) AS place_in_kind
FROM weighed
"""


def rank_hits(engine: Engine, lens: Lens) -> None:
    """Leave the table `told` in the engine: one row a visible hit, with points, reference and place."""
    make_material(engine, lens)
    _collect_noise(engine, lens.work)
    points = {name: value for name, value in POINTS.items() if name not in ("popular", "known")}
    engine.execute(
        _TOLD,
        {
            **points,
            "popular": POPULAR_UNITS,
            "popular_points": POINTS["popular"],
            "most_authorities": MOST_AUTHORITIES,
            "most_units": MOST_UNITS,
            "reader": lens.reader,
            "contact": str(HitTopic.CONTACT),
            "material": str(HitTopic.MATERIAL),
            "graded": str(HitTopic.GRADING),
        },
    )


def reasons(row: Row) -> tuple[RankReason, ...]:
    """The reasons behind a row of `told`, the weightiest first; their points add up to the row's."""
    authorities, units = int(row["authorities"]), int(row["units"])
    counts = {"authority": authorities, "unit": units, "popular": units}
    weights = {
        "authority": min(authorities, MOST_AUTHORITIES) * POINTS["authority"],
        "unit": min(units, MOST_UNITS) * POINTS["unit"],
    }
    flags = ("unknown", "known", "own", "grading", "near", "harmless", "noise", "popular", "elsewhere")
    weights |= {code: POINTS[code] for code in flags if row[f"is_{code}"]}
    told = [
        RankReason(code, points, say(f"rank.{code}", count=counts.get(code)))
        for code, points in weights.items()
    ]
    return tuple(sorted(told, key=lambda reason: (-abs(reason.points), reason.code)))


def _collect_noise(engine: Engine, work: Work) -> None:
    """Leave `noise(set_id, row_id)`: the noisy rows of selector tables the reader sees a row of in full."""
    engine.execute("CREATE TEMP TABLE noise (set_id VARCHAR, row_id BIGINT)")
    sets = engine.execute(
        """SELECT DISTINCT set_id FROM shown WHERE "table" = 'selectors' AND level = 2 ORDER BY set_id"""
    ).fetchall()
    for (set_id,) in sets:
        engine.execute(
            "INSERT INTO noise (set_id, row_id) "
            "SELECT $set_id, row_id FROM read_parquet($path) WHERE noise <> ''",
            {"set_id": set_id, "path": work.table(set_id, "selectors")},
        )
