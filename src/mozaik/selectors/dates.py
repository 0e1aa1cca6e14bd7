"""Dates in digits: what looks like a phone number and is a day."""

import re
from functools import lru_cache

_DAY, _MONTH, _YEAR = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:0?[1-9]|1[0-2])", r"(?:19|20)\d\d"
_BETWEEN = r"[./ \u2013-]{1,2}"
_WRITTEN = re.compile(
    rf"(?<!\d)(?<!\d[./-])(?:{_DAY}{_BETWEEN}{_MONTH}{_BETWEEN}{_YEAR}(?!\d)"
    rf"|{_MONTH}{_BETWEEN}{_DAY}{_BETWEEN}{_YEAR}(?!\d)"
    rf"|{_YEAR}{_BETWEEN}{_MONTH}{_BETWEEN}{_DAY}(?!\d)"
    rf"|{_DAY}([./-]){_MONTH}\1\d\d(?!\d)(?![./-]\d)"
    rf"|{_DAY}\. ?{_MONTH}\.(?= ?(?:\d{{1,2}}[.:]\d\d)?(?:\s|$))"
    rf"|(?:{_DAY}{_MONTH}\.|{_MONTH}/){_YEAR}(?!\d|[ -]\d{{2,4}}(?![\d/.])))"
)
_COMPACT = re.compile(
    rf"{_YEAR}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:[ T-]?(?:[01]\d|2[0-3])[0-5]\d(?:[0-5]\d)?)?|"
    rf"(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2]){_YEAR}"
)
_LIST_MARK = re.compile(r"(?:(?<![\d.,/:-])\d{1,3}[.)]|(?<=\d:)[0-5]\d)[ \u00a0]{1,3}(?=[0(])")
_CASE = re.compile(r".{1,30}/" + _YEAR, re.DOTALL)
"""A case or document number: it ends in a stroke and the year."""


def behind_mark(text: str, start: int) -> int:
    """Where a number begins behind the mark of a list or a time of day (`1. 041`, `10:23 041`); 0: none."""
    mark = _LIST_MARK.match(text, start)
    return mark.end() if mark else 0


@lru_cache(maxsize=1 << 12)
def before_date(run: str) -> tuple[str, int]:
    """The part of a run of digits and signs before its first date, and where that date ends (0: none)."""
    date = _WRITTEN.search(run)
    return (run[: date.start()], date.end()) if date else (run, 0)


def is_date(written: str) -> bool:
    """Whether a whole writing is a day without punctuation, or the number of a case with its year."""
    return _COMPACT.fullmatch(written) is not None or _CASE.fullmatch(written) is not None
