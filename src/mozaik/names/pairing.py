"""The words of two names, paired: by which rule a word of one may be a word of the other."""

from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from mozaik.names.arabic import arabic_readings, looks_local, share_arabic
from mozaik.names.customs import languages_of
from mozaik.names.forms import OWN
from mozaik.names.keys import full_names, lines_of, main_language
from mozaik.names.readings import Readings, is_slip, read
from mozaik.names.written import Role, Word, read_words

FLOORS = {"slip": 84, "short form": 84, "form of another language": 84, "initial": 82}
"""Weak rules with their scores: leads alone, beside a word that is the same."""
SAME_INITIAL = "same initial"
_ARABIC = ("same Arabic name", 88)


class Pair(NamedTuple):
    """Word `left` of one name taken for word `right` of the other, by a rule with a score."""

    left: int
    right: int
    score: int
    rule: str


@dataclass(frozen=True, slots=True, eq=False)
class Said:
    """A word with all that it may stand for; one object for each, so that pairs of words are remembered."""

    word: Word
    readings: Readings
    arabic: frozenset[str]


@dataclass(frozen=True, slots=True)
class Side:
    """One name: its words, what its writing tells, and whether it sets marks and is written in the region."""

    words: tuple[Said, ...]
    marked: bool
    local: bool
    roles: frozenset[Role]


@lru_cache(maxsize=65536)
def side_of(full_name: str, language: str | None) -> Side:
    """One name as it is compared: its words with their readings, and what its writing shows."""
    words = read_words(full_name)
    languages = languages_of(words, main_language(language))
    arabic = arabic_readings(words)
    said = tuple(_said(word, read(word, languages), arabic[n]) for n, word in enumerate(words))
    marked = any(word.readings.marked for word in said)
    return Side(said, marked, looks_local(words), frozenset(word.role for word in words))


@lru_cache(maxsize=65536)
def _said(word: Word, readings: Readings, arabic: frozenset[str]) -> Said:
    return Said(word, readings, arabic)


def rows_of(left: Side, right: Side) -> list[list[Pair]]:
    """For each word of the left name, the words of the right one that it may be."""
    plain_writer, arabic = not (left.marked and right.marked), not (left.local and right.local)
    return [
        [
            Pair(i, j, rule[1], rule[0])
            for j, other in enumerate(right.words)
            if (rule := _rule(word, other, plain_writer, arabic))
        ]
        for i, word in enumerate(left.words)
    ]


def best_pairs(left: Side, right: Side) -> tuple[Pair, ...]:
    """The pairing with the most pairs, then the best worst pairs, then the fewest words out of order.

    A pair costs 8 to the power of what its score lacks: with at most seven words, the sum of costs orders the
    sorted scores, so that the choice does not depend on which name stands left.
    """
    best: dict[int, tuple[tuple[int, int, int], tuple[Pair, ...]]] = {0: ((0, 0, 0), ())}
    for row in rows_of(left, right):
        if not row:
            continue
        grown = dict(best)
        for used, ((count, cost, crossed), chosen) in best.items():
            for pair in row:
                if used >> pair.right & 1:
                    continue
                crossing = (used >> pair.right).bit_count()
                merit = (count + 1, cost - 8 ** (100 - pair.score), crossed - crossing)
                key = used | 1 << pair.right
                if key not in grown or merit > grown[key][0]:
                    grown[key] = (merit, (*chosen, pair))
        best = grown
    return max(best.values(), key=lambda scored: scored[0])[1]


@lru_cache(maxsize=1 << 18)
def _rule(left: Said, right: Said, plain_writer: bool, may_be_arabic: bool) -> tuple[str, int] | None:
    """The strongest rule by which two words may be one name, with its score, or None."""
    word, other, first, second = left.word, right.word, left.readings, right.readings
    if Role.UNKNOWN not in (word.role, other.role) and word.role is not other.role:
        return None
    if word.initial and other.initial and word.letters == other.letters:
        return SAME_INITIAL, 90
    if word.initial or other.initial:
        return ("initial", FLOORS["initial"]) if first.first & second.first else None
    if word.letters == other.letters:
        return "same letters", 100
    rule = _strong(first, second, plain_writer)
    if rule is None and may_be_arabic and share_arabic(word, left.arabic, other, right.arabic):
        return _ARABIC
    return rule or _weak(first, second)


def _strong(first: Readings, second: Readings, plain_writer: bool) -> tuple[str, int] | None:
    """The strongest rule by which two words are one name in two spellings, with its score.

    `plain_writer`: one of the two names has no mark at all, so that its d may stand for đ.
    """
    if first.plain == second.plain:
        return "letter for letter", 98
    shared = first.fine & second.fine
    if not shared and not (first.marked and second.marked):
        shared = (
            first.folded & second.folded or (plain_writer and first.coarse & second.coarse) or frozenset()
        )
    if not shared:
        return None
    if first.stripped == second.stripped:
        return "marks dropped", 95
    return ("same sounds", 92) if first.fine & second.fine else ("sounds without marks", 90)


def _weak(first: Readings, second: Readings) -> tuple[str, int] | None:
    """Short forms and slips: a lead only beside a word that is the same."""
    for long, short in ((first, second), (second, first)):
        if any(long.coarse & full.coarse or _other_form(long, full) for full in full_names(short)):
            return "short form", FLOORS["short form"]
    if _other_form(first, second):
        return "form of another language", FLOORS["form of another language"]
    if not first.first & second.first:
        return None
    slipped = is_slip(first.stripped, second.stripped) or any(
        is_slip(reading, other) for reading in first.likely for other in second.likely
    )
    return ("slip", FLOORS["slip"]) if slipped else None


def _other_form(first: Readings, second: Readings) -> bool:
    """Whether two given names stand in one line of the table of forms, not both among those of the region."""
    of_first, of_second = lines_of(first), lines_of(second)
    shared = {number for number, _ in of_first} & {number for number, _ in of_second}
    return any((number, OWN) not in of_first or (number, OWN) not in of_second for number in shared)
