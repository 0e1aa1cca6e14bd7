"""Groups of near pictures as one reader is told of them, worked out from the hits that it is told.

A group is what hangs together of hits told in full: of all but those that were rejected, or for a package of
those that were confirmed. So who rejects a pair that holds a group together splits it, and a pair that comes
later joins its parts again, unjudged. Nothing of a group comes from anything that its hits do not tell.
"""

from collections.abc import Iterable, Iterator, Sequence, Set

import numpy as np
import pyarrow as pa

from mozaik.errors import RefusedError
from mozaik.parties import Authority
from mozaik.release.cut import View
from mozaik.release.group_facts import Standing, groups_at
from mozaik.release.model import GroupFile, GroupParts, OwnersApart, PictureGroup, ReleasedHit, Status
from mozaik.release.references import group_text, range_of, reference_text
from mozaik.release.status import judged_hits
from mozaik.release.view import Row


def groups_on_page(view: View, hits: Sequence[ReleasedHit], rows: Sequence[Row]) -> tuple[PictureGroup, ...]:
    """The groups to which hits of a page belong, in their order; what was rejected holds nothing together.

    `rows` are those of the view behind `hits`.
    """
    told = [(hit, row) for hit, row in zip(hits, rows, strict=True) if row["grouped"] is not None]
    if not told:
        return ()
    group_at: dict[int, Row] = {}
    for group in _standing(view, {row["grouped"] for _, row in told}):
        group_at |= dict.fromkeys(group.places, group.facts)
    return _told((group_at[row["place"]], hit) for hit, row in told if row["place"] in group_at)


def references_in_group(view: View, text: str, beyond: int | None = None) -> tuple[str, ...]:
    """The references of the hits that stand in the group which is written so, or begins so.

    With `beyond` those pairs alone whose pictures differ in more bits. RefusedError where no single group of
    the reader has this reference, or nothing of it is so far apart.
    """
    groups = _groups_like(view, text)
    if len(groups) != 1:
        raise RefusedError(
            "no single group of yours has this reference",
            why="it is the beginning of several" if groups else "",
            remedy="write more of its letters" if groups else "take one from your own `mozaik hits --full`",
        )
    hits = view.hits_at([place - 1 for place in sorted(groups[0].places)])
    chosen = [hit for hit in hits if beyond is None or (hit["distance"] or 0) > beyond]
    if not chosen:
        raise RefusedError(
            "no pair of this group is farther apart",
            why=f"its longest step is {groups[0].facts['step']} bits",
            remedy="state fewer bits",
        )
    return tuple(reference_text(bytes.fromhex(hit["reference"])) for hit in chosen)


def places_in_group(view: View, text: str) -> list[int]:
    """The places, from 0, of the hits in the groups that are written so, or begin so."""
    return sorted(place - 1 for group in _groups_like(view, text) for place in group.places)


def _groups_like(view: View, text: str) -> list[Standing]:
    ends = range_of(text.strip().upper().removeprefix("G-"))
    if ends is None:
        return []
    codes = set(view.groups["grouped"].to_pylist())
    return [group for group in _standing(view, codes) if ends[0] <= group.facts["grouped"] <= ends[1]]


def groups_of_confirmed(view: View, hits: Iterable[ReleasedHit]) -> tuple[PictureGroup, ...]:
    """The groups of what was confirmed alone; `hits` are all of the view."""
    confirmed = {hit.position: hit for hit in hits if hit.status is Status.CONFIRMED}
    grouped = view.hits["grouped"]
    places = [place for place in confirmed if grouped[place - 1].is_valid]
    groups = _parts(view, places) if places else []
    return _told((group.facts, confirmed[place]) for group in groups for place in sorted(group.places))


def _standing(view: View, codes: Set[str]) -> Iterator[Standing]:
    """What is left of groups of the view without the hits that were rejected."""
    rejected = {code: set[int]() for code in codes}
    for row, status in judged_hits(view):
        if row["grouped"] in codes and status is Status.REJECTED:
            rejected[row["grouped"]].add(row["place"])
    for code, places in rejected.items():
        yield from _rest(view, code, frozenset(places))


def _rest(view: View, code: str, rejected: frozenset[int]) -> Sequence[Standing]:
    numbers = np.flatnonzero(view.hits["grouped"].cast(pa.string()).to_numpy(zero_copy_only=False) == code)
    places = frozenset((numbers + 1).tolist())
    if not rejected:
        (at,) = np.flatnonzero(view.groups["grouped"].to_numpy(zero_copy_only=False) == code)
        return [Standing(places, view.groups.slice(at, 1).to_pylist()[0])]
    return view.lens.work.memory.once(
        ("groups", *view.lens.key, code, rejected), lambda: _parts(view, sorted(places - rejected))
    )


def _parts(view: View, places: Sequence[int]) -> Sequence[Standing]:
    with view.lens.work.engine() as engine:
        return groups_at(engine, view.lens, view.hits, view.holders, places)


def _told(members: Iterable[tuple[Row, ReleasedHit]]) -> tuple[PictureGroup, ...]:
    """Groups by their facts and the hits of them that are told, in the order in which they come."""
    facts: dict[str, Row] = {}
    hits: dict[str, list[ReleasedHit]] = {}
    for group, hit in members:
        facts.setdefault(group["grouped"], group)
        hits.setdefault(group["grouped"], []).append(hit)
    return tuple(_group(facts[code], told) for code, told in hits.items())


def _group(facts: Row, hits: Sequence[ReleasedHit]) -> PictureGroup:
    return PictureGroup(
        reference=group_text(bytes.fromhex(facts["grouped"])),
        pictures=facts["pictures"],
        step=facts["step"],
        apart=facts["apart"],
        nearest=tuple(
            OwnersApart(Authority(each["left"]), Authority(each["right"]), each["distance"])
            for each in facts["nearest"]
        ),
        best=facts["best"],
        best_grade=facts["best_grade"],
        splits=tuple(GroupParts(each["limit"], each["parts"]) for each in facts["parts"]),
        hits=tuple(hit.reference for hit in hits),
        files=tuple(sorted(set(_files(hits)))),
    )


def _files(hits: Iterable[ReleasedHit]) -> Iterable[GroupFile]:
    """The files behind hits by their names, as far as they are told."""
    for hit in hits:
        for holder in hit.holders:
            stated = (holder.fields or {}).get("path")
            paths = [place.path for place in holder.places] or ([stated] if isinstance(stated, str) else [])
            for path in paths if holder.value else ():
                name = path.replace("\\", "/").rpartition("/")[2]
                yield GroupFile(holder.authority, holder.unit or "", name, str(holder.value))
