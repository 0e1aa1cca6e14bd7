"""Readings and judgements: what a joint node tells another node, and what persons there judge by it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from mozaik.acts import (
    GAP,
    Judgement,
    ReadNote,
    SentFile,
    append_event,
    keep_said,
    restorings,
    said_here,
    sent_files,
    taken_statements,
)
from mozaik.errors import MozaikError, RefusedError
from mozaik.exchange import (
    JointReading,
    Judgements,
    Known,
    Recall,
    SignedJudgement,
    known_by,
    next_reading,
    without_recalled,
)
from mozaik.moments import after_all, utc_day, utc_text
from mozaik.node.comparing import compared
from mozaik.node.documents import documents_of, keep_document, send_kept, with_own
from mozaik.node.place import Node
from mozaik.node.sending import reach
from mozaik.node.signing import require_own_signer
from mozaik.node.standing import State
from mozaik.operation import rights_of
from mozaik.parties import Authority
from mozaik.release import (
    Asking,
    ReleasedHit,
    Verdict,
    Work,
    read_for_node,
    take_judgement_of,
)
from mozaik.seal import Kind, Role, SigningKey, TrustStore, sign_statement
from mozaik.terms import Disclosure, Handling

MOST_IN_LOG = 100_000


def give_reading(node: Node, asking: Asking, trust: TrustStore, *, whole: bool = False) -> SentFile | None:
    """Send a participant all that it may know, or what changed since its last reading; None if nothing did.

    `asking` is of a person who may draft for the participant; it is logged in the participant's chain and
    the person's. RefusedError for who does not read, and as `reach`.
    """
    if not rights_of(asking.participant).reads:
        raise RefusedError(
            "a reading goes to who reads",
            where=asking.authority,
            remedy="draft a package for it: mozaik package",
        )
    reached = reach(node, asking.authority, trust, asking.now)
    own = with_own(node, trust, asking.now)
    given = documents_of(
        node, Kind.READING, JointReading, own, sender=node.authority, recipient=asking.authority
    )
    readings = [stored.content for stored in given]
    reading = read_for_node(Work.open(node.work, trust), asking)
    jump = _numbers_lost(node, asking.authority)
    before = known_by(readings)
    if before is not None:
        recalled = documents_of(
            node, Kind.RECALL, Recall, own, sender=node.authority, recipient=asking.authority
        )
        before = without_recalled(before, (stored.content for stored in recalled))
    told = next_reading(
        None if whole or jump else before,
        asking.authority,
        reading,
        after=max((each.number for each in readings), default=0) + jump,
    )
    if told is None:
        return None
    sha256 = keep_document(node, told, (asking.authority,), asking.now)
    return send_kept(node, sha256, reached, asking.now)


def _numbers_lost(node: Node, recipient: str) -> int:
    """How many numbers are left out since the node came back from a backup: it cannot know which it gave."""
    given = [
        each.restorings
        for each in sent_files(node.acts)
        if (each.recipient, each.kind) == (recipient, Kind.READING)
    ]
    return GAP * (restorings(node.acts) - max(given, default=0))


def known_from(node: Node, joint: str, trust: TrustStore) -> Known:
    """What a node knows by the readings that another authority's node sent; RefusedError without any."""
    came = documents_of(node, Kind.READING, JointReading, trust, sender=joint, recipient=node.authority)
    known = known_by(stored.content for stored in came if stored.content.reader == node.authority)
    if known is None:
        raise RefusedError(
            "no reading of that authority has come",
            where=joint,
            remedy="ask it for one, and take it in: mozaik receive",
        )
    recalls = documents_of(node, Kind.RECALL, Recall, trust, sender=joint, recipient=node.authority)
    return without_recalled(known, (stored.content for stored in recalls))


@dataclass(frozen=True, slots=True)
class Looking:
    """Who looks at joint hits at the node of its authority: the person's key or name, why, and when."""

    joint: Authority
    person: str
    reason: str
    now: datetime

    def __post_init__(self) -> None:
        if not self.reason.strip():
            raise RefusedError("a reading needs a reason", remedy="say why you read, with --reason")


def look_at_reading(node: Node, looking: Looking, trust: TrustStore) -> Known:
    """The joint hits that this authority may know on the day; logged in its chain before they are told."""
    known = known_from(node, looking.joint, trust).on(utc_day(looking.now))
    references = [hit.reference for hit in known.hits]
    details = {"joint": looking.joint, "person": looking.person, "reason": looking.reason}
    for start in range(0, max(1, len(references)), MOST_IN_LOG):
        part = references[start : start + MOST_IN_LOG]
        append_event(node.acts, node.authority, "read-joint", {**details, "references": part}, looking.now)
    return known


def judge_by_reading(
    node: Node,
    looking: Looking,
    verdicts: Mapping[str, Verdict],
    key: SigningKey,
    trust: TrustStore,
    *,
    acknowledge_h3: bool = False,
) -> tuple[Judgement, ...]:
    """Sign a person's verdicts on joint hits by their references, or their beginnings, and keep them here.

    All or none: RefusedError for a reference that names no single hit, for a note (H3) that the person does
    not acknowledge, and for a key of somebody else.
    """
    require_own_signer(node, key, trust)
    known = known_from(node, looking.joint, trust).on(utc_day(looking.now))
    earlier = (SignedJudgement.of(each).judgement.at for each in said_here(node.acts, node.authority))
    looking = replace(looking, now=after_all(looking.now, earlier))
    said = [
        _judgement(looking, _only(known.like(text), text), verdict, key, acknowledge_h3)
        for text, verdict in verdicts.items()
    ]
    for judgement in said:
        keep_said(node.acts, sign_statement(judgement.statement(), key, Role.OWNER), trust, looking.now)
    return tuple(said)


def give_judgements(node: Node, joint: Authority, trust: TrustStore, now: datetime) -> SentFile | None:
    """Send what persons judged by the readings of a joint node and has not gone there; None for nothing."""
    reached = reach(node, joint, trust, now)
    own = with_own(node, trust, now)
    gone = {
        each
        for stored in documents_of(node, Kind.JUDGEMENTS, Judgements, own, sender=node.authority)
        for each in stored.content.judgements
    }
    said = map(SignedJudgement.of, said_here(node.acts, node.authority))
    new = tuple(each for each in said if each.judgement.joint == joint and each not in gone)
    if not new:
        return None
    return send_kept(node, keep_document(node, Judgements(joint, new), (joint,), now), reached, now)


@dataclass(frozen=True, slots=True)
class NotTaken:
    """A judgement that came and does not count yet: whose, about which reference, and why."""

    authority: Authority
    reference: str
    why: str


def judgements_waiting(node: Node, trust: TrustStore) -> tuple[SignedJudgement, ...]:
    """The judgements that came from other nodes and do not count here yet."""
    taken: dict[str, Sequence[object]] = {}
    waiting = []
    for stored in documents_of(node, Kind.JUDGEMENTS, Judgements, trust, recipient=node.authority):
        content = stored.content
        if content.joint != node.authority or content.authority != stored.manifest.sender:
            continue
        name = content.authority
        taken.setdefault(name, taken_statements(node.acts, name))
        waiting += [each for each in content.judgements if each.signed.to_json() not in taken[name]]
    return tuple(waiting)


def judgements_mark(node: Node) -> tuple[str, ...]:
    """What decides which judgements can be taken in: those that came, and the generation that counts."""
    came = tuple(
        listed.sha256
        for listed in node.index.listed()
        if listed.kind == Kind.JUDGEMENTS
        and listed.state is State.ACCEPTED
        and listed.sender != node.authority
    )
    return (*came, compared(node).at) if came else ()


def take_judgements(
    node: Node, waiting: Sequence[SignedJudgement], trust: TrustStore, now: datetime
) -> tuple[NotTaken, ...]:
    """Let judgements count that came from other nodes, as if they had been said here; those that cannot."""
    work = Work.open(node.work, trust)
    refused = []
    for each in waiting:
        said = each.judgement
        try:
            asking = Asking.of(work.operation, said.authority, said.person, said.reason, now)
            take_judgement_of(work, each.signed, asking)
        except MozaikError as error:
            why = f"{error.what}; {error.remedy}"
            refused.append(NotTaken(said.authority, said.reference, why))
    return tuple(refused)


def _judgement(
    looking: Looking, hit: ReleasedHit, verdict: Verdict, key: SigningKey, acknowledged: bool
) -> Judgement:
    notes = tuple(sorted({*_notes(hit)})) if verdict is not Verdict.WITHDRAW else ()
    if notes and not acknowledged:
        raise RefusedError(
            "the hit is under H3: somebody must read the owner's note first",
            why="; ".join(note.note for note in notes),
            remedy="read it, and judge again with --acknowledge",
        )
    return Judgement(
        looking.joint, key.authority, key.reference, utc_text(looking.now), looking.reason, hit.reference,
        str(verdict), notes,
    )  # fmt: skip


def _notes(hit: ReleasedHit) -> list[ReadNote]:
    """The notes of others that whoever judges the hit must have read."""
    return [
        ReadNote(holder.authority, note)
        for holder in hit.holders
        if not holder.own and Handling.H3 in holder.handling and holder.level is Disclosure.HIT
        for note in holder.handling_notes
    ]


def _only(hits: Sequence[ReleasedHit], text: str) -> ReleasedHit:
    if len(hits) != 1:
        raise RefusedError(
            "no single hit of the reading has this reference",
            why="it is the beginning of several" if hits else "",
            remedy="write more of its letters, or take one from: mozaik reading hits",
        )
    return hits[0]
