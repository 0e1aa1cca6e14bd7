"""Comparing two written names: a score, a verdict, and the rules that led there.

Decides whether two writings may be the same name, never whether two persons are the same. Different people
with near names must stay below THRESHOLD: another consonant, ending or gender is another name.
"""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from rapidfuzz.distance import OSA

from mozaik.names.pairing import FLOORS, SAME_INITIAL, Pair, Said, Side, best_pairs, rows_of, side_of
from mozaik.names.written import Role

THRESHOLD = 75
"""Names that score this much or more may be the same name."""

_HIGHEST_DIFFERENT = 70
_WEAK = frozenset(FLOORS)
_SON_OF = frozenset({"bin", "ibn", "bint"})
_NO_ROLES = frozenset({Role.UNKNOWN})
_EXTRA_WORD, _OTHER_ORDER, _ONE_WORD = 3, 1, 10


class NameVerdict(StrEnum):
    """What the comparison says about the two writings."""

    EXACT = "exact"
    SPELLING = "other spelling"
    PARTIAL = "compatible"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class Step:
    """One rule that was used and where: `detail` counts words and never quotes them."""

    rule: str
    detail: str


_NO_WORD = Step("no word in common", "no word is the same in both")
_OTHER_WORDS = Step("different words", "each name has a word that the other has not")
_TOO_LITTLE = Step("too little in common", "only one word is shared")
_TOO_WEAK = Step("too many weak links", "more than one word is joined by a weak rule or left over")
_FATHER = Step("father and son", "one is the son of a man of the other's name")
_ROLES = Step("roles not covered", "family or given name is not among the shared words")


@dataclass(frozen=True, slots=True)
class NameComparison:
    """The outcome: score 0 to 100, verdict, and the steps in the order of the left name's words."""

    score: int
    verdict: NameVerdict
    explanation: tuple[Step, ...]


class Outcome(NamedTuple):
    """What decides: the words that were paired, what forbids the pair, and the words on one side only."""

    pairs: tuple[Pair, ...]
    obstacle: Step | None
    extra: int
    reordered: bool
    score: int


def compare_names(
    left: str, right: str, left_language: str | None = None, right_language: str | None = None
) -> NameComparison:
    """Compare two names as they are written; the order of the arguments does not change score or verdict."""
    sides = side_of(left, left_language), side_of(right, right_language)
    if not sides[0].words or not sides[1].words:
        return NameComparison(0, NameVerdict.DIFFERENT, (Step("no letters", "one name has no letters"),))
    pairs, obstacle, extra, reordered, score = decide(*sides)
    steps = [*_steps(pairs), *_flags(*sides)]
    if obstacle:
        return NameComparison(_likeness(*sides), NameVerdict.DIFFERENT, (*steps, obstacle))
    if extra:
        steps.append(Step("word on one side only", f"{extra} more"))
    if reordered:
        steps.append(Step("other order", "order of given and family name is not known"))
    if len(pairs) == 1:
        steps.append(Step("one word only", "a single name tells little"))
    return NameComparison(score, _verdict(score, pairs, extra), tuple(steps))


def may_be_one(
    left: str, right: str, left_language: str | None = None, right_language: str | None = None
) -> bool:
    """Whether `compare_names` reaches THRESHOLD, without the steps that explain it."""
    sides = side_of(left, left_language), side_of(right, right_language)
    rows = rows_of(*sides)
    paired = sum(map(bool, rows))
    if not paired or (paired < min(len(sides[0].words), len(sides[1].words)) and not _has_asides(*sides)):
        return False
    outcome = decide(*sides)
    return outcome.obstacle is None and outcome.score >= THRESHOLD


def _has_asides(left: Side, right: Side) -> bool:
    return any(said.word.aside for said in (*left.words, *right.words))


def decide(left: Side, right: Side) -> Outcome:
    """Which words of two names meet, and whether that makes them one name; both have words."""
    pairs = best_pairs(left, right)
    obstacle = _obstacle(left, right, pairs)
    if obstacle:
        return Outcome(pairs, obstacle, 0, False, 0)
    extra = abs(_left_over(left, {pair.left for pair in pairs}) - _left_over(right, {p.right for p in pairs}))
    reordered = _reordered(pairs) and left.roles == right.roles == _NO_ROLES
    if reordered and any(said.word.letters in _SON_OF for said in (*left.words, *right.words)):
        return Outcome(pairs, _FATHER, 0, reordered, 0)
    score = min(pair.score for pair in pairs) - _EXTRA_WORD * extra
    score -= _OTHER_ORDER * reordered + _ONE_WORD * (len(pairs) == 1)
    return Outcome(pairs, None, extra, reordered, score)


def _verdict(score: int, pairs: Sequence[Pair], extra: int) -> NameVerdict:
    if score < THRESHOLD:
        return NameVerdict.DIFFERENT
    if extra or any(pair.rule in _WEAK for pair in pairs):
        return NameVerdict.PARTIAL
    return NameVerdict.EXACT if all(pair.rule == "same letters" for pair in pairs) else NameVerdict.SPELLING


def _obstacle(left: Side, right: Side, pairs: Sequence[Pair]) -> Step | None:
    """What forbids that the two are the same name, or None."""
    rules = [pair.rule for pair in pairs]
    weak = ("initial" in rules) + sum(rule in _WEAK and rule != "initial" for rule in rules)
    if all(rule in _WEAK or rule == SAME_INITIAL for rule in rules):
        return _NO_WORD
    lefts, rights = {pair.left for pair in pairs}, {pair.right for pair in pairs}
    missing = _left_over(left, lefts), _left_over(right, rights)
    if missing[0] and missing[1]:
        return _OTHER_WORDS
    single = len(left.words) == len(right.words) == 1
    if len(pairs) < 2 and not single:
        return _TOO_LITTLE
    if weak > 1 or (weak and max(missing)):
        return _TOO_WEAK
    for side, places in ((left, lefts), (right, rights)):
        if side.roles == _NO_ROLES or single:
            continue
        if not {side.words[place].word.role for place in places} >= {Role.FAMILY, Role.GIVEN}:
            return _ROLES
    return None


def _left_over(side: Side, used: Set[int]) -> int:
    """How many words of a side are in no pair; words in brackets do not count."""
    if len(used) == len(side.words):
        return 0
    return sum(place not in used and not said.word.aside for place, said in enumerate(side.words))


def _reordered(pairs: Sequence[Pair]) -> bool:
    rights = [pair.right for pair in pairs]
    return rights != sorted(rights)


def _steps(pairs: Sequence[Pair]) -> list[Step]:
    return [Step(pair.rule, f"word {pair.left + 1} and word {pair.right + 1}") for pair in pairs]


def _flags(left: Side, right: Side) -> list[Step]:
    """Warnings about writing that mixes scripts inside a word."""
    mixed = sum(said.word.mixed for said in (*left.words, *right.words))
    return [Step("mixed scripts", f"{mixed} words mix look-alike letters of two scripts")] if mixed else []


def _likeness(left: Side, right: Side) -> int:
    """A rank below THRESHOLD for names that are held to be different: how alike their letters are."""

    def best(word: Said, others: tuple[Said, ...]) -> int:
        return max(_alike(word.readings.stripped, other.readings.stripped) for other in others)

    likes = [best(word, right.words) for word in left.words]
    likes += [best(word, left.words) for word in right.words]
    return _HIGHEST_DIFFERENT * sum(likes) // (1000 * len(likes))


def _alike(left: str, other: str) -> int:
    """How alike two words are, 0 to 1000; whole numbers, so that the order of sums cannot matter."""
    longest = max(len(left), len(other))
    return 1000 * (longest - int(OSA.distance(left, other))) // longest
