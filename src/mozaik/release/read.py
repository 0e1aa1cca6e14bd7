"""Read the hits of WORK as one authority: rule, rank, page, log, answer; for a package its pointers too."""

from dataclasses import dataclass

from mozaik.errors import InvalidInputError
from mozaik.kinds import HitKind
from mozaik.release.asking import Asking, admit_reader
from mozaik.release.choosing import READ_HITS, choose, conditions_of
from mozaik.release.coverage import read_coverage
from mozaik.release.detail import Told, holders_of_page
from mozaik.release.kept import view_for
from mozaik.release.likeness import explain_names
from mozaik.release.log import record_for_other, record_reading
from mozaik.release.model import Material, Page, Reading, ReleasedHit, Status
from mozaik.release.pointers import Pointer, pointers_to, require_country
from mozaik.release.rank import reasons
from mozaik.release.references import range_of, reference_text
from mozaik.release.status import make_status
from mozaik.release.view import Engine, Lens, Row, rows_of
from mozaik.release.work import Work
from mozaik.terms import union_handling, worst_grade

EVERYTHING = Page()


@dataclass(frozen=True, slots=True)
class ForPackage:
    """All that a recipient may know: the reading of its hits, and the facts that point to its country."""

    reading: Reading
    pointers: tuple[Pointer, ...] = ()


_PAGE = """
CREATE TEMP TABLE page AS SELECT * FROM chosen WHERE position > $after ORDER BY position LIMIT $limit
"""
_CURSOR = """
SELECT if($kind IS NULL, place, place_in_kind) FROM told
WHERE reference BETWEEN $low AND $high AND ($kind IS NULL OR kind = $kind)
"""

_HITS = """
WITH sides AS (
    SELECT hit_id, count(DISTINCT side) FILTER (alone = 2 AND level = 2) AS full_sides
    FROM shown JOIN page USING (hit_id) GROUP BY hit_id
)
SELECT page.*, h.value_kind, h.second_fact, coalesce(status.status, 'unjudged') AS status,
       if(sides.full_sides > 1, h.distance, NULL) AS distance,
       if(sides.full_sides > 1, h.transform, NULL) AS transform
FROM page JOIN read_parquet($hits) h USING (hit_id) JOIN sides USING (hit_id) LEFT JOIN status USING (hit_id)
ORDER BY page.position
"""


def read_hits(work: Work, asking: Asking, page: Page = EVERYTHING) -> Reading:
    """What a participant may know of the hits, most important first; logged in its chain before it is told.

    Terms count on the day of asking. Raises RefusedError for who is no participant of the operation that
    governs WORK, and when the reading cannot be logged; InvalidInputError for an unknown cursor.
    """
    return _read(work, asking, page, READ_HITS)


def read_for_package(work: Work, asking: Asking, country: str = "") -> ForPackage:
    """All that a recipient may know of the hits, and of what points to `country`, for its package.

    The person who drafts may be of another authority, such as the coordinator; the recipient may be a country
    alone, such as `AT`; without a country nothing points. Both readings are logged in the recipient's chain,
    and in the chain of the person's authority that they took place. Raises as `read_hits`.
    """
    if country:
        require_country(country)
    admit_reader(work, asking)
    record_for_other(work, asking)
    with work.engine() as engine:
        lens = view_for(engine, work, asking)
        reading = _answer(engine, lens, EVERYTHING, asking)
        pointers = pointers_to(engine, lens, country) if country else ()
    _record(work, asking, EVERYTHING, "read-for-package", reading)
    if country:
        references = [pointer.reference for pointer in pointers]
        record_reading(work, asking, "read-pointers", {"country": country}, references)
    return ForPackage(reading, pointers)


def _read(work: Work, asking: Asking, page: Page, event: str) -> Reading:
    with work.engine() as engine:
        lens = view_for(engine, work, asking)
        reading = _answer(engine, lens, page, asking)
    _record(work, asking, page, event, reading)
    return reading


def _record(work: Work, asking: Asking, page: Page, event: str, reading: Reading) -> None:
    record_reading(work, asking, event, _log_details(page, reading), [hit.reference for hit in reading.hits])


def _answer(engine: Engine, lens: Lens, page: Page, asking: Asking) -> Reading:
    make_status(engine, lens)
    counts = engine.execute("SELECT kind, count(*) FROM told GROUP BY kind ORDER BY kind").fetchall()
    by_kind = {HitKind(kind): int(count) for kind, count in counts}
    last = choose(engine, lens, page, asking)
    _cut_page(engine, page)
    told = holders_of_page(engine, lens)
    rows = rows_of(engine, _HITS, {"hits": lens.work.part("hits")})
    hits = tuple(_released_hit(row, told[row["hit_id"]]) for row in rows)
    more = bool(hits) and hits[-1].position < last.position
    return Reading(
        reader=lens.reader,
        use=lens.use,
        operation=lens.work.description.operation,
        edition=lens.work.description.edition,
        synthetic=lens.work.description.synthetic,
        hits=hits,
        total=last.count,
        by_kind=by_kind,
        next_after=hits[-1].reference if more else None,
        coverage=read_coverage(engine, lens),
    )


def _cut_page(engine: Engine, page: Page) -> None:
    """Leave the table `page`; InvalidInputError for a cursor that names no hit of this reader and kind."""
    places = [(0,)]
    if page.after is not None:
        low, high = range_of(page.after) or ("", "")
        places = engine.execute(_CURSOR, {"low": low, "high": high, "kind": page.kind}).fetchall()
    if len(places) != 1:
        raise InvalidInputError(
            "unknown cursor", remedy="use the reference of the last hit that you were shown"
        )
    engine.execute(_PAGE, {"after": places[0][0], "limit": page.limit})


def _released_hit(row: Row, told: Told) -> ReleasedHit:
    holders = told.holders
    return ReleasedHit(
        reference=reference_text(bytes.fromhex(row["reference"])),
        position=row["position"],
        kind=HitKind(row["kind"]),
        value_kind=row["value_kind"],
        values=tuple(sorted({holder.value for holder in holders if holder.value is not None})),
        second_fact=row["second_fact"],
        distance=row["distance"],
        transform=row["transform"],
        explanation=explain_names(HitKind(row["kind"]), holders),
        holders=holders,
        authorities=tuple(sorted({holder.authority for holder in holders})),
        units=row["units"],
        handling=tuple(sorted(union_handling(frozenset(holder.handling) for holder in holders))),
        grade=worst_grade(holder.grade for holder in holders),
        keep_until=min(holder.keep_until for holder in holders),
        points=row["points"],
        reasons=reasons(row),
        status=Status(row["status"]),
        first_seen=told.first_seen,
        material=Material(row["material"]) if row["material"] else None,
    )


def _log_details(page: Page, reading: Reading) -> dict[str, object]:
    return {
        "kind": page.kind,
        "limit": page.limit,
        "after": page.after,
        "only": list(conditions_of(page)),
        "total": reading.total,
    }
