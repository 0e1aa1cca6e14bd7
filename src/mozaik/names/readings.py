"""The readings of one word: the set of sound spellings that its letters may stand for.

`fine` readings keep š apart from s; `folded` ones drop marks, as plain keyboards do; `coarse` ones add what
passports make of đ and dž. Two words whose writers both set marks must share a fine reading.
"""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from anyascii import anyascii

from mozaik.names.letters import GAJ, LOSSY, MARKED, SOUNDS
from mozaik.names.written import Word, read_words, script_of

MOST_READINGS = 96
_FEW = 8
_LONGEST_GROUP = max(map(len, SOUNDS))
_FOLD = str.maketrans("SZC", "szc")
_VOWELS = frozenset("aeiou")


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


def read(word: Word, language: str | None = None) -> Readings:
    """The readings of a word; a known language only ever adds readings."""
    return _read(word.letters, language)


@lru_cache(maxsize=4096)
def _read(letters: str, language: str | None) -> Readings:
    script = script_of(letters)
    if script == "mixed":
        only = frozenset({letters})
        return Readings(letters, letters, only, only, only, True, frozenset(letters[0]), (letters,))
    if script not in ("Latn", "Cyrl"):
        letters = "".join(sign for sign in anyascii(letters).lower() if sign.isalpha()) or letters
    groups = _groups(letters)
    fine = _spell(groups, language, lossy=False)
    folded = frozenset(reading.translate(_FOLD) for reading in fine)
    coarse = folded.union(reading.translate(_FOLD) for reading in _spell(groups, language, lossy=True))
    plain = "".join(GAJ.get(sign, sign) for sign in letters)
    marked = script == "Cyrl" or not MARKED.isdisjoint(letters)
    first = frozenset(reading[0] for reading in coarse)
    likely = tuple(sorted(coarse)[:_FEW])
    return Readings(plain, _strip(plain), frozenset(fine), folded, coarse, marked, first, likely)


def _groups(letters: str) -> list[str]:
    """The word cut into the longest known letter groups."""
    groups, at = [], 0
    while at < len(letters):
        for size in range(min(_LONGEST_GROUP, len(letters) - at), 0, -1):
            group = letters[at : at + size]
            if group in SOUNDS or size == 1:
                groups.append(group)
                at += size
                break
    return groups


def _spell(groups: list[str], language: str | None, *, lossy: bool) -> set[str]:
    """Every combination of the groups' sounds, at most MOST_READINGS (the likeliest first)."""
    spelled = [""]
    for place, group in enumerate(groups):
        sounds = SOUNDS.get(group) or (_strip(group),)
        sounds += LOSSY.get(group, ()) if lossy else ()
        sounds += _by_place(groups, place, language)
        spelled = [begun + sound for sound in sounds for begun in spelled][:MOST_READINGS]
    return {_tidy(reading) for reading in spelled} - {""} or {"".join(groups)}


def _by_place(groups: list[str], place: int, language: str | None) -> tuple[str, ...]:
    """Further sounds that a group has only where it stands: Albanian l as lj, a silent ë, ije for e."""
    group, inside = groups[place], 0 < place < len(groups) - 1
    if group in ("љ", "lj") and (place == 0 or language in ("mk", "sq")):
        return ("l",)
    if group == "ë" and inside:
        return ("",)
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


def _strip(text: str) -> str:
    """Without marks: đ becomes d, every accent goes."""
    apart = unicodedata.normalize("NFD", text.replace("đ", "d").replace("ł", "l").replace("ø", "o"))
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


def is_slip(left: str, right: str) -> bool:
    """Whether two coarse readings differ by one slip of the finger, and hardly by being two names.

    Two neighbours swapped, neither of them first or last; or one letter missing inside, where what is left
    has a cluster that names do not have. Another letter or another ending is another name.
    """
    if len(left) == len(right):
        return len(left) >= 5 and _swapped(left, right)
    short, long = sorted((left, right), key=len)
    if len(long) - len(short) != 1 or len(short) < 6 or short[0] != long[0]:
        return False
    at = next((place for place, sound in enumerate(short) if sound != long[place]), len(short))
    if not 0 < at < len(short) - 1 or short[at:] != long[at + 1 :]:
        return False
    return _odd_cluster(short, at) or _broken_ending(short, at)


def _broken_ending(short: str, at: int) -> bool:
    """Whether -ović or -ević lost its first vowel; short names (Bukvić, Buković) are left alone."""
    return len(short) >= 7 and short[at:] in ("vic", "viC") and short[at - 1] not in _VOWELS


def _swapped(left: str, right: str) -> bool:
    apart = [place for place, (letter, other) in enumerate(zip(left, right, strict=True)) if letter != other]
    return (
        len(apart) == 2
        and apart[0] > 0
        and apart[1] == apart[0] + 1 < len(left) - 1
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
    return anyascii(_strip(plain)).casefold()


def words_as_read(text: str) -> tuple[frozenset[str], ...]:
    """The coarse readings of each word of a name, in the order written."""
    return tuple(read(word).coarse for word in read_words(text))
