"""The form of `mozaik figures`."""

from datetime import date
from typing import TypedDict

from mozaik.terms import Use


class OwnerShare(TypedDict):
    """How many of the things counted are an owner's, and how many of these are told in full."""

    authority: str
    counted: int
    in_full: int


class RowOfFigure(TypedDict):
    """A row behind a figure; set and row of the reader's own alone."""

    authority: str
    table: str
    key: str
    set_id: str | None
    row_id: int | None


class GapOfFigure(TypedDict):
    """What is not known behind a figure, of how many things."""

    unknown: str
    count: int
    counted: bool
    text: str


class StatementOfFigure(TypedDict):
    """What somebody says of a figure, and how it stands to the counted value."""

    value: str
    unit: str
    scope: str
    as_of: date | None
    said_by: str
    sealed_by: str
    reported_by: str
    note: str
    origin: str
    verdict: str
    row: RowOfFigure | None


class FigureCounted(TypedDict):
    """One figure of one scope."""

    key: str
    label: str
    definition: str
    scope: str
    as_of: date | None
    value: int | str | None
    unit: str
    origins: list[str]
    handling: list[str]
    grade: str | None
    names: list[str]
    legal_definitions: list[str]
    owners: list[OwnerShare]
    rows: list[RowOfFigure]
    gaps: list[GapOfFigure]
    statements: list[StatementOfFigure]


class FiguresCounted(TypedDict):
    """The figures that one reader may count."""

    edition: str
    synthetic: bool
    reader: str
    use: Use
    on: date
    as_of: date | None
    statements_left_out: int
    figures: list[FigureCounted]


FIGURE_FORMS: dict[str, object] = {"mozaik.figures": FiguresCounted}
