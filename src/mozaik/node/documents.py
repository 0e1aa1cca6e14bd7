"""Documents of the exchange that lie in the store of a node: its own, and those that came."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from mozaik.acts import SentFile, governing_versions, take_sending
from mozaik.errors import InvalidInputError
from mozaik.exchange import Envelope, read_document, write_document
from mozaik.files import scratch_folder
from mozaik.node.identity import key_of, trust_in
from mozaik.node.index import Listed
from mozaik.node.place import Node
from mozaik.node.reception import keep_sound
from mozaik.node.sending import Reached, put_out
from mozaik.parties import Authority
from mozaik.seal import Kind, Manifest, SignerError, SigningKey, TrustStore

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Stored(Generic[T]):
    """A document of the store: its line of the index, its manifest, its content."""

    listed: Listed
    manifest: Manifest
    content: T


def documents_of(
    node: Node, kind: Kind, form: type[T], trust: TrustStore, *, sender: str = "", recipient: str = ""
) -> Iterator[Stored[T]]:
    """The documents of a kind that stand, in order of their digests; a revoked key says nothing."""
    for listed in node.index.standing(str(kind)):
        if (sender and listed.sender != sender) or (recipient and recipient not in listed.recipients):
            continue
        try:
            manifest, content = read_document(node.store.path_of(listed.sha256), form, trust)
        except SignerError:
            continue
        yield Stored(listed, manifest, content)


def with_own(node: Node, trust: TrustStore, now: datetime) -> TrustStore:
    """A trust store and the key of this node, by which it reads what it signed itself."""
    both = TrustStore({key.key_id: key for key in trust.keys})
    both.take_in(trust_in(node, now))
    return both


def keep_document(
    node: Node,
    content: object,
    recipients: tuple[Authority, ...],
    now: datetime,
    key: SigningKey | None = None,
    supersedes: tuple[str, ...] = (),
) -> str:
    """Seal a document by a person's key, or else the node's, and keep it; SHA-256 of the file in hex."""
    governing = governing_versions(node.acts)[-1]
    edition = governing.operation.edition
    envelope = Envelope(node.authority, recipients, edition, now, governing.synthetic, supersedes)
    with scratch_folder(node.folder / "sealing") as scratch:
        path = scratch / "document"
        manifest = write_document(path, content, envelope, key or key_of(node))
        return keep_sound(path, manifest, node.store, node.index)


def send_kept(node: Node, sha256: str, reached: Reached, now: datetime) -> SentFile:
    """Number a file of the store for a recipient and put it into `out`."""
    listed = node.index.find(sha256)
    if listed is None or listed.id is None:
        raise InvalidInputError(
            "a file of the store is not listed", where=sha256[:16], remedy="run it: mozaik node run"
        )
    sent = take_sending(node.acts, reached.authority, sha256, listed.id, str(listed.kind), now)
    put_out(node, sent, reached)
    return sent
