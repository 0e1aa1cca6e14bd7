"""Single values of record files: from TOML types or CSV text to the type of a column, or why not.

Times need a zone: a wall-clock time without one is refused, because nobody could say later when it was.
"""

import re
from datetime import UTC, date, datetime

import pyarrow as pa

from mozaik.moments import is_day_text

LONGEST_TEXT = 32_768
LONGEST_NUMBER = 4096
"""Bits of a number in a text column; Python does not write out numbers of any length."""
_DAY_FIRST = re.compile(r"(?P<day>\d{1,2})\. ?(?P<month>\d{1,2})\. ?(?P<year>\d{4})\.?", re.ASCII)
"""A day as spreadsheets of the region write it: `9.11.2026`, the day always first."""
_TRUTH = {"true": True, "false": False, "yes": True, "no": False, "1": True, "0": False}


def to_column_type(value: object, kind: pa.DataType) -> object:
    """The value in the Python type of a column; ValueError says in words what was expected."""
    if pa.types.is_string(kind):
        return _text(value)
    if pa.types.is_fixed_size_binary(kind):
        return _digest(value, kind.byte_width)
    if pa.types.is_timestamp(kind):
        return _time(value)
    if pa.types.is_date(kind):
        return day_of_cell(value)
    if pa.types.is_boolean(kind):
        return _truth(value)
    return _integer(value)


def _text(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | date):
        raise ValueError("a text is expected")
    if isinstance(value, int) and value.bit_length() > LONGEST_NUMBER:
        raise ValueError("the number is too long for a text")
    text = str(value).strip()
    if not text:
        raise ValueError("the text is empty; leave the field out")
    if len(text.encode("utf-8", "replace")) > LONGEST_TEXT:
        raise ValueError(f"the text is longer than {LONGEST_TEXT} bytes")
    if any(ord(letter) < 32 and letter not in "\t\n" for letter in text):
        raise ValueError("the text holds a control character")
    return text


def _digest(value: object, width: int) -> bytes:
    try:
        digest = bytes.fromhex(value) if isinstance(value, str) else b""
    except ValueError:
        digest = b""
    if len(digest) != width:
        raise ValueError(f"a digest of {2 * width} hexadecimal digits is expected")
    return digest


def _time(value: object) -> datetime:
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value.strip())
        except ValueError:
            raise ValueError("a time such as 2023-11-06T06:00:00+01:00 is expected") from None
    if not isinstance(value, datetime):
        raise ValueError("a time such as 2023-11-06T06:00:00+01:00 is expected")
    if value.tzinfo is None:
        raise ValueError("the time has no zone; add Z or an offset such as +01:00")
    try:
        return value.astimezone(UTC)
    except OverflowError:
        raise ValueError("the time is out of range") from None


def day_of_cell(value: object) -> date:
    """The day that a person wrote, `2023-11-06` or `6.11.2023`; ValueError says why it is none."""
    if isinstance(value, str) and is_day_text(value.strip()):
        return date.fromisoformat(value.strip())
    if isinstance(value, str) and (written := _DAY_FIRST.fullmatch(value.strip())):
        try:
            return date(int(written["year"]), int(written["month"]), int(written["day"]))
        except ValueError:
            raise ValueError("there is no such day") from None
    if isinstance(value, datetime) or not isinstance(value, date):
        raise ValueError("a date such as 2023-11-06 is expected")
    return value


def _truth(value: object) -> bool:
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.strip().lower() in _TRUTH:
        return _TRUTH[value.strip().lower()]
    raise ValueError("true or false is expected")


def _integer(value: object) -> int:
    if isinstance(value, str) and value.strip().removeprefix("-").isdecimal() and len(value) < 25:
        value = int(value.strip())
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError("a whole number is expected")
    if not -(2**63) <= value < 2**63:
        raise ValueError("the number is out of range")
    return value
