"""TOML as people write it: whatever is wrong with it is an error of the input, with file and place."""

import re
import tomllib
from typing import Any

from mozaik.errors import InvalidInputError

_PLACE = re.compile(r"\(at (line \d+, column \d+|end of document)\)\Z")
_LINE = re.compile(r"line (\d+)", re.ASCII)
_OTHER_DAY = re.compile(r"=\s*(\d{1,2}[./-] ?\d{1,2}[./-] ?\d{2,4}|\d{4}[./-]\d{1,2}[./-]\d{1,2})", re.ASCII)
_ENDLESS_NUMBER = re.compile(r"\d[\d_]{4000,}", re.ASCII)


def parse_toml(text: str, where: str) -> dict[str, Any]:
    """The table that a TOML text is; InvalidInputError names `where`, the place in it and the remedy.

    The parser's own words are not repeated: they may quote a line, and a line may hold a name.
    """
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place_match = _PLACE.search(str(error))
        place = place_match[1] if place_match else ""
        raise _unreadable(where, place, _why(text, place)) from error
    except RecursionError as error:
        raise _unreadable(where, "", "arrays or tables are nested too deep") from error
    except ValueError as error:
        number = _ENDLESS_NUMBER.search(text)
        line = f"line {text.count(chr(10), 0, number.start()) + 1}" if number else ""
        raise _unreadable(where, line, "a number has thousands of digits") from error


def _why(text: str, place: str) -> str:
    """Which rule a line breaks, where that can be told."""
    number = _LINE.match(place)
    lines = text.splitlines()
    line = lines[int(number[1]) - 1] if number and int(number[1]) <= len(lines) else ""
    if _OTHER_DAY.search(line):
        return "a day or time is written in another way than 2023-11-06 or 2023-11-06T06:00:00+01:00"
    return "it breaks a rule of TOML there"


def _unreadable(where: str, place: str, why: str) -> InvalidInputError:
    return InvalidInputError(
        "not readable TOML", where=f"{where}, {place}" if place else where, why=why, remedy="correct it there"
    )
