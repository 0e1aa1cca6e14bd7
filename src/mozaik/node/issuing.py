"""Issuing a package: kept in the store, numbered for its recipient's node, and followed from then on."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from mozaik.acts import SentFile, sent_files
from mozaik.errors import RefusedError
from mozaik.node.confirming import pairs_of
from mozaik.node.documents import send_kept
from mozaik.node.place import Node
from mozaik.node.recalling import Recalled, recalls_of
from mozaik.node.reception import keep_sound
from mozaik.node.sending import reach
from mozaik.seal import Kind, TrustStore, verify_sealed


@dataclass(frozen=True, slots=True)
class Issued:
    """A package that is kept here; `sent` under which number, None where its recipient has no node: `why`."""

    sha256: str
    sent: SentFile | None
    why: str


@dataclass(frozen=True, slots=True)
class DeliveryStanding:
    """How a file that was made here stands: kept, sent under which number, received, recalled."""

    kept: bool
    sent: SentFile | None
    confirmed: bool
    recalls: tuple[Recalled, ...]


def issue(node: Node, package: Path, trust: TrustStore, now: datetime) -> Issued:
    """Keep a package that two persons released, and send it to its recipient's node if that is known.

    Doing it again changes nothing. Raises as `verify_sealed`, which refuses a draft; RefusedError for another
    kind of file.
    """
    verified = verify_sealed(package, trust)
    if verified.manifest.kind is not Kind.PACKAGE:
        raise RefusedError("only a package is issued", where=str(package), remedy="give a FILE.package")
    recipient = verified.manifest.recipients[0]
    sha256 = keep_sound(package, verified.manifest, node.store, node.index)
    try:
        reached = reach(node, recipient, trust, now)
    except RefusedError as error:  # its people read it here, and its node gets it once a key of it is known
        return Issued(sha256, None, error.what)
    return Issued(sha256, send_kept(node, sha256, reached, now), "")


def delivery_of(node: Node, file_id: str, trust: TrustStore, now: datetime) -> DeliveryStanding:
    """How a package or document stands at this node, by its id."""
    kept = any(line.id == file_id for line in node.index.listed())
    sent = next((each for each in sent_files(node.acts) if each.id == file_id), None)
    confirmed = sent is not None and any(
        pair.authority == sent.recipient and sent.number in pair.confirmed.confirmed
        for pair in pairs_of(node, trust)
    )
    recalls = tuple(each for each in recalls_of(node, trust, now) if file_id in each.recall.files)
    return DeliveryStanding(kept, sent, confirmed, recalls)
