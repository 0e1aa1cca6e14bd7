"""Recalls: whoever was told something that its owner took back is told what to forget, and nobody else."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from mozaik.acts import SentFile, sent_files
from mozaik.crosscheck import is_work
from mozaik.errors import RefusedError
from mozaik.exchange import Answer, JointReading, Recall
from mozaik.moments import utc_day
from mozaik.node.confirming import pairs_of
from mozaik.node.documents import documents_of, keep_document, send_kept, with_own
from mozaik.node.place import Node
from mozaik.node.sending import operation_of, reach
from mozaik.operation import may_draft_for, participant_on
from mozaik.parties import Authority
from mozaik.release import Resting, Work, references_resting_on
from mozaik.seal import Kind, TrustStore
from mozaik.terms import Disclosure

_TELLING = (Kind.READING, Kind.PACKAGE, Kind.ANSWER)
"""What quotes hits or facts to a recipient."""


@dataclass(frozen=True, slots=True)
class Recalled:
    """A recall: who gave it to whom, under which id and number, and whether its receipt says that it came."""

    id: str
    sender: Authority
    recipient: str
    recall: Recall
    confirmed: bool


def recalls_of(node: Node, trust: TrustStore, now: datetime) -> tuple[Recalled, ...]:
    """The recalls that this node gave and that came to it."""
    confirmed = {
        (pair.authority, number) for pair in pairs_of(node, trust) for number in pair.confirmed.confirmed
    }
    sent = {(each.recipient, each.id): each.number for each in sent_files(node.acts)}
    given = documents_of(node, Kind.RECALL, Recall, with_own(node, trust, now))
    return tuple(
        Recalled(
            stored.manifest.id,
            stored.manifest.sender,
            name,
            stored.content,
            name == node.authority or (name, sent.get((name, stored.manifest.id))) in confirmed,
        )
        for stored in given
        for name in stored.manifest.recipients
    )


def recall_told(
    node: Node,
    resting: Resting,
    reason: str,
    trust: TrustStore,
    now: datetime,
    *,
    reader: str = "",
) -> Iterator[SentFile]:
    """Recall from every recipient, or from one, what it was told that rests on some holders.

    These are the hits that readings, packages and answers quoted, and the answers that gave one of the sets.
    """
    own, work = with_own(node, trust, now), Work.open(node.work, trust) if is_work(node.work) else None
    gave = _answers_that_gave(node, resting, own)
    told = [each for each in sent_files(node.acts) if each.kind in _TELLING]
    for name in sorted({each.recipient for each in told if reader in ("", each.recipient)}):
        sent = [each for each in told if each.recipient == name]
        resting_on = _hits_of(node, work, name, resting, now) if work else frozenset[str]()
        files, quoted = _files_that_told(node, sent, resting_on)
        files |= {each.id for each in sent if each.sha256 in gave}
        if not files:
            continue
        after = max(_numbers(node, name, own), default=0)
        recall = Recall(Authority(name), tuple(sorted(quoted)), tuple(sorted(files)), after, reason)
        sha256 = keep_document(node, recall, (Authority(name),), now)
        try:
            yield send_kept(node, sha256, reach(node, name, trust, now), now)
        except RefusedError:  # kept, and listed as not confirmed: a key that is missing stops no withdrawal
            continue


def _hits_of(node: Node, work: Work, name: str, resting: Resting, now: datetime) -> frozenset[str]:
    """The references that rest on some holders: a recipient's, and the node's own, which an answer may quote.

    None for who takes no part; a participant that drafts for itself alone knows no reference of another one.
    """
    operation, day = operation_of(node), utc_day(now)
    recipient, drafter = (participant_on(operation, each, day) for each in (name, node.authority))
    if recipient is None or drafter is None:
        return frozenset()
    readers = [each for each in (recipient, drafter) if may_draft_for(drafter, each)]
    each_has = (references_resting_on(work, reader, drafter, resting, now) for reader in readers)
    return frozenset[str]().union(*each_has)


def _answers_that_gave(node: Node, resting: Resting, trust: TrustStore) -> frozenset[str]:
    """The digests of the answers that gave a set which is taken back whole, and not told less of alone."""
    if resting.rows or resting.above is not Disclosure.SILENT:
        return frozenset()
    return frozenset(
        stored.listed.sha256
        for stored in documents_of(node, Kind.ANSWER, Answer, trust)
        if stored.content.facts in resting.sets
    )


def _files_that_told(
    node: Node, sent: list[SentFile], references: frozenset[str]
) -> tuple[set[str], set[str]]:
    """The ids of the files that quote any of these references, and the references that they quote."""
    files, quoted = set[str](), set[str]()
    for each in sent:
        data = node.store.path_of(each.sha256).read_bytes()
        named = {name for name in references if name.encode() in data}
        if named:
            files.add(each.id)
            quoted |= named
    return files, quoted


def _numbers(node: Node, reader: str, trust: TrustStore) -> list[int]:
    return [
        stored.content.number
        for stored in documents_of(
            node, Kind.READING, JointReading, trust, sender=node.authority, recipient=reader
        )
    ]
