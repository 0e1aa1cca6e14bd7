"""A figure as a value: the number, what it means, for which scope and day, and the rows behind it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from mozaik.terms import Handling


@dataclass(frozen=True, slots=True)
class RowRef:
    """A row behind a figure: the sealed set, the table, and the record's own reference in `key`.

    `row_id` is given for the reader's own rows alone: in another owner's table the numbers would show how
    many rows the reader does not see.
    """

    set_id: str
    table: str
    key: str
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
    NOT_EXACT = "is not exact, so it cannot be compared"
    NOT_COUNTED = "is stated only; nothing is counted for it"


@dataclass(frozen=True, slots=True)
class Statement:
    """What an authority says in figures, as it says it."""

    value: str
    unit: str
    scope: str
    as_of: date | None
    said_by: str
    reported_by: str
    note: str
    origin: str
    verdict: Verdict
    row: RowRef


@dataclass(frozen=True, slots=True)
class Figure:
    """One counted figure.

    `value` is a whole number, a text for dates, or None where something is only stated. `as_of` is the day
    after which nothing counts, None for everything recorded. `names` lists what was counted where that
    is public by itself (countries, authorities); `origins` says where the rows come from.
    `handling` is the union of the codes and `grade` the worst over the rows counted, None without a row.
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
    statements: tuple[Statement, ...] = ()

    @property
    def conflicts(self) -> tuple[Statement, ...]:
        """The statements that do not agree with the counted value."""
        return tuple(one for one in self.statements if one.verdict is not Verdict.AGREES)
