"""The keys of a name: names that may be the same share at least one, so that only those are compared.

A key is one word's coarse reading and the first sound of another word: `popovic+d` for Dunja Popović. So
swapped order, initials, a missing middle name and a slip in one of the two words still meet. A name of one
word has its readings alone.

Many people share a key: every D. Popović has that of Dunja. `partner_tokens` parts them further and loses no
pair: two names that may be one share a word by its reading, and beside it another by one of its tokens.
"""

from functools import lru_cache

from mozaik.names.arabic import MARK, arabic_readings
from mozaik.names.customs import Languages, languages_of
from mozaik.names.diminutives import FULL_OF_SHORT
from mozaik.names.forms import GROUPS_OF_FORM
from mozaik.names.readings import Readings, one_less, read
from mozaik.names.written import Role, Word, read_words, script_of

KEYS_VERSION = "2"
"""Version of the letter tables and key rules together."""

Line = tuple[int, str]
"""A line of the table of forms, and the side of its bar."""


def name_keys(full_name: str, language: str | None = None, script: str | None = None) -> frozenset[str]:
    """The keys of a name as it is written, in any order of its words; empty for a text without letters.

    `language` (a tag such as `mk`, `sq`, `sr-Cyrl`) only adds readings. `script` is read from the letters;
    what a record says of it changes nothing.
    """
    del script
    words = read_words(full_name)
    languages = languages_of(words, main_language(language))
    arabic = arabic_readings(words)
    if len(words) == 1:
        return read(words[0], languages).coarse | arabic[0]
    keys: set[str] = set()
    for place, word in enumerate(words):
        if word.initial:
            continue
        readings = read(word, languages).coarse | arabic[place]
        for other_place, other in enumerate(words):
            if place != other_place:
                firsts = first_sounds(other, languages, arabic[other_place])
                keys.update(f"{reading}+{first}" for reading in readings for first in firsts)
    return frozenset(keys)


def partner_tokens(full_name: str, language: str | None, key: str) -> frozenset[str]:
    """What the words beside a key's own may be met by, among names that have this key.

    An initial meets every word of its sound: it has `i.` and the sound, other words have `f.` and theirs.
    """
    words = read_words(full_name)
    languages = languages_of(words, main_language(language))
    arabic = arabic_readings(words)
    reading, _, first = key.rpartition("+")
    tokens: set[str] = set()
    for place, word in enumerate(words):
        if word.initial or reading not in read(word, languages).coarse | arabic[place]:
            continue
        for other_place, other in enumerate(words):
            if place != other_place and first in first_sounds(other, languages, arabic[other_place]):
                tokens |= _tokens(other, languages, arabic[other_place])
    return frozenset(tokens)


@lru_cache(maxsize=65536)
def _tokens(word: Word, languages: Languages, arabic: frozenset[str]) -> frozenset[str]:
    readings = read(word, languages)
    fulls = full_names(readings)
    if word.initial:
        return frozenset(f"i.{sound}" for sound in readings.first)
    lines = lines_of(readings).union(*(lines_of(full) for full in fulls))
    numbers = (f"#{line}" for line, _ in lines)
    tokens = readings.coarse.union(arabic, *(full.coarse for full in fulls), numbers)
    slipped = (f"~{less}" for said in {readings.stripped, *readings.likely} for less in one_less(said))
    return tokens.union(slipped, (f"f.{sound}" for sound in readings.first))


def main_language(language: str | None) -> str | None:
    """The language part of a tag: `sr` of `sr-Cyrl`."""
    return language.partition("-")[0].lower() if language else None


def first_sounds(word: Word, languages: Languages, arabic: frozenset[str] = frozenset()) -> frozenset[str]:
    """The first sounds of a word and of the full names it may be short for, and the lines of its forms."""
    readings = read(word, languages)
    fulls = full_names(readings)
    lines = lines_of(readings).union(*(lines_of(full) for full in fulls))
    said = frozenset(reading[: len(MARK) + 1] for reading in arabic)
    return readings.first.union(*(full.first for full in fulls), said, (f"#{line}" for line, _ in lines))


@lru_cache(maxsize=65536)
def full_names(readings: Readings) -> tuple[Readings, ...]:
    """The readings of the full names that a short form may stand for."""
    return tuple(full for reading in sorted(readings.coarse) for full in _full_by_reading().get(reading, ()))


@lru_cache(maxsize=65536)
def lines_of(readings: Readings) -> frozenset[Line]:
    """Where in the table of forms a given name stands."""
    return frozenset[Line]().union(*(_lines_by_reading().get(said, frozenset()) for said in readings.coarse))


@lru_cache(maxsize=1)
def _full_by_reading() -> dict[str, tuple[Readings, ...]]:
    table: dict[str, tuple[Readings, ...]] = {}
    for short, fulls in FULL_OF_SHORT.items():
        for reading in _given(short).coarse:
            readings = [_given(full) for full in sorted(fulls)]
            table[reading] = (*table.get(reading, ()), *readings)
    return table


@lru_cache(maxsize=1)
def _lines_by_reading() -> dict[str, frozenset[Line]]:
    table: dict[str, frozenset[Line]] = {}
    for form, lines in GROUPS_OF_FORM.items():
        for reading in _given(form).coarse:
            table[reading] = table.get(reading, frozenset()) | lines
    return table


def _given(name: str) -> Readings:
    return read(Word(name, Role.GIVEN, script_of(name)))
