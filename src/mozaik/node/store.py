"""The store: sealed files by the SHA-256 of their bytes, each of them sound when it got its name.

Beside a file lies its manifest, as it was verified: what is in the store was verified once, at the door.
"""

import hashlib
import os
import re
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from mozaik.files import (
    PRIVATE,
    StorageError,
    force_folder,
    make_private_folder,
    scratch_folder,
    storage_errors,
    written_whole,
)
from mozaik.seal import Manifest, manifest_from_bytes

BLOCK = 1 << 20
_DIGEST = re.compile(r"[0-9a-f]{64}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Copied:
    """A copy of an arrived file at the door, and the SHA-256 of its bytes in hex."""

    path: Path
    sha256: str


@dataclass(frozen=True, slots=True)
class Store:
    """A folder of sealed files, `files/ab/abcd...`, with their manifests; private, and never changed."""

    folder: Path

    def path_of(self, sha256: str) -> Path:
        """Where the file of a digest lies, if it is there."""
        return self.folder / "files" / sha256[:2] / sha256

    def manifest_path_of(self, sha256: str) -> Path:
        """Where the manifest of the file of a digest lies, if it is there."""
        return self.path_of(sha256).with_name(f"{sha256}.json")

    def has(self, sha256: str) -> bool:
        """Whether the file of a digest is there."""
        return self.path_of(sha256).is_file()

    def digests(self) -> Iterator[str]:
        """The digests of all files, in order."""
        places = self.folder.glob("files/*/*")
        yield from sorted(place.name for place in places if _DIGEST.fullmatch(place.name))

    @contextmanager
    def at_the_door(self, arrived: Path) -> Iterator[Copied]:
        """A private copy of an arrived file, on the disk, which vanishes at the end unless it was kept.

        What is verified is the copy: whoever holds the arrived file may change it meanwhile. StorageError
        when it cannot be read, or the disk is full.
        """
        make_private_folder(self.folder)
        with scratch_folder(self.folder / "door") as scratch:
            yield _copied(arrived, scratch / "file")

    def manifest_of(self, sha256: str) -> Manifest:
        """The manifest of a file in the store; InvalidInputError if it is missing or not one."""
        path = self.manifest_path_of(sha256)
        with storage_errors(path):
            return manifest_from_bytes(path.read_bytes(), str(path))

    def keep(self, copied: Copied, manifest: Manifest) -> None:
        """Give a copy that was found sound its name in the store, on the disk when this returns."""
        target = self.path_of(copied.sha256)
        make_private_folder(target.parent)
        with written_whole(self.manifest_path_of(copied.sha256)) as stream:
            stream.write(manifest.to_bytes())
        with storage_errors(target):
            copied.path.rename(target)
            force_folder(target.parent)

    def remove(self, sha256: str) -> None:
        """Remove a file that its owner erased, and its manifest, from the disk."""
        target = self.path_of(sha256)
        with storage_errors(target):
            target.unlink(missing_ok=True)
            self.manifest_path_of(sha256).unlink(missing_ok=True)
            force_folder(target.parent)


def _copied(arrived: Path, copy: Path) -> Copied:
    digest = hashlib.sha256()
    with copy.open("xb") as sink:
        copy.chmod(PRIVATE)
        for block in _blocks(arrived):
            digest.update(block)
            with storage_errors(copy):
                sink.write(block)
        with storage_errors(copy):
            sink.flush()
            os.fsync(sink.fileno())
    return Copied(copy, digest.hexdigest())


def _blocks(arrived: Path) -> Iterator[bytes]:
    """The bytes of an ordinary file; StorageError, naming it, for one that cannot be read."""
    with storage_errors(arrived):
        descriptor = os.open(arrived, os.O_RDONLY | os.O_NONBLOCK)
        try:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise StorageError(
                    "a file cannot be read",
                    where=str(arrived),
                    why="it is no ordinary file",
                    remedy="name the sealed file itself",
                )
            while block := os.read(descriptor, BLOCK):
                yield block
        finally:
            os.close(descriptor)
