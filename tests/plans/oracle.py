"""The slow, obvious twin of the conflict finder: every action against every other, each rule plainly."""

from collections.abc import Iterator, Sequence
from itertools import combinations

from mozaik.names import THRESHOLD, compare_names
from mozaik.plans import Placed, PlannedAction, PlannedPerson, PlanState

Told = tuple[str, tuple[str, str, str], tuple[str, str, str]]
EARLIEST, LATEST = "", "~"
"""Texts before and after every UTC time."""


def conflicts_brute(actions: Sequence[Placed]) -> set[Told]:
    return {
        (kind, *sorted((one.name, other.name)))  # type: ignore[misc]
        for one, other in combinations(actions, 2)
        if one.owner != other.owner and is_coming(one.action) and is_coming(other.action)
        for kind in kinds_of(one.action, other.action)
    }


def is_coming(action: PlannedAction) -> bool:
    return not action.outcomes or action.outcomes[-1].state is PlanState.POSTPONED


def kinds_of(one: PlannedAction, other: PlannedAction) -> Iterator[str]:
    if at_one_time(one, other) and any(in_common(str(a), str(b)) for a in one.areas for b in other.areas):
        yield "event"
    if any(one_person(a, b) for a in one.persons for b in other.persons):
        yield "subject"
    if any((a.kind, a.value) == (b.kind, b.value) for a in one.selectors for b in other.selectors):
        yield "selector"
    if any(a == b for a in one.series for b in other.series):
        yield "series"


def at_one_time(one: PlannedAction, other: PlannedAction) -> bool:
    begin = max(one.window.begins or EARLIEST, other.window.begins or EARLIEST)
    return begin < min(one.window.ends or LATEST, other.window.ends or LATEST)


def in_common(one: str, other: str) -> bool:
    """Country and region letter by letter, as far as both go; two municipalities are one or apart."""
    place, _, municipality = one.partition("/")
    other_place, _, other_municipality = other.partition("/")
    if place[:2] != other_place[:2]:
        return False
    if municipality and other_municipality:
        return municipality == other_municipality
    return all(a == b for a, b in zip(place, other_place, strict=False))


def one_person(one: PlannedPerson, other: PlannedPerson) -> bool:
    if any(document in other.documents for document in one.documents):
        return True
    if one.birth_date is None or one.birth_date != other.birth_date:
        return False
    return any(compare_names(a, b).score >= THRESHOLD for a in one.names for b in other.names)
