"""The groups of near pictures of a package: what hangs together of the hits that were confirmed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from mozaik.release import GroupFile, GroupParts, OwnersApart, PictureGroup, ReleasedHit
from mozaik.terms import Handling, union_handling, worst_grade


@dataclass(frozen=True, slots=True)
class NearGroup:
    """More than two confirmed pictures that hang together, as `PictureGroup` tells them, with conditions.

    `references` are its hits; `handling` is the union over them, `grade` the worst, `keep_until` the earliest
    last day: after it the whole group is erased, as its numbers rest on all of them.
    """

    reference: str
    pictures: int
    step: int
    apart: int | None
    nearest: tuple[OwnersApart, ...]
    best: str
    best_grade: str
    splits: tuple[GroupParts, ...]
    references: tuple[str, ...]
    files: tuple[GroupFile, ...]
    handling: tuple[Handling, ...]
    grade: str
    keep_until: date


def near_groups(
    groups: Iterable[PictureGroup], confirmed: Iterable[ReleasedHit], expires_on: date
) -> tuple[NearGroup, ...]:
    """Groups of confirmed hits with the conditions of these."""
    hits = {hit.reference: hit for hit in confirmed}
    return tuple(_near_group(group, [hits[name] for name in group.hits], expires_on) for group in groups)


def _near_group(group: PictureGroup, hits: list[ReleasedHit], expires_on: date) -> NearGroup:
    return NearGroup(
        reference=group.reference,
        pictures=group.pictures,
        step=group.step,
        apart=group.apart,
        nearest=group.nearest,
        best=group.best,
        best_grade=group.best_grade,
        splits=group.splits,
        references=group.hits,
        files=group.files,
        handling=tuple(sorted(union_handling(frozenset(hit.handling) for hit in hits))),
        grade=worst_grade(hit.grade for hit in hits),
        keep_until=min(expires_on, *(hit.keep_until for hit in hits)),
    )
