"""How well names are compared on pairs whose answer is known: precision, recall and F1 by category."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from mozaik.names.comparison import may_be_one


@dataclass(frozen=True, slots=True)
class KnownPair:
    """Two writings, whether they are one name, and the category by which they are counted."""

    left: str
    right: str
    same: bool
    category: str = ""
    left_language: str | None = None
    right_language: str | None = None


@dataclass(frozen=True, slots=True)
class Tally:
    """Pairs counted: one name and met, one name and missed, two names and met, two names and kept apart."""

    met: int = 0
    missed: int = 0
    false: int = 0
    apart: int = 0

    @property
    def precision(self) -> float | None:
        """Of the pairs that met, the share that are one name; None where none met."""
        return self.met / (self.met + self.false) if self.met + self.false else None

    @property
    def recall(self) -> float | None:
        """Of the pairs that are one name, the share that met; None where there are none."""
        return self.met / (self.met + self.missed) if self.met + self.missed else None

    @property
    def f1(self) -> float | None:
        """The harmonic mean of both, of the counts; None where no pair is one name and none met."""
        counted = 2 * self.met + self.false + self.missed
        return 2 * self.met / counted if counted else None


def score_pairs(pairs: Iterable[KnownPair]) -> Mapping[str, Tally]:
    """The tally of each category, in the order in which they first stand."""
    counts: dict[str, list[int]] = {}
    for pair in pairs:
        met = may_be_one(pair.left, pair.right, pair.left_language, pair.right_language)
        place = (0 if met else 1) if pair.same else (2 if met else 3)
        counts.setdefault(pair.category, [0, 0, 0, 0])[place] += 1
    return {category: Tally(*counted) for category, counted in counts.items()}


def total_of(tallies: Iterable[Tally]) -> Tally:
    """All categories together."""
    listed = list(tallies)
    return Tally(
        sum(tally.met for tally in listed),
        sum(tally.missed for tally in listed),
        sum(tally.false for tally in listed),
        sum(tally.apart for tally in listed),
    )
