"""Which planned actions of two owners are in each other's way; complete, and linear but for what overlaps.

Actions meet by what they share: a selector, a series, a document, or a birth date with names that may be one
(a name alone never meets); and by event, when their windows have a moment and their areas a place in common.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import TypeAlias

from mozaik.names import THRESHOLD, compare_names
from mozaik.parties import Authority
from mozaik.plans.areas import may_overlap
from mozaik.plans.model import ConflictKind, PlannedAction, PlannedPerson

Pair: TypeAlias = tuple[int, int]
"""Two actions by their numbers, the lower one first."""


@dataclass(frozen=True, slots=True)
class Placed:
    """An action with its owner and the id of the plan in which it stands."""

    owner: Authority
    plan_id: str
    action: PlannedAction

    @property
    def name(self) -> tuple[str, str, str]:
        """What tells it from every other."""
        return self.owner, self.plan_id, self.action.action_id


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two actions of two owners, in order of their names, and by what they are in each other's way."""

    kind: ConflictKind
    left: Placed
    right: Placed

    def side_of(self, owner: str) -> Placed | None:
        """The action of an owner, None if neither is its."""
        return next((side for side in (self.left, self.right) if side.owner == owner), None)

    def other_than(self, side: Placed) -> Placed:
        """The action on the other side."""
        return self.right if side is self.left else self.left


def find_conflicts(actions: Iterable[Placed]) -> list[Conflict]:
    """All conflicts among actions that stand, each once, in order of kind and names.

    What has ended is in nobody's way.
    """
    standing = sorted((placed for placed in actions if placed.action.stands), key=lambda placed: placed.name)
    pairs = {
        ConflictKind.EVENT: _at_one_time(standing),
        ConflictKind.SUBJECT: _of_one_person(standing),
        ConflictKind.SELECTOR: _sharing(standing, lambda action: action.selectors),
        ConflictKind.SERIES: _sharing(standing, lambda action: action.series),
    }
    return [
        Conflict(kind, standing[left], standing[right])
        for kind, meeting in pairs.items()
        for left, right in sorted(meeting)
        if standing[left].owner != standing[right].owner
    ]


def _sharing(
    actions: Sequence[Placed], values_of: Callable[[PlannedAction], Iterable[Hashable]]
) -> set[Pair]:
    """The pairs of actions that have a value in common."""
    holders: dict[Hashable, list[int]] = defaultdict(list)
    for number, placed in enumerate(actions):
        for value in set(values_of(placed.action)):
            holders[value].append(number)
    return {pair for group in holders.values() for pair in combinations(group, 2)}


def _of_one_person(actions: Sequence[Placed]) -> set[Pair]:
    by_document = _sharing(actions, lambda action: _documents(action.persons))
    born_alike = _sharing(actions, lambda action: _birth_dates(action.persons))
    alike = {
        pair for pair in born_alike - by_document if _may_be_one(*(actions[side].action for side in pair))
    }
    return by_document | alike


def _documents(persons: Iterable[PlannedPerson]) -> Iterator[str]:
    return (document for person in persons for document in person.documents)


def _birth_dates(persons: Iterable[PlannedPerson]) -> Iterator[date]:
    return (person.birth_date for person in persons if person.birth_date is not None)


def _may_be_one(left: PlannedAction, right: PlannedAction) -> bool:
    """Whether two persons with one birth date have names that may be one."""
    return any(_is_one(person, other) for person in left.persons for other in right.persons)


def persons_that_meet(own: PlannedAction, other: PlannedAction) -> tuple[PlannedPerson, ...]:
    """The persons of an action who may be one of another's."""
    return tuple(
        person
        for person in own.persons
        if any(set(person.documents) & set(each.documents) or _is_one(person, each) for each in other.persons)
    )


def _is_one(left: PlannedPerson, right: PlannedPerson) -> bool:
    """Whether two persons have one birth date, and names that may be one."""
    return (
        left.birth_date is not None
        and left.birth_date == right.birth_date
        and any(
            compare_names(name, other, left.language or None, right.language or None).score >= THRESHOLD
            for name in left.names
            for other in right.names
        )
    )


def _at_one_time(actions: Sequence[Placed]) -> set[Pair]:
    """The pairs that overlap in time and area: a sweep over each country's windows by their beginnings."""
    by_country: dict[str, set[int]] = defaultdict(set)
    for number, placed in enumerate(actions):
        for area in placed.action.areas:
            by_country[area.country].add(number)
    return {pair for numbers in by_country.values() for pair in _sweep(actions, numbers)}


def _sweep(actions: Sequence[Placed], numbers: Iterable[int]) -> Iterator[Pair]:
    """Windows that begin at any time come first; one that is over leaves before the next one comes."""
    under_way: list[int] = []
    for number in sorted(numbers, key=lambda number: actions[number].action.window.begins or ""):
        coming = actions[number].action
        under_way = [other for other in under_way if not _is_over(actions[other].action, coming)]
        for other in under_way:
            if _meet(actions[other].action, coming):
                yield (other, number) if other < number else (number, other)
        under_way.append(number)


def _is_over(earlier: PlannedAction, coming: PlannedAction) -> bool:
    """Whether one ends before another begins, and so before all that begin later."""
    ends, begins = earlier.window.ends, coming.window.begins
    return ends is not None and begins is not None and ends <= begins


def _meet(left: PlannedAction, right: PlannedAction) -> bool:
    return any(may_overlap(area, other) for area in left.areas for other in right.areas)
