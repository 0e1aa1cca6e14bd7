"""The readings of one word: the set of sound spellings that its letters may stand for.

`fine` readings keep š apart from s; `folded` ones drop marks, as plain keyboards do; `coarse` ones add what
passports make of đ and dž. Two words whose writers both set marks must share a fine reading.
"""

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from anyascii import anyascii

from mozaik.names.arabic import as_said
from mozaik.names.customs import Languages, languages_of, sounds_of
from mozaik.names.letters import GAJ, LOSSY, MARKED
from mozaik.names.written import Word, read_words, script_of, without_marks

MOST_READINGS = 96
_SHORTEST_SLIP = 5
_FEW = 8
_LONGEST_GROUP = 4
_FOLD = str.maketrans("SZC", "szc")
_VOWELS = frozenset("aeiou")
_CYRILLIC_VOWELS = frozenset("аеиоуыэюя")
_NAMES_APART = frozenset(f"{sound}i" for sound in "bdfghjklmnprstvzSZCJLN") | {"na", "ra", "la", "le"}
"""Endings that make another name of the letters swapped: Petar, Petra; Šefik, Šefki; Pavel, Pavle."""


@dataclass(frozen=True, slots=True)
class Readings:
    """What one word may stand for.

    `plain` is the word letter for letter in Gaj's Latin, `stripped` that without marks; `marked` says that
    the writer set marks (or wrote Cyrillic), so that a bare letter is meant. `first` are the first sounds,
    `likely` a few coarse readings for rules that compare each with each.
    """

    plain: str
    stripped: str
    fine: frozenset[str]
    folded: frozenset[str]
    coarse: frozenset[str]
    marked: bool
    first: frozenset[str]
    likely: tuple[str, ...]


def read(word: Word, languages: Languages = frozenset()) -> Readings:
    """The readings of a word; a language, known or shown, only ever adds readings."""
    return _read(word.letters, languages)


@lru_cache(maxsize=65536)
def _read(letters: str, languages: Languages) -> Readings:
    script = script_of(letters)
    if script == "mixed":
        only = frozenset({letters})
        return Readings(letters, letters, only, only, only, True, frozenset(letters[0]), (letters,))
    if script == "Grek":
        letters = without_marks(letters)
    elif script not in ("Latn", "Cyrl"):
        said = as_said(letters)
        letters = "".join(sign for sign in anyascii(said).lower() if sign.isalpha()) or letters
    groups = _groups(letters, sounds_of(languages))
    fine = _spell(groups, languages, lossy=False)
    folded = frozenset(reading.translate(_FOLD) for reading in fine)
    coarse = folded.union(reading.translate(_FOLD) for reading in _spell(groups, languages, lossy=True))
    plain = "".join(GAJ.get(sign, sign) for sign in letters)
    marked = script == "Cyrl" or not MARKED.isdisjoint(letters)
    first = frozenset(reading[0] for reading in coarse)
    likely = tuple(sorted(coarse)[:_FEW])
    return Readings(plain, without_marks(plain), frozenset(fine), folded, coarse, marked, first, likely)


def _groups(letters: str, sounds: Mapping[str, tuple[str, ...]]) -> list[str]:
    """The word cut into the longest known letter groups."""
    groups, at = [], 0
    while at < len(letters):
        for size in range(min(_LONGEST_GROUP, len(letters) - at), 0, -1):
            group = letters[at : at + size]
            if group in sounds or size == 1:
                groups.append(group)
                at += size
                break
    return groups


def _spell(groups: list[str], languages: Languages, *, lossy: bool) -> set[str]:
    """Every combination of the groups' sounds, at most MOST_READINGS (the likeliest first)."""
    spelled, table = [""], sounds_of(languages)
    for place, group in enumerate(groups):
        sounds = table.get(group) or (without_marks(group),)
        sounds += LOSSY.get(group, ()) if lossy else ()
        sounds += _by_place(groups, place, languages)
        spelled = [begun + sound for sound in sounds for begun in spelled][:MOST_READINGS]
    return {_tidy(reading) for reading in spelled} - {""} or {"".join(groups)}


def _by_place(groups: list[str], place: int, languages: Languages) -> tuple[str, ...]:
    """Further sounds that a group has only where it stands: Albanian l as lj, a silent ë, ije for e."""
    group, inside = groups[place], 0 < place < len(groups) - 1
    if group in ("љ", "lj") and (place == 0 or languages & {"mk", "sq"}):
        return ("l",)
    if group == "ë" and inside:
        return ("",)
    if group == "y" and place == 0:
        return ("j",)
    if group == "е" and (place == 0 or groups[place - 1] in _CYRILLIC_VOWELS):
        return ("je",)
    if group in ("ije", "ије") and inside and groups[place + 1] not in ("v", "в"):  # -ijević is an ending
        return ("e",)
    return ()


def _tidy(reading: str) -> str:
    """One letter for i and j (but not a first j), no doubled letters, -ic as -ić."""
    reading = reading[:1] + reading[1:].replace("j", "i")
    kept = ""
    for sound in reading:
        if sound != kept[-1:]:
            kept += sound
    if kept[:2] in ("ia", "ie", "io", "iu"):
        kept = "j" + kept[1:]
    return kept[:-1] + "C" if kept.endswith("ic") and len(kept) > 4 else kept


def is_slip(left: str, right: str) -> bool:
    """Whether two coarse readings differ by one slip of the finger, and hardly by being two names.

    Two neighbours swapped, but not the first two, and the last two only where that makes no other name; or
    one letter missing inside, where what is left has a cluster that names do not have. Another letter or
    another ending is another name.
    """
    if len(left) == len(right):
        return len(left) >= _SHORTEST_SLIP and _swapped(left, right)
    short, long = sorted((left, right), key=len)
    if len(long) - len(short) != 1 or len(short) < 6 or short[0] != long[0]:
        return False
    at = next((place for place, sound in enumerate(short) if sound != long[place]), len(short))
    if not 0 < at < len(short) or short[at:] != long[at + 1 :]:
        return False
    return _broken_ending(short, at) or (at < len(short) - 1 and _odd_cluster(short, at))


def one_less(reading: str) -> Iterator[str]:
    """A reading, and what is left of it without one letter: two that differ by a slip share one of these."""
    if len(reading) >= _SHORTEST_SLIP:
        yield reading
        yield from (reading[:at] + reading[at + 1 :] for at in range(len(reading)))


def _broken_ending(short: str, at: int) -> bool:
    """Whether -ović or -ević lost a vowel; short names (Bukvić, Buković) are left alone."""
    lost_first = len(short) >= 7 and short[at:] in ("vic", "viC") and short[at - 1] not in _VOWELS
    return lost_first or (len(short) >= 6 and short[at - 2 :] in ("ovc", "ovC", "evc", "evC"))


def _swapped(left: str, right: str) -> bool:
    apart = [place for place, (letter, other) in enumerate(zip(left, right, strict=True)) if letter != other]
    return (
        len(apart) == 2
        and apart[0] > 0
        and apart[1] == apart[0] + 1
        and (apart[1] < len(left) - 1 or not _NAMES_APART & {left[-2:], right[-2:]})
        and left[apart[0]] == right[apart[1]]
        and left[apart[1]] == right[apart[0]]
    )


def _odd_cluster(short: str, at: int) -> bool:
    """Whether three consonants or two vowels stand around the place of the missing letter."""
    if short[at - 1] in _VOWELS and short[at] in _VOWELS:
        return True
    first = last = at
    while first > 0 and short[first - 1] not in _VOWELS:
        first -= 1
    while last < len(short) and short[last] not in _VOWELS:
        last += 1
    return first < at < last and last - first >= 3


def latin_of(text: str) -> str:
    """A text in lower case and plain Latin letters, whatever script it is written in, for searching in it."""
    plain = "".join(GAJ.get(sign, sign) for sign in unicodedata.normalize("NFKC", text).casefold())
    return anyascii(without_marks(plain)).casefold()


def words_as_read(text: str) -> tuple[frozenset[str], ...]:
    """The coarse readings of each word of a name, in the order written."""
    words = read_words(text)
    return tuple(read(word, languages_of(words)).coarse for word in words)
