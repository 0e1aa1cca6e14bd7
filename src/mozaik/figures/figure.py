"""A figure as a value: the number, what it means, for which scope and day, and the rows behind it."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from mozaik.parties import Authority
from mozaik.terms import Handling
from mozaik.wording import say


@dataclass(frozen=True, slots=True)
class RowRef:
    """A row behind a figure: its owner, the table, and the record's own reference in `key`.

    `set_id` and `row_id` are given for the reader's own rows alone. Another owner's set is sealed anew when a
    row changes that the reader may not know of, and its numbers show how many such rows there are.
    """

    authority: Authority
    table: str
    key: str
    set_id: str | None = None
    row_id: int | None = None


@dataclass(frozen=True, slots=True)
class OwnerShare:
    """How many of the things counted are an owner's, and how many of these the reader may read in full."""

    authority: str
    counted: int
    in_full: int


class Verdict(StrEnum):
    """How a statement stands to the counted figure."""

    AGREES = "agrees"
    OTHER_VALUE = "says another value for the same scope"
    LARGER_PART = "says more for a part than is counted for the whole"
    OUTSIDE = "says days of a part that lie outside those counted for the whole"
    NOT_EXACT = "is not exact, so it cannot be compared"
    NOT_COUNTED = "is stated only; nothing is counted for it"


class Unknown(StrEnum):
    """What is not known behind a figure; the words stand in the catalogue under `figure.unknown`."""

    STATE = "state"
    EXAMINED = "examined"
    CONFIRMED = "confirmed"
    START = "start"
    OFFICERS = "officers"
    STATUS = "status"
    KIND = "kind"
    DAY = "day"


COUNTED_UNKNOWNS = frozenset({Unknown.STATE, Unknown.DAY})
"""What is counted although something about it is not known, because the figure's definition allows it."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Things of which something is not known that the figure asks for: never a silent no."""

    unknown: Unknown
    count: int

    @property
    def is_counted(self) -> bool:
        """Whether these things are in the figure's value."""
        return self.unknown in COUNTED_UNKNOWNS

    @property
    def text(self) -> str:
        """The gap in words."""
        return say(f"figure.unknown.{self.unknown}", count=self.count)


@dataclass(frozen=True, slots=True)
class Statement:
    """What an authority says in figures, as it says it.

    `said_by` is who is said to have said it, `sealed_by` who sealed that: the second is proved, the first is
    not. `note`, `reported_by` and `row` are empty where free words must not be passed on.
    """

    value: str
    unit: str
    scope: str
    as_of: date | None
    said_by: str
    sealed_by: Authority
    reported_by: str
    note: str
    origin: str
    verdict: Verdict
    row: RowRef | None


@dataclass(frozen=True, slots=True)
class Figure:
    """One counted figure.

    `value` is a whole number, a text for dates, or None where something is only stated. `as_of` is the day
    after which nothing counts, None for everything recorded. `names` lists what was counted where that
    is public by itself (countries, authorities); `origins` says where the rows come from; `gaps` names what
    is not known behind it. `handling` is the union of the codes and `grade` the worst over the rows counted,
    None without a row. `fingerprint` changes when any row behind changes; it is told to nobody, or a row
    that is only counted could be guessed from it.
    """

    key: str
    label: str
    definition: str
    scope: str
    as_of: date | None
    value: int | str | None
    unit: str
    rows: tuple[RowRef, ...] = ()
    owners: tuple[OwnerShare, ...] = ()
    names: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()
    handling: tuple[Handling, ...] = (Handling.H0,)
    grade: str | None = None
    gaps: tuple[Gap, ...] = ()
    statements: tuple[Statement, ...] = ()
    fingerprint: str = field(default="", compare=False, repr=False)

    @property
    def conflicts(self) -> tuple[Statement, ...]:
        """The statements that do not agree with the counted value."""
        return tuple(statement for statement in self.statements if statement.verdict is not Verdict.AGREES)
