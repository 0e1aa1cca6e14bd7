"""When somebody answers: `24/7 (2024)`, or `Mo-Fr 09:00-20:00; Sa 10:00-14:00 (2024)`.

Hours age faster than numbers, so they are never without the year in which their source was right.
"""

import re
from dataclasses import dataclass

_DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_TEXT = re.compile(r"(?P<when>.+) \((?P<year>20[0-9]{2})\)")
_SPAN = re.compile(r"(?P<days>\S+) (?P<begin>[0-2][0-9]:[0-5][0-9])-(?P<end>[0-2][0-9]:[0-5][0-9])")


@dataclass(frozen=True, slots=True)
class Span:
    """Some days of the week (0 is Monday, as runs of first and last) and the time of day on them."""

    days: tuple[tuple[int, int], ...]
    begin: str
    end: str


@dataclass(frozen=True, slots=True)
class Hours:
    """When somebody answers, as of a year; no spans mean day and night."""

    spans: tuple[Span, ...]
    year: int

    @property
    def always(self) -> bool:
        """Whether somebody answers day and night."""
        return not self.spans


def read_hours(text: str) -> Hours | None:
    """The hours that a text says, or None if it does not say them in this form."""
    match = _TEXT.fullmatch(text)
    if match is None:
        return None
    if match["when"] == "24/7":
        return Hours((), int(match["year"]))
    spans = [_span(part) for part in match["when"].split("; ")]
    whole = tuple(span for span in spans if span is not None)
    return Hours(whole, int(match["year"])) if len(whole) == len(spans) else None


def _span(text: str) -> Span | None:
    match = _SPAN.fullmatch(text)
    if match is None or match["begin"] >= match["end"] or match["end"] > "24:00":
        return None
    runs = [_run(part) for part in match["days"].split(",")]
    whole = tuple(run for run in runs if run is not None)
    return Span(whole, match["begin"], match["end"]) if len(whole) == len(runs) else None


def _run(text: str) -> tuple[int, int] | None:
    first, _, last = text.partition("-")
    if first not in _DAYS or (last or first) not in _DAYS:
        return None
    run = _DAYS.index(first), _DAYS.index(last or first)
    return run if run[0] <= run[1] else None
