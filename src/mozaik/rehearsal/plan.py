"""The plan of a rehearsal: which items exist, what lies on them, and every overlap that was planted.

The plan is the truth: whatever two items share, they share because a planting step put it there and wrote
it down. Everything else on an item is unique by construction.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from random import Random
from typing import TypeVar

from mozaik.rehearsal.identities import Identities, names_of, too_much
from mozaik.rehearsal.scenario import ITEM_KINDS, Cast, Scenario

T = TypeVar("T")


@dataclass(slots=True)
class Person:
    """An invented suspect; `facts` are (kind, selector kind, value)."""

    person_id: str
    authority: str
    country: str
    full_name: str
    given_name: str
    family_name: str
    language: str
    facts: list[tuple[str, str | None, str]] = field(default_factory=list)


@dataclass(slots=True)
class Raid:
    """One invented enforcement action."""

    action_id: str
    authority: str
    country: str
    day: date


@dataclass(slots=True)
class Item:
    """One seized item: what lies on it as path -> bytes, what was deleted, and lines written on it.

    `region` is the country as which its national phone numbers are read; None for the owner's.
    """

    item_id: str
    authority: str
    country: str
    kind: str
    form: str
    raid: Raid
    person: Person
    sheet: str = "standard"
    region: str | None = None
    files: dict[str, bytes] = field(default_factory=dict)
    deleted: set[str] = field(default_factory=set)
    lines: list[str] = field(default_factory=list)
    chats: list[tuple[str, str, str]] = field(default_factory=list)

    @property
    def unit(self) -> tuple[str, str]:
        """Who holds what lies on the item: authority and item."""
        return self.authority, self.item_id


@dataclass(frozen=True, slots=True)
class Planted:
    """One planted overlap: hit kind, how it was made, the values, and the units that hold them.

    `values` are what identifies the hit: a digest, two media hashes, a selector, two names and the second
    fact. `silent_to` names the readers that must not learn of it.
    """

    kind: str
    how: str
    values: tuple[str, ...]
    holders: tuple[tuple[str, str], ...]
    silent_to: tuple[str, ...] = ()


class Rule(StrEnum):
    """What is to be told of a planted hit, beside that it is one."""

    KNOWN = "told as known material, never as a child not yet found"
    NO_PICTURE = "never told as a child not yet found, nor before an own contact"
    REJECTED = "rejected by a person, so in nobody's package"
    ONCE = "told as a confirmed hit, and not as a pointer again"
    COUNTED = "counted, though nobody said the optional word"


@dataclass(frozen=True, slots=True)
class Expected:
    """What the named readers are to be told of one planted hit."""

    rule: Rule
    how: str
    kind: str
    values: tuple[str, ...]
    readers: tuple[str, ...]


@dataclass(slots=True)
class Plan:
    """Everything a rehearsal will seize, list and expect.

    `known_by_one` are entries of a list that has one digest each, as (name of the digest, hex); `replaced`
    are items with the version of them that was sealed first; `withdrawn` items are sealed and taken back;
    `stateless` items are reported without the optional `state`; `later_persons` are reported in a second
    record file of their authority, which begins its numbers anew.
    """

    scenario: Scenario
    rng: Random
    identities: Identities
    items: list[Item] = field(default_factory=list)
    raids: list[Raid] = field(default_factory=list)
    persons: list[Person] = field(default_factory=list)
    truth: list[Planted] = field(default_factory=list)
    decoys: list[Planted] = field(default_factory=list)
    known: list[tuple[bytes, bytes | None]] = field(default_factory=list)
    harmless: list[bytes] = field(default_factory=list)
    known_by_one: list[tuple[str, str]] = field(default_factory=list)
    expected: list[Expected] = field(default_factory=list)
    replaced: list[tuple[Item, Item]] = field(default_factory=list)
    withdrawn: list[Item] = field(default_factory=list)
    stateless: set[str] = field(default_factory=set)
    later_persons: list[Person] = field(default_factory=list)
    gradings: dict[str, list[tuple[str, bytes, str]]] = field(default_factory=dict)

    def pick(self, count: int, allowed: Callable[[Item], bool] = lambda item: True) -> list[Item]:
        """Items under the standard terms, of different authorities as far as there are enough of them."""
        pool = [item for item in self.items if item.sheet == "standard" and allowed(item)]
        self.rng.shuffle(pool)
        first: dict[str, Item] = {}
        for item in pool:
            first.setdefault(item.authority, item)
        chosen = list(first.values())
        self.rng.shuffle(chosen)
        if len(chosen) < count:
            chosen += [item for item in pool if item not in chosen]
        if len(chosen) < count:
            raise too_much(f"{count} items that fit are wanted, and {len(chosen)} are there")
        return chosen[:count]

    def one_of(self, choices: Iterable[T]) -> T:
        """One of several persons or items; InvalidInputError when there is none that fits."""
        fitting = list(choices)
        if not fitting:
            raise too_much("a person or item that fits is wanted, and none is left")
        return self.rng.choice(fitting)

    def plant(
        self,
        kind: str,
        how: str,
        values: Iterable[str],
        holders: Iterable[tuple[str, str]],
        silent_to: tuple[str, ...] = (),
    ) -> None:
        """Write down one planted overlap."""
        self.truth.append(Planted(kind, how, tuple(values), tuple(sorted(set(holders))), silent_to))

    def expect(
        self, rule: Rule, how: str, kind: str, values: Iterable[str], readers: tuple[str, ...]
    ) -> None:
        """Write down what readers are to be told of one planted hit."""
        self.expected.append(Expected(rule, how, kind, tuple(values), readers))

    def decoy(self, kind: str, how: str, values: Iterable[str], holders: Iterable[tuple[str, str]]) -> None:
        """Write down one thing that looks like an overlap and must not become a hit."""
        self.decoys.append(Planted(kind, how, tuple(values), tuple(sorted(set(holders)))))


def lay_out(scenario: Scenario, seed: int) -> Plan:
    """The plan with its raids, suspects and empty items, as the scenario counts them."""
    rng = Random(seed)  # noqa: S311 (a rehearsal must be repeatable)
    plan = Plan(scenario, rng, Identities(Random(rng.random()), scenario.reserved_phones))  # noqa: S311
    names = {
        language: names_of(language, rng)
        for language in sorted({cast.language for cast in scenario.contributors})
    }
    for cast in scenario.contributors:
        raids = [_raid(plan, cast, number) for number in range(int(cast.raids["count"]))]
        persons = []
        for number in range(int(cast.suspects["count"])):
            given, family = next(names[cast.language])
            persons.append(_person(cast, number, given, family))
        plan.raids += raids
        plan.persons += persons
        _add_items(plan, cast, raids, persons)
    _special_sheets(plan)
    return plan


def _raid(plan: Plan, cast: Cast, number: int) -> Raid:
    """One raid; together the raids of a scenario leave no action day out."""
    first = cast.raids.get("first_day", plan.scenario.first_day)
    last = cast.raids.get("last_day", plan.scenario.last_day)
    days = (last - first).days + 1
    day = first + timedelta(days=(len(plan.raids) + number) % days)
    return Raid(f"{cast.id}-R{number + 1:02d}", cast.id, cast.country, day)


def _person(cast: Cast, number: int, given: str, family: str) -> Person:
    order = f"{family} {given}" if cast.language == "hu" else f"{given} {family}"
    return Person(f"{cast.id}-P{number + 1:02d}", cast.id, cast.country, order, given, family, cast.language)


def _add_items(plan: Plan, cast: Cast, raids: list[Raid], persons: list[Person]) -> None:
    kinds = [kind for kind in ITEM_KINDS for _ in range(int(cast.items.get(kind, 0)))]
    forms = plan.scenario.content["forms"]
    for number, kind in enumerate(kinds):
        choices = forms[kind]
        plan.items.append(
            Item(
                item_id=f"{cast.id}-{number + 1:03d}",
                authority=cast.id,
                country=cast.country,
                kind=kind,
                form=choices[number % len(choices)],
                raid=raids[number % len(raids)],
                person=persons[number % len(persons)],
            )
        )


def _special_sheets(plan: Plan) -> None:
    """Give a few items terms of their own: silent to all but the lead, quarantined, H2, H3."""
    lead = next(cast.id for cast in plan.scenario.authorities if cast.role == "lead")
    rare = [
        item
        for item in plan.items
        if item.kind == "computer" and item.form == "folder" and item.authority != lead
    ]
    plan.rng.shuffle(rare)
    wanted = ["silent"] * 3 + ["quarantine", "h2", "h3"]
    used: set[str] = set()
    for item in rare:
        if wanted and item.authority not in used:
            item.sheet = wanted.pop(0)
            used.add(item.authority)


def moment(day: date, hour: int = 6) -> datetime:
    """A time of a day in UTC."""
    return datetime.combine(day, time(hour), UTC)
