"""Who reads, for which participant, why and when: what every reading begins with.

The reading authority is a participant of the operation that governs WORK, on the day of the reading, and
never a name that somebody typed.
"""

from dataclasses import dataclass
from datetime import date, datetime

from mozaik.errors import RefusedError
from mozaik.moments import utc_day
from mozaik.operation import (
    Operation,
    Participant,
    may_draft_for,
    participant_on,
    reader_on,
    recipient_on,
    rights_of,
)
from mozaik.parties import Authority, PersonRef, is_person
from mozaik.release.work import Governed
from mozaik.terms import Reader, Use


@dataclass(frozen=True, slots=True)
class Asking:
    """Who reads, for what, why and when: a participant, a person of it, a use, a written reason.

    With a `drafter` the person is of that participant: it drafts the package of `participant`, and learns
    what that one may learn.
    """

    participant: Participant
    person: PersonRef
    reason: str
    now: datetime
    use: Use = Use.ANALYSIS
    drafter: Participant | None = None

    @classmethod
    def of(
        cls,
        operation: Operation,
        reader: str,
        person: str,
        reason: str,
        now: datetime,
        use: Use = Use.ANALYSIS,
    ) -> "Asking":
        """The asking party as it was named; NotTakingPartError for who does not read on that day."""
        participant = reader_on(operation, reader, _day_of(now), "the reading authority")
        return cls(participant, _person(person, participant.authority), reason, now, use)

    @classmethod
    def for_package(
        cls,
        operation: Operation,
        recipient: str,
        person: str,
        reason: str,
        now: datetime,
        use: Use = Use.ANALYSIS,
    ) -> "Asking":
        """A person who drafts the package of a recipient; NotTakingPartError if either does not take part."""
        day = _day_of(now)
        receiving = recipient_on(operation, recipient, day, "the recipient")
        who = _person(person, receiving.authority)
        drafter = reader_on(operation, who.authority, day, "the drafting person")
        return cls(receiving, who, reason, now, use, drafter)

    def __post_init__(self) -> None:
        if self.person.authority != (self.drafter or self.participant).authority:
            raise RefusedError(
                "the person does not belong to the reading authority",
                remedy=f"name a person of it, as {self.authority}/name",
            )
        if self.drafter is not None and not may_draft_for(self.drafter, self.participant):
            raise RefusedError(
                "people of a participant draft for their own authority alone",
                why="lead and coordinator draft for all",
                remedy="ask the lead or the coordinator to draft this package",
            )
        if self.use not in rights_of(self.participant).uses:
            raise RefusedError(
                f"a {self.participant.role} does not read for {self.use}",
                why="the role in the operation file says for what an authority reads",
                remedy=f"read for one of {', '.join(sorted(rights_of(self.participant).uses))}",
            )
        if not self.reason.strip():
            raise RefusedError("a reading needs a reason", remedy="say why you read, with --reason")
        _day_of(self.now)

    @property
    def authority(self) -> Authority:
        """The id of the reading authority, whose chain says that it read."""
        return self.participant.authority

    @property
    def reader(self) -> Reader:
        """The reader as the rule sees it."""
        return Reader(self.authority, takes_part=rights_of(self.participant).reads)

    @property
    def day(self) -> date:
        """The day of the reading in UTC, on which its terms count."""
        return utc_day(self.now)


def admit_reader(work: Governed, asking: Asking) -> None:
    """RefusedError unless reader and drafter are participants of the operation that governs WORK that day."""
    for party in filter(None, (asking.participant, asking.drafter)):
        if participant_on(work.operation, party.authority, asking.day) != party:
            raise RefusedError(
                "the operation that governs WORK knows this participant otherwise",
                where=party.authority,
                why="it was taken from another operation file or version",
                remedy="take it from the file in force",
            )
    if asking.drafter is None and not rights_of(asking.participant).reads:
        reader_on(work.operation, asking.authority, asking.day, "the reading authority")


def _person(text: str, authority: Authority) -> PersonRef:
    if not is_person(text):
        raise RefusedError(
            "a reading needs a person", remedy=f"name one of your authority, as {authority}/ana"
        )
    return PersonRef(text)


def _day_of(now: datetime) -> date:
    if now.tzinfo is None:
        raise RefusedError(
            "the time of a reading needs a time zone", remedy="write it as 2023-11-20T09:00:00Z"
        )
    return utc_day(now)
