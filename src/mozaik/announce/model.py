"""The announcement as a value (docs/formats/announcement.md): every number a figure, every form made from it.

Every class is an object of announcement.json under the same field names. Days are inclusive, in UTC.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import cast

from mozaik.canonical import JsonValue, to_canonical
from mozaik.parties import Authority
from mozaik.typed_json import to_json

FORMAT = 1
"""The version of announcement.json."""
ENGLISH = "en"
"""The language in which a text is written; the others are made from it."""


class BlockKind(StrEnum):
    """What a block of a text is; the word in a draft."""

    TITLE = "title"
    LEAD = "lead"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    CHART = "chart"
    AUTHORITIES = "authorities"


class ChartKind(StrEnum):
    """What a chart draws: the kinds of items, or the searches of each day."""

    ITEMS_BY_KIND = "items_by_kind"
    RAIDS_BY_DAY = "raids_by_day"


@dataclass(frozen=True, slots=True)
class Earlier:
    """The version before this one: its number, and the SHA-256 of its sealed file in hex."""

    version: int
    digest: str


@dataclass(frozen=True, slots=True)
class Named:
    """An authority by its own name, in its own language and script; `short` is what footnotes call it."""

    authority: Authority
    language: str
    name: str
    short: str


@dataclass(frozen=True, slots=True)
class Offence:
    """A statutory offence by the title that its law gives it; the only place where such words may stand."""

    key: str
    language: str
    title: str
    statute: str


@dataclass(frozen=True, slots=True)
class Share:
    """How many of the things counted are an authority's."""

    authority: Authority
    counted: int


@dataclass(frozen=True, slots=True)
class GapTold:
    """What is not known behind a figure: which question, of how many things, and whether they are counted."""

    unknown: str
    count: int
    counted: bool


@dataclass(frozen=True, slots=True)
class SaidOtherwise:
    """A public statement of an authority that does not agree with the figure, and how it stands to it."""

    said_by: Authority
    value: str
    scope: str
    as_of: date | None
    verdict: str


@dataclass(frozen=True, slots=True)
class Quoted:
    """A figure as the announcement quotes it.

    `note` is the number of its footnote, from 1. `value` is None where it is suppressed: a small count about
    victims to which its owners did not agree. `more_than` is the smaller number that the text says instead.
    `owners` is empty where nobody may be told whose things are counted.
    """

    note: int
    key: str
    scope: str
    as_of: date
    value: int | str | None
    more_than: int | None
    unit: str
    label: str
    definition: str
    owners: tuple[Share, ...] = ()
    names: tuple[str, ...] = ()
    legal: tuple[str, ...] = ()
    gaps: tuple[GapTold, ...] = ()
    statements: tuple[SaidOtherwise, ...] = ()
    origins: tuple[str, ...] = ()

    @property
    def is_suppressed(self) -> bool:
        """Whether the number is not told."""
        return self.value is None


@dataclass(frozen=True, slots=True)
class Point:
    """One bar of a chart: a figure's key, or a day, and the number."""

    name: str
    value: int


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart with its points in order; the figure with this note is the whole of them."""

    kind: ChartKind
    note: int
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text; `note` is the footnote of a figure, `language` that of a name in its own script."""

    text: str
    note: int | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """One block of a text; `chart` names what a block of that kind shows."""

    key: str
    kind: BlockKind
    runs: tuple[Run, ...]
    chart: ChartKind | None = None
    falls_back: bool = False

    @property
    def text(self) -> str:
        """The words of the block without marks."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class Text:
    """The announcement in one language; `words` is the language of its texts, another where it falls back.

    `reviewer` is who vouches for the translation, empty where it was made with the help of a machine.
    """

    language: str
    words: str
    reviewer: str
    blocks: tuple[Block, ...]

    @property
    def title(self) -> str:
        """The title."""
        return self._first(BlockKind.TITLE)

    @property
    def lead(self) -> str:
        """The sentence below the title; empty without one."""
        return self._first(BlockKind.LEAD)

    def _first(self, kind: BlockKind) -> str:
        return next((block.text for block in self.blocks if block.kind is kind), "")


class DifferenceKind(StrEnum):
    """How a version differs from the one before."""

    VALUE = "value"
    ADDED = "added"
    REMOVED = "removed"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference to the version before: a figure by key and scope, or a block of the English text."""

    kind: DifferenceKind
    key: str
    scope: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Announcement:
    """One version of one announcement: what two persons of different authorities approve.

    `embargo` is the moment (UTC text) before which it is not published; `publishers` are the authority that
    sends it and the one that approves it.
    """

    id: str
    version: int
    earlier: Earlier | None
    edition: str
    operation: str
    scope: str
    as_of: date
    embargo: str
    synthetic: bool
    publishers: tuple[Authority, ...]
    authorities: tuple[Named, ...]
    offences: tuple[Offence, ...]
    campaign: str
    figures: tuple[Quoted, ...]
    charts: tuple[Chart, ...]
    texts: tuple[Text, ...]
    changes: tuple[Difference, ...] = ()
    format: int = FORMAT

    def to_bytes(self) -> bytes:
        """The canonical bytes of announcement.json."""
        return to_canonical(cast(JsonValue, to_json(self)))

    def text(self, language: str) -> Text:
        """The text in a language; StopIteration for one that it does not have."""
        return next(text for text in self.texts if text.language == language)

    def figure(self, note: int) -> Quoted:
        """The figure of a footnote."""
        return next(figure for figure in self.figures if figure.note == note)

    def chart(self, kind: ChartKind) -> Chart:
        """The chart of a kind."""
        return next(chart for chart in self.charts if chart.kind is kind)
