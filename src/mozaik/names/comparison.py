"""Comparing two written names: a score, a verdict, and the rules that led there.

Decides whether two writings may be the same name, never whether two persons are the same. Different people
with near names must stay below THRESHOLD: another consonant, ending or gender is another name.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz.distance import OSA

from mozaik.names.keys import full_names, main_language
from mozaik.names.readings import Readings, is_slip, read
from mozaik.names.written import Role, Word, read_words

THRESHOLD = 75
"""Names that score this much or more may be the same name."""

_HIGHEST_DIFFERENT = 70
_FLOORS = {"slip": 84, "short form": 84, "initial": 82}
_WEAK = frozenset(_FLOORS)
_SAME_INITIAL = "same initial"
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


@dataclass(frozen=True, slots=True)
class NameComparison:
    """The outcome: score 0 to 100, verdict, and the steps in the order of the left name's words."""

    score: int
    verdict: NameVerdict
    explanation: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class _Pair:
    """Word `left` of one name taken for word `right` of the other, by a rule with a score."""

    left: int
    right: int
    score: int
    rule: str


@dataclass(frozen=True, slots=True)
class _Side:
    words: tuple[Word, ...]
    readings: tuple[Readings, ...]

    @property
    def roles_known(self) -> bool:
        return any(word.role is not Role.UNKNOWN for word in self.words)

    @property
    def marked(self) -> bool:
        """Whether the writer set marks anywhere in the name."""
        return any(reading.marked for reading in self.readings)


def compare_names(
    left: str, right: str, left_language: str | None = None, right_language: str | None = None
) -> NameComparison:
    """Compare two names as they are written; the order of the arguments does not change score or verdict."""
    sides = _side(left, left_language), _side(right, right_language)
    if not sides[0].words or not sides[1].words:
        return NameComparison(0, NameVerdict.DIFFERENT, (Step("no letters", "one name has no letters"),))
    pairs = _best_pairs(*sides)
    flags = _flags(*sides)
    obstacle = _obstacle(*sides, pairs)
    if obstacle:
        return NameComparison(_likeness(*sides), NameVerdict.DIFFERENT, (*_steps(pairs), *flags, obstacle))
    score = min(pair.score for pair in pairs)
    steps = [*_steps(pairs), *flags]
    extra = abs(_counted(sides[0], pairs, "left") - _counted(sides[1], pairs, "right"))
    if extra:
        score -= _EXTRA_WORD * extra
        steps.append(Step("word on one side only", f"{extra} more"))
    if _reordered(pairs) and not (sides[0].roles_known or sides[1].roles_known):
        score -= _OTHER_ORDER
        steps.append(Step("other order", "order of given and family name is not known"))
    if len(pairs) == 1:
        score -= _ONE_WORD
        steps.append(Step("one word only", "a single name tells little"))
    return NameComparison(score, _verdict(score, pairs, extra), tuple(steps))


def _side(full_name: str, language: str | None) -> _Side:
    words = read_words(full_name)
    return _Side(words, tuple(read(word, main_language(language)) for word in words))


def _verdict(score: int, pairs: Sequence[_Pair], extra: int) -> NameVerdict:
    if score < THRESHOLD:
        return NameVerdict.DIFFERENT
    if extra or any(pair.rule in _WEAK for pair in pairs):
        return NameVerdict.PARTIAL
    return NameVerdict.EXACT if all(pair.rule == "same letters" for pair in pairs) else NameVerdict.SPELLING


def _best_pairs(left: _Side, right: _Side) -> tuple[_Pair, ...]:
    """The pairing with the most pairs, then the best worst pairs, then the fewest words out of order.

    A pair costs 8 to the power of what its score lacks: with at most seven words, the sum of costs orders the
    sorted scores, so that the choice does not depend on which name stands left.
    """
    best: dict[int, tuple[tuple[int, int, int], tuple[_Pair, ...]]] = {0: ((0, 0, 0), ())}
    for i in range(len(left.words)):
        row = [_compare_words(left, i, right, j) for j in range(len(right.words))]
        grown = dict(best)
        for used, ((count, cost, crossed), chosen) in best.items():
            for pair in row:
                if pair is None or used >> pair.right & 1:
                    continue
                crossing = (used >> pair.right).bit_count()
                merit = (count + 1, cost - 8 ** (100 - pair.score), crossed - crossing)
                key = used | 1 << pair.right
                if key not in grown or merit > grown[key][0]:
                    grown[key] = (merit, (*chosen, pair))
        best = grown
    return max(best.values(), key=lambda scored: scored[0])[1]


def _compare_words(left: _Side, i: int, right: _Side, j: int) -> _Pair | None:
    """The strongest rule by which two words may be one name, or None."""
    word, other = left.words[i], right.words[j]
    first, second = left.readings[i], right.readings[j]
    if Role.UNKNOWN not in (word.role, other.role) and word.role is not other.role:
        return None
    rule: tuple[str, int] | None
    if word.initial and other.initial and word.letters == other.letters:
        rule = (_SAME_INITIAL, 90)
    elif word.initial or other.initial:
        rule = ("initial", _FLOORS["initial"]) if first.first & second.first else None
    elif word.letters == other.letters:
        rule = ("same letters", 100)
    else:
        rule = _strong(first, second, not (left.marked and right.marked)) or _weak(first, second)
    return _Pair(i, j, rule[1], rule[0]) if rule else None


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
        if any(long.coarse & full.coarse for full in full_names(short)):
            return "short form", _FLOORS["short form"]
    if not first.first & second.first:
        return None
    slipped = is_slip(first.stripped, second.stripped) or any(
        is_slip(reading, other) for reading in first.likely for other in second.likely
    )
    return ("slip", _FLOORS["slip"]) if slipped else None


def _obstacle(left: _Side, right: _Side, pairs: Sequence[_Pair]) -> Step | None:
    """What forbids that the two are the same name, or None."""
    missing = _counted(left, pairs, "left"), _counted(right, pairs, "right")
    weak = sum(pair.rule in _WEAK for pair in pairs)
    strong = [pair for pair in pairs if pair.rule not in _WEAK and pair.rule != _SAME_INITIAL]
    if not strong:
        return Step("no word in common", "no word is the same in both")
    if missing[0] and missing[1]:
        return Step("different words", "each name has a word that the other has not")
    single = len(left.words) == len(right.words) == 1
    if len(pairs) < 2 and not single:
        return Step("too little in common", "only one word is shared")
    if weak > 1 or (weak and max(missing)):
        return Step("too many weak links", "more than one word is joined by a weak rule or left over")
    for side, places in ((left, {p.left for p in pairs}), (right, {p.right for p in pairs})):
        roles = {side.words[place].role for place in places}
        if side.roles_known and not {Role.FAMILY, Role.GIVEN} <= roles and not single:
            return Step("roles not covered", "family or given name is not among the shared words")
    return None


def _counted(side: _Side, pairs: Sequence[_Pair], which: str) -> int:
    """How many words of a side are in no pair; words in brackets do not count."""
    used = {pair.left if which == "left" else pair.right for pair in pairs}
    return sum(place not in used and not word.aside for place, word in enumerate(side.words))


def _reordered(pairs: Sequence[_Pair]) -> bool:
    rights = [pair.right for pair in pairs]
    return rights != sorted(rights)


def _steps(pairs: Sequence[_Pair]) -> list[Step]:
    return [Step(pair.rule, f"word {pair.left + 1} and word {pair.right + 1}") for pair in pairs]


def _flags(left: _Side, right: _Side) -> list[Step]:
    """Warnings about writing that mixes scripts inside a word."""
    mixed = sum(word.mixed for word in (*left.words, *right.words))
    return [Step("mixed scripts", f"{mixed} words mix look-alike letters of two scripts")] if mixed else []


def _likeness(left: _Side, right: _Side) -> int:
    """A rank below THRESHOLD for names that are held to be different: how alike their letters are."""

    def best(word: Readings, others: tuple[Readings, ...]) -> int:
        return max(_alike(word.stripped, other.stripped) for other in others)

    likes = [best(word, right.readings) for word in left.readings]
    likes += [best(word, left.readings) for word in right.readings]
    return _HIGHEST_DIFFERENT * sum(likes) // (1000 * len(likes))


def _alike(left: str, other: str) -> int:
    """How alike two words are, 0 to 1000; whole numbers, so that the order of sums cannot matter."""
    longest = max(len(left), len(other))
    return 1000 * (longest - int(OSA.distance(left, other))) // longest
