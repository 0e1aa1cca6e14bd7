"""What the cross-check takes and gives: parameters, its verified sources, its tasks, its summary."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from mozaik.contribution import Double
from mozaik.errors import InvalidInputError
from mozaik.kinds import SetKind


@dataclass(frozen=True, slots=True)
class Parameters:
    """The border of a picture hit: PDQ distance in bits (0 to 31) and least quality (0 to 100)."""

    distance: int = 31
    quality: int = 50

    def __post_init__(self) -> None:
        if not 0 <= self.distance <= 31:
            raise InvalidInputError(
                "the picture distance is out of range",
                why="all pairs are found only from 0 to 31 bits",
                remedy="use a distance from 0 to 31",
            )
        if not 0 <= self.quality <= 100:
            raise InvalidInputError(
                "the least picture quality is out of range", remedy="use a quality from 0 to 100"
            )


@dataclass(frozen=True, slots=True)
class Source:
    """One verified contribution or list whose tables lie in WORK.

    `number` is its position among the sources sorted by `set_id`; `tables` maps a table's name to its
    Parquet file; `first_terms_key` plus a row's `terms_id` is the key into `terms.parquet`; `permitted`
    holds the `terms_id` whose rows may be compared and `obstacles` the reason for each other one.
    `unopened` counts, by reason, what the set's own report says could not be read.
    """

    number: int
    set_id: str
    authority: str
    set_kind: SetKind
    tables: Mapping[str, Path]
    first_terms_key: int
    permitted: tuple[int, ...]
    obstacles: Mapping[int, str] = field(default_factory=dict)
    unopened: Mapping[str, int] = field(default_factory=dict)

    @property
    def is_list(self) -> bool:
        """Whether this is a reference list."""
        return self.set_kind.is_list


@dataclass(frozen=True, slots=True)
class Task:
    """One piece of one matcher's work: a key range or a block; the pieces of a matcher never overlap."""

    matcher: str
    part: int
    parts: int

    @property
    def name(self) -> str:
        """A name for the task's files."""
        return f"{self.matcher}-{self.part:04d}-of-{self.parts:04d}"


@dataclass(frozen=True, slots=True)
class NotCompared:
    """Rows that could not be compared by one matcher, and why."""

    set_id: str
    table: str
    matcher: str
    reason: str
    rows: int


class Leaving(StrEnum):
    """Why a set of the old WORK is not in the new one."""

    SUPERSEDED = "superseded"
    LEFT_OUT = "left out"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Left:
    """A set that left WORK: its id, its owner, and why."""

    set_id: str
    authority: str
    why: Leaving


@dataclass(frozen=True, slots=True)
class Confirmed:
    """The ids of sets that leave WORK by the word of whoever runs the cross-check.

    `dropped` sets are left out and may come back; `withdrawn` ones were withdrawn or erased by their owner,
    and are never received again.
    """

    dropped: frozenset[str] = frozenset()
    withdrawn: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class CrosscheckSummary:
    """What was read, what left WORK, what could not be compared. No hit count: running is not seeing.

    `doubles` are contributions of one owner that hold the same files as two items.
    """

    work: Path
    contributions: int
    lists: int
    rows: Mapping[str, int]
    not_compared: tuple[NotCompared, ...]
    left: tuple[Left, ...]
    doubles: tuple[Double, ...]
