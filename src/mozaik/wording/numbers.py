"""Numbers that somebody typed: digits of any script and number words, found in a text of a language.

A published number is a figure. What stands in a text as a number, or makes a figure beside it vague, is found
here; the lists are one file a language, `numbers.toml`.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from mozaik.wording.deny import word_pattern
from mozaik.wording.language import languages_with, load

_ROMAN = re.compile(
    r"(?<!\w)(?=[IVXLCDM]{2})M{0,3}(CM|CD|D?C{0,4})(XC|XL|L?X{0,4})(IX|IV|V?I{0,4})(?!\w)", re.IGNORECASE
)
_LOOKALIKE = str.maketrans("ХхІіӀ", "XxIiI")
"""Cyrillic letters that have the shape of a numeral's."""
_NO_NUMERALS = frozenset({"CIV", "CLI", "DIV", "DIX", "DVI", "LIV", "MIX"})
"""Words that are numerals too."""


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
    """Every number that is typed in a text, in order: digits, Roman numerals, number words of the language.

    A digit is whatever Unicode gives a numeric value: of any script, raised, a fraction. Number words are
    found alone, as ordinals, and joined (twentysix); each once, the longest first. Raises as `load` for a
    language whose words are not known.
    """
    spans = [*_runs(text), *_roman(text), *(match.span() for match in _words(language).finditer(text))]
    kept: list[tuple[int, int]] = []
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return [NumberFound(start, end, text[start:end]) for start, end in kept]


def vague_beside(before: str, after: str, language: str) -> str:
    """The words right before or behind a figure that say more or less than it does; empty without any."""
    pattern_before, pattern_after = _vague(language)
    match = pattern_before.search(before) or pattern_after.match(after)
    return match["words"] if match else ""


def _runs(text: str) -> list[tuple[int, int]]:
    """Where the runs of digits are: from, and to before which place."""
    marked = "".join("0" if unicodedata.numeric(letter, None) is not None else " " for letter in text)
    return [match.span() for match in re.finditer("0+", marked)]


def _roman(text: str) -> Iterator[tuple[int, int]]:
    """Where Roman numerals of two letters and more stand, in Latin letters or Cyrillic ones that look so."""
    for match in _ROMAN.finditer(text.translate(_LOOKALIKE)):
        written = match.group()
        if _is_roman(written) and written.upper() not in _NO_NUMERALS:
            yield match.span()


def _is_roman(written: str) -> bool:
    """Whether letters that form a numeral are meant as one: vi and Vi are words, CD and MMC short names."""
    if not set(written.upper()) & set("IVX"):
        return False
    if written.isupper():
        return len(written) > 2 or set(written) <= set("IVX") or "X" in written
    return set(written.upper()) <= set("IVX") and (len(written) > 2 or written in ("ii", "iv", "ix", "xx"))


@cache
def _words(language: str) -> re.Pattern[str]:
    table = load("numbers", language)
    joined, joiners = ("|".join(table[name]) for name in ("joined", "joiners"))
    together = f"(?:(?:{joined})(?:{joiners})?)+(?:{joined})"
    return word_pattern([*table["words"], together])


@cache
def _vague(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    table = load("numbers", language)
    before, after = ("|".join(map(re.escape, table[name])) for name in ("before", "after"))
    return (
        re.compile(rf"(?<!\w)(?P<words>{before})\s*$", re.IGNORECASE),
        re.compile(rf"\s*(?P<words>{after}|\+)(?!\w)", re.IGNORECASE),
    )
