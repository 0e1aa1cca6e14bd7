"""The keys of a name: names that may be the same share at least one, so that only those are compared.

A key is one word's coarse reading and the first sound of another word: `popovic+d` for Dunja Popović. So
swapped order, initials, a missing middle name and a slip in one of the two words still meet. A name of one
word has its readings alone.
"""

from functools import lru_cache

from mozaik.names.diminutives import FULL_OF_SHORT
from mozaik.names.readings import Readings, read
from mozaik.names.written import Role, Word, read_words

KEYS_VERSION = "1"
"""Version of the letter tables and key rules together."""


def name_keys(full_name: str, language: str | None = None, script: str | None = None) -> frozenset[str]:
    """The keys of a name as it is written, in any order of its words; empty for a text without letters.

    `language` (a tag such as `mk`, `sq`, `sr-Cyrl`) only adds readings. `script` is read from the letters;
    what a record says of it changes nothing.
    """
    del script
    tongue = main_language(language)
    words = read_words(full_name)
    if len(words) == 1:
        return read(words[0], tongue).coarse
    keys: set[str] = set()
    for place, word in enumerate(words):
        if word.initial:
            continue
        for other_place, other in enumerate(words):
            if place != other_place:
                firsts = first_sounds(other, tongue)
                keys.update(f"{reading}+{first}" for reading in read(word, tongue).coarse for first in firsts)
    return frozenset(keys)


def main_language(language: str | None) -> str | None:
    """The language part of a tag: `sr` of `sr-Cyrl`."""
    return language.partition("-")[0].lower() if language else None


def first_sounds(word: Word, language: str | None = None) -> frozenset[str]:
    """The first sounds of a word and of the full names it may be short for."""
    readings = read(word, language)
    return readings.first.union(*(full.first for full in full_names(readings)))


@lru_cache(maxsize=4096)
def full_names(readings: Readings) -> tuple[Readings, ...]:
    """The readings of the full names that a short form may stand for."""
    return tuple(full for reading in sorted(readings.coarse) for full in _full_by_reading().get(reading, ()))


@lru_cache(maxsize=1)
def _full_by_reading() -> dict[str, tuple[Readings, ...]]:
    table: dict[str, tuple[Readings, ...]] = {}
    for short, fulls in FULL_OF_SHORT.items():
        for reading in read(Word(short, Role.GIVEN, "Latn")).coarse:
            readings = [read(Word(full, Role.GIVEN, "Latn")) for full in sorted(fulls)]
            table[reading] = (*table.get(reading, ()), *readings)
    return table
