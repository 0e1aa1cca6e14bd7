"""Which rows of a plan file are accepted: good rows become actions, bad rows are named with the reason.

read = accepted + duplicate + rejected. A reason names the row and the field, never a value.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import TypeVar

from mozaik.errors import InvalidInputError
from mozaik.plans.areas import area_of
from mozaik.plans.model import PlannedAction, PlannedPerson, PlannedSelector
from mozaik.plans.places import place_fault
from mozaik.plans.sheet import PlanRow
from mozaik.plans.windows import BadTimeError, window_of
from mozaik.records import ACTION_KINDS, day_of_cell, normal_fact, series_name

_FIELDS = frozenset(
    {"action", "kind", "areas", "place", "begins", "ends", "zone", "selectors", "series", "persons"}
)
_OF_PERSON = frozenset({"names", "language", "birth_date", "documents"})
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that was not accepted: where it stands, which field, and why."""

    file: str
    row: int
    field: str
    reason: str


@dataclass(slots=True)
class AcceptedActions:
    """The outcome: the actions, the rejected rows, and how many rows repeated another one."""

    actions: list[PlannedAction] = field(default_factory=list)
    rejects: list[BadRow] = field(default_factory=list)
    duplicate: int = 0

    @property
    def read(self) -> int:
        """How many rows were read: accepted + duplicate + rejected."""
        return len(self.actions) + self.duplicate + len(self.rejects)


class _RefusedError(Exception):
    """One row is refused; carries the field and the reason."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(reason)
        self.field = name


def accept_actions(rows: Sequence[PlanRow], region: str | None, on: date) -> AcceptedActions:
    """The actions of all good rows; `region` reads national phone numbers, `on` is the day of sealing."""
    outcome = AcceptedActions()
    seen: dict[str, PlannedAction] = {}
    for row in rows:
        try:
            action = _action(row, region, on)
        except _RefusedError as refused:
            outcome.rejects.append(BadRow(row.file, row.number, refused.field, str(refused)))
            continue
        earlier = seen.setdefault(action.action_id, action)
        if earlier is action:
            outcome.actions.append(action)
        elif earlier == action:
            outcome.duplicate += 1
        else:
            reason = "another row has the same reference and other values"
            outcome.rejects.append(BadRow(row.file, row.number, "action", reason))
    return outcome


def _action(row: PlanRow, region: str | None, on: date) -> PlannedAction:
    if row.fault:
        raise _RefusedError("", row.fault)
    fields = row.fields
    _require_known(fields, _FIELDS, "")
    try:
        window = window_of(fields)
    except BadTimeError as bad:
        raise _RefusedError(bad.field, str(bad)) from bad
    kind, place = _text(fields, "kind") or "search", _text(fields, "place")
    if kind not in ACTION_KINDS:
        raise _RefusedError("kind", f"it is none of {', '.join(ACTION_KINDS)}")
    if fault := place_fault(place):
        raise _RefusedError("place", fault)
    return _built(
        "",
        lambda: PlannedAction(
            action_id=_text(fields, "action"),
            kind=kind,
            areas=tuple(_each(fields, "areas", lambda text: _built("areas", lambda: area_of(text)))),
            place=place,
            window=window,
            persons=tuple(_persons(fields, region, on)),
            selectors=tuple(_each(fields, "selectors", lambda text: _selector(text, region, on))),
            series=tuple(_each(fields, "series", series_name)),
        ),
    )


def _persons(fields: Mapping[str, object], region: str | None, on: date) -> Iterator[PlannedPerson]:
    stated = fields.get("persons", [])
    if not isinstance(stated, list) or not all(isinstance(person, dict) for person in stated):
        raise _RefusedError("persons", "it is no list of tables")
    return (_built("persons", partial(_person, person, region, on)) for person in stated)


def _person(person: Mapping[str, object], region: str | None, on: date) -> PlannedPerson:
    _require_known(person, _OF_PERSON, "persons")
    fact = partial(_fact, region=region, on=on, name="persons")
    return PlannedPerson(
        names=tuple(_each(person, "names", str.strip)),
        language=_text(person, "language"),
        birth_date=_birth_date(person.get("birth_date"), fact),
        documents=tuple(_each(person, "documents", partial(fact, "document"))),
    )


def _birth_date(stated: object, fact: Callable[[str, str], str]) -> date | None:
    if stated in (None, ""):
        return None
    try:
        written = day_of_cell(stated)
    except ValueError as error:
        raise _RefusedError("persons", f"birth date: {error}") from None
    return date.fromisoformat(fact("birth_date", written.isoformat()))


def _selector(text: str, region: str | None, on: date) -> PlannedSelector:
    kind, between, value = text.partition(":")
    if not between:
        raise _RefusedError("selectors", "a selector is its kind, a colon and its value, such as email:")
    kind = kind.strip()
    return PlannedSelector(kind, _fact("selector", value.strip(), region, on, "selectors", kind))


def _fact(
    kind: str, value: str, region: str | None, on: date, name: str, selector_kind: str | None = None
) -> str:
    """A value in the normal form in which everybody's records are compared."""
    try:
        return normal_fact({"kind": kind, "value": value, "selector_kind": selector_kind}, region, on)
    except ValueError as error:
        raise _RefusedError(name, str(error)) from None


def _each(fields: Mapping[str, object], name: str, make: Callable[[str], T]) -> Iterator[T]:
    stated = fields.get(name, [])
    if not isinstance(stated, list) or not all(isinstance(text, str) for text in stated):
        raise _RefusedError(name, "it is no list of texts")
    return (make(text) for text in stated)


def _text(fields: Mapping[str, object], name: str) -> str:
    value = fields.get(name, "")
    if not isinstance(value, str):
        raise _RefusedError(name, "a text is expected")
    return value.strip()


def _require_known(fields: Mapping[str, object], known: frozenset[str], name: str) -> None:
    if unknown := set(fields) - known:
        shown = next(iter(sorted(unknown))) if all(part.isidentifier() for part in unknown) else ""
        raise _RefusedError(
            name or shown[:40], f"there is no such field; a plan has {', '.join(sorted(known))}"
        )


def _built(name: str, make: Callable[[], T]) -> T:
    """What is made of a row, or why the rules of plans refuse it."""
    try:
        return make()
    except InvalidInputError as error:
        raise _RefusedError(name, error.why) from error
