"""Read the hits of WORK as one authority: rule, rank, page, log, answer; for a package its pointers too."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from mozaik.canonical import to_canonical
from mozaik.kinds import HitKind
from mozaik.release.asking import Asking, admit_reader
from mozaik.release.choosing import READ_HITS, choose, conditions_of
from mozaik.release.content import digest_of
from mozaik.release.custody import CustodyEvent, custody_in, items_of
from mozaik.release.cut import View
from mozaik.release.detail import Told, told_of
from mozaik.release.groups import groups_of_confirmed, groups_on_page
from mozaik.release.kept import view_for
from mozaik.release.likeness import explain_names
from mozaik.release.log import record_for_other, record_reading
from mozaik.release.model import Material, Page, PictureGroup, Reading, ReleasedHit, Status
from mozaik.release.pointers import Pointer, pointers_to, require_country
from mozaik.release.rank import reasons
from mozaik.release.references import reference_text
from mozaik.release.status import judged_hits, status_of
from mozaik.release.view import Row
from mozaik.release.work import Work
from mozaik.terms import union_handling, worst_grade

EVERYTHING = Page()


@dataclass(frozen=True, slots=True)
class ForPackage:
    """All that a recipient may know: hits, facts that point to its country, custody behind both.

    `groups` are those that near pictures make by what was confirmed alone.
    """

    reading: Reading
    pointers: tuple[Pointer, ...] = ()
    custody: tuple[CustodyEvent, ...] = ()
    groups: tuple[PictureGroup, ...] = ()


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
    view = view_for(work, asking)
    reading, pointers = _answer(view, EVERYTHING, asking), pointers_to(view, country) if country else ()
    custody = _custody(view, reading, pointers)
    _record(work, asking, EVERYTHING, "read-for-package", reading, {"custody": len(custody)})
    if country:
        references = [pointer.reference for pointer in pointers]
        record_reading(work, asking, "read-pointers", {"country": country}, references)
    return ForPackage(reading, pointers, custody, groups_of_confirmed(view, reading.hits))


def read_for_node(work: Work, asking: Asking) -> Reading:
    """All that a reader may know of the hits, for the reading that goes to its own node.

    Logged in the reader's chain and, where a person of another authority makes it, in that one's. Raises as
    `read_hits`.
    """
    admit_reader(work, asking)
    record_for_other(work, asking)
    return _read(work, asking, EVERYTHING, "read-for-node")


def content_hash(work: Work, asking: Asking) -> str:
    """SHA-256 in hex of all that a participant may know of the hits, with judgements, and of nothing else.

    It is what may show as version, mark of a page in a cache, or "as of": a change that is silent to the
    reader leaves it as it is. It tells no hit and is not logged. Raises as `read_hits`.
    """
    view = view_for(work, asking)
    standing = sorted(
        [reference_text(bytes.fromhex(hit["reference"])), str(status)] for hit, status in judged_hits(view)
    )
    return hashlib.sha256(to_canonical({"judged": standing, "view": digest_of(view)})).hexdigest()


def _read(work: Work, asking: Asking, page: Page, event: str) -> Reading:
    reading = _answer(view_for(work, asking), page, asking)
    _record(work, asking, page, event, reading)
    return reading


def _record(
    work: Work,
    asking: Asking,
    page: Page,
    event: str,
    reading: Reading,
    more: Mapping[str, object] = MappingProxyType({}),
) -> None:
    details = {**_log_details(page, reading), **more}
    record_reading(work, asking, event, details, [hit.reference for hit in reading.hits])


def _custody(view: View, reading: Reading, pointers: Sequence[Pointer]) -> tuple[CustodyEvent, ...]:
    """What is told of the custody of the items that the hits and pointers name."""
    told: Sequence[ReleasedHit | Pointer] = [*reading.hits, *pointers]
    items = items_of(holder for each in told for holder in each.holders)
    if not items:
        return ()
    with view.lens.work.engine() as engine:
        return custody_in(engine, view.lens, items)


def _answer(view: View, page: Page, asking: Asking) -> Reading:
    described = view.lens.work.description
    cut = view.page(page, choose(view, page, asking))
    hits = _released(view, cut.hits)
    more = bool(hits) and hits[-1].position < cut.last
    return Reading(
        reader=view.lens.reader,
        use=view.lens.use,
        operation=described.operation,
        edition=described.edition,
        synthetic=described.synthetic,
        hits=hits,
        total=cut.count,
        by_kind=view.counts,
        next_after=hits[-1].reference if more else None,
        coverage=view.coverage,
        groups=groups_on_page(view, hits, cut.hits),
    )


def _released(view: View, rows: Sequence[Row]) -> tuple[ReleasedHit, ...]:
    """Hits of a view, each with its `position`, as they are told."""
    holders = view.holders_of(rows)
    statuses = status_of(view, rows, holders)
    told = told_of(view, rows, holders)
    return tuple(
        _released_hit(row, told_of_hit, statuses.get(row["hit_id"], Status.UNJUDGED))
        for row, told_of_hit in zip(rows, told, strict=True)
    )


def _released_hit(row: Row, told: Told, status: Status) -> ReleasedHit:
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
        status=status,
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
