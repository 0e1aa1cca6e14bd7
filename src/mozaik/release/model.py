"""What a reader receives: released hits, their holders, why they stand where they stand, and the coverage.

Every value here has passed the release rule for one reader. A thing that the reader may not learn is
absent (`None` or an empty tuple), never masked, so that nothing about it can be read from its form.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeAlias

from mozaik.kinds import HitKind, SetKind
from mozaik.parties import Authority
from mozaik.terms import Disclosure, Handling, Use
from mozaik.work import UnitKind

FieldValue: TypeAlias = str | int | bool | None
"""A field of a released row: bytes as lower-case hex, times and dates as ISO 8601 text; no fractions."""


PERSON_TABLES = frozenset({"persons", "person_facts"})
"""The tables whose rows are about persons, and not about what was found on items."""

OwnUnit: TypeAlias = tuple[UnitKind, str, str]
"""A reader's own item or person: its kind, the set that numbers it (of an item ''), its number."""


class Verdict(StrEnum):
    """What a named person says of a hit."""

    CONFIRM = "confirm"
    REJECT = "reject"
    WITHDRAW = "withdraw"
    """What the person said before counts no more."""


class Status(StrEnum):
    """Where a hit stands for a reader, from the judgements about pairs that the reader sees."""

    UNJUDGED = "unjudged"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"
    DISPUTED = "disputed"


class Material(StrEnum):
    """What a file is, over all its digests, as far as the reader may know."""

    UNKNOWN = "unknown"
    """A picture or video on no list: it may show a child not yet found."""
    KNOWN = "known"
    """On a list of known material, or near something that is."""
    HARMLESS = "harmless"
    """On a list of known-harmless files, or near something that is, and on no list of known material."""
    OTHER = "other"
    """On no list, and nothing that the reader sees says that it is a picture or video."""


@dataclass(frozen=True, slots=True)
class Page:
    """Which hits to return: those that meet every condition, at most `limit`, those after `after`.

    `authority` holds something of the hit, `item` is the reader's own item, and `reference` is a reference, a
    ticket or a group of near pictures, or the beginning of one; `unread` leaves out what the person was told
    in an earlier reading. `search` is a text that the hit says somewhere (`searching.py`).
    """

    kind: HitKind | None = None
    limit: int | None = None
    after: str | None = None
    status: Status | None = None
    authority: str | None = None
    item: str | None = None
    unread: bool = False
    reference: str | None = None
    search: str | None = None


@dataclass(frozen=True, slots=True)
class RankReason:
    """One reason for the place of a hit: its code, the points it adds (or takes) and a plain sentence."""

    code: str
    points: int
    text: str


@dataclass(frozen=True, slots=True)
class OwnRow:
    """Where a reader's own fact stands: set, table and row of a file that the reader sealed itself."""

    set_id: str
    table: str
    row_id: int


@dataclass(frozen=True, slots=True)
class FoundAt:
    """Where a file lies: its path, the archive or image around it, and whether it was deleted."""

    path: str
    container: str | None
    deleted: bool | None


@dataclass(frozen=True, slots=True)
class LikenessStep:
    """One rule by which two spellings may be one name; `detail` counts words and never quotes them."""

    rule: str
    detail: str


@dataclass(frozen=True, slots=True)
class NameLikeness:
    """Why two visible spellings may be one name: score 0 to 100, a verdict in a word or two, the steps."""

    score: int
    verdict: str
    steps: tuple[LikenessStep, ...]


@dataclass(frozen=True, slots=True)
class ReleasedHolder:
    """One holder as told to the reader.

    At `Disclosure.FULL` it is one row with its `fields`, its `unit` (item or person) and the `value` it
    holds (None where only a fact that is not told in full ties it to that value). At `Disclosure.HIT` it
    stands for all that this authority holds on such terms: only that it holds something, how it must be
    handled, and the `ticket` with which to ask for more. `row` is set for the reader's own facts alone: row
    numbers and set ids of others may depend on rows it may not know of. `places` says of a row about a
    file without a path of its own, such as a media hash, where the same item holds this file, as far as
    those rows too are told in full. `keep_until` is the last day on which the reader may know it.
    """

    authority: Authority
    set_kind: SetKind
    level: Disclosure
    own: bool
    handling: tuple[Handling, ...]
    handling_notes: tuple[str, ...]
    grade: str
    keep_until: date
    ticket: str | None = None
    table: str | None = None
    unit: str | None = None
    value: str | None = None
    fields: Mapping[str, FieldValue] | None = None
    places: tuple[FoundAt, ...] = ()
    row: OwnRow | None = None

    @property
    def own_unit(self) -> OwnUnit | None:
        """The reader's own item or person, typed: kind, the set that numbers it, number; None of others.

        A person is known by its number within its set, an item by its number alone (`mozaik.work.Unit`).
        """
        if self.row is None or not self.unit:
            return None
        if self.row.table in PERSON_TABLES:
            return UnitKind.PERSON, self.row.set_id, self.unit
        return UnitKind.ITEM, "", self.unit


@dataclass(frozen=True, slots=True)
class ReleasedHit:
    """One hit as told to the reader.

    `reference` is the reader's own name for the hit; no other reader has the same. `values` are the values
    that the reader holds or sees in full: lower-case hex for digests and media hashes, else text.
    `distance` and `transform` (pictures) and `explanation` (names: why two spellings may be one) are told
    only where both sides are full. `units` counts visible items and persons; an authority
    that is visible at hit level only counts as one.
    `handling` is the union and `grade` the worst over the visible holders, `keep_until` the earliest day.
    `first_seen` is when the reader itself first sealed the value, in ISO 8601, or None. `material` is None
    where a hit is about no file.
    """

    reference: str
    position: int
    kind: HitKind
    value_kind: str
    values: tuple[str, ...]
    second_fact: str | None
    distance: int | None
    transform: str | None
    explanation: NameLikeness | None
    holders: tuple[ReleasedHolder, ...]
    authorities: tuple[Authority, ...]
    units: int
    handling: tuple[Handling, ...]
    grade: str
    keep_until: date
    points: int
    reasons: tuple[RankReason, ...]
    status: Status
    first_seen: str | None
    material: Material | None = None


@dataclass(frozen=True, slots=True)
class OwnersApart:
    """How many bits the nearest pictures of two authorities in a group differ in; 0 where both hold one."""

    left: Authority
    right: Authority
    distance: int


@dataclass(frozen=True, slots=True)
class GroupParts:
    """Into how many parts a group falls where pictures are near at no more than `limit` bits."""

    limit: int
    parts: int


@dataclass(frozen=True, slots=True, order=True)
class GroupFile:
    """A file of a group by its name, as far as it is told: whose, on which item, of which picture (hex)."""

    authority: Authority
    unit: str
    name: str
    picture: str


@dataclass(frozen=True, slots=True)
class PictureGroup:
    """Near pictures that hang together among those that the reader sees in full, by a name of its own.

    `pictures` counts distinct pictures. From each there is a way to each other in steps of at most `step`
    bits; `splits` says into how many parts the group falls at smaller distances, the largest first. `apart`
    is the distance of the two farthest from each other: pictures of a long series may have nothing in common;
    None, and no `nearest`, where there are too many to measure. `nearest` holds each two authorities. `best`
    is the picture (hex) with the best grade, of several the one on most items. `hits` are the references of
    its hits that are told here, `files` the files behind them.
    """

    reference: str
    pictures: int
    step: int
    apart: int | None
    nearest: tuple[OwnersApart, ...]
    best: str
    best_grade: str
    splits: tuple[GroupParts, ...]
    hits: tuple[str, ...]
    files: tuple[GroupFile, ...]


@dataclass(frozen=True, slots=True)
class CoverageLine:
    """What one matcher compared, or why not, of one authority's rows of one table.

    `rows` is told of facts that are full for the reader, else None: existence is not a count.
    """

    authority: Authority
    set_kind: SetKind
    table: str
    matcher: str
    state: str
    reason: str
    rows: int | None


@dataclass(frozen=True, slots=True)
class Coverage:
    """Over what the answer speaks: only the sets disclosed to the reader, with the comparison's versions."""

    lines: tuple[CoverageLine, ...]
    authorities: tuple[Authority, ...]
    versions: Mapping[str, str]
    parameters: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Reading:
    """The answer to one reading: the hits of the page, how many there are in all, and the coverage.

    `total` counts the hits of the page's kind, `by_kind` those of every kind; `next_after` is the cursor
    of the next page or None at the end. `synthetic` is true when a set disclosed to the reader is. `groups`
    are the groups of more than two near pictures that hits of the page belong to, without what was rejected.
    """

    reader: str
    use: Use
    operation: str
    edition: str
    synthetic: bool
    hits: tuple[ReleasedHit, ...]
    total: int
    by_kind: Mapping[HitKind, int]
    next_after: str | None
    coverage: Coverage
    groups: tuple[PictureGroup, ...] = ()

    def group_of(self, hit: ReleasedHit) -> PictureGroup | None:
        """The group to which a hit belongs, if it is a near pair of one."""
        return next((group for group in self.groups if hit.reference in group.hits), None)
