"""What a package is made of: who drafts it for whom, the leads, and the document behind all forms."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from mozaik.errors import InvalidInputError
from mozaik.package.transfer import checked_ground
from mozaik.parties import Authority, PersonRef
from mozaik.terms import Handling

FORMAT = 1
LIFETIME = timedelta(days=183)
"""How long a package may be kept unless its draft says otherwise: about half a year."""

Json = None | bool | int | str | list["Json"] | dict[str, "Json"]
"""The machine form: JSON without fractions, so that it has one canonical form."""


@dataclass(frozen=True, slots=True)
class Drafting:
    """One act of drafting: for whom, why, by which person, when, and until when it is valid.

    The person's authority is the sender. RefusedError without the ground that a third country needs;
    InvalidInputError without a reason, or for an expiry before the draft.
    """

    recipient: Authority
    reason: str
    person: PersonRef
    now: datetime
    transfer_ground: str | None = None
    expires_on: date | None = None

    def __post_init__(self) -> None:
        if not self.reason.strip():
            raise InvalidInputError("a reading needs a reason", remedy="state it with --reason TEXT")
        if self.expires_on is None:
            object.__setattr__(self, "expires_on", (self.now + LIFETIME).date())
        elif self.expires_on < self.now.date():
            raise InvalidInputError("the package would be expired already", remedy="give a later --expires")
        object.__setattr__(self, "transfer_ground", checked_ground(self.recipient, self.transfer_ground))

    @property
    def sender(self) -> Authority:
        """The authority of the drafting person, which sends the package."""
        return self.person.authority


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
class Ask:
    """Whom to ask for what is not told, quoting which tickets."""

    authority: str
    tickets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lead:
    """Hits that belong together for action: why they matter and what to do next, in plain sentences.

    `number` counts from 1 in reading order; `authorities` are the others concerned; `own_units` the
    reader's own items and person records; `references` the hits; `handling` is the union over them, `grade`
    the worst.
    """

    number: int
    topic: Topic
    title: str
    why: str
    next_steps: tuple[str, ...]
    authorities: tuple[str, ...]
    own_units: tuple[str, ...]
    references: tuple[str, ...]
    asks: tuple[Ask, ...]
    handling: tuple[Handling, ...]
    grade: str


@dataclass(frozen=True, slots=True)
class Custody:
    """The package's own place: its number for this recipient, and the head of the recipient's audit chain."""

    sequence: int
    audit_sequence: int
    audit_hash: str


@dataclass(frozen=True, slots=True)
class Document:
    """The machine form of a package, and the leads in it; everything else is rendered from it."""

    body: Mapping[str, Json]
    leads: tuple[Lead, ...]
