"""A plan as a value (docs/formats/plan.md): enforcement actions that one authority has laid down.

Every class is an object of plan.json under the same field names. Moments are UTC text; a window is open at an
end that is not stated.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import cast

from mozaik.canonical import JsonValue, to_canonical
from mozaik.errors import InvalidInputError
from mozaik.moments import is_utc_text
from mozaik.plans.areas import Area
from mozaik.plans.places import place_fault
from mozaik.records import ACTION_KINDS, series_name
from mozaik.typed_json import to_json

FORMAT = 1
"""The version of plan.json."""
MOST_ACTIONS, MOST_PARTS, LONGEST_TEXT = 1000, 500, 200
_ACTION_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}", re.ASCII)


class PlanState(StrEnum):
    """What became of a planned action."""

    PLANNED = "planned"
    """Laid down, not yet begun."""
    POSTPONED = "postponed"
    """Not carried out when it was to be; it stands, at another time or at one not yet known."""
    CARRIED_OUT = "carried-out"
    """Begun and ended."""
    CALLED_OFF = "called-off"
    """Planned and given up."""


class ConflictKind(StrEnum):
    """By what two planned actions are in each other's way."""

    EVENT = "event"
    """Their times and areas overlap."""
    SUBJECT = "subject"
    """They are about one person: an equal document, or an equal birth date and names that may be one."""
    SELECTOR = "selector"
    """They name one selector."""
    SERIES = "series"
    """They name one series of material."""


@dataclass(frozen=True, slots=True)
class Window:
    """From when until when, in UTC; the end is no part of it. A side that is None is open.

    `zone` says in which zone it was laid down, such as Europe/Ljubljana or +01:00, for its owner to read.
    """

    begins: str | None
    ends: str | None
    zone: str

    def __post_init__(self) -> None:
        _raise_first("a window", _window_faults(self))

    def overlaps(self, other: "Window") -> bool:
        """Whether both have a moment in common."""
        return _is_before(self.begins, other.ends) and _is_before(other.begins, self.ends)


@dataclass(frozen=True, slots=True)
class PlannedPerson:
    """A person whom an action is about: the names as written, and a birth date or numbers of documents."""

    names: tuple[str, ...]
    language: str
    birth_date: date | None
    documents: tuple[str, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "names", tuple(sorted(self.names)))
        object.__setattr__(self, "documents", tuple(sorted(self.documents)))
        _raise_first("a person", _person_faults(self))


@dataclass(frozen=True, slots=True, order=True)
class PlannedSelector:
    """A selector that an action is about, in normal form."""

    kind: str
    value: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an action, and on which day."""

    state: PlanState
    on: date


@dataclass(frozen=True, slots=True)
class PlannedAction:
    """One enforcement action that is planned; `action_id` is its owner's own reference, unique for the owner.

    `place` is for the owner alone to read. `outcomes` are dated, the last one says how it stands.
    """

    action_id: str
    kind: str
    areas: tuple[Area, ...]
    place: str
    window: Window
    persons: tuple[PlannedPerson, ...] = ()
    selectors: tuple[PlannedSelector, ...] = ()
    series: tuple[str, ...] = ()
    outcomes: tuple[Outcome, ...] = ()

    def __post_init__(self) -> None:
        for name in ("areas", "selectors", "series"):
            object.__setattr__(self, name, tuple(sorted(set(getattr(self, name)))))
        persons = sorted(set(self.persons), key=lambda person: to_canonical(cast(JsonValue, to_json(person))))
        object.__setattr__(self, "persons", tuple(persons))
        _raise_first("a planned action", _action_faults(self))

    @property
    def state(self) -> PlanState:
        """How it stands, by its last outcome."""
        return self.outcomes[-1].state if self.outcomes else PlanState.PLANNED

    @property
    def stands(self) -> bool:
        """Whether it is still to come, so that it can be in another's way."""
        return self.state in (PlanState.PLANNED, PlanState.POSTPONED)


@dataclass(frozen=True, slots=True)
class Plan:
    """The planned actions of one authority, by their references; one without withdraws others."""

    actions: tuple[PlannedAction, ...]
    format: int = FORMAT

    def __post_init__(self) -> None:
        object.__setattr__(self, "actions", tuple(sorted(self.actions, key=lambda action: action.action_id)))
        _raise_first("the plan", _plan_faults(self))

    def to_bytes(self) -> bytes:
        """The canonical bytes of plan.json."""
        return to_canonical(cast(JsonValue, to_json(self)))


def _is_before(begins: str | None, ends: str | None) -> bool:
    return begins is None or ends is None or begins < ends


def _window_faults(window: Window) -> Iterator[str]:
    if not all(moment is None or is_utc_text(moment) for moment in (window.begins, window.ends)):
        yield "its begin or end is no UTC time such as 2023-11-06T05:00:00Z"
    elif not _is_before(window.begins, window.ends):
        yield "it ends before it begins, or at once"
    if not _is_line(window.zone):
        yield "its zone is no line of text"


def _person_faults(person: PlannedPerson) -> Iterator[str]:
    if not person.names or not all(name.strip() and _is_line(name) for name in person.names):
        yield "it has no name, or a name is no line of text"
    if person.birth_date is None and not person.documents:
        yield "a name alone is compared with nothing: it needs a birth date or the number of a document"
    if len(person.names) > MOST_PARTS or len(person.documents) > MOST_PARTS or not _is_line(person.language):
        yield f"it has more than {MOST_PARTS} names or documents, or a language that is no line of text"


def _action_faults(action: PlannedAction) -> Iterator[str]:
    if not _ACTION_ID.fullmatch(action.action_id):
        yield "its reference is not 1 to 64 letters, digits, dots, dashes and underscores"
    if action.kind not in ACTION_KINDS:
        yield f"its kind is none of {', '.join(ACTION_KINDS)}"
    if not action.areas:
        yield "it has no area"
    if fault := place_fault(action.place):
        yield f"its place is refused: {fault}"
    lists = (action.areas, action.persons, action.selectors, action.series, action.outcomes)
    if any(len(parts) > MOST_PARTS for parts in lists):
        yield f"it has more than {MOST_PARTS} areas, persons, selectors, series or outcomes"
    if not all(name and _is_line(name) and series_name(name) == name for name in action.series):
        yield "a series is not written in small letters with single blanks"
    if any(
        earlier.on > later.on for earlier, later in zip(action.outcomes, action.outcomes[1:], strict=False)
    ):
        yield "its outcomes are not in the order of their days"
    if any(not _may_follow(outcome.state) for outcome in action.outcomes[:-1]):
        yield "something follows an outcome that ends it"
    if any(outcome.state is PlanState.PLANNED for outcome in action.outcomes):
        yield "planned is no outcome"


def _may_follow(state: PlanState) -> bool:
    return state is PlanState.POSTPONED


def _plan_faults(plan: Plan) -> Iterator[str]:
    if plan.format != FORMAT:
        yield f"its format is not {FORMAT}"
    if len(plan.actions) > MOST_ACTIONS:
        yield f"it has more than {MOST_ACTIONS} actions"
    if len({action.action_id for action in plan.actions}) != len(plan.actions):
        yield "two actions have one reference"


def _is_line(text: str) -> bool:
    return len(text) <= LONGEST_TEXT and text.isprintable()


def _raise_first(what: str, faults: Iterator[str]) -> None:
    for fault in faults:
        raise InvalidInputError(
            f"{what} breaks a rule of plans",
            why=fault,
            remedy="correct it; docs/formats/plan.md has the rules",
        )
