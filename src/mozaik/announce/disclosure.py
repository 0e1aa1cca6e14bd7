"""Small counts about victims: told only where every authority that might be concerned agrees.

A count from 1 up to the threshold is small. So is the difference to the version before, to what is said of
another day or in another announcement, and to what is said for a part: who knows both knows the difference.
Who must agree is every authority with records behind the announcement, whether or not it has a victim: to
ask those alone who have would tell who they are.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from mozaik.figures import DEFINITIONS, JOINT, Figure
from mozaik.parties import Authority

WHOLE_ONLY = frozenset(definition.key for definition in DEFINITIONS if definition.whole_only)
"""The figures about victims."""


class SmallBy(StrEnum):
    """Why a number is small."""

    COUNT = "count"
    VERSION = "version"
    SCOPE = "scope"


@dataclass(frozen=True, slots=True)
class Agreement:
    """An authority agrees that a small count of one figure is told, in one version of one announcement."""

    authority: Authority
    announcement: str
    version: int
    figure: str
    scope: str


def small_by(
    figure: Figure, threshold: int, told: Iterable[int | None], parts: Iterable[int]
) -> tuple[SmallBy, ...]:
    """Why a figure is small: by itself, by its difference to what else is told of it, or to what parts say.

    `told` are the other counts of the same scope that are public, None for one that may be and is not known;
    `parts` those for parts of the scope. Other figures than those about victims are never small.
    """
    if figure.key not in WHOLE_ONLY or not isinstance(figure.value, int):
        return ()
    why = []
    if _is_small(figure.value, threshold):
        why.append(SmallBy.COUNT)
    if any(other is None or _is_small(abs(figure.value - other), threshold) for other in told):
        why.append(SmallBy.VERSION)
    known = list(parts)
    rests = [figure.value - part for part in known] + ([figure.value - sum(known)] if known else [])
    if any(_is_small(rest, threshold) for rest in rests):
        why.append(SmallBy.SCOPE)
    return tuple(why)


def public_parts(figure: Figure, beside: Iterable[tuple[str, str, int]]) -> list[int]:
    """What other announcements tell of parts of a joint figure; `beside` holds their (key, scope, value)."""
    parts = {scope: value for key, scope, value in beside if key == figure.key and scope != JOINT}
    return list(parts.values()) if figure.scope == JOINT else []


def told_beside(figure: Figure, beside: Iterable[tuple[str, str, int]]) -> list[int]:
    """What other announcements tell of the same figure and scope."""
    return [value for key, scope, value in beside if (key, scope) == (figure.key, figure.scope)]


def missing_agreements(
    figure: Figure, announcement: str, version: int, owners: Sequence[Authority], agreed: Sequence[Agreement]
) -> tuple[Authority, ...]:
    """The authorities that have not agreed that this figure is told in this version."""
    given = {
        agreement.authority
        for agreement in agreed
        if (agreement.announcement, agreement.version, agreement.figure, agreement.scope)
        == (announcement, version, figure.key, figure.scope)
    }
    return tuple(sorted(set(owners) - given))


def _is_small(value: int, threshold: int) -> bool:
    return 0 < value < threshold
