"""One act of drafting: who drafts for whom, why, on which ground, and until when the package is kept."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from mozaik.errors import InvalidInputError
from mozaik.package.transfer import checked_ground
from mozaik.parties import Authority, PersonRef
from mozaik.terms import Use

LIFETIME = timedelta(days=183)
"""How long a package may be kept unless its draft says otherwise: about half a year."""


@dataclass(frozen=True, slots=True)
class Drafting:
    """One act of drafting: for whom, for which use, why, by which person, when, and until when it is valid.

    The person's authority is the sender. RefusedError without the ground that a third country needs;
    InvalidInputError without a reason, or for an expiry before the draft.
    """

    recipient: Authority
    reason: str
    person: PersonRef
    now: datetime
    transfer_ground: str | None = None
    expires_on: date | None = None
    use: Use = Use.ANALYSIS

    def __post_init__(self) -> None:
        if not self.reason.strip():
            raise InvalidInputError("a reading needs a reason", remedy="state it with --reason TEXT")
        if self.expires_on is not None and self.expires_on < self.now.date():
            raise InvalidInputError("the package would be expired already", remedy="give a later --expires")
        object.__setattr__(self, "transfer_ground", checked_ground(self.recipient, self.transfer_ground))

    @property
    def sender(self) -> Authority:
        """The authority of the drafting person, which sends the package."""
        return self.person.authority

    @property
    def last_day(self) -> date:
        """The last day on which the package is kept: the one stated, or half a year from now."""
        return self.expires_on or (self.now + LIFETIME).date()
