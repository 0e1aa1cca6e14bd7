"""Verifying sealed files: verification raises, each cause its own error; it never returns a truth value.

Order: frame of the first two entries, manifest, signers against the trust store, then every other byte.
What is read afterwards through `Verified` is checked against the manifest again, because a file may
change after it was verified.
"""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from mozaik.files import written_whole
from mozaik.seal.errors import ChangedError, MissingMemberError, NotASealedFileError
from mozaik.seal.frame import Entry
from mozaik.seal.manifest import Manifest, Member
from mozaik.seal.read import BLOCK, Front, HashedStream, read_front, read_members
from mozaik.seal.signatures import Signed, check_enough, check_signers
from mozaik.seal.trust import TrustStore
from mozaik.seal.window import Window, window_of

_Stamp = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Verified:
    """A sealed file whose every byte and signature has been checked.

    `signatures` are the signers, `sha256` is the digest of the whole file in hex.
    """

    path: Path
    manifest: Manifest
    signatures: tuple[Signed, ...]
    sha256: str
    front: Front
    entries: tuple[Entry, ...]
    stamp: _Stamp

    @property
    def names(self) -> tuple[str, ...]:
        """The members' names in order."""
        return tuple(member.name for member in self.manifest.members)

    def window(self, name: str) -> Window:
        """Where a member's bytes lie; MissingMemberError without it, ChangedError if the file changed."""
        member = self._member(name)
        if _stamp(self.path.stat()) != self.stamp:
            raise _changed_since(self.path)
        return window_of(self.path, self.entries[self.manifest.members.index(member)])

    def open_member(self, name: str) -> BinaryIO:
        """A seekable stream over a member's bytes; the caller closes it.

        MissingMemberError without it; ChangedError if the file is no longer the one that was verified.
        """
        return self.window(name).open()

    def read_member(self, name: str) -> bytes:
        """A member's bytes, checked against its digest once more; for members that fit in memory."""
        with self.open_member(name) as stream:
            data = stream.read()
        if hashlib.sha256(data).hexdigest() != self._member(name).sha256:
            raise _changed_since(self.path)
        return data

    def extract(self, name: str, target: Path) -> None:
        """Write a member to `target`, whole or not at all, checked against its digest once more.

        The copy is not forced to the disk: after a crash it can be made again from the sealed file.
        """
        digest = hashlib.sha256()
        with self.open_member(name) as source, written_whole(target, durable=False) as sink:
            while block := source.read(BLOCK):
                digest.update(block)
                sink.write(block)
            if digest.hexdigest() != self._member(name).sha256:
                raise _changed_since(self.path)

    def _member(self, name: str) -> Member:
        for member in self.manifest.members:
            if member.name == name:
                return member
        raise MissingMemberError(
            "a member is missing",
            where=str(self.path),
            why=f"the sealed file has no member {name}",
            remedy="ask the sender for a file with it",
        )


def verify_sealed(path: Path, trust: TrustStore) -> Verified:
    """Check a sealed file completely against a trust store.

    Raises an error of its own for each cause, all in `mozaik.seal.errors`, each naming the file: SealError
    for bytes that are not as sealed, SignerError for signatures that do not suffice.
    """
    return _verify(Path(path), trust, draft=False)


def inspect_draft(path: Path, trust: TrustStore) -> Verified:
    """Check a file that may still lack signatures; those it has must count; else as `verify_sealed`."""
    return _verify(Path(path), trust, draft=True)


def _verify(path: Path, trust: TrustStore, *, draft: bool) -> Verified:
    where = str(path)
    try:
        with path.open("rb") as file:
            before = _stamp(os.fstat(file.fileno()))
            stream = HashedStream(file)
            front = read_front(stream, where)
            signed = check_signers(front.manifest, front.manifest_bytes, front.signatures, trust, where)
            if not draft:
                check_enough(front.manifest, len(signed), where)
            entries = read_members(stream, front, where)
            if _stamp(os.fstat(file.fileno())) != before:
                raise _changed_since(path)
    except OSError as error:
        raise NotASealedFileError(
            "the file cannot be read", where=where, why=error.strerror or "", remedy="check path and disk"
        ) from error
    return Verified(path, front.manifest, signed, stream.sha256(), front, entries, before)


def _stamp(status: os.stat_result) -> _Stamp:
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns


def _changed_since(path: Path) -> ChangedError:
    return ChangedError(
        "the file changed after it was verified",
        where=str(path),
        why="something else wrote to it",
        remedy="verify it again, on a disk that only you can write to",
    )
