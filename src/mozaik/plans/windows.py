"""Times as people write them: with an offset, by a clock on the wall in a named zone, or as whole days.

A time by the clock on the wall that a change of the clocks leaves out or repeats is refused: nobody could say
later when it was. A day begins and ends at its midnights in the zone, so that it may have 23 or 25 hours.
"""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from mozaik.moments import utc_text
from mozaik.plans.model import Window
from mozaik.records import day_of_cell

_TIMED = re.compile(
    r"(?P<day>.+?)[T ] *(?P<time>\d{1,2}:\d{2}(:\d{2})?)(?P<offset>Z|[+-]\d{2}:\d{2})?", re.ASCII
)
_OFFSET = re.compile(r"(?P<sign>[+-])(?P<hours>[01]\d|2[0-3]):(?P<minutes>[0-5]\d)", re.ASCII)
_HOW = (
    "write it as 2023-11-06T06:00:00+01:00, as 2023-11-06 06:00 with a zone, or as the day alone with a zone"
)


class BadTimeError(ValueError):
    """A field of a window cannot be read; the reason never quotes it."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(reason)
        self.field = field


def window_of(fields: Mapping[str, object]) -> Window:
    """The window that the fields `begins`, `ends` and `zone` state, each of which may be left out.

    BadTimeError names the field and the reason. A day as the end is part of the window.
    """
    zone_name = str(fields.get("zone", "")).strip()
    zone = _zone(zone_name) if zone_name else None
    begins, ends = (_moment(name, fields.get(name), zone) for name in ("begins", "ends"))
    if begins and ends and ends <= begins:
        raise BadTimeError("ends", "the window ends before it begins, or at once")
    return Window(utc_text(begins) if begins else None, utc_text(ends) if ends else None, zone_name or "UTC")


def _moment(field: str, value: object, zone: tzinfo | None) -> datetime | None:
    if value is None or value == "":
        return None
    try:
        if isinstance(value, datetime):
            return _placed(field, value, zone)
        timed = _TIMED.fullmatch(value.strip()) if isinstance(value, str) else None
        if timed is None:
            return _midnight(field, day_of_cell(value), zone)
        day, clock = day_of_cell(timed["day"]), time.fromisoformat(timed["time"].zfill(5))
        written = datetime.combine(day, clock)
        if timed["offset"]:
            written = written.replace(tzinfo=_zone(timed["offset"], field))
        return _placed(field, written, zone)
    except BadTimeError:
        raise
    except (ValueError, OverflowError):
        raise BadTimeError(field, f"it is no time: {_HOW}") from None


def _placed(field: str, written: datetime, zone: tzinfo | None) -> datetime:
    """A time in UTC; without an offset of its own it is read by the clock on the wall of the zone."""
    if written.tzinfo is not None:
        return written.astimezone(UTC)
    if zone is None:
        raise BadTimeError(field, f"the time has no zone: {_HOW}")
    first, second = (written.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    if first.utcoffset() != second.utcoffset():
        raise BadTimeError(
            field, "the clocks change there, so this time was never or twice: state its offset"
        )
    return first.astimezone(UTC)


def _midnight(field: str, day: date, zone: tzinfo | None) -> datetime:
    """The moment at which a day begins, or, as an end, at which it is over."""
    if zone is None:
        raise BadTimeError(field, f"a day without a zone could begin at any of 26 hours: {_HOW}")
    counted = day + timedelta(days=1) if field == "ends" else day
    return datetime.combine(counted, time(), tzinfo=zone).astimezone(UTC)


def _zone(name: str, field: str = "zone") -> tzinfo:
    if name in ("UTC", "Z"):
        return UTC
    if offset := _OFFSET.fullmatch(name):
        ahead = timedelta(hours=int(offset["hours"]), minutes=int(offset["minutes"]))
        return timezone(-ahead if offset["sign"] == "-" else ahead)
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        reason = "this zone is not known: write one such as Europe/Ljubljana, or an offset such as +01:00"
        raise BadTimeError(field, reason) from None
