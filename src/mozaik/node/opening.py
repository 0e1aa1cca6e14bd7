"""Receiving whatever comes: sealed files as they are, encrypted ones, numbered ones, and folders of these.

An encrypted file is opened with the node's key. If a delivery is in it, its number is written down and the
file in the delivery goes to the door like any other. A file that is wrong, repeated, for somebody else or
late gets one sentence, stops no other, and changes nothing but what it says itself.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from mozaik.acts import ArrivedFile, note_arrivals
from mozaik.errors import InvalidInputError, MozaikError, RefusedError
from mozaik.exchange import DOCUMENTS, SUFFIX, numbered_in, require_own_name, take_out
from mozaik.files import StorageError, scratch_folder, storage_errors
from mozaik.moments import utc_text
from mozaik.node.checking import Checker, Sound, Unsound
from mozaik.node.confirming import give_receipts, tidy_out
from mozaik.node.identity import key_of
from mozaik.node.place import Node
from mozaik.node.reception import Admitted, Received, admit_file, as_they_stand, is_of, mend
from mozaik.node.sending import digest_of, operation_of
from mozaik.node.standing import State
from mozaik.operation import Operation
from mozaik.parties import Authority
from mozaik.progress import Step, file_by_file
from mozaik.seal import Kind, Manifest, SigningKey, TrustStore, decrypt, verify_sealed
from mozaik.visible import visible_line

_AGE = b"age-encryption.org/"


_OF_ONE_EDITION = (*DOCUMENTS, Kind.PACKAGE)
"""What belongs to one edition; of sets, lists and plans it is said where they are compared."""


@dataclass(frozen=True, slots=True)
class _Doorkeeper:
    """Says of a file whether it is sound, and, of a document, whether it is of this node's edition."""

    checker: Checker
    operation: Operation
    trust: TrustStore

    def check(self, path: Path, sha256: str) -> Sound | Unsound:
        """As the checker; a document of another edition is refused in one sentence."""
        verdict = self.checker.check(path, sha256)
        match verdict:
            case Sound(manifest) if (
                manifest.kind in _OF_ONE_EDITION and manifest.edition != self.operation.edition
            ):
                return Unsound(
                    f"it is of another edition; give it to a node of {visible_line(manifest.edition)}"
                )
        return verdict


@dataclass(frozen=True, slots=True)
class _Opened:
    """What became of an encrypted file, and the number under which it came, if it did."""

    admitted: Admitted
    numbered: ArrivedFile | None = None


def take_files(
    node: Node,
    files: Sequence[Path],
    checker: Checker,
    now: datetime,
    step: Step | None = None,
    keys: Sequence[SigningKey] = (),
) -> tuple[Received, ...]:
    """Receive files into a node, plain or encrypted, and give receipts to whoever numbered them.

    `keys` open besides the node's own. Raises as `receive`.
    """
    mend(node.store, node.index)
    opening, trust = (key_of(node), *keys), TrustStore.load(checker.trust)
    door = _Doorkeeper(checker, operation_of(node), trust)
    admitted, arrived = list[Admitted](), list[ArrivedFile]()
    for path in file_by_file(files, step):
        if not _is_encrypted(path):
            admitted.append(admit_file(path, node.store, node.index, door))
            continue
        opened = _open(node, path, door, opening, now)
        admitted.append(opened.admitted)
        arrived += [opened.numbered] if opened.numbered else []
    received = as_they_stand(admitted, node.index)
    if arrived:
        note_arrivals(node.acts, arrived, now)
        give_receipts(node, trust, now)
    if any(_is_receipt(each) for each in received):
        tidy_out(node, trust, now)
    return received


def files_within(node: Node, places: Sequence[Path]) -> tuple[Path, ...]:
    """The files named, and of a folder those that other nodes sent to this one: `SENDER/RECIPIENT/...age`.

    A folder without any stays, and is refused as no file.
    """
    return tuple(path for place in places for path in _within(node, place))


def _within(node: Node, place: Path) -> Iterator[Path]:
    if not place.is_dir():
        yield place
        return
    with storage_errors(place):
        yield from sorted(place.glob(f"*/{node.authority}/*{SUFFIX}")) or (place,)


def _open(node: Node, path: Path, door: _Doorkeeper, keys: Sequence[SigningKey], now: datetime) -> _Opened:
    """Open an encrypted file and bring what is in it to the door."""
    try:
        with scratch_folder(node.folder / "opening") as scratch, storage_errors(path):
            arrived = digest_of(path)
            require_own_name(path.name, arrived)
            inner = scratch / "opened"
            decrypt(path, inner, *keys)
            opened = _admit(node, inner, scratch, door, now)
            return replace(opened, admitted=replace(opened.admitted, path=path, arrived=arrived))
    except StorageError as error:
        if not is_of(error, path):
            raise
        return _Opened(Admitted(path, why=f"{error.what}: {error.why}; {error.remedy}"))
    except MozaikError as error:
        why = "; ".join(
            filter(None, (f"{error.what}: {error.why}" if error.why else error.what, error.remedy))
        )
        return _Opened(_refused(node, path, why))


def _admit(node: Node, inner: Path, scratch: Path, door: _Doorkeeper, now: datetime) -> _Opened:
    """Bring a file that was opened to the door; of a delivery the file that it carries."""
    match door.check(inner, digest_of(inner)):
        case Sound(manifest) if manifest.kind is Kind.DELIVERY:
            return _take_delivery(node, inner, manifest, scratch / "sealed", door, now)
        case Sound():
            return _Opened(admit_file(inner, node.store, node.index, door))
        case Unsound(why):
            raise InvalidInputError("what is in it is not sound", why=why, remedy="nothing of it was kept")


def _take_delivery(
    node: Node, delivery: Path, manifest: Manifest, sealed: Path, door: _Doorkeeper, now: datetime
) -> _Opened:
    _require_for_us(node, manifest, door.operation)
    verified = verify_sealed(delivery, door.trust)
    take_out(verified, sealed)
    admitted = admit_file(sealed, node.store, node.index, door)
    numbered = numbered_in(manifest, str(delivery))
    listed = node.index.find(numbered.sha256)
    why = listed.why if listed and listed.state is State.REFUSED and listed.id is None else ""
    about = manifest.sender, numbered.number, numbered.follows, numbered.sha256
    known = (listed.id or "", listed.kind or "") if listed else ("", "")
    return _Opened(admitted, ArrivedFile(*about, *known, utc_text(now), why))


def _require_for_us(node: Node, manifest: Manifest, operation: Operation) -> None:
    """RefusedError for a delivery to somebody else, of another edition, or of who takes no part."""
    if manifest.recipients != (node.authority,):
        why, remedy = f"it is for {manifest.recipients[0]}", "carry it there"
    elif manifest.edition != operation.edition:
        why, remedy = "it is of another edition", f"give it to a node of {manifest.edition}"
    elif operation.named(Authority(manifest.sender)) is None:
        why, remedy = "its sender takes no part in this edition", "ask lead and coordinator"
    else:
        return
    raise RefusedError("this delivery is not for this node", why=why, remedy=remedy)


def _refused(node: Node, path: Path, why: str) -> Admitted:
    """An encrypted file that nothing of was kept, listed with the reason."""
    sha256 = digest_of(path)
    node.index.add_refused(sha256, why)
    return Admitted(path, sha256)


def _is_encrypted(path: Path) -> bool:
    """Whether an ordinary file begins as age does; whatever cannot be read is for the door to say."""
    try:
        if not path.is_file():
            return False
        with path.open("rb") as stream:
            return stream.read(len(_AGE)) == _AGE
    except OSError:
        return False


def _is_receipt(received: Received) -> bool:
    return received.listed is not None and received.listed.kind == Kind.RECEIPT
