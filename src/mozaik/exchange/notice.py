"""Notices: there is something new for you, and nothing else; one, until the reader was told it."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from mozaik.exchange.faults import broken_rule
from mozaik.exchange.machine import Dated, Machine
from mozaik.parties import Authority

FORMAT = 1


class Heard(StrEnum):
    """Whether a reader was told all that it was told to ask for."""

    QUIET = "nothing-new"
    NOTICED = "something-new"


class Telling(StrEnum):
    """What a node sent to a reader: a notice, or a reading or package that tells."""

    NOTICE = "notice"
    TELL = "tell"


NEWS: Machine[Heard, Telling] = Machine(
    Heard.QUIET,
    {
        (Heard.QUIET, Telling.NOTICE): Heard.NOTICED,
        (Heard.NOTICED, Telling.TELL): Heard.QUIET,
        (Heard.QUIET, Telling.TELL): Heard.QUIET,
    },
)
"""No second notice before the reader was told: their number would say how often something changed."""


@dataclass(frozen=True, slots=True)
class SomethingNew:
    """That there is something new for a reader: no kind, no number, no reference."""

    reader: Authority
    format: int = FORMAT

    def __post_init__(self) -> None:
        if self.format != FORMAT:
            raise broken_rule("a notice", "it is of another format")


def heard(steps: Iterable[Dated[Telling]]) -> Heard:
    """Whether something new waits for a reader, by all that one node sent to it; in any order."""
    return NEWS.run(steps).stage
