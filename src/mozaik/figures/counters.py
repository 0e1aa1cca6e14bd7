"""The ways of counting: from visible rows to the things counted, each with the rows that make it count."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from mozaik.figures.definitions import IDENTIFIED, Definition
from mozaik.figures.figure import Gap, Unknown
from mozaik.figures.visible import Visible, VisibleRow
from mozaik.parties import Authority
from mozaik.records import PERSON_STATUSES, SEIZED_STATES, SUSPECTED
from mozaik.terms import Disclosure

Thing = tuple[Authority, str]
"""An owner and the owner's own id of what is counted."""

Things = Mapping[Thing, Sequence[VisibleRow]]

_LIFE = (None, "copied", "seized", "examined", "confirmed", "returned", "destroyed")
"""The states of an item in the order in which they follow each other, the unknown one first."""

_TAKEN = SEIZED_STATES | {None}
"""The states of an item that counts as seized."""

_CONFIRMED_UNSAID = frozenset({None, "returned", "destroyed"})
"""The states that do not say whether a person confirmed what the item holds."""

_DATED = frozenset({"raids", "items", "persons"})
"""The units of figures that count things which happened on a day."""

_DAYS_OF = ("started_at", "seized_at", "on_date", "noted_on")
"""The columns that say when something happened."""


@dataclass(frozen=True, slots=True)
class Counted:
    """The outcome of counting; `value` is None where there is nothing to say."""

    value: int | str | None
    things: Things = field(default_factory=dict)
    names: tuple[str, ...] = ()
    gaps: tuple[Gap, ...] = ()


def count(definition: Definition, rows: Visible, as_of: date | None) -> Counted:
    """Count one figure over rows of one scope, nothing after the day `as_of`; what is not known is named."""
    counted = _COUNTERS[definition.counter](definition, rows, as_of)
    undated = sum(map(_is_undated, counted.things.values())) if as_of and definition.unit in _DATED else 0
    return replace(counted, gaps=(*counted.gaps, *_gaps({Unknown.DAY: undated})))


def _is_undated(reports: Sequence[VisibleRow]) -> bool:
    """Whether nothing says when a thing happened, so that it counts on every day."""
    return all(row.fields.get(name) is None for row in reports for name in _DAYS_OF)


def _gaps(counts: Mapping[Unknown, int]) -> tuple[Gap, ...]:
    return tuple(Gap(unknown, count) for unknown, count in counts.items() if count)


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
    """The items seized by a day, the report of each that is furthest along last.

    A row of `items` is a seized item unless it says that it was only copied, so one without a state counts.
    An item reported several times is in the state that is furthest along: which report was sealed last would
    show when silent rows were sealed anew.
    """
    seen = [row for row in rows["items"] if _by(row.fields["seized_at"], as_of)]
    by_item = {thing: sorted(reports, key=_along) for thing, reports in _group(seen, "item_id").items()}
    return {thing: reports for thing, reports in by_item.items() if reports[-1].fields["state"] in _TAKEN}


def _along(row: VisibleRow) -> int:
    return _LIFE.index(row.fields["state"])


def _with_status(
    rows: Visible, as_of: date | None, words: frozenset[str], subjects: frozenset[str] | None
) -> dict[Thing, list[VisibleRow]]:
    """Persons with one of the statuses by a day; `subjects` None means everybody who is not a victim."""
    persons = []
    for row in rows["statuses"]:
        subject = row.fields["subject"]
        fits = subject in subjects if subjects is not None else subject != "victim"
        of_person = row.fields["about"] == "person" and row.fields["status"] in words
        if fits and of_person and _by(row.fields["on_date"], as_of):
            persons.append(row)
    return _group(persons, "about_id")


def _actions(definition: Definition, rows: Visible, as_of: date | None) -> Counted:
    things = carried_out(rows, as_of)
    known = set(_group(rows["actions"], "action_id"))
    nameless = {
        (row.authority, row.fields["about_id"])
        for row in rows["statuses"]
        if row.fields["about"] == "action" and row.fields["status"] == "carried-out"
        and _by(row.fields["on_date"], as_of)
    }  # fmt: skip
    return Counted(len(things), things, gaps=_gaps({Unknown.KIND: len(nameless - known)}))


def _items(definition: Definition, rows: Visible, as_of: date | None) -> Counted:
    things = {
        thing: reports
        for thing, reports in seized(rows, as_of).items()
        if reports[-1].fields["kind"] in definition.words
    }
    stateless = sum(reports[-1].fields["state"] is None for reports in things.values())
    return Counted(len(things), things, gaps=_gaps({Unknown.STATE: stateless}))


def _confirmed(definition: Definition, rows: Visible, as_of: date | None) -> Counted:
    """The items of which any report says so; of one returned or without a state it may not be known."""
    items = seized(rows, as_of)
    things = {
        thing: reports
        for thing, reports in items.items()
        if any(row.fields["state"] == "confirmed" for row in reports)
    }
    open_ones = [reports for thing, reports in items.items() if thing not in things]
    unsaid = sum(reports[-1].fields["state"] in _CONFIRMED_UNSAID for reports in open_ones)
    return Counted(len(things), things, gaps=_gaps({Unknown.CONFIRMED: unsaid}))


def _suspects(definition: Definition, rows: Visible, as_of: date | None) -> Things:
    return _with_status(rows, as_of, definition.words, SUSPECTED)


def _interviewed(definition: Definition, rows: Visible, as_of: date | None) -> Things:
    return _with_status(rows, as_of, definition.words, None)


def _victims(definition: Definition, rows: Visible, as_of: date | None) -> Things:
    return _with_status(rows, as_of, definition.words, frozenset({"victim"}))


def _conduct(definition: Definition, rows: Visible, as_of: date | None) -> Counted:
    suspects = _with_status(rows, as_of, IDENTIFIED, SUSPECTED)
    facts = [
        row
        for row in rows["person_facts"]
        if row.fields["kind"] == "conduct"
        and row.fields["value"] in definition.words
        and _by(row.fields["noted_on"], as_of)
    ]
    by_person = _group(facts, "person_id")
    things = {
        thing: [*statuses, *suspects[thing]] for thing, statuses in by_person.items() if thing in suspects
    }
    of_persons = [row for row in rows["statuses"] if row.fields["about"] == "person"]
    statusless = set(by_person) - set(_group(of_persons, "about_id"))
    return Counted(len(things), things, gaps=_gaps({Unknown.STATUS: len(statusless)}))


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
    return Counted(value, things, gaps=_without_start(rows, as_of, days))


def _action_days(definition: Definition, rows: Visible, as_of: date | None) -> Counted:
    days = _started(rows, as_of)
    things = {thing: reports for thing, reports in carried_out(rows, as_of).items() if thing in days}
    return Counted(len(set(days.values())), things, gaps=_without_start(rows, as_of, days))


def _without_start(rows: Visible, as_of: date | None, days: Mapping[Thing, date]) -> tuple[Gap, ...]:
    return _gaps({Unknown.START: len(set(carried_out(rows, as_of)) - set(days))})


def _officers(definition: Definition, rows: Visible, as_of: date | None) -> Counted:
    """A number recorded in a row is content, so only rows disclosed in full count here.

    Of a search reported several times the largest number counts.
    """
    known, searches = {}, carried_out(rows, as_of)
    for thing, reports in searches.items():
        full = [
            row for row in reports if row.level is Disclosure.FULL and row.fields.get("officers") is not None
        ]
        if full:
            known[thing] = full
    gaps = _gaps({Unknown.OFFICERS: len(searches) - len(known)})
    if not known:
        return Counted(None)
    most = (max(row.fields["officers"] for row in reports) for reports in known.values())
    return Counted(sum(most), known, gaps=gaps)


def _taking_part(rows: Visible, as_of: date | None) -> dict[Thing, list[VisibleRow]]:
    """The authorities that acted, under an empty id; victims stay out, or the rows would break them down."""
    things: dict[Thing, list[VisibleRow]] = {}
    persons = _with_status(rows, as_of, frozenset(PERSON_STATUSES), None)
    for reported in (carried_out(rows, as_of), seized(rows, as_of), persons):
        for (authority, _), reports in reported.items():
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
    "actions": _actions,
    "items": _items,
    "confirmed": _confirmed,
    "persons": _plain(_suspects),
    "interviewed": _plain(_interviewed),
    "victims": _plain(_victims),
    "conduct": _conduct,
    "dates": _dates,
    "action_days": _action_days,
    "officers": _officers,
    "authorities": _authorities,
    "countries": _countries,
}
