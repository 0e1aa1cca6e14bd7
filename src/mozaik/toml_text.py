"""TOML as people write it: whatever is wrong with it is an error of the input, with file and place."""

import re
import tomllib
from typing import Any

from mozaik.errors import InvalidInputError

_PLACE = re.compile(r"\(at (line \d+, column \d+|end of document)\)\Z")
_ENDLESS_NUMBER = re.compile(r"\d[\d_]{4000,}", re.ASCII)


def parse_toml(text: str, where: str) -> dict[str, Any]:
    """The table that a TOML text is; InvalidInputError names `where`, the place in it and the remedy.

    The parser's own words are not repeated: they may quote a line, and a line may hold a name.
    """
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place_match = _PLACE.search(str(error))
        raise _unreadable(
            where, place_match[1] if place_match else "", "it breaks a rule of TOML there"
        ) from error
    except RecursionError as error:
        raise _unreadable(where, "", "arrays or tables are nested too deep") from error
    except ValueError as error:
        number = _ENDLESS_NUMBER.search(text)
        line = f"line {text.count(chr(10), 0, number.start()) + 1}" if number else ""
        raise _unreadable(where, line, "a number has thousands of digits") from error


def _unreadable(where: str, place: str, why: str) -> InvalidInputError:
    return InvalidInputError(
        "not readable TOML", where=f"{where}, {place}" if place else where, why=why, remedy="correct it there"
    )
