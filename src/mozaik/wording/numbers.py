"""Numbers that somebody typed: digits of any script and number words, found in a text of a language.

A published number is a figure. What stands in a text as a number, or makes a figure beside it vague, is found
here; the lists are one file a language, `numbers.toml`.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from mozaik.wording.deny import word_pattern
from mozaik.wording.language import languages_with, load


@dataclass(frozen=True, slots=True)
class NumberFound:
    """A number in a text: where it stands and how it is written."""

    start: int
    end: int
    written: str


def numbered_languages() -> tuple[str, ...]:
    """The languages whose words for numbers are known."""
    return languages_with("numbers")


def numbers_in(text: str, language: str) -> list[NumberFound]:
    """Every number that is typed in a text, in order: runs of digits, and number words of the language.

    A digit is whatever Unicode gives a numeric value: of any script, raised, Roman, a fraction. Raises as
    `load` for a language whose words are not known.
    """
    digits = [NumberFound(start, end, text[start:end]) for start, end in _runs(text)]
    words = [
        NumberFound(match.start(), match.end(), match.group()) for match in _words(language).finditer(text)
    ]
    return sorted([*digits, *words], key=lambda number: (number.start, -number.end))


def vague_beside(before: str, after: str, language: str) -> str:
    """The words right before or behind a figure that say more or less than it does; empty without any."""
    pattern_before, pattern_after = _vague(language)
    match = pattern_before.search(before) or pattern_after.match(after)
    return match["words"] if match else ""


def _runs(text: str) -> list[tuple[int, int]]:
    """Where the runs of digits are: from, and to before which place."""
    marked = "".join("0" if unicodedata.numeric(letter, None) is not None else " " for letter in text)
    return [match.span() for match in re.finditer("0+", marked)]


@cache
def _words(language: str) -> re.Pattern[str]:
    return word_pattern(load("numbers", language)["words"])


@cache
def _vague(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    table = load("numbers", language)
    before, after = ("|".join(map(re.escape, table[name])) for name in ("before", "after"))
    return (
        re.compile(rf"(?<!\w)(?P<words>{before})\s*$", re.IGNORECASE),
        re.compile(rf"\s*(?P<words>{after}|\+)(?!\w)", re.IGNORECASE),
    )
