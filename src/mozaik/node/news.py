"""Notices that travel: a reader's node learns that there is something new for it, and nothing else."""

from collections.abc import Iterator
from datetime import datetime

from mozaik.acts import SentFile, arrived_files, sent_files
from mozaik.errors import RefusedError
from mozaik.exchange import Dated, Heard, SomethingNew, Telling, heard
from mozaik.node.documents import documents_of, keep_document, send_kept
from mozaik.node.place import Node
from mozaik.node.sending import reach
from mozaik.parties import Authority
from mozaik.seal import Kind, TrustStore

_TELLS = (Kind.READING, Kind.PACKAGE)


def give_notice(node: Node, reader: Authority, trust: TrustStore, now: datetime) -> SentFile | None:
    """Send a reader that there is something new for it; None while one waits, and for who has no node."""
    if reader == node.authority:
        return None
    sent = (
        _step(each.number, each.sha256, each.kind)
        for each in sent_files(node.acts)
        if each.recipient == reader and each.kind in (Kind.NOTICE, *_TELLS)
    )
    if heard(sent) is Heard.NOTICED:
        return None
    try:
        reached = reach(node, reader, trust, now)
    except RefusedError:
        return None
    sha256 = keep_document(node, SomethingNew(reader), (reader,), now)
    return send_kept(node, sha256, reached, now)


def news_from(node: Node, trust: TrustStore) -> tuple[Authority, ...]:
    """The authorities whose nodes have something new for this one, by what came from them under numbers."""
    steps: dict[str, list[Dated[Telling]]] = {}
    for sender, step in _arrived(node, trust):
        steps.setdefault(sender, []).append(step)
    return tuple(Authority(name) for name in sorted(steps) if heard(steps[name]) is Heard.NOTICED)


def _arrived(node: Node, trust: TrustStore) -> Iterator[tuple[str, Dated[Telling]]]:
    """What came under numbers that tells something, or says that there is something to be told."""
    notices = {
        stored.listed.sha256
        for stored in documents_of(node, Kind.NOTICE, SomethingNew, trust, recipient=node.authority)
        if stored.content.reader == node.authority
    }
    for each in arrived_files(node.acts):
        if each.kind in _TELLS or each.sha256 in notices:
            yield each.sender, _step(each.number, each.sha256, each.kind)


def _step(number: int, sha256: str, kind: str) -> Dated[Telling]:
    """What was sent under a number, in the order of the numbers."""
    return Dated(f"{number:09}", sha256, Telling.NOTICE if kind == Kind.NOTICE else Telling.TELL)
