"""Requests and answers: what one authority asks another, under which terms, by when, and what it gets."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from mozaik.exchange.faults import MOST_LINE, MOST_TEXT, broken_rule, require_terms
from mozaik.exchange.machine import Step
from mozaik.moments import is_utc_text, utc_text
from mozaik.operation import Clocks
from mozaik.parties import Authority, PersonRef
from mozaik.seal import is_set_id
from mozaik.terms import Handling, Purpose

FORMAT = 1
_TICKET = re.compile(r"(T-[A-Z2-7]{16})?", re.ASCII)


class Urgency(StrEnum):
    """How soon an answer is due (Directive (EU) 2023/977); the operation file says in what time."""

    URGENT_DIRECT = "urgent-direct"
    """Urgent, and the asked authority can look the answer up directly."""
    URGENT = "urgent"
    OTHER = "other"


class Outcome(StrEnum):
    """What an answer says."""

    GIVEN = "given"
    PARTLY = "partly"
    REFUSED = "refused"
    CLARIFICATION = "clarification"

    @property
    def step(self) -> Step:
        """The step that it is."""
        return _STEPS[self]


_STEPS = {
    Outcome.GIVEN: Step.GIVE,
    Outcome.PARTLY: Step.GIVE_PARTLY,
    Outcome.REFUSED: Step.REFUSE,
    Outcome.CLARIFICATION: Step.ASK_BACK,
}


class Ground(StrEnum):
    """Why something is not given (after Directive (EU) 2023/977)."""

    NONE = ""
    NOT_HELD = "not-held"
    NO_PERMISSION = "judicial-permission-refused"
    SECURITY = "national-security"
    INVESTIGATION = "ongoing-investigation"
    SAFETY = "safety-of-a-person"
    INTERESTS = "interests-of-a-legal-person"
    MINOR_OFFENCE = "offence-of-a-year-or-less"
    NO_OFFENCE = "no-offence-here"
    THIRD_PARTY = "owner-does-not-agree"
    NOT_NECESSARY = "not-necessary-or-not-in-proportion"


@dataclass(frozen=True, slots=True, order=True)
class AskedSelector:
    """A selector that is asked about: its kind and its normal form."""

    kind: str
    value: str


@dataclass(frozen=True, slots=True)
class Request:
    """What an authority asks another: about a ticket, about selectors, or in words; under which terms.

    `facts` is the id of the contribution that brings the selectors to the other node, where they are compared
    under its terms. `clarifies` is the id of the request that this one makes clearer; `answer_by` UTC text.
    """

    to: Authority
    by: PersonRef
    purpose: Purpose
    legal_basis: str
    urgency: Urgency
    answer_by: str
    handling: tuple[Handling, ...]
    grade: str
    question: str
    own_reference: str
    partner_reference: str = ""
    ticket: str = ""
    selectors: tuple[AskedSelector, ...] = ()
    facts: str = ""
    clarifies: str = ""
    format: int = FORMAT

    def __post_init__(self) -> None:
        require_terms("a request", self.handling, self.grade)
        _require_lines("a request", self.legal_basis, self.own_reference)
        _require_lines("a request", self.partner_reference, may_be_empty=True)
        if self.format != FORMAT or not is_utc_text(self.answer_by) or not _is_text(self.question):
            raise broken_rule("a request", "it has no question, or no moment by which to answer")
        if not _TICKET.fullmatch(self.ticket) or tuple(sorted(set(self.selectors))) != self.selectors:
            raise broken_rule("a request", "its ticket is none, or its selectors are not in order")
        if bool(self.selectors) is not bool(self.facts) or not _are_ids(self.facts, self.clarifies):
            raise broken_rule("a request", "selectors come with the contribution that brings them")


@dataclass(frozen=True, slots=True)
class Answer:
    """What an authority answers to a request (its id): given, partly, refused with a ground, or asked back.

    `facts` is the id of the contribution that was given, if one was.
    """

    request: str
    by: PersonRef
    outcome: Outcome
    ground: Ground
    text: str
    handling: tuple[Handling, ...]
    grade: str
    own_reference: str
    facts: str = ""
    format: int = FORMAT

    def __post_init__(self) -> None:
        require_terms("an answer", self.handling, self.grade)
        _require_lines("an answer", self.own_reference)
        if (
            self.format != FORMAT
            or not is_set_id(self.request)
            or not _are_ids(self.facts)
            or not _is_text(self.text)
        ):
            raise broken_rule("an answer", "it names no request, or says nothing")
        needs_ground = self.outcome in (Outcome.REFUSED, Outcome.PARTLY)
        if needs_ground is not (self.ground is not Ground.NONE):
            raise broken_rule("an answer", "what is refused has a ground, and nothing else has")
        if self.facts and self.outcome not in (Outcome.GIVEN, Outcome.PARTLY):
            raise broken_rule("an answer", "it gives facts and says that it does not")


def answer_by(asked: datetime, urgency: Urgency, clocks: Clocks) -> str:
    """The moment, as UTC text, by which a request of this urgency is to be answered."""
    times = {
        Urgency.URGENT_DIRECT: timedelta(hours=clocks.urgent_hours),
        Urgency.URGENT: timedelta(days=clocks.urgent_days),
        Urgency.OTHER: timedelta(days=clocks.other_days),
    }
    return utc_text(asked + times[urgency])


def _require_lines(where: str, *texts: str, may_be_empty: bool = False) -> None:
    for text in texts:
        if not text.isprintable() or len(text) > MOST_LINE or not (text.strip() or may_be_empty):
            raise broken_rule(where, "legal basis or reference is no line of 1 to 200 characters")


def _is_text(text: str) -> bool:
    return bool(text.strip()) and len(text) <= MOST_TEXT and text.replace("\n", " ").isprintable()


def _are_ids(*texts: str) -> bool:
    return all(not text or is_set_id(text) for text in texts)
