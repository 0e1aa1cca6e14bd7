"""Why two names meet, word by word: which reading of which part is that of the other."""

from dataclasses import dataclass

from mozaik.names.arabic import BONES, MARK
from mozaik.names.comparison import decide
from mozaik.names.keys import full_names
from mozaik.names.pairing import Pair, Said, side_of

_SIGNS = str.maketrans({"S": "š", "Z": "ž", "C": "č", "J": "dž", "L": "lj", "N": "nj"})
_WITHOUT_READING = frozenset({"same letters", "form of another language", "slip"})
_VOWELS = str.maketrans({"A": "a", "I": "i", "U": "u"})


@dataclass(frozen=True, slots=True)
class WordMeeting:
    """Two words of two names that were taken for one: their letters, the rule and what they share.

    `shared` is the reading that both have, in Latin letters; empty where the rule needs none.
    """

    left: str
    right: str
    rule: str
    score: int
    shared: str


def word_meetings(
    left: str, right: str, left_language: str | None = None, right_language: str | None = None
) -> tuple[WordMeeting, ...]:
    """The words of two names that meet, in the order of the left name; also where the names do not."""
    sides = side_of(left, left_language), side_of(right, right_language)
    if not sides[0].words or not sides[1].words:
        return ()
    return tuple(
        _meeting(sides[0].words[pair.left], sides[1].words[pair.right], pair) for pair in decide(*sides).pairs
    )


def words_alone(
    left: str, right: str, left_language: str | None = None, right_language: str | None = None
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The words of each name that met none of the other."""
    sides = side_of(left, left_language), side_of(right, right_language)
    pairs = decide(*sides).pairs if sides[0].words and sides[1].words else ()
    used = {pair.left for pair in pairs}, {pair.right for pair in pairs}
    alone = (
        tuple(said.word.letters for place, said in enumerate(side.words) if place not in met)
        for side, met in zip(sides, used, strict=True)
    )
    return next(alone), next(alone)


def _meeting(left: Said, right: Said, pair: Pair) -> WordMeeting:
    return WordMeeting(
        left.word.letters, right.word.letters, pair.rule, pair.score, _shared(left, right, pair.rule)
    )


def _shared(left: Said, right: Said, rule: str) -> str:
    """The reading of both by this rule; none for letters that are the same, forms of a table and slips."""
    first, second = left.readings, right.readings
    if rule == "same Arabic name":
        said = min(left.arabic & right.arabic, key=lambda reading: (not reading.startswith(MARK), reading))
        return said.removeprefix(MARK).removeprefix(BONES).translate(_VOWELS).translate(_SIGNS)
    if rule == "short form":
        fulls = {full.plain for full in (*full_names(first), *full_names(second))}
        return min(fulls & {first.plain, second.plain} or fulls)
    if rule in ("initial", "same initial"):
        return min(first.first & second.first, default="").translate(_SIGNS)
    shared = first.fine & second.fine or first.folded & second.folded or first.coarse & second.coarse
    return "" if rule in _WITHOUT_READING else min(shared, default="").translate(_SIGNS)
