"""The ways of counting: from visible rows to the things counted, each with the rows that make it count."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from mozaik.figures.definitions import IDENTIFIED, Definition
from mozaik.figures.visible import Visible, VisibleRow
from mozaik.parties import Authority
from mozaik.records import PERSON_STATUSES, SEIZED_STATES, SUSPECTED
from mozaik.terms import Disclosure

Thing = tuple[Authority, str]
"""An owner and the owner's own id of what is counted."""

Things = Mapping[Thing, Sequence[VisibleRow]]


@dataclass(frozen=True, slots=True)
class Counted:
    """The outcome of counting; `value` is None where there is nothing to say."""

    value: int | str | None
    things: Things = field(default_factory=dict)
    names: tuple[str, ...] = ()


def count(definition: Definition, rows: Visible, as_of: date | None) -> Counted:
    """Count one figure over rows of one scope, nothing after the day `as_of`."""
    return _COUNTERS[definition.counter](definition, rows, as_of)


def _plain(select: Callable[[Definition, Visible, date | None], Things]) -> "_Counter":
    def counter(definition: Definition, rows: Visible, as_of: date | None) -> Counted:
        things = select(definition, rows, as_of)
        return Counted(len(things), things)

    return counter


def _group(rows: Sequence[VisibleRow], column: str) -> dict[Thing, list[VisibleRow]]:
    things: dict[Thing, list[VisibleRow]] = {}
    for row in rows:
        things.setdefault((row.authority, row.fields[column]), []).append(row)
    return things


def _by(moment: date | datetime | None, as_of: date | None) -> bool:
    """Whether something had happened by a day; what has no date counts on every day."""
    if as_of is None or moment is None:
        return True
    return (moment.date() if isinstance(moment, datetime) else moment) <= as_of


def carried_out(rows: Visible, as_of: date | None) -> dict[Thing, list[VisibleRow]]:
    """The searches carried out by a day: by their own state, or by a dated status about them."""
    searches = [row for row in rows["actions"] if row.fields["kind"] == "search"]
    things = _group(
        [r for r in searches if r.fields["state"] == "carried-out" and _by(r.fields["started_at"], as_of)],
        "action_id",
    )
    known = _group(searches, "action_id")
    for row in rows["statuses"]:
        thing = (row.authority, row.fields["about_id"])
        of_action = row.fields["about"] == "action" and row.fields["status"] == "carried-out"
        if of_action and thing in known and _by(row.fields["on_date"], as_of):
            things.setdefault(thing, list(known[thing])).append(row)
    return things


def seized(rows: Visible, as_of: date | None) -> dict[Thing, list[VisibleRow]]:
    """The items seized by a day; an item reported several times is what the report sealed last says."""
    seen = [row for row in rows["items"] if _by(row.fields["seized_at"], as_of)]
    return {
        thing: reports
        for thing, reports in _group(seen, "item_id").items()
        if reports[-1].fields["state"] in SEIZED_STATES
    }


def _with_status(
    rows: Visible, as_of: date | None, words: frozenset[str], subjects: frozenset[str] | None
) -> dict[Thing, list[VisibleRow]]:
    """Persons with one of the statuses by a day; `subjects` None means everybody who is not a victim."""
    found = []
    for row in rows["statuses"]:
        subject = row.fields["subject"]
        fits = subject in subjects if subjects is not None else subject != "victim"
        of_person = row.fields["about"] == "person" and row.fields["status"] in words
        if fits and of_person and _by(row.fields["on_date"], as_of):
            found.append(row)
    return _group(found, "about_id")


def _actions(definition: Definition, rows: Visible, as_of: date | None) -> Things:
    return carried_out(rows, as_of)


def _items(definition: Definition, rows: Visible, as_of: date | None) -> Things:
    return {
        thing: reports
        for thing, reports in seized(rows, as_of).items()
        if reports[-1].fields["kind"] in definition.words
    }


def _confirmed(definition: Definition, rows: Visible, as_of: date | None) -> Things:
    return {
        thing: reports
        for thing, reports in seized(rows, as_of).items()
        if reports[-1].fields["state"] == "confirmed"
    }


def _suspects(definition: Definition, rows: Visible, as_of: date | None) -> Things:
    return _with_status(rows, as_of, definition.words, SUSPECTED)


def _interviewed(definition: Definition, rows: Visible, as_of: date | None) -> Things:
    return _with_status(rows, as_of, definition.words, None)


def _victims(definition: Definition, rows: Visible, as_of: date | None) -> Things:
    return _with_status(rows, as_of, definition.words, frozenset({"victim"}))


def _conduct(definition: Definition, rows: Visible, as_of: date | None) -> Things:
    suspects = _with_status(rows, as_of, IDENTIFIED, SUSPECTED)
    facts = [
        row
        for row in rows["person_facts"]
        if row.fields["kind"] == "conduct"
        and row.fields["value"] in definition.words
        and _by(row.fields["noted_on"], as_of)
    ]
    return {
        thing: [*facts_of, *suspects[thing]]
        for thing, facts_of in _group(facts, "person_id").items()
        if thing in suspects
    }


def _started(rows: Visible, as_of: date | None) -> dict[Thing, date]:
    """The first day of each search carried out whose beginning is recorded."""
    days = {}
    for thing, reports in carried_out(rows, as_of).items():
        known = [row.fields["started_at"].date() for row in reports if row.fields.get("started_at")]
        if known:
            days[thing] = min(known)
    return days


def _dates(definition: Definition, rows: Visible, as_of: date | None) -> Counted:
    days = _started(rows, as_of)
    things = {thing: reports for thing, reports in carried_out(rows, as_of).items() if thing in days}
    value = f"{min(days.values())}/{max(days.values())}" if days else None
    return Counted(value, things)


def _action_days(definition: Definition, rows: Visible, as_of: date | None) -> Counted:
    days = _started(rows, as_of)
    things = {thing: reports for thing, reports in carried_out(rows, as_of).items() if thing in days}
    return Counted(len(set(days.values())), things)


def _officers(definition: Definition, rows: Visible, as_of: date | None) -> Counted:
    """A number recorded in a row is content, so only rows disclosed in full count here."""
    known = {}
    for thing, reports in carried_out(rows, as_of).items():
        full = [
            row for row in reports if row.level is Disclosure.FULL and row.fields.get("officers") is not None
        ]
        if full:
            known[thing] = full
    if not known:
        return Counted(None)
    return Counted(sum(reports[-1].fields["officers"] for reports in known.values()), known)


def _taking_part(rows: Visible, as_of: date | None) -> dict[Thing, list[VisibleRow]]:
    """The authorities that acted, under an empty id; victims stay out, or the rows would break them down."""
    things: dict[Thing, list[VisibleRow]] = {}
    persons = _with_status(rows, as_of, frozenset(PERSON_STATUSES), None)
    for found in (carried_out(rows, as_of), seized(rows, as_of), persons):
        for (authority, _), reports in found.items():
            things.setdefault((authority, ""), []).extend(reports)
    return things


def _authorities(definition: Definition, rows: Visible, as_of: date | None) -> Counted:
    things = _taking_part(rows, as_of)
    return Counted(len(things), things, tuple(sorted(authority for authority, _ in things)))


def _countries(definition: Definition, rows: Visible, as_of: date | None) -> Counted:
    things = _taking_part(rows, as_of)
    countries = tuple(sorted({authority.country for authority, _ in things}))
    return Counted(len(countries), things, countries)


_Counter = Callable[[Definition, Visible, date | None], Counted]

_COUNTERS: Mapping[str, _Counter] = {
    "actions": _plain(_actions),
    "items": _plain(_items),
    "confirmed": _plain(_confirmed),
    "persons": _plain(_suspects),
    "interviewed": _plain(_interviewed),
    "victims": _plain(_victims),
    "conduct": _plain(_conduct),
    "dates": _dates,
    "action_days": _action_days,
    "officers": _officers,
    "authorities": _authorities,
    "countries": _countries,
}
