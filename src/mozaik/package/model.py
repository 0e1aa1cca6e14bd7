"""The intelligence package as a value (docs/formats/package.md): every form of it is rendered from here.

Every class is an object of package.json under the same field names. A thing that the recipient may not
learn is absent, never masked.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from mozaik.kinds import HitKind, SetKind
from mozaik.package.exhibits import CustodyEvent, Exhibit
from mozaik.package.pictures import NearGroup
from mozaik.parties import Authority, PersonRef
from mozaik.release import FieldValue, FoundAt, NameLikeness, OwnRow, RankReason, Status
from mozaik.terms import Handling, Use
from mozaik.typed_json import Json, to_json

FORMAT = 7
"""The version of package.json that is written; `read_package` reads every version there was."""


class Topic(StrEnum):
    """What a lead is about, in the order in which leads are read: unknown material first."""

    UNKNOWN = "unknown"
    OWN_UNKNOWN = "own-unknown"
    GRADING = "grading"
    CONTACT = "contact"
    FILE = "file"
    POINTER = "pointer"
    KNOWN = "known"
    ELSEWHERE = "elsewhere"
    COMMON = "common"


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who receives the package, in which country, and whether that is outside the Union's law."""

    authority: Authority
    country: str
    country_name: str
    third_country: bool


@dataclass(frozen=True, slots=True)
class Drafted:
    """When (UTC), by whom (`AUTHORITY/person`) and why the package was drafted."""

    at: str
    by: PersonRef
    reason: str


@dataclass(frozen=True, slots=True)
class Custody:
    """The package's own place: its number for this recipient, and the head of the recipient's audit chain."""

    sequence: int
    audit_sequence: int
    audit_head: str


@dataclass(frozen=True, slots=True)
class HandlingSummary:
    """The union of the handling codes over all that is told, in words, with the owners' notes."""

    codes: tuple[Handling, ...]
    texts: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WorstGrade:
    """The worst 4x4 grade over all that is told, and what it means."""

    worst: str
    text: str


@dataclass(frozen=True, slots=True)
class LastDays:
    """Until when rows are kept: the earliest and the latest last day of all that is told."""

    earliest: date
    latest: date


@dataclass(frozen=True, slots=True)
class Counts:
    """How many hits stand where; only the confirmed ones are told."""

    confirmed: int
    disputed: int
    rejected: int
    unjudged: int


@dataclass(frozen=True, slots=True)
class FirstStep:
    """Something to do first: the step of a lead, or what is owed beside the leads."""

    lead: int | None
    title: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Ask:
    """Whom to ask for what is not told, quoting which tickets."""

    authority: Authority
    tickets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lead:
    """Hits that belong together for action: why they matter and what to do next, in plain sentences.

    `number` counts from 1 in reading order; `authorities` are the others concerned; `own_units` the
    reader's own items and person records; `references` the hits or pointers; `handling` is the union over
    them, `grade` the worst.
    """

    number: int
    topic: Topic
    title: str
    why: str
    next_steps: tuple[str, ...]
    authorities: tuple[Authority, ...]
    own_units: tuple[str, ...]
    references: tuple[str, ...]
    ask: tuple[Ask, ...]
    handling: tuple[Handling, ...]
    grade: str


@dataclass(frozen=True, slots=True)
class Holder:
    """One holder that is shown in full: its row with `fields`, and where the row's file lies.

    `row` is given for the recipient's own rows alone. `keep_until` is the last day on which the recipient
    may know it, None only in a package of format 1.
    """

    authority: Authority
    own: bool
    set_kind: SetKind
    table: str | None
    unit: str | None
    value: str | None
    fields: Mapping[str, FieldValue]
    places: tuple[FoundAt, ...]
    row: OwnRow | None
    handling: tuple[Handling, ...]
    notes: tuple[str, ...]
    grade: str
    keep_until: date | None


@dataclass(frozen=True, slots=True)
class HiddenHolder:
    """A holder of whom only existence is told, with the ticket that the recipient quotes to ask for more."""

    authority: Authority
    set_kind: SetKind
    ticket: str | None
    handling: tuple[Handling, ...]
    notes: tuple[str, ...]
    grade: str
    keep_until: date | None


@dataclass(frozen=True, slots=True)
class Hit:
    """One confirmed hit: what is told, and whom to ask for what is not.

    `distance`, `transform` and `explanation` are None unless both sides are told in full.
    """

    reference: str
    lead: int
    kind: HitKind
    kind_text: str
    value_kind: str
    values: tuple[str, ...]
    second_fact: str | None
    distance: int | None
    transform: str | None
    explanation: NameLikeness | None
    status: Status
    first_seen: str | None
    authorities: tuple[Authority, ...]
    units: int
    points: int
    reasons: tuple[RankReason, ...]
    told: tuple[Holder, ...]
    ask: tuple[HiddenHolder, ...]
    handling: tuple[Handling, ...]
    grade: str
    keep_until: date | None


@dataclass(frozen=True, slots=True)
class Pointer:
    """One fact that names the recipient's country; no hit, and judged by nobody.

    `hit` names the recipient's own hit of the same value, which nobody has settled yet.
    """

    reference: str
    lead: int
    kind: str
    value: str | None
    noisy: bool
    hit: str | None
    told: tuple[Holder, ...]
    ask: tuple[HiddenHolder, ...]
    handling: tuple[Handling, ...]
    grade: str
    keep_until: date | None


@dataclass(frozen=True, slots=True)
class Compared:
    """What one matcher compared, or why not, of one authority's rows; `rows` None unless full."""

    authority: Authority
    set_kind: SetKind
    table: str
    matcher: str
    rows: int | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class Package:
    """What one authority receives: who sends it, the leads, what is told behind them, what was compared.

    `use` is for what it was read and may be used; None only in a package of format 1 or 2. `exhibits` are the
    items of which custody is told, own ones first; empty in a package of a format before 6. `groups` are near
    pictures that hang together by confirmed hits; empty before 7.
    """

    format: int
    operation: str
    edition: str
    synthetic: bool
    sender: Authority
    recipient: Recipient
    use: Use | None
    transfer_ground: str | None
    drafted: Drafted
    expires_on: date
    custody: Custody
    handling: HandlingSummary
    grade: WorstGrade | None
    keep_until: LastDays | None
    counts: Counts
    first: tuple[FirstStep, ...]
    leads: tuple[Lead, ...]
    hits: tuple[Hit, ...]
    pointers: tuple[Pointer, ...]
    groups: tuple[NearGroup, ...]
    exhibits: tuple[Exhibit, ...]
    statement: str
    compared: tuple[Compared, ...]
    not_compared: tuple[Compared, ...]
    versions: Mapping[str, str]
    parameters: Mapping[str, int]

    def to_json(self) -> Json:
        """The package as a JSON object."""
        return to_json(self)

    @property
    def told(self) -> tuple[Hit | Pointer, ...]:
        """The hits, then the pointers."""
        return (*self.hits, *self.pointers)

    @property
    def custody_told(self) -> tuple[CustodyEvent, ...]:
        """The events of all exhibits."""
        return tuple(event for exhibit in self.exhibits for event in exhibit.custody)


def holders_of(told: Hit | Pointer) -> tuple[Holder | HiddenHolder, ...]:
    """Everybody of whom a hit or pointer tells: who is shown in full, then who exists."""
    shown: tuple[Holder | HiddenHolder, ...] = told.told
    return shown + told.ask
