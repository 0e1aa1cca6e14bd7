"""Names inside sentences: the forms that a name takes in the languages that bend it, met by its stem.

A text says "Miloša Izmišljenovića", the record "Miloš Izmišljenović". `keys_of_name` and `keys_in_text` give
each word its readings, and the stems that remain when an ending of a language goes; two words may be one name
when they share a key. Made to refuse a name in a text, so it would rather meet one too many: a key never
says that two names are the same. Endings after Toporišič (sl), Barić and others (hr, bs, sr), Koneski (mk),
Domi (sq) and Keszler (hu), in the spelling of readings: no marks, i for j, no letter twice.
"""

import re
import unicodedata
from functools import lru_cache

from mozaik.names.readings import read
from mozaik.names.written import Role, Word, script_of

_WORD = re.compile(r"[^\W\d_](?:[\w'’ʼ\u0300-\u036f]{0,60}[^\W\d_\u0027’ʼ])?\u0301?")
STEM = "-"
"""Ends a key that is a stem, so that it never meets a whole word."""
_VOWELS = frozenset("aeiou")
_SHORTEST = 2
"""Letters of the shortest stem: An- of Ana."""

_CASES = (
    "a e i o u om em am im ih imi ama ima ema ami ega emu og oga omu ome oi ou eg ia ie io iu iem iega iemu"
)
_OWNED = "a e i o u om im ih imi ega em emu og oga oi ot iot ata oto ite"
_WITH_T = "eta etu etom etem ete eti etov etova"
_SLAVIC = frozenset(
    [*_CASES.split(), *_WITH_T.split()]
    + [f"{owner}{ending}" for owner in ("ov", "ev", "iev", "in") for ending in ("", *_OWNED.split())]
)
_ALBANIAN = frozenset({"i", "u", "a", "it", "in", "ut", "un", "es", "en", "e", "se", "s", "n", "t", "ne"})
_HUNGARIAN = frozenset(
    {
        "nak",
        "nek",
        "val",
        "vel",
        "t",
        "at",
        "et",
        "ot",
        "ban",
        "ben",
        "bol",
        "ba",
        "be",
        "ra",
        "re",
        "rol",
        "hoz",
        "hez",
        "nal",
        "nel",
        "tol",
        "ert",
        "kent",
        "ig",
        "n",
        "on",
        "en",
        "e",
        "k",
        "ek",
        "eknek",
        "ekat",
        "eket",
        "ekkel",
        "ekhez",
        "ektol",
        "eknel",
        "al",
        "el",
        "cal",
        "cel",
        "sal",
        "sel",
        "zal",
        "zel",
        "ie",
    }
)
_ENGLISH = frozenset({"s"})
_ENDINGS = _SLAVIC | _ALBANIAN | _HUNGARIAN | _ENGLISH
_LONGEST_ENDING = max(map(len, _ENDINGS))

Keys = frozenset[str]


def keys_of_name(name: str) -> tuple[Keys, ...]:
    """What each word of a recorded name may be met by: its readings, and the stems of its forms."""
    return tuple(_recorded(word) for word in _words(name))


def keys_in_text(text: str) -> tuple[tuple[str, Keys], ...]:
    """Every word of a text as it is written, and what it may be met by, whatever the language."""
    return tuple((word, _said(word)) for word in _words(text))


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", text))
    plain = "".join(sign for sign in plain if unicodedata.category(sign) != "Cf")
    return _WORD.findall(plain)


@lru_cache(maxsize=65536)
def _readings(word: str) -> Keys:
    letters = "".join(sign for sign in word.casefold() if sign.isalpha() or sign == "\u0301")
    return read(Word(letters, Role.UNKNOWN, script_of(letters))).coarse


@lru_cache(maxsize=65536)
def _recorded(word: str) -> Keys:
    readings = _readings(word)
    return readings | {f"{stem}{STEM}" for reading in readings for stem in _stems(reading)}


def _stems(reading: str) -> set[str]:
    """What stays of a name in its forms: all of it, without its last vowel, without one that flees."""
    stems = {reading}
    if reading[-1:] in _VOWELS:
        stems.add(reading[:-1])
    elif len(reading) >= 5 and reading[-2] in "ae" and reading[-3] not in _VOWELS:
        stems.add(reading[:-2] + reading[-1])
    return {stem for stem in stems if len(stem) >= _SHORTEST}


@lru_cache(maxsize=65536)
def _said(word: str) -> Keys:
    readings = _readings(word)
    stems = {
        f"{reading[: len(reading) - size]}{STEM}"
        for reading in readings
        for size in range(min(_LONGEST_ENDING, len(reading) - _SHORTEST) + 1)
        if size == 0 or reading[len(reading) - size :] in _ENDINGS
    }
    return readings | stems
