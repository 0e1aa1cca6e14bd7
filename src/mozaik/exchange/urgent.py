"""Urgent: a child may be in danger now: who must act, by when, and to which service it was referred."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from mozaik.exchange.faults import broken_rule, require_line, require_terms, require_text
from mozaik.exchange.machine import Dated, Machine, Run
from mozaik.moments import is_utc_text, utc_text
from mozaik.parties import Authority, PersonRef
from mozaik.seal import is_set_id
from mozaik.terms import Handling

FORMAT = 1


class Danger(StrEnum):
    """Where an alarm stands."""

    RAISED = "raised"
    TAKEN = "taken"
    REFERRED = "referred"
    SAFE = "safe"
    UNFOUNDED = "unfounded"


class Help(StrEnum):
    """What somebody does about it."""

    TAKE = "take"
    REFER = "refer"
    SAFE = "safe"
    UNFOUNDED = "unfounded"


_OPEN = (Danger.RAISED, Danger.TAKEN, Danger.REFERRED)
DANGER: Machine[Danger, Help] = Machine(
    Danger.RAISED,
    {
        (Danger.RAISED, Help.TAKE): Danger.TAKEN,
        (Danger.RAISED, Help.REFER): Danger.REFERRED,
        (Danger.TAKEN, Help.REFER): Danger.REFERRED,
        (Danger.REFERRED, Help.TAKE): Danger.REFERRED,
        (Danger.REFERRED, Help.REFER): Danger.REFERRED,
        **{(danger, Help.SAFE): Danger.SAFE for danger in _OPEN},
        **{(danger, Help.UNFOUNDED): Danger.UNFOUNDED for danger in _OPEN},
    },
)
"""What may become of an alarm; whoever sees the danger again raises another one."""


@dataclass(frozen=True, slots=True)
class Referral:
    """To which service a child was referred, when (UTC text), and by whom."""

    to: str
    at: str
    by: PersonRef

    def __post_init__(self) -> None:
        require_line("a referral", self.to, "the service")
        if not is_utc_text(self.at):
            raise broken_rule("a referral", "its moment is not UTC")


@dataclass(frozen=True, slots=True)
class Urgent:
    """A child may be in danger now: where, what is known, whom it goes to, by when the child is referred.

    `country` is the one concerned, `experts` those of it who were on call, `refer_by` UTC text. `package` and
    `references` say from what it is known, where that is so; `referral` is what was done already.
    """

    country: Authority
    experts: tuple[PersonRef, ...]
    by: PersonRef
    what: str
    package: str
    references: tuple[str, ...]
    legal_basis: str
    handling: tuple[Handling, ...]
    grade: str
    own_reference: str
    refer_by: str
    referral: Referral | None = None
    format: int = FORMAT

    def __post_init__(self) -> None:
        where = "an alarm"
        require_terms(where, self.handling, self.grade)
        require_line(where, self.legal_basis, "its legal basis")
        require_line(where, self.own_reference, "its reference")
        require_text(where, self.what)
        lists = self.experts, self.references
        if self.format != FORMAT or any(tuple(sorted(set(each))) != each for each in lists):
            raise broken_rule(where, "its experts or hits are not in order")
        if not is_utc_text(self.refer_by) or (self.package and not is_set_id(self.package)):
            raise broken_rule(where, "it has no moment by which the child is referred, or names no package")
        if not self.country.is_country or any(
            person.authority.country != self.country for person in self.experts
        ):
            raise broken_rule(where, "its experts are not of the country concerned")


@dataclass(frozen=True, slots=True)
class Safeguarding:
    """What was done about an alarm (its id): taken on, referred, the child is safe, or it was unfounded."""

    urgent: str
    by: PersonRef
    did: Help
    referral: Referral | None
    text: str
    handling: tuple[Handling, ...]
    grade: str
    own_reference: str
    format: int = FORMAT

    def __post_init__(self) -> None:
        where = "what was done about an alarm"
        require_terms(where, self.handling, self.grade)
        require_line(where, self.own_reference, "its reference")
        require_text(where, self.text)
        if self.format != FORMAT or not is_set_id(self.urgent):
            raise broken_rule(where, "it names no alarm")
        if (self.did is Help.REFER) is not (self.referral is not None):
            raise broken_rule(where, "who refers says to whom, and nobody else does")


@dataclass(frozen=True, slots=True)
class Sealed:
    """An alarm, or what was done about one, as it was sealed: its id, by whom, to whom, when (UTC text)."""

    id: str
    sender: Authority
    recipients: tuple[str, ...]
    at: str
    content: Urgent | Safeguarding


@dataclass(frozen=True, slots=True)
class Alarm:
    """An alarm and where it stands: what was done, in order, and to whom the child was referred."""

    id: str
    sender: Authority
    recipients: tuple[str, ...]
    at: str
    urgent: Urgent
    run: Run[Danger, Help]
    done: tuple[Sealed, ...]

    @property
    def is_open(self) -> bool:
        """Whether the child may still be in danger."""
        return self.run.stage in _OPEN

    @property
    def referrals(self) -> tuple[Referral, ...]:
        """To whom the child was referred, in the order of the moments."""
        said = (each.content.referral for each in self.done if isinstance(each.content, Safeguarding))
        made = [referral for referral in (self.urgent.referral, *said) if referral is not None]
        return tuple(sorted(made, key=lambda referral: referral.at))

    def is_overdue(self, now: datetime) -> bool:
        """Whether nobody has referred the child, and the time for it has passed."""
        waits = self.is_open and self.run.stage is not Danger.REFERRED
        return waits and utc_text(now) > self.urgent.refer_by


def alarms_of(sealed: Iterable[Sealed]) -> tuple[Alarm, ...]:
    """All alarms by all documents that are known, in any order: open ones first, by their clocks.

    What somebody says of an alarm that neither raised nor was sent it changes nothing.
    """
    known = {each.id: each for each in sealed}
    alarms = [
        _alarm(each, each.content, known.values())
        for each in known.values()
        if isinstance(each.content, Urgent)
    ]
    return tuple(sorted(alarms, key=lambda alarm: (not alarm.is_open, alarm.urgent.refer_by, alarm.id)))


def _alarm(raised: Sealed, urgent: Urgent, known: Iterable[Sealed]) -> Alarm:
    parties = {raised.sender, *raised.recipients}
    done = sorted(
        (
            each
            for each in known
            if isinstance(each.content, Safeguarding)
            and each.content.urgent == raised.id
            and each.sender in parties
        ),
        key=lambda each: (each.at, each.id),
    )
    steps = [
        Dated(each.at, each.id, each.content.did) for each in done if isinstance(each.content, Safeguarding)
    ]
    if urgent.referral is not None:
        steps.append(Dated(raised.at, raised.id, Help.REFER))
    return Alarm(
        raised.id, raised.sender, raised.recipients, raised.at, urgent, DANGER.run(steps), tuple(done)
    )
