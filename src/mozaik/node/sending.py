"""Sending: a sealed file of the store, numbered for one recipient, signed by the node, encrypted, in `out`.

`out` is derived: what is missing there is made again from the store and the chain that says which number
each file has. What its recipient has confirmed is taken away.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from mozaik.acts import SentFile, governing_versions, sent_files, take_sending
from mozaik.errors import RefusedError
from mozaik.exchange import Numbered, Way, name_of_file, write_delivery
from mozaik.files import force_folder, make_private_folder, scratch_folder, storage_errors
from mozaik.moments import utc_day
from mozaik.node.identity import key_of
from mozaik.node.place import Node
from mozaik.node.reception import Received
from mozaik.node.standing import State
from mozaik.operation import Operation, recipient_on
from mozaik.parties import Authority
from mozaik.seal import Kind, Manifest, Role, TrustStore, encrypt_to

BLOCK = 1 << 20
_BY_RULE = (Kind.DELIVERY, Kind.RECEIPT)


@dataclass(frozen=True, slots=True)
class Reached:
    """A recipient on a day: who it is, and the age recipients to which files for it are encrypted."""

    authority: Authority
    age_recipients: tuple[str, ...]


def reach(node: Node, recipient: str, trust: TrustStore, now: datetime) -> Reached:
    """How a recipient is reached: by the operation file, or else by the keys of its nodes that are trusted.

    NotTakingPartError for who receives nothing on that day; RefusedError where no key of it is known.
    """
    return reach_by(operation_of(node), node, recipient, trust, now)


def reach_by(operation: Operation, node: Node, recipient: str, trust: TrustStore, now: datetime) -> Reached:
    """As `reach`, by an operation file that was read already."""
    named = recipient_on(operation, recipient, utc_day(now), "the recipient")
    if named.authority == node.authority:
        raise RefusedError(
            "a node sends nothing to its own authority", remedy="give it the files: mozaik receive"
        )
    keys = named.age_recipients or tuple(sorted(_node_keys(named.authority, trust)))
    if not keys:
        raise RefusedError(
            "no key is known to which files for this authority could be encrypted",
            where=str(named.authority),
            remedy="trust the key of its node: mozaik keys trust FILE, or name one in the operation file",
        )
    return Reached(named.authority, keys)


def send(
    node: Node, received: Sequence[Received], recipient: str, trust: TrustStore, now: datetime
) -> tuple[SentFile, ...]:
    """Number files that this node received and that stand, for a recipient, and put them into `out`.

    A file that was sent already keeps its number. RefusedError for one that does not stand or that its
    recipient is not meant to have; nothing is numbered then. Raises as `reach`.
    """
    reached = reach(node, recipient, trust, now)
    for each in received:
        _require_sendable(node, each, reached.authority)
    listed = [each.listed for each in received if each.listed is not None]
    sent = tuple(
        take_sending(node.acts, reached.authority, each.sha256, str(each.id), str(each.kind), now)
        for each in listed
    )
    for numbered in sent:
        put_out(node, numbered, reached)
    return sent


def put_out(node: Node, sent: SentFile, reached: Reached) -> Path:
    """Where the delivery of a file lies in `out`, made if it is not there."""
    way = Way(node.authority, reached.authority, node.store.manifest_of(sent.sha256).edition)
    folder = node.out / way.folder
    if known := next(folder.glob(f"{sent.number:06}-*"), None):
        return known
    synthetic = node.store.manifest_of(sent.sha256).synthetic
    numbered = Numbered(sent.number, sent.follows, sent.sha256)
    with scratch_folder(node.folder / "sending") as scratch:
        delivery = scratch / "delivery"
        sealed = node.store.path_of(sent.sha256)
        write_delivery(delivery, sealed, way, numbered, sent.at, synthetic, key_of(node))
        return encrypted_into(folder, delivery, sent.number, reached)


def encrypted_into(folder: Path, sealed: Path, number: int | None, reached: Reached) -> Path:
    """Encrypt a file to its recipient and put it into a folder under the name that its bytes give it."""
    encrypted = sealed.with_name(f"{sealed.name}.age")
    encrypt_to(sealed, encrypted, reached.age_recipients)
    make_private_folder(folder)
    target = folder / name_of_file(number, digest_of(encrypted))
    with storage_errors(target):
        encrypted.rename(target)
        force_folder(folder)
    return target


def waiting_in(out: Path) -> Iterator[Path]:
    """All files that wait in `out` to be carried, in order."""
    yield from sorted(out.glob("*/*/*.age"))


def put_out_again(
    node: Node, open_numbers: dict[str, frozenset[int]], trust: TrustStore, now: datetime
) -> None:
    """Make again what is missing in `out` of what nobody confirmed; take away what was, and what was erased.

    A recipient that is not reached any more is passed over: its files stay as they are.
    """
    reached = _reached(node, (name for name, numbers in open_numbers.items() if numbers), trust, now)
    for sent in sent_files(node.acts):
        if sent.number in open_numbers.get(sent.recipient, frozenset()) and node.store.has(sent.sha256):
            if sent.recipient in reached:
                put_out(node, sent, reached[sent.recipient])
        else:
            for path in (node.out / node.authority / sent.recipient).glob(f"{sent.number:06}-*"):
                path.unlink(missing_ok=True)


def _reached(node: Node, names: Iterable[str], trust: TrustStore, now: datetime) -> dict[str, Reached]:
    """How recipients are reached; those that are not any more are left out."""
    reached, operation = {}, operation_of(node)
    for name in names:
        with suppress(RefusedError):
            reached[name] = reach_by(operation, node, name, trust, now)
    return reached


def operation_of(node: Node) -> Operation:
    """The operation file in force at a node."""
    return governing_versions(node.acts)[-1].operation


def digest_of(path: Path) -> str:
    """SHA-256 of a file in hex."""
    digest = hashlib.sha256()
    with storage_errors(path), path.open("rb") as stream:
        while block := stream.read(BLOCK):
            digest.update(block)
    return digest.hexdigest()


def _node_keys(authority: Authority, trust: TrustStore) -> Iterator[str]:
    for key in trust.keys:
        if key.authority == authority and Role.NODE in key.roles and key.revoked_at is None:
            yield key.age_recipient


def _require_sendable(node: Node, received: Received, recipient: Authority) -> None:
    """RefusedError for a file that does not stand here, or that this recipient is not to have from here."""
    listed = received.listed
    if listed is None or listed.id is None or listed.state is not State.ACCEPTED:
        raise RefusedError(
            "only a file that stands is sent",
            where=str(received.path),
            why=received.why or (listed.why if listed else ""),
            remedy="see how it stands with: mozaik node status",
        )
    manifest = node.store.manifest_of(listed.sha256)
    if manifest.kind in _BY_RULE or not _is_for(manifest, recipient, node.authority):
        raise RefusedError(
            "this file is not for this recipient",
            where=str(received.path),
            why=f"it is a {manifest.kind} of {manifest.sender} for {_named(manifest)}",
            remedy="send your own files, and of others those that name the recipient",
        )


def _is_for(manifest: Manifest, recipient: Authority, own: Authority) -> bool:
    named = any(each.covers(recipient) for each in manifest.recipients)
    to_all = not manifest.recipients and (manifest.sender == own or manifest.kind is Kind.OPERATION)
    return named or to_all


def _named(manifest: Manifest) -> str:
    return ", ".join(manifest.recipients) or "nobody by name"
