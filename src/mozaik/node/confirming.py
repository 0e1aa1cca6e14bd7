"""What came from whom and what of ours has come: said by receipts, and asked by whoever looks at a node."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from mozaik.acts import ArrivedFile, Governing, SentFile, arrived_files, governing_versions, sent_files
from mozaik.errors import RefusedError
from mozaik.exchange import (
    Confirmed,
    Envelope,
    Numbered,
    Progress,
    Receipt,
    RefusedNumber,
    confirmed_by,
    progress_of,
    read_document,
    write_document,
)
from mozaik.files import scratch_folder
from mozaik.moments import after_all
from mozaik.node.identity import key_of, trust_in
from mozaik.node.index import Listed
from mozaik.node.place import Node
from mozaik.node.reception import keep_sound
from mozaik.node.sending import encrypted_into, put_out_again, reach_by
from mozaik.node.standing import TWO_FILES, State
from mozaik.parties import Authority
from mozaik.seal import Kind, SignerError, TrustStore

_DOUBLED = "two different files bear this number; ask its sender which of them holds"


@dataclass(frozen=True, slots=True)
class Pair:
    """How the exchange with one authority stands.

    `came` is what came from it; `confirmed` what of ours it confirmed; `refused` what it refused, and why.
    """

    authority: Authority
    came: Progress
    confirmed: Confirmed
    refused: tuple[RefusedNumber, ...]


def pairs_of(node: Node, trust: TrustStore) -> tuple[Pair, ...]:
    """How the exchange with every other authority stands, in order of their ids."""
    came, sent, lines = progress_by_sender(node), sent_files(node.acts), node.index.listed()
    names = {*came, *(Authority(each.recipient) for each in sent)}
    return tuple(
        _pair(name, came.get(name, progress_of(())), sent, receipts_from(node, lines, name, trust))
        for name in sorted(names)
    )


def _pair(name: Authority, came: Progress, sent: list[SentFile], receipts: list[tuple[str, Receipt]]) -> Pair:
    numbers = (each.number for each in sent if each.recipient == name)
    last = max(receipts, key=lambda said: said[0], default=("", Receipt(name, 0)))[1]
    return Pair(name, came, confirmed_by(numbers, (receipt for _, receipt in receipts)), last.refused)


def erased_on_the_way(node: Node, pair: Pair) -> tuple[int, ...]:
    """The numbers to an authority that nobody confirmed and whose file was erased: they never come."""
    return tuple(
        each.number
        for each in sent_files(node.acts)
        if each.recipient == pair.authority
        and each.number in pair.confirmed.open
        and not node.store.has(each.sha256)
    )


def progress_by_sender(node: Node) -> dict[Authority, Progress]:
    """What came of each sender under numbers, in order of their ids."""
    arrived = arrived_files(node.acts)
    return {
        Authority(name): progress_of(_numbered(each) for each in arrived if each.sender == name)
        for name in sorted({each.sender for each in arrived})
    }


def receipts_from(
    node: Node, lines: Sequence[Listed], sender: str, trust: TrustStore
) -> list[tuple[str, Receipt]]:
    """What another authority's node said of our files, each with its moment; a revoked key says nothing."""
    receipts = []
    for listed in _receipts(lines, sender, node.authority):
        try:
            manifest, receipt = read_document(node.store.path_of(listed.sha256), Receipt, trust)
        except SignerError:
            continue
        if receipt.sender == node.authority:
            receipts.append((manifest.created_at, receipt))
    return receipts


def give_receipts(node: Node, trust: TrustStore, now: datetime) -> tuple[Authority, ...]:
    """Put a receipt into `out` for every authority of whose files more is to be said; for whom.

    Who is not reached gets none, until a key of it is known.
    """
    given, governing = [], governing_versions(node.acts)[-1]
    arrived, listed = arrived_files(node.acts), node.index.listed()
    for name in sorted({each.sender for each in arrived}):
        receipt = _receipt(node, name, [each for each in arrived if each.sender == name])
        said = tuple(_receipts(listed, node.authority, receipt.sender))
        if _give(node, receipt, said, governing, trust, now):
            given.append(receipt.sender)
    return tuple(given)


def tidy_out(node: Node, trust: TrustStore, now: datetime) -> None:
    """Make `out` hold what nobody has confirmed, and nothing else but the last receipts."""
    pairs = pairs_of(node, trust)
    put_out_again(node, {pair.authority: frozenset(pair.confirmed.open) for pair in pairs}, trust, now)


def _give(
    node: Node,
    receipt: Receipt,
    said: Sequence[Listed],
    governing: Governing,
    trust: TrustStore,
    now: datetime,
) -> bool:
    """Write a receipt, unless the last one that was `said` to its recipient says the same and lies there."""
    dated = (node.store.manifest_of(each.sha256).created_at for each in said)
    at, last = max(zip(dated, (each.sha256 for each in said), strict=True), default=("", None))
    folder = node.out / node.authority / receipt.sender
    if last is not None and any(folder.glob("receipt-*")):
        _, spoken = read_document(node.store.path_of(last), Receipt, trust_in(node, now))
        if spoken == receipt:
            return False
    try:
        reached = reach_by(governing.operation, node, receipt.sender, trust, now)
    except RefusedError:
        return False
    with scratch_folder(node.folder / "sending") as scratch:
        path = scratch / "receipt"
        edition, synthetic = governing.operation.edition, governing.synthetic
        after = after_all(now, (at,) if at else ())
        envelope = Envelope(node.authority, (receipt.sender,), edition, after, synthetic)
        manifest = write_document(path, receipt, envelope, key_of(node))
        earlier = list(folder.glob("receipt-*"))
        encrypted_into(folder, path, None, reached)
        keep_sound(path, manifest, node.store, node.index)
    for old in earlier:
        old.unlink(missing_ok=True)
    return True


def _receipt(node: Node, sender: str, arrived: list[ArrivedFile]) -> Receipt:
    progress = progress_of(map(_numbered, arrived))
    refused = dict.fromkeys(progress.doubled, _DOUBLED)
    for each in arrived:
        if each.number not in refused and (why := _refusal(node, each)):
            refused[each.number] = why
    reasons = tuple(RefusedNumber(number, why) for number, why in sorted(refused.items()))
    return Receipt(Authority(sender), progress.unbroken, progress.beyond, reasons)


def _refusal(node: Node, arrived: ArrivedFile) -> str:
    """Why a file does not stand, for its sender; what other authorities sent is never a reason."""
    listed = node.index.find(arrived.sha256)
    if listed is None:
        return arrived.why
    at_door = listed.state is State.REFUSED and listed.id is None
    return listed.why if at_door or listed.why == TWO_FILES else ""


def _receipts(lines: Sequence[Listed], sender: str, recipient: str) -> Iterator[Listed]:
    for listed in lines:
        sound = listed.state is not State.REFUSED and listed.kind == Kind.RECEIPT
        if sound and listed.sender == sender and recipient in listed.recipients:
            yield listed


def _numbered(arrived: ArrivedFile) -> Numbered:
    return Numbered(arrived.number, arrived.follows, arrived.sha256)
