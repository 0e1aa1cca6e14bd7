"""Read the hits of a WORK folder as one authority: rule, rank, page, log, answer."""

from datetime import datetime

import duckdb

from mozaik.errors import InvalidInputError
from mozaik.release.coverage import read_coverage
from mozaik.release.detail import Lens, Row, holders_of_page, rows_of
from mozaik.release.log import Asking, record
from mozaik.release.model import Page, Reading, ReleasedHit, ReleasedHolder, Status
from mozaik.release.rank import rank_hits, reasons
from mozaik.release.references import define_reference, reference_code, reference_text
from mozaik.release.view import levels, make_view, read_terms
from mozaik.release.work import Work
from mozaik.terms import union_handling, worst_grade

EVERYTHING = Page()

_PAGE = """
CREATE TEMP TABLE page AS
WITH numbered AS (
    SELECT *, row_number() OVER (ORDER BY points DESC, reference) AS position
    FROM told WHERE $kind IS NULL OR kind = $kind
)
SELECT * FROM numbered
WHERE position > coalesce((SELECT position FROM numbered WHERE reference = $after), 0)
ORDER BY position LIMIT $limit
"""

_HITS = """
WITH sides AS (
    SELECT hit_id, count(DISTINCT side) FILTER (level = 2) AS full_sides FROM shown JOIN page USING (hit_id)
    GROUP BY hit_id
)
SELECT page.*, h.value_kind, h.second_fact,
       if(sides.full_sides > 1, h.distance, NULL) AS distance,
       if(sides.full_sides > 1, h.transform, NULL) AS transform,
       if(sides.full_sides > 1 AND h.right_value IS NOT NULL, h.explanation, NULL) AS explanation
FROM page JOIN read_parquet($hits) h USING (hit_id) JOIN sides USING (hit_id)
ORDER BY page.position
"""


def read_hits(
    work: Work, reader: str, reason: str, person: str, now: datetime, page: Page = EVERYTHING
) -> Reading:
    """What `reader` may know of the hits, most important first; logged in its chain before it is told.

    `person` is `READER/name`, `now` a UTC time; terms count on that day. Raises RefusedError without a
    reason, for a person of another authority, and when the reading cannot be logged; InvalidInputError for
    an unknown cursor.
    """
    return _read(work, Asking(reader, person, reason, now), page, "read-hits")


def read_for_package(work: Work, reader: str, reason: str, person: str, now: datetime) -> Reading:
    """All that `reader` may know of the hits, read by the person who drafts its package.

    The person may be of another authority, such as the coordinator. The reading is logged in the reader's
    chain, and in the chain of the person's authority that it took place. Raises as `read_hits`.
    """
    asking = Asking(reader, person, reason, now, drafting=True)
    authority = person.partition("/")[0]
    if authority != reader:
        record(work, Asking(authority, person, reason, now), "read-for-other", {"other": reader})
    return _read(work, asking, EVERYTHING, "read-for-package")


def _read(work: Work, asking: Asking, page: Page, event: str) -> Reading:
    reader, now = asking.reader, asking.now
    with work.engine() as engine:
        terms = read_terms(engine, work)
        make_view(engine, work, reader, levels(terms, reader, now.date(), frozenset()))
        define_reference(engine, work.key, reader)
        rank_hits(engine, work)
        by_kind = dict(
            engine.execute("SELECT kind, count(*) FROM told GROUP BY kind ORDER BY kind").fetchall()
        )
        total = by_kind.get(page.kind, 0) if page.kind else sum(by_kind.values())
        _cut_page(engine, page)
        hits = _released(engine, Lens(work, reader, terms))
        coverage = read_coverage(engine, work, terms, reader, now.date())
        synthetic = _is_synthetic(engine, work)
    more = bool(hits) and hits[-1].position < total
    reading = Reading(
        reader=reader,
        operation=work.operation,
        edition=work.edition,
        synthetic=synthetic,
        hits=hits,
        total=total,
        by_kind=by_kind,
        next_after=hits[-1].reference if more else None,
        coverage=coverage,
    )
    record(work, asking, event, _log_details(page, reading))
    return reading


def _cut_page(engine: duckdb.DuckDBPyConnection, page: Page) -> None:
    """Leave the table `page`; InvalidInputError for a cursor that names no hit of this reader."""
    after = None
    if page.after is not None:
        code = reference_code(page.after)
        after = code.hex() if code else ""
        known = engine.execute(
            "SELECT count(*) FROM told WHERE reference = $code", {"code": after}
        ).fetchone()
        if not known or not known[0]:
            raise InvalidInputError(
                "unknown cursor", remedy="use the reference of the last hit you were shown"
            )
    engine.execute(_PAGE, {"kind": page.kind, "after": after, "limit": page.limit})


def _released(engine: duckdb.DuckDBPyConnection, lens: Lens) -> tuple[ReleasedHit, ...]:
    holders = holders_of_page(engine, lens)
    rows = rows_of(engine, _HITS, {"hits": lens.work.part("hits")})
    return tuple(_released_hit(row, tuple(holders[bytes(row["hit_id"])])) for row in rows)


def _released_hit(row: Row, holders: tuple[ReleasedHolder, ...]) -> ReleasedHit:
    return ReleasedHit(
        reference=reference_text(bytes.fromhex(str(row["reference"]))),
        position=row["position"],
        kind=row["kind"],
        value_kind=row["value_kind"],
        values=tuple(sorted({holder.value for holder in holders if holder.value is not None})),
        second_fact=row["second_fact"],
        distance=row["distance"],
        transform=row["transform"],
        explanation=row["explanation"],
        holders=holders,
        authorities=tuple(sorted({holder.authority for holder in holders})),
        units=row["units"],
        handling=tuple(sorted(union_handling(frozenset(holder.handling) for holder in holders))),
        grade=worst_grade(holder.grade for holder in holders),
        points=row["points"],
        reasons=reasons(row),
        status=Status.UNJUDGED,
        first_seen=None,
    )


def _is_synthetic(engine: duckdb.DuckDBPyConnection, work: Work) -> bool:
    """Whether a set under terms that are open to the reader is synthetic."""
    row = engine.execute(
        "SELECT coalesce(bool_or(s.synthetic), false) FROM read_parquet($sets) s "
        "JOIN read_parquet($terms) t USING (set_id) JOIN open_terms USING (terms_key)",
        {"sets": work.part("sets"), "terms": work.part("terms")},
    ).fetchone()
    return bool(row and row[0])


def _log_details(page: Page, reading: Reading) -> dict[str, object]:
    return {
        "kind": page.kind,
        "limit": page.limit,
        "after": page.after,
        "total": reading.total,
        "references": [hit.reference for hit in reading.hits],
    }
