"""Withdrawals and recalls: an owner takes sets back, and who told something of them names what it told."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from mozaik.exchange.faults import broken_rule
from mozaik.exchange.reading import Known
from mozaik.parties import Authority, PersonRef
from mozaik.seal import is_set_id

FORMAT = 1
MOST_LINE = 200


class Change(StrEnum):
    """What an amendment does."""

    WITHDRAW = "withdraw"
    """The sets take part in nothing any more, and what was told of them is recalled."""


@dataclass(frozen=True, slots=True)
class Amendment:
    """What an owner changes for sets of its own, by their ids: who says so, and why."""

    change: Change
    sets: tuple[str, ...]
    by: PersonRef
    reason: str
    format: int = FORMAT

    def __post_init__(self) -> None:
        own = f"{self.by.authority}."
        if self.format != FORMAT or not self.sets or tuple(sorted(set(self.sets))) != self.sets:
            raise broken_rule("an amendment", "it names no set, or sets that are not in order")
        if not all(is_set_id(name) and name.startswith(own) for name in self.sets):
            raise broken_rule(
                "an amendment", "it names a set of somebody else: an id begins with its owner's"
            )
        _require_line("an amendment", self.reason)


@dataclass(frozen=True, slots=True)
class Recall:
    """What a node told a reader and takes back: the hits by their references, and the files that told them.

    It holds for readings up to the number `after`: a later one says anew what is told.
    """

    reader: Authority
    references: tuple[str, ...]
    files: tuple[str, ...]
    after: int
    reason: str
    format: int = FORMAT

    def __post_init__(self) -> None:
        lists = (self.references, self.files)
        if self.format != FORMAT or self.after < 0 or not all(lists):
            raise broken_rule("a recall", "it names no hit or no file that told one")
        if any(tuple(sorted(set(names))) != names for names in lists):
            raise broken_rule("a recall", "its hits or files are not in order")
        if not all(map(is_set_id, self.files)):
            raise broken_rule("a recall", "a file has no id")
        _require_line("a recall", self.reason)


def without_recalled(known: Known, recalls: Iterable[Recall]) -> Known:
    """What a reader knows without the hits that were recalled since; in any order of the recalls."""
    gone = {name for recall in recalls if recall.after >= known.number for name in recall.references}
    return replace(known, hits=tuple(hit for hit in known.hits if hit.reference not in gone))


def _require_line(where: str, text: str) -> None:
    if not text.strip() or len(text) > MOST_LINE or not text.isprintable():
        raise broken_rule(where, "its reason is no line of 1 to 200 characters")
