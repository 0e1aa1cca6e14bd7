"""Receiving sealed files into the store: any order, any repetition and any crash end in the same state."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from mozaik.files import StorageError
from mozaik.node.checking import Sound, Unsound
from mozaik.node.index import Index, Listed
from mozaik.node.standing import State
from mozaik.node.store import Copied, Store
from mozaik.progress import Step, file_by_file
from mozaik.seal import Kind, Manifest

BARE_DELIVERY = "a numbered delivery is received as it came; give the encrypted file that it was opened from"


class Checks(Protocol):
    """Who says of a file at the door whether it is sound."""

    def check(self, path: Path, sha256: str) -> Sound | Unsound:
        """Whether the file, whose bytes have this SHA-256, is sound."""


@dataclass(frozen=True, slots=True)
class Received:
    """What became of a file that came to the door: how it stands, or why it could not even be copied."""

    path: Path
    listed: Listed | None
    why: str = ""
    arrived: str = ""
    """SHA-256 in hex of the file as it came, where it was encrypted and the listed one lay in it."""

    @property
    def is_refused(self) -> bool:
        """Whether the file does not stand, or could not be read."""
        return self.listed is None or self.listed.state is State.REFUSED


def receive(
    files: Sequence[Path], store: Store, index: Index, checker: Checks, step: Step | None = None
) -> tuple[Received, ...]:
    """Receive files one by one; a bad one is refused in one sentence and stops no other.

    What an earlier run left half done is completed first. How each file stands is what holds after all of
    them: one may replace another. StorageError when the store's own disk fails; nothing accepted is lost.
    """
    mend(store, index)
    admitted: list[Admitted] = []
    for path in file_by_file(files, step):
        admitted.append(admit_file(path, store, index, checker))
    return as_they_stand(admitted, index)


@dataclass(frozen=True, slots=True)
class Admitted:
    """A file that was looked at: its digest, why it could not be read, its digest as it came encrypted."""

    path: Path
    sha256: str = ""
    why: str = ""
    arrived: str = ""


def admit_file(path: Path, store: Store, index: Index, checker: Checks) -> Admitted:
    """Copy a file to the door and keep it if it is sound; StorageError when the store's own disk fails."""
    try:
        with store.at_the_door(path) as copied:
            _admit(copied, store, index, checker)
            return Admitted(path, copied.sha256)
    except StorageError as error:
        if not is_of(error, path):
            raise
        return Admitted(path, why=f"{error.what}: {error.why}; {error.remedy}")


def as_they_stand(admitted: Sequence[Admitted], index: Index) -> tuple[Received, ...]:
    """How files stand after all of them came: one may replace another."""
    return tuple(
        Received(each.path, index.find(each.sha256) if each.sha256 else None, each.why, each.arrived)
        for each in admitted
    )


def keep_sound(path: Path, manifest: Manifest, store: Store, index: Index) -> str:
    """Keep a file that this node has just made, and return its SHA-256 in hex."""
    with store.at_the_door(path) as copied:
        if not store.has(copied.sha256):
            store.keep(copied, manifest)
        index.add_sound(copied.sha256, manifest)
        return copied.sha256


def mend(store: Store, index: Index) -> int:
    """List what lies in the store and not in the index, as a crash or a lost index leaves it; how many."""
    known = {listed.sha256 for listed in index.listed() if listed.id is not None}
    missing = [sha256 for sha256 in store.digests() if sha256 not in known]
    for sha256 in missing:
        index.add_sound(sha256, store.manifest_of(sha256))
    return len(missing)


def _admit(copied: Copied, store: Store, index: Index, checker: Checks) -> None:
    if store.has(copied.sha256):
        return
    match checker.check(copied.path, copied.sha256):
        case Sound(manifest) if manifest.kind is Kind.DELIVERY:
            index.add_refused(copied.sha256, BARE_DELIVERY)
        case Sound(manifest):
            store.keep(copied, manifest)
            index.add_sound(copied.sha256, manifest)
        case Unsound(why):
            index.add_refused(copied.sha256, why)


def is_of(error: StorageError, path: Path) -> bool:
    """Whether what cannot be read is the arrived file itself, and not the store."""
    return error.where == str(path)
