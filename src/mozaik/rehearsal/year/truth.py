"""What a year of exchange is held to: facts that are planted, facts that came about, and facts kept silent.

A fact is who knows or has something, and what, in a line. At each step all facts that came about are noted;
those that were planted and did not are missed, those that nobody planted are false, and leaked if silent.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

Fact: TypeAlias = tuple[str, str]
"""Who, and what in a line."""


class Step(StrEnum):
    """The steps of the year, in the order in which they are played."""

    PLAN = "plan"
    CONFLICT = "conflict"
    RAID = "raid"
    SEIZE = "seize"
    WEATHER = "bad weather"
    CONTRIBUTE = "contribute"
    HIT = "hit"
    NOTICE = "notice"
    READING = "reading"
    JUDGEMENT = "judgement"
    TICKET = "ticket"
    REQUEST = "request"
    ANSWER = "answer"
    AMENDMENT = "amendment"
    URGENT = "urgent"
    PACKAGE = "package"
    OUTCOME = "outcome"
    WITHDRAWAL = "withdrawal"
    RECALL = "recall"
    RECEIPT = "receipt"
    END = "end state"


@dataclass(frozen=True, slots=True)
class Truth:
    """What is planted for each step, and what is silent to whom."""

    planted: Mapping[Step, frozenset[Fact]]
    silent: frozenset[Fact]


@dataclass(slots=True)
class Diary:
    """What came about at each step, noted as it is played."""

    facts: dict[Step, set[Fact]] = field(default_factory=dict)

    def note(self, step: Step, who: str, what: Iterable[str]) -> None:
        """Note what somebody knows or has after a step."""
        self.facts.setdefault(step, set()).update((who, line) for line in what)


@dataclass(frozen=True, slots=True)
class StepScore:
    """One step: how many facts were planted and came about, and which were missed, false or leaked."""

    step: Step
    planted: int
    came: int
    missed: tuple[Fact, ...]
    false: tuple[Fact, ...]
    leaked: tuple[Fact, ...]

    @property
    def is_right(self) -> bool:
        """Whether all that was planted came about, and nothing else."""
        return not (self.missed or self.false or self.leaked)


def scores_of(truth: Truth, diary: Diary) -> tuple[StepScore, ...]:
    """Every step held to the truth, in the order of the steps; one that was not played missed all of it."""
    return tuple(_score(step, truth, frozenset(diary.facts.get(step, ()))) for step in Step)


def _score(step: Step, truth: Truth, came: frozenset[Fact]) -> StepScore:
    planted = truth.planted[step]
    strange = came - planted
    return StepScore(
        step,
        len(planted),
        len(came & planted),
        tuple(sorted(planted - came)),
        tuple(sorted(strange - truth.silent)),
        tuple(sorted(strange & truth.silent)),
    )
