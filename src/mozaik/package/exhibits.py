"""The exhibits of a package: seized items behind what is told, with their custody as far as it is told."""

from dataclasses import dataclass
from datetime import date

from mozaik.parties import Authority
from mozaik.release import OwnRow
from mozaik.terms import Handling


@dataclass(frozen=True, slots=True)
class CustodyEvent:
    """One event in the custody of an exhibit: what was done, when (UTC), and under which terms it is told.

    `sequence`, holders, reason, place, seals and `row` are given for the recipient's own exhibits alone: what
    was written freely can name a person. `verified` says whether the digest was compared and agreed.
    """

    sequence: int | None
    event: str
    at: str
    from_holder: str | None
    to_holder: str | None
    reason: str | None
    place: str | None
    seal_old: str | None
    seal_new: str | None
    sha256_before: str | None
    sha256_after: str | None
    verified: bool | None
    origin: str | None
    row: OwnRow | None
    handling: tuple[Handling, ...]
    notes: tuple[str, ...]
    grade: str
    keep_until: date


@dataclass(frozen=True, slots=True)
class Exhibit:
    """A seized item behind what is told, as its authority's register numbers it, with its custody as told."""

    authority: Authority
    own: bool
    unit: str
    custody: tuple[CustodyEvent, ...]
