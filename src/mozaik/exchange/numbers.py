"""The numbers of one way between two nodes: what came, what is missing; any order and repetition, one answer.

A sender counts what it sends to one recipient. Each delivery names the number sent before it, so that
numbers which were never given, as after a backup was brought back, are no gap.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

MOST_NAMED = 10
"""Gaps that a sentence names."""


@dataclass(frozen=True, slots=True, order=True)
class Numbered:
    """A delivery: its number, the one that it follows (0 of the first), SHA-256 in hex of the file in it."""

    number: int
    follows: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Progress:
    """What came of one sender.

    `unbroken` is the highest number up to which nothing is missing, `came` the numbers in ascending order,
    `missing` the gaps as (first, last), `doubled` the numbers that two different deliveries bear.
    """

    unbroken: int
    came: tuple[int, ...]
    missing: tuple[tuple[int, int], ...]
    doubled: tuple[int, ...]

    @property
    def beyond(self) -> tuple[int, ...]:
        """The numbers that came above the first gap."""
        return tuple(number for number in self.came if number > self.unbroken)

    @property
    def expected(self) -> int:
        """How many deliveries were sent, as far as those that came tell."""
        return len(self.came) + sum(last - first + 1 for first, last in self.missing)


def progress_of(numbered: Iterable[Numbered]) -> Progress:
    """What came and what is missing, of all deliveries of one sender."""
    known = sorted(set(numbered))
    doubled = {left.number for left, right in pairwise(known) if left.number == right.number}
    reach, unbroken, missing = 0, 0, list[tuple[int, int]]()
    for each in sorted(known, key=lambda each: (each.follows, each.number)):
        if each.follows > reach:
            missing.append((reach + 1, each.follows))
        reach = max(reach, each.number)
        if not missing:
            unbroken = reach
    came = tuple(sorted({each.number for each in known}))
    return Progress(unbroken, came, tuple(missing), tuple(sorted(doubled)))


def said_of(progress: Progress) -> str:
    """How many of how many came, and which did not: `17 of 19 received; not come: no. 12, 15`."""
    said = f"{len(progress.came):,} of {progress.expected:,} received"
    if progress.missing:
        said += f"; not come: no. {named_gaps(progress.missing)}"
    return said


def named_gaps(gaps: Sequence[tuple[int, int]]) -> str:
    """Gaps as people write them: `3, 5 to 7`."""
    named = [str(first) if first == last else f"{first} to {last}" for first, last in gaps[:MOST_NAMED]]
    return ", ".join(named) + (", ..." if len(gaps) > MOST_NAMED else "")
