"""The form of `mozaik rehearse`."""

from typing import TypedDict


class Overlap(TypedDict):
    """A planted overlap that was missed or leaked."""

    how: str
    values: list[str]


class ScoreOfKind(TypedDict):
    """How many overlaps of a kind were planted, found, missed, false and leaked."""

    kind: str
    planted: int
    found: int
    missed: list[Overlap]
    false: list[tuple[str, list[str]]]
    leaked: list[Overlap]


class DecoysOfSort(TypedDict):
    """One sort of decoy: how many were planted, and how many became a hit."""

    how: str
    planted: int
    hit: int


class ToldOfSort(TypedDict):
    """One sort of reality: how many were planted, and what was told wrongly to whom."""

    how: str
    rule: str
    planted: int
    wrong: list[tuple[str, list[str]]]


class StatementCompared(TypedDict):
    """What an authority said in public beside the counted value."""

    said_by: str
    value: str
    scope: str
    verdict: str


class FigurePlayed(TypedDict):
    """One counted figure of a rehearsal."""

    key: str
    scope: str
    value: int | str | None
    unit: str
    origins: list[str]
    rows: int
    statements: list[StatementCompared]


class PackagePlayed(TypedDict):
    """One package of a rehearsal."""

    recipient: str
    file: str
    leads: int


class AnnouncementPlayed(TypedDict):
    """One announcement of a rehearsal; no file where something stopped it."""

    name: str
    file: str | None
    figures: int
    languages: int
    concerns: list[str]


class ConflictsOfKind(TypedDict):
    """How many conflicts of plans were planted, told to their two owners, and told though not planted."""

    kind: str
    planted: int
    told: int
    false: int


class BeforeTheDay(TypedDict):
    """What was told of plans before the day, how many were carried out, and what was still told then."""

    conflicts: list[ConflictsOfKind]
    carried_out: int
    told_afterwards: int


class YearStep(TypedDict):
    """One step of the year of exchange: how many facts were planted and found; others as who and what."""

    step: str
    planted: int
    found: int
    missed: list[tuple[str, str]]
    false: list[tuple[str, str]]
    leaked: list[tuple[str, str]]


class FilesRead(TypedDict):
    """How many files were read and refused."""

    read: int
    refused: int


class Rehearsed(TypedDict):
    """The outcome of a rehearsal, held to what was planted."""

    about: str
    right: bool
    before: BeforeTheDay
    scores: list[ScoreOfKind]
    decoys: list[DecoysOfSort]
    told: list[ToldOfSort]
    kept_out: bool
    figures: list[FigurePlayed]
    packages: list[PackagePlayed]
    announcements: list[AnnouncementPlayed]
    year: list[YearStep]
    failures: list[str]
    files: FilesRead


REHEARSAL_FORMS: dict[str, object] = {"mozaik.rehearse": Rehearsed}
