"""Withdrawals that travel: an owner takes sets back everywhere, and every reader is told what to forget."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from mozaik.acts import ReceivedSet, SentFile, append_sets, read_register, sent_files
from mozaik.acts import Step as RegisterStep
from mozaik.crosscheck import is_work
from mozaik.errors import RefusedError
from mozaik.exchange import Amendment, Change, JointReading, Recall
from mozaik.moments import utc_day
from mozaik.node.confirming import pairs_of
from mozaik.node.documents import documents_of, keep_document, send_kept, with_own
from mozaik.node.place import Node
from mozaik.node.sending import operation_of, reach
from mozaik.node.standing import State
from mozaik.operation import participant_on
from mozaik.parties import Authority
from mozaik.release import Work, references_resting_on, require_key_of
from mozaik.seal import Kind, SigningKey, TrustStore


def withdraw_everywhere(
    node: Node, sets: tuple[str, ...], reason: str, key: SigningKey, trust: TrustStore, now: datetime
) -> tuple[SentFile, ...]:
    """Take sets of this authority back: here, and at everybody to whom this node sent them.

    The amendment is signed by a person. RefusedError for sets that this node sent to nobody, and for a key
    of somebody else; ExchangeError for sets of others.
    """
    if key.authority != node.authority:
        raise RefusedError("the key is of another authority", remedy="sign with a key of your own")
    require_key_of(key.reference, key, trust)
    content = Amendment(Change.WITHDRAW, tuple(sorted(set(sets))), key.reference, reason)
    holders = sorted({sent.recipient for sent in sent_files(node.acts) if sent.id in content.sets})
    if not holders:
        raise RefusedError(
            "this node sent these sets to nobody", remedy="see what was sent: mozaik node exchange"
        )
    recipients = tuple(map(Authority, holders))
    reached = [reach(node, recipient, trust, now) for recipient in recipients]
    sha256 = keep_document(node, content, recipients, now, key)
    take_amendments(node, with_own(node, trust, now), now)
    return tuple(send_kept(node, sha256, each, now) for each in reached)


def take_amendments(node: Node, trust: TrustStore, now: datetime) -> tuple[SentFile, ...]:
    """Let what owners withdrew take part no more, after recalling what was told of it; the recalls.

    A set that has not come yet is never taken in when it comes. Doing it again changes nothing.
    """
    gone = read_register(node.acts).withdrawn
    new = {
        name: stored.content.reason
        for stored in documents_of(node, Kind.AMENDMENT, Amendment, trust)
        if stored.content.by.authority == stored.manifest.sender
        for name in stored.content.sets
        if name not in gone
    }
    if not new:
        return ()
    recalls = tuple(_recalls(node, new, trust, now)) if is_work(node.work) else ()
    listed = {line.id: line.sha256 for line in node.index.listed() if line.id}
    ended = [ReceivedSet(name, name.split(".")[0], listed.get(name, "")) for name in sorted(new)]
    append_sets(node.acts, RegisterStep.WITHDRAWN, ended, now)
    return recalls


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


def amendments_mark(node: Node) -> tuple[str, ...]:
    """The amendments that stand, by which a worker knows whether one is new."""
    return tuple(
        line.sha256
        for line in node.index.listed()
        if line.kind == Kind.AMENDMENT and line.state is State.ACCEPTED
    )


def _recalls(node: Node, new: dict[str, str], trust: TrustStore, now: datetime) -> Iterator[SentFile]:
    """Recall from every recipient the hits that it was told and that rest on what is withdrawn."""
    own, work = with_own(node, trust, now), Work.open(node.work, trust)
    operation, day = operation_of(node), utc_day(now)
    drafter = participant_on(operation, node.authority, day)
    told = [each for each in sent_files(node.acts) if each.kind in (Kind.READING, Kind.PACKAGE)]
    for name in sorted({each.recipient for each in told}):
        recipient = participant_on(operation, name, day)
        if recipient is None or drafter is None:
            continue
        resting = references_resting_on(work, recipient, drafter, new, now)
        files, quoted = _files_that_told(node, [each for each in told if each.recipient == name], resting)
        if not files:
            continue
        after = max(_numbers(node, name, own), default=0)
        reason = "; ".join(sorted(set(new.values())))[:200]
        recall = Recall(Authority(name), tuple(sorted(quoted)), tuple(sorted(files)), after, reason)
        sha256 = keep_document(node, recall, (Authority(name),), now)
        try:
            yield send_kept(node, sha256, reach(node, name, trust, now), now)
        except RefusedError:  # kept, and listed as not confirmed: a key that is missing stops no withdrawal
            continue


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
