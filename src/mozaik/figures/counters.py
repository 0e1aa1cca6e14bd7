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

OwnedId = tuple[Authority, str]
"""An owner and the owner's own id of what is counted."""

Behind = Mapping[OwnedId, Sequence[VisibleRow]]
"""What is counted, each with the rows that make it count."""

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
    behind: Behind = field(default_factory=dict)
    names: tuple[str, ...] = ()
    gaps: tuple[Gap, ...] = ()


def count(definition: Definition, rows: Visible, as_of: date | None) -> Counted:
    """Count one figure over rows of one scope, nothing after the day `as_of`; what is not known is named."""
    counted = _COUNTERS[definition.counter](definition, rows, as_of)
    undated = sum(map(_is_undated, counted.behind.values())) if as_of and definition.unit in _DATED else 0
    return replace(counted, gaps=(*counted.gaps, *_gaps({Unknown.DAY: undated})))


def _is_undated(reports: Sequence[VisibleRow]) -> bool:
    """Whether nothing says when it happened, so that it counts on every day."""
    return all(row.fields.get(name) is None for row in reports for name in _DAYS_OF)


def _gaps(counts: Mapping[Unknown, int]) -> tuple[Gap, ...]:
    return tuple(Gap(unknown, count) for unknown, count in counts.items() if count)


def _plain(select: Callable[[Definition, Visible, date | None], Behind]) -> "_Counter":
    def counter(definition: Definition, rows: Visible, as_of: date | None) -> Counted:
        behind = select(definition, rows, as_of)
        return Counted(len(behind), behind)

    return counter


def _group(rows: Sequence[VisibleRow], column: str) -> dict[OwnedId, list[VisibleRow]]:
    behind: dict[OwnedId, list[VisibleRow]] = {}
    for row in rows:
        behind.setdefault((row.authority, row.fields[column]), []).append(row)
    return behind


def _by(moment: date | datetime | None, as_of: date | None) -> bool:
    """Whether something had happened by a day; what has no date counts on every day."""
    if as_of is None or moment is None:
        return True
    return (moment.date() if isinstance(moment, datetime) else moment) <= as_of


def carried_out(rows: Visible, as_of: date | None) -> dict[OwnedId, list[VisibleRow]]:
    """The searches carried out by a day: by their own state, or by a dated status about them."""
    searches = [row for row in rows["actions"] if row.fields["kind"] == "search"]
    behind = _group(
        [r for r in searches if r.fields["state"] == "carried-out" and _by(r.fields["started_at"], as_of)],
        "action_id",
    )
    known = _group(searches, "action_id")
    for row in rows["statuses"]:
        owned_id = (row.authority, row.fields["about_id"])
        of_action = row.fields["about"] == "action" and row.fields["status"] == "carried-out"
        if of_action and owned_id in known and _by(row.fields["on_date"], as_of):
            behind.setdefault(owned_id, list(known[owned_id])).append(row)
    return behind


def seized(rows: Visible, as_of: date | None) -> dict[OwnedId, list[VisibleRow]]:
    """The items seized by a day, the report of each that is furthest along last.

    A row of `items` is a seized item unless it says that it was only copied, so one without a state counts.
    An item reported several times is in the state that is furthest along: which report was sealed last would
    show when silent rows were sealed anew.
    """
    seen = [row for row in rows["items"] if _by(row.fields["seized_at"], as_of)]
    by_item = {owned_id: sorted(reports, key=_along) for owned_id, reports in _group(seen, "item_id").items()}
    return {
        owned_id: reports for owned_id, reports in by_item.items() if reports[-1].fields["state"] in _TAKEN
    }


def _along(row: VisibleRow) -> int:
    return _LIFE.index(row.fields["state"])


def _with_status(
    rows: Visible, as_of: date | None, words: frozenset[str], subjects: frozenset[str] | None
) -> dict[OwnedId, list[VisibleRow]]:
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
    behind = carried_out(rows, as_of)
    known = set(_group(rows["actions"], "action_id"))
    nameless = {
        (row.authority, row.fields["about_id"])
        for row in rows["statuses"]
        if row.fields["about"] == "action" and row.fields["status"] == "carried-out"
        and _by(row.fields["on_date"], as_of)
    }  # fmt: skip
    return Counted(len(behind), behind, gaps=_gaps({Unknown.KIND: len(nameless - known)}))


def _items(definition: Definition, rows: Visible, as_of: date | None) -> Counted:
    behind = {
        owned_id: reports
        for owned_id, reports in seized(rows, as_of).items()
        if reports[-1].fields["kind"] in definition.words
    }
    stateless = sum(reports[-1].fields["state"] is None for reports in behind.values())
    return Counted(len(behind), behind, gaps=_gaps({Unknown.STATE: stateless}))


def _examined(definition: Definition, rows: Visible, as_of: date | None) -> Counted:
    """The items of which any report says that they were examined, or confirmed, which presupposes it."""
    items = seized(rows, as_of)
    behind = {
        owned_id: reports
        for owned_id, reports in items.items()
        if any(row.fields["state"] in definition.words for row in reports)
    }
    open_items = [reports for owned_id, reports in items.items() if owned_id not in behind]
    unsaid = sum(reports[-1].fields["state"] in _CONFIRMED_UNSAID for reports in open_items)
    return Counted(len(behind), behind, gaps=_gaps({Unknown.EXAMINED: unsaid}))


def _confirmed(definition: Definition, rows: Visible, as_of: date | None) -> Counted:
    """The items of which any report says so; of one returned or without a state it may not be known."""
    items = seized(rows, as_of)
    behind = {
        owned_id: reports
        for owned_id, reports in items.items()
        if any(row.fields["state"] == "confirmed" for row in reports)
    }
    open_ones = [reports for owned_id, reports in items.items() if owned_id not in behind]
    unsaid = sum(reports[-1].fields["state"] in _CONFIRMED_UNSAID for reports in open_ones)
    return Counted(len(behind), behind, gaps=_gaps({Unknown.CONFIRMED: unsaid}))


def _suspects(definition: Definition, rows: Visible, as_of: date | None) -> Behind:
    return _with_status(rows, as_of, definition.words, SUSPECTED)


def _interviewed(definition: Definition, rows: Visible, as_of: date | None) -> Behind:
    return _with_status(rows, as_of, definition.words, None)


def _victims(definition: Definition, rows: Visible, as_of: date | None) -> Behind:
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
    behind = {
        owned_id: [*statuses, *suspects[owned_id]]
        for owned_id, statuses in by_person.items()
        if owned_id in suspects
    }
    of_persons = [row for row in rows["statuses"] if row.fields["about"] == "person"]
    statusless = set(by_person) - set(_group(of_persons, "about_id"))
    return Counted(len(behind), behind, gaps=_gaps({Unknown.STATUS: len(statusless)}))


def _started(rows: Visible, as_of: date | None) -> dict[OwnedId, date]:
    """The first day of each search carried out whose beginning is recorded."""
    days = {}
    for owned_id, reports in carried_out(rows, as_of).items():
        known = [row.fields["started_at"].date() for row in reports if row.fields.get("started_at")]
        if known:
            days[owned_id] = min(known)
    return days


def days_of_raids(rows: Visible, as_of: date | None) -> list[date]:
    """The first day of each search carried out by a day, where it is recorded."""
    return list(_started(rows, as_of).values())


def _dates(definition: Definition, rows: Visible, as_of: date | None) -> Counted:
    days = _started(rows, as_of)
    behind = {owned_id: reports for owned_id, reports in carried_out(rows, as_of).items() if owned_id in days}
    value = f"{min(days.values())}/{max(days.values())}" if days else None
    return Counted(value, behind, gaps=_without_start(rows, as_of, days))


def _action_days(definition: Definition, rows: Visible, as_of: date | None) -> Counted:
    days = _started(rows, as_of)
    behind = {owned_id: reports for owned_id, reports in carried_out(rows, as_of).items() if owned_id in days}
    return Counted(len(set(days.values())), behind, gaps=_without_start(rows, as_of, days))


def _without_start(rows: Visible, as_of: date | None, days: Mapping[OwnedId, date]) -> tuple[Gap, ...]:
    return _gaps({Unknown.START: len(set(carried_out(rows, as_of)) - set(days))})


def _officers(definition: Definition, rows: Visible, as_of: date | None) -> Counted:
    """A number recorded in a row is content, so only rows disclosed in full count here.

    Of a search reported several times the largest number counts.
    """
    known, searches = {}, carried_out(rows, as_of)
    for owned_id, reports in searches.items():
        full = [
            row for row in reports if row.level is Disclosure.FULL and row.fields.get("officers") is not None
        ]
        if full:
            known[owned_id] = full
    gaps = _gaps({Unknown.OFFICERS: len(searches) - len(known)})
    if not known:
        return Counted(None)
    most = (max(row.fields["officers"] for row in reports) for reports in known.values())
    return Counted(sum(most), known, gaps=gaps)


def _taking_part(rows: Visible, as_of: date | None) -> dict[OwnedId, list[VisibleRow]]:
    """The authorities that acted, under an empty id; victims stay out, or the rows would break them down."""
    behind: dict[OwnedId, list[VisibleRow]] = {}
    persons = _with_status(rows, as_of, frozenset(PERSON_STATUSES), None)
    for reported in (carried_out(rows, as_of), seized(rows, as_of), persons):
        for (authority, _), reports in reported.items():
            behind.setdefault((authority, ""), []).extend(reports)
    return behind


def _authorities(definition: Definition, rows: Visible, as_of: date | None) -> Counted:
    behind = _taking_part(rows, as_of)
    return Counted(len(behind), behind, tuple(sorted(authority for authority, _ in behind)))


def _countries(definition: Definition, rows: Visible, as_of: date | None) -> Counted:
    behind = _taking_part(rows, as_of)
    countries = tuple(sorted({authority.country for authority, _ in behind}))
    return Counted(len(countries), behind, countries)


_Counter = Callable[[Definition, Visible, date | None], Counted]

_COUNTERS: Mapping[str, _Counter] = {
    "actions": _actions,
    "items": _items,
    "examined": _examined,
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
