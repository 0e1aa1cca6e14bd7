"""Moments as documents write them: UTC to the second, `2023-11-20T09:00:00Z`."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from mozaik.errors import InvalidInputError

_UTC = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z", re.ASCII)
_REMEDY = "write it as 2023-11-20T09:00:00Z"


def utc_text(moment: datetime) -> str:
    """A moment as documents write it, fractions of a second cut off; InvalidInputError without a zone."""
    return _in_utc(moment).replace(microsecond=0, tzinfo=None).isoformat() + "Z"


def exact_utc_text(moment: datetime) -> str:
    """A moment in UTC with the fractions of its second, if it has any; InvalidInputError without a zone."""
    return _in_utc(moment).replace(tzinfo=None).isoformat() + "Z"


def after_all(now: datetime, moments: Iterable[str]) -> datetime:
    """Now, or a second after the latest of these moments (UTC text): what follows them is dated after them.

    So a clock that was put back does not make the last word an earlier one.
    """
    last = max(moments, default="")
    if not last:
        return now
    try:
        return max(now, moment_from_text(last) + timedelta(seconds=1))
    except OverflowError:  # whoever states the last second there is has it
        return moment_from_text(last)


def utc_day(moment: datetime) -> date:
    """The day of a moment in UTC; InvalidInputError without a zone."""
    return _in_utc(moment).date()


def is_utc_text(text: str) -> bool:
    """Whether a text is a moment as documents write it, on a day and at a time that exist."""
    try:
        return _UTC.fullmatch(text) is not None and utc_text(datetime.fromisoformat(text)) == text
    except ValueError:
        return False


def is_day_text(text: str) -> bool:
    """Whether a text is a day as documents write it, `2023-11-20`, and that day exists."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def moment_from_text(text: str, where: str = "") -> datetime:
    """The moment, in UTC, of an ISO 8601 text with a zone; InvalidInputError, naming `where`, for another."""
    try:
        return _in_utc(datetime.fromisoformat(text), where)
    except (ValueError, OverflowError) as error:
        raise InvalidInputError("this is not a time", where=where, remedy=_REMEDY) from error


def _in_utc(moment: datetime, where: str = "") -> datetime:
    if moment.tzinfo is None:
        raise InvalidInputError("a time has no zone", where=where, remedy=_REMEDY)
    return moment.astimezone(UTC)
