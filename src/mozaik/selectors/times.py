"""Times with their zone in running text, as hours in UTC: of web servers, mails, logs and exports.

A time without a zone is no time here: nobody knows which hour it was.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from mozaik.moments import utc_text
from mozaik.selectors.outline import Outline

_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS = {name: number for number, name in enumerate(_NAMES, 1)}
_TIME = re.compile(
    r"(?<![\w.-])(?:(?P<year>(?:19|20)[0-9]{2})-(?P<month>[01][0-9])-(?P<day>[0-3][0-9])[T ]|"
    r"(?P<day2>[0-3]?[0-9])[/ ](?P<month2>[A-Z][a-z]{2})[/ ](?P<year2>(?:19|20)[0-9]{2})[: ])"
    r"(?P<hour>[0-2][0-9]):[0-5][0-9](?::[0-6][0-9](?:[.,][0-9]{1,9})?)?[ ]?\(?"
    r"(?P<zone>Z|UTC|GMT|CEST|CET|EEST|EET|(?:UTC|GMT)?[+-][0-9]{1,2}:?(?:[0-9]{2})?)(?!\w)"
)
_HOUR = re.compile(r"((?:19|20)[0-9]{2})-([01][0-9])-([0-3][0-9])T([0-2][0-9])Z")
_ZONES = {"Z": 0, "UTC": 0, "GMT": 0, "CET": 60, "CEST": 120, "EET": 120, "EEST": 180}
_MOST_MINUTES = 14 * 60
_TO_THE_HOUR = len("2023-11-20T09")


@dataclass(frozen=True, slots=True)
class Times:
    """The times of a text: where each begins and ends, in order, and its hour in UTC."""

    starts: list[int]
    ends: list[int]
    hours: list[str]

    def nearest(self, place: int, first: int, last: int) -> str:
        """The hour of the time nearest to a place between two places, or empty."""
        at = bisect_left(self.starts, place)
        near = [n for n in (at - 1, at) if 0 <= n < len(self.starts) and first <= self.starts[n] < last]
        return (
            self.hours[min(near, key=lambda n: min(abs(self.starts[n] - place), abs(self.ends[n] - place)))]
            if near
            else ""
        )


def times_with_zone(outline: Outline) -> Times:
    """Every time with a zone in a text."""
    times = Times([], [], [])
    for match, hour in _read(outline.text) if b"00:00" in outline.shape else ():
        times.starts.append(match.start())
        times.ends.append(match.end())
        times.hours.append(hour)
    return times


def _read(text: str) -> Iterator[tuple[re.Match[str], str]]:
    for match in _TIME.finditer(text):
        hour = _hour(match)
        if hour:
            yield match, hour


def hour_in_utc(text: str) -> str | None:
    """`YYYY-MM-DDTHHZ` of a whole text that is a time with a zone, or that hour itself; else None."""
    match = _HOUR.fullmatch(text)
    if match:
        return _written(*map(int, match.groups()), minutes=0)
    time = _TIME.fullmatch(text)
    return _hour(time) if time else None


def _hour(match: re.Match[str]) -> str | None:
    month = _MONTHS.get((match["month2"] or "").lower(), int(match["month"] or 0))
    zone = match["zone"]
    minutes = _ZONES[zone] if zone in _ZONES else _offset(zone.removeprefix("UTC").removeprefix("GMT"))
    if abs(minutes) > _MOST_MINUTES:
        return None
    clock = match[0][match.start("hour") - match.start() :]
    year, day = int(match["year"] or match["year2"]), int(match["day"] or match["day2"])
    return _written(year, month, day, int(match["hour"]), minutes=minutes, minute=int(clock[3:5]))


def _offset(zone: str) -> int:
    digits = zone[1:].replace(":", "")
    hours, minutes = (digits[:-2], digits[-2:]) if len(digits) > 2 else (digits, "0")
    return (-1 if zone[0] == "-" else 1) * (int(hours) * 60 + int(minutes))


def _written(year: int, month: int, day: int, hour: int, *, minutes: int, minute: int = 0) -> str | None:
    try:
        there = datetime(year, month, day, hour, minute, tzinfo=timezone(timedelta(minutes=minutes)))
        return utc_text(there)[:_TO_THE_HOUR] + "Z"
    except (ValueError, OverflowError):
        return None
