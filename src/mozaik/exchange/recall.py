"""Recalls: who told something of sets that their owner took back names what it told, and to whom."""

from collections.abc import Iterable
from dataclasses import dataclass

from mozaik.exchange.faults import broken_rule, require_line
from mozaik.exchange.reading import Known
from mozaik.parties import Authority
from mozaik.seal import is_set_id

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Recall:
    """What a node told a reader and takes back: the hits by their references, and the files that told them.

    An answer that gave a set tells no hit. It holds for readings up to the number `after`: a later one says
    anew what is told.
    """

    reader: Authority
    references: tuple[str, ...]
    files: tuple[str, ...]
    after: int
    reason: str
    format: int = FORMAT

    def __post_init__(self) -> None:
        lists = (self.references, self.files)
        if self.format != FORMAT or self.after < 0 or not self.files:
            raise broken_rule("a recall", "it names no file that told something")
        if any(tuple(sorted(set(names))) != names for names in lists):
            raise broken_rule("a recall", "its hits or files are not in order")
        if not all(map(is_set_id, self.files)):
            raise broken_rule("a recall", "a file has no id")
        require_line("a recall", self.reason)


def without_recalled(known: Known, recalls: Iterable[Recall]) -> Known:
    """What a reader knows without the hits that were recalled since; in any order of the recalls."""
    gone = {name for recall in recalls if recall.after >= known.number for name in recall.references}
    return known.without(gone)
