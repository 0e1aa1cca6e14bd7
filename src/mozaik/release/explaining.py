"""One hit in plain words: what is told of it, and who of one's own people judged it, when and why."""

from dataclasses import dataclass

from mozaik.acts import Act
from mozaik.errors import RefusedError
from mozaik.parties import PersonRef
from mozaik.release.asking import Asking
from mozaik.release.model import Page, PictureGroup, Reading, ReleasedHit, Status, Verdict
from mozaik.release.read import read_hits
from mozaik.release.references import is_ticket
from mozaik.release.said import heard_elsewhere, heard_of
from mozaik.release.work import Work
from mozaik.terms import Disclosure


@dataclass(frozen=True, slots=True)
class OwnJudgement:
    """What a person of the reader said of a hit, when (UTC text) and why."""

    person: PersonRef
    at: str
    verdict: Verdict
    reason: str


@dataclass(frozen=True, slots=True)
class Explained:
    """A hit as it is told to the reader, its ticket if one was asked about, and its people's judgements.

    `by_others` says that the status rests on what people of other authorities said, too: who and why is
    theirs.
    """

    reading: Reading
    ticket: str | None
    judgements: tuple[OwnJudgement, ...]
    by_others: bool

    @property
    def hit(self) -> ReleasedHit:
        """The one hit of the reading."""
        return self.reading.hits[0]

    @property
    def group(self) -> PictureGroup | None:
        """The group of near pictures to which the hit belongs, if there is one."""
        return self.reading.group_of(self.hit)


def explain_reference(work: Work, asking: Asking, text: str) -> Explained:
    """The hit with this reference, or about which this ticket of the reader's asks; a beginning will do.

    It is a reading of one hit, and logged as one. RefusedError where no single hit is told that has it, in
    the same words whether or not one exists; raises as `read_hits`.
    """
    reading = read_hits(work, asking, Page(reference=text, limit=1))
    if reading.total != 1:
        raise RefusedError(
            "no single hit of yours has this reference or ticket",
            why="it is the beginning of several" if reading.total else "",
            remedy="write more of its letters"
            if reading.total
            else "take a reference or a ticket from your own `mozaik hits`",
        )
    hit = reading.hits[0]
    said = tuple(_own_judgements(work, asking, hit.reference))
    tickets = [holder.ticket for holder in hit.holders if holder.level is Disclosure.HIT and holder.ticket]
    asked = [ticket for ticket in tickets if is_ticket(text) and ticket.startswith(text.strip().upper())]
    return Explained(reading, asked[0] if asked else None, said, _status_of(said) is not hit.status)


def _own_judgements(work: Work, asking: Asking, reference: str) -> list[OwnJudgement]:
    own = asking.authority, asking.authority
    here = [
        OwnJudgement(said.person, said.at, Verdict(str(said.content["verdict"])), said.reason)
        for said in heard_of(work, *own, Act.JUDGEMENT)
        if said.content["reference"] == reference
    ]
    elsewhere = [
        OwnJudgement(said.person, each.since, Verdict(said.verdict), said.reason)
        for each in heard_elsewhere(work, *own)
        if (said := each.judgement).reference == reference
    ]
    return sorted([*here, *elsewhere], key=lambda judgement: judgement.at)


def _status_of(said: tuple[OwnJudgement, ...]) -> Status:
    """Where the hit would stand by these judgements alone."""
    last = {judgement.person: judgement.verdict for judgement in said}
    verdicts = {verdict for verdict in last.values() if verdict is not Verdict.WITHDRAW}
    if len(verdicts) > 1:
        return Status.DISPUTED
    by_verdict = {Verdict.CONFIRM: Status.CONFIRMED, Verdict.REJECT: Status.REJECTED}
    return by_verdict[verdicts.pop()] if verdicts else Status.UNJUDGED
