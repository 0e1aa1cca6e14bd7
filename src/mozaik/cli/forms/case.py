"""The forms of what people do with hits: compare, read, judge, package, release, count."""

from datetime import date
from typing import TypedDict

from mozaik.cli.forms.files import Refused
from mozaik.cli.json_schema import Joined
from mozaik.desk import (
    Beyond,
    Counts,
    CrosscheckSummary,
    Custody,
    FirstStep,
    Form,
    Judged,
    LastDays,
    OwnJudgement,
    Reading,
    ReleasedHit,
    Waiting,
)
from mozaik.node import Listed, Notice
from mozaik.terms import Use


class _RefusedToo(TypedDict):
    refused: list[Refused]


class HitExplained(TypedDict):
    """A hit as it is told to the reader, and what its people said of it."""

    reader: str
    use: Use
    hit: ReleasedHit
    ticket: str | None
    judgements: list[OwnJudgement]
    by_others: bool


class _Reader(TypedDict):
    """What waits for a reader; `refused` and `notices` are those of a node."""

    reader: str


class _AtNode(TypedDict):
    refused: list[Listed]
    notices: list[Notice]


class RowsJudged(TypedDict):
    """What became of a table with verdicts."""

    judged: list[Judged]
    without_verdict: int
    refused: int
    rejects_file: str | None


class PackageDrafted(TypedDict):
    """A draft of a package, not yet released."""

    file: str
    id: str
    recipient: str
    synthetic: bool
    leads: int
    counts: Counts
    first: list[FirstStep]
    custody: Custody
    expires_on: date
    keep_until: LastDays | None


class CountriesBeyond(TypedDict):
    """The countries without a contribution to which facts point."""

    countries: list[Beyond]


class FormWritten(TypedDict):
    """One form of a released package as a bare file; `signed` if two persons signed these very bytes."""

    file: str
    format: Form
    signed: bool


class DraftReleased(TypedDict):
    """What a signature made of a draft, who signed, and how many persons are still missing."""

    file: str
    id: str
    signers: list[str]
    missing: int


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


class FilesRead(TypedDict):
    """How many files were read and refused."""

    read: int
    refused: int


class Rehearsed(TypedDict):
    """The outcome of a rehearsal, held to what was planted."""

    about: str
    right: bool
    scores: list[ScoreOfKind]
    decoys: list[DecoysOfSort]
    told: list[ToldOfSort]
    kept_out: bool
    figures: list[FigurePlayed]
    packages: list[PackagePlayed]
    failures: list[str]
    files: FilesRead


CASE_FORMS: dict[str, object] = {
    "mozaik.crosscheck": Joined((CrosscheckSummary, _RefusedToo)),
    "mozaik.hits": Reading,
    "mozaik.explain": HitExplained,
    "mozaik.tasks": Joined((_Reader, Waiting, _AtNode)),
    "mozaik.judge": Judged,
    "mozaik.judge.rows": RowsJudged,
    "mozaik.unjudge": Judged,
    "mozaik.package": PackageDrafted,
    "mozaik.package.beyond": CountriesBeyond,
    "mozaik.package.form": FormWritten,
    "mozaik.release": DraftReleased,
    "mozaik.figures": FiguresCounted,
    "mozaik.rehearse": Rehearsed,
}
