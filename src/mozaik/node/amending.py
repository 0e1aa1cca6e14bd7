"""Amendments that travel: an owner takes sets back, erases them, or says anew what one reader may know.

What came is taken in once, whatever the order: before something is told less, it is recalled from whoever was
told more. An amendment of a key that counts no more holds no more.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime

from mozaik.acts import (
    ReceivedSet,
    SentFile,
    TermsAmended,
    amendments_in_force,
    append_sets,
    keep_in_force,
    read_register,
    sent_files,
)
from mozaik.acts import Step as RegisterStep
from mozaik.errors import RefusedError
from mozaik.exchange import SET, Amended, Amendment, Amends, Change, Life, lives_of, terms_amended
from mozaik.moments import after_all
from mozaik.node.documents import documents_of, keep_document, send_kept, with_own
from mozaik.node.index import Listed
from mozaik.node.place import Node
from mozaik.node.recalling import recall_told
from mozaik.node.sending import reach
from mozaik.node.signing import require_own_signer
from mozaik.node.standing import State
from mozaik.parties import Authority
from mozaik.release import Resting
from mozaik.seal import Kind, SigningKey, TrustStore

ERASABLE = (Kind.CONTRIBUTION, Kind.LIST)
"""What an owner can have erased: facts, and not what was said of them."""


def withdraw_everywhere(
    node: Node,
    sets: tuple[str, ...],
    reason: str,
    key: SigningKey,
    trust: TrustStore,
    now: datetime,
    *,
    erase: bool = False,
) -> tuple[SentFile, ...]:
    """Take sets of this authority back, or have them erased; raises as `amend_everywhere`.

    ExchangeError for sets of others.
    """
    require_own_signer(node, key, trust)
    change = Change.ERASE if erase else Change.WITHDRAW
    content = Amendment(change, tuple(sorted(set(sets))), key.reference, reason)
    return amend_everywhere(node, content, key, trust, now)


def amend_everywhere(
    node: Node, content: Amends, key: SigningKey, trust: TrustStore, now: datetime
) -> tuple[SentFile, ...]:
    """Amend sets of this authority: here, and at everybody to whom this node sent them.

    A person signs the amendment. RefusedError for sets that this node sent to nobody, and for a key of
    somebody else; nothing is written then.
    """
    require_own_signer(node, key, trust)
    require_standing(node, content, with_own(node, trust, now))
    holders = sorted({sent.recipient for sent in sent_files(node.acts) if sent.id in content.sets})
    if not holders:
        raise RefusedError(
            "this node sent these sets to nobody", remedy="see what was sent: mozaik node exchange"
        )
    recipients = tuple(map(Authority, holders))
    reached = [reach(node, recipient, trust, now) for recipient in recipients]
    replaces = content.sets if content.change is Change.ERASE else ()
    at = after_amendments(node, node.authority, trust, now)
    sha256 = keep_document(node, content, recipients, at, key, replaces)
    take_amendments(node, with_own(node, trust, now), now)
    return tuple(send_kept(node, sha256, each, now) for each in reached)


def take_amendments(node: Node, trust: TrustStore, now: datetime) -> tuple[TermsAmended, ...]:
    """Let what owners amended hold here; the amendments of terms that did not hold before.

    What was told of it and may not be told any more is recalled first. A set that has not come yet is never
    taken in when it has ended. Doing it again changes nothing.
    """
    amended = amendments_of(node, trust)
    _end_sets(node, amended, trust, now)
    _erase_files(node)
    known = {each.id for each in amendments_in_force(node.acts)}
    standing = terms_amended(amended)
    for each in standing:
        if each.id not in known and each.level is not None:
            reason = next(said.content.reason for said in amended if said.id == each.id)
            more = Resting(frozenset(each.sets), frozenset(each.rows), each.level)
            tuple(recall_told(node, more, reason, trust, now, reader=each.reader))
    return keep_in_force(node.acts, standing, now)


def amendments_of(node: Node, trust: TrustStore) -> tuple[Amended, ...]:
    """The amendments that stand: those that a person of their sender signed."""
    return tuple(
        Amended(stored.manifest.id, stored.manifest.created_at, stored.content)
        for stored in documents_of(node, Kind.AMENDMENT, object, trust)
        if isinstance(stored.content, Amends) and stored.content.by.authority == stored.manifest.sender
    )


def after_amendments(node: Node, owner: Authority, trust: TrustStore, now: datetime) -> datetime:
    """The moment of an amendment that is an owner's last word, whatever became of the clock since."""
    known = amendments_of(node, with_own(node, trust, now))
    return after_all(now, (each.at for each in known if each.content.by.authority == owner))


def amendments_mark(node: Node) -> tuple[str, ...]:
    """By what a worker knows whether an amendment is new, or a file came again that was erased."""
    listed = node.index.listed()
    standing = [line for line in listed if line.kind == Kind.AMENDMENT and line.state is State.ACCEPTED]
    again = [line for line in erased_among(listed) if node.store.has(line.sha256)]
    return tuple(line.sha256 for line in (*standing, *again))


def erased_among(listed: Sequence[Listed]) -> tuple[Listed, ...]:
    """The contributions and lists in whose place an amendment of their owner stands."""
    amendments = {line.id for line in listed if line.kind == Kind.AMENDMENT}
    return tuple(
        line
        for line in listed
        if line.kind in ERASABLE and line.state is State.SUPERSEDED and line.superseded_by in amendments
    )


def _end_sets(node: Node, amended: tuple[Amended, ...], trust: TrustStore, now: datetime) -> None:
    """Take sets that their owners took back out of every later cross-check, after recalling what was told."""
    gone = read_register(node.acts).withdrawn
    ended = [name for name, run in lives_of(amended).items() if run.stage is not Life.STANDING]
    new = {name for name in ended if name not in gone}
    if not new:
        return
    for names, reason in _taken_back(amended, new):
        tuple(recall_told(node, Resting(names), reason, trust, now))
    listed = {line.id: line.sha256 for line in node.index.listed() if line.id}
    sets = [ReceivedSet(name, name.split(".")[0], listed.get(name, "")) for name in sorted(new)]
    append_sets(node.acts, RegisterStep.WITHDRAWN, sets, now)


def _taken_back(amended: Sequence[Amended], new: set[str]) -> Iterator[tuple[frozenset[str], str]]:
    """The sets that each amendment took back first, and its reason, which readers of these alone are told."""
    left = set(new)
    for each in sorted(amended, key=lambda each: (each.at, each.id)):
        if isinstance(each.content, Amendment) and (sets := left.intersection(each.content.sets)):
            left -= sets
            yield frozenset(sets), each.content.reason


def _erase_files(node: Node) -> None:
    """Remove the sealed files that their owners erased; their ids stay, and keep them from coming back."""
    for line in erased_among(node.index.listed()):
        if node.store.has(line.sha256):
            node.store.remove(line.sha256)


def require_standing(node: Node, content: Amends, trust: TrustStore) -> None:
    """RefusedError for sets that ended before: what comes late would change nothing."""
    lives = lives_of(amendments_of(node, trust))
    for name in content.sets:
        life = lives[name].stage if name in lives else SET.first
        if not SET.allows(life, content.change):
            raise RefusedError(
                "a set that has ended is not amended any more",
                where=name,
                why=f"it is {life}",
                remedy="seal it anew, and it has an id of its own",
            )
