"""A timeline of the times that the told rows state, where there are any."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from mozaik.package.model import Holder, Package
from mozaik.parties import Authority
from mozaik.release import FieldValue
from mozaik.typed_json import Json
from mozaik.wording import say

LISTED = 30
"""How many times the table under the drawing lists; it says how many more there are."""
LANES = 8
"""How many authorities have a lane in the drawing; the table names all."""
WIDTH, LANE, NAMES = 1660, 70, 260
"""In tenths of a millimetre: the drawing, the height of a lane, and the column of the names."""
TICKS = 5
COLUMNS = {"modified_at": "changed", "at": "seen", "taken_at": "taken"}
"""Which column of a row says which time."""

Object = dict[str, Json]


@dataclass(frozen=True, slots=True, order=True)
class Event:
    """One time of one item: `zoned` says whether it is UTC or a clock of unknown zone."""

    at: datetime
    authority: Authority
    unit: str
    what: str
    zoned: bool


def events_of(package: Package) -> Mapping[Event, tuple[str, ...]]:
    """Every time that is told, in order, each once, with the references of its hits and pointers."""
    told: dict[Event, dict[str, None]] = {}
    for hit in package.told:
        for holder in hit.told:
            for event in _events(holder):
                told.setdefault(event, {})[hit.reference] = None
    return {event: tuple(told[event]) for event in sorted(told)}


def timeline_part(package: Package) -> Object | None:
    """The table, and a drawing with its text where there is more than a day; None where no time is told."""
    events = events_of(package)
    if not events:
        return None
    first, last = min(events).at, max(events).at
    lanes = list(dict.fromkeys(event.authority for event in events))[:LANES]
    whom = ", ".join(dict.fromkeys(str(event.authority) for event in events))
    more = len(events) - LISTED
    return {
        "drawing": _drawing(list(events), lanes, first, last) if first.date() < last.date() else None,
        "alt": say("paper.timeline_alt", count=len(events), first=_day(first), last=_day(last), whom=whom),
        "rows": [_row(event, references) for event, references in list(events.items())[:LISTED]],
        "more_text": say("paper.more_times", count=more) if more > 0 else None,
    }


def _events(holder: Holder) -> Iterator[Event]:
    for column, what in COLUMNS.items():
        if moment := _moment(holder.fields.get(column)):
            zoned = moment.tzinfo is not None and _zone_known(holder.fields, column)
            at = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
            yield Event(at, holder.authority, holder.unit or "", what, zoned)


def _zone_known(fields: Mapping[str, FieldValue], column: str) -> bool:
    return column != "modified_at" or fields.get("time_zone_known") is True


def _moment(stated: FieldValue) -> datetime | None:
    """A time as ISO 8601 states it; a camera's odd form is no time."""
    try:
        return datetime.fromisoformat(str(stated)) if isinstance(stated, str) else None
    except ValueError:
        return None


def _row(event: Event, references: Sequence[str]) -> list[Json]:
    zone = "UTC" if event.zoned else say("paper.zone_unknown")
    whose = f"{event.authority}, {event.unit}" if event.unit else str(event.authority)
    more = len(references) - 1
    named = say("phrase.and_more", some=references[0], count=more) if more else references[0]
    return [f"{event.at:%Y-%m-%d %H:%M} {zone}", whose, say(f"paper.event.{event.what}"), named]


def _drawing(events: Sequence[Event], lanes: Sequence[Authority], first: datetime, last: datetime) -> Object:
    """Places in tenths of a millimetre: a lane an authority, a dot a time."""
    span = max(last - first, timedelta(days=1))

    def across(at: datetime) -> int:
        return round(NAMES + 40 + (WIDTH - NAMES - 180) * ((at - first) / span))

    dots = sorted(
        {(across(event.at), lanes.index(event.authority)) for event in events if event.authority in lanes}
    )
    ticks = {_day(at): across(at) for at in (first + span * part / (TICKS - 1) for part in range(TICKS))}
    return {
        "width": WIDTH,
        "height": LANE * len(lanes) + 70,
        "lane": LANE,
        "names": NAMES,
        "lanes": [*lanes],
        "dots": [{"x": x, "lane": lane} for x, lane in dots],
        "ticks": [{"x": x, "label": label} for label, x in ticks.items()],
    }


def _day(at: datetime) -> str:
    return f"{at:%Y-%m-%d}"
