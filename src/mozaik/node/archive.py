"""A backup's plain form: one tar stream of ordinary files, whose last member lists all others.

It is written as a stream. The list, `backup.json`, is canonical JSON: `format`, `made_at`, `node`, and of
each of `files` its `name`, `size` and `sha256` (docs/formats/backup.md).
"""

import hashlib
import io
import re
import tarfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from mozaik.canonical import JsonValue, NotCanonicalError, from_canonical, is_number, to_canonical
from mozaik.errors import InvalidInputError
from mozaik.files import PRIVATE, make_private_folder, storage_errors, written_whole

FORMAT = 1
LIST = "backup.json"
BLOCK = 1 << 20
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*){0,7}", re.ASCII)
_MOST_IN_LIST = 1 << 30
_PADDING = tarfile.BLOCKSIZE


@dataclass(frozen=True, slots=True)
class Archived:
    """A file in a backup: its name, size in bytes, and SHA-256 in hex."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Contents:
    """What a backup says of itself: when it was made (UTC text), the name of the node, and its files."""

    made_at: str
    node: str
    files: tuple[Archived, ...]

    def to_bytes(self) -> bytes:
        """The canonical bytes of the list."""
        files: list[JsonValue] = [
            {"name": kept.name, "size": kept.size, "sha256": kept.sha256} for kept in self.files
        ]
        return to_canonical({"format": FORMAT, "made_at": self.made_at, "node": self.node, "files": files})

    @staticmethod
    def of(data: bytes, where: str) -> "Contents":
        """The list in these bytes; InvalidInputError, naming `where`, for any others."""
        try:
            value = from_canonical(data, where)
            if not isinstance(value, dict) or not is_number(value["format"], FORMAT):
                raise ValueError
            made_at, node, files = value["made_at"], value["node"], value["files"]
            if not isinstance(made_at, str) or not isinstance(node, str) or not isinstance(files, list):
                raise ValueError
            return Contents(made_at, node, tuple(map(_archived, files)))
        except (NotCanonicalError, KeyError, ValueError) as error:
            raise damaged(where, "its list of files cannot be read") from error


@dataclass(frozen=True, slots=True)
class Member:
    """A file that goes into a backup: under which name, and where it lies."""

    name: str
    path: Path


class Writing(io.RawIOBase):
    """The bytes of a tar stream, made as they are read, so that nothing of it ever lies on a disk."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        super().__init__()
        self._pieces, self._rest = pieces, b""

    def readable(self) -> bool:
        """It is read."""
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        """Fill the buffer with the next bytes; 0 at the end."""
        while not self._rest:
            piece = next(self._pieces, None)
            if piece is None:
                return 0
            self._rest = piece
        count = min(len(buffer), len(self._rest))
        buffer[:count], self._rest = self._rest[:count], self._rest[count:]
        return count


def pieces_of(
    members: Iterator[Member], made_at: str, node: str, note: Callable[[Contents], None]
) -> Iterator[bytes]:
    """The stream of these files, each as long as it was when its turn came, and of their list at the end.

    `note` is told the list. StorageError if a file cannot be read, or becomes shorter meanwhile.
    """
    listed: list[Archived] = []
    for member in members:
        with storage_errors(member.path), member.path.open("rb") as source:
            size = source.seek(0, io.SEEK_END)
            source.seek(0)
            digest = hashlib.sha256()
            yield _header(member.name, size)
            for block in _blocks(source, size):
                digest.update(block)
                yield block
            yield _filling(size)
        listed.append(Archived(member.name, size, digest.hexdigest()))
    contents = Contents(made_at, node, tuple(listed))
    data = contents.to_bytes()
    yield from (_header(LIST, len(data)), data, _filling(len(data)), bytes(2 * _PADDING))
    note(contents)


def unpack(archive: Path, folder: Path) -> Contents:
    """Write the files of a backup below a folder, and return their list, to which each of them fits.

    InvalidInputError for a name that leads elsewhere, for anything but ordinary files, and for a file that is
    not as the list says, too many or missing.
    """
    met: dict[str, Archived] = {}
    contents = None
    try:
        with tarfile.open(archive, "r:", format=tarfile.PAX_FORMAT) as tar:
            for info in tar:
                if not info.isreg() or info.name in met:
                    raise damaged(str(archive), "it holds something that no backup holds")
                source = tar.extractfile(info)
                if source is None:
                    raise damaged(str(archive), "it holds something that no backup holds")
                if info.name == LIST:
                    contents = Contents.of(source.read(_MOST_IN_LIST), str(archive))
                else:
                    met[info.name] = _unpacked(info, source, folder, archive)
    except tarfile.TarError as error:
        raise damaged(str(archive), "it is cut or no archive") from error
    if contents is None or tuple(met.values()) != contents.files:
        raise damaged(str(archive), "its files are not those of its list")
    return contents


def damaged(where: str, why: str) -> InvalidInputError:
    """A backup that is not what it must be."""
    return InvalidInputError(
        "this is no whole backup", where=where, why=why, remedy="take another copy of it, or an earlier one"
    )


def _archived(value: JsonValue) -> Archived:
    if not isinstance(value, dict) or set(value) != set(Archived.__slots__):
        raise ValueError
    name, size, sha256 = value["name"], value["size"], value["sha256"]
    if not isinstance(name, str) or type(size) is not int or not isinstance(sha256, str):
        raise ValueError
    return Archived(name, size, sha256)


def _unpacked(info: tarfile.TarInfo, source: BinaryIO | object, folder: Path, archive: Path) -> Archived:
    if not _NAME.fullmatch(info.name) or ".." in info.name:
        raise damaged(str(archive), "a file in it has a name that no backup gives")
    target = folder / info.name
    make_private_folder(target.parent)
    digest = hashlib.sha256()
    with written_whole(target, PRIVATE) as sink:
        for block in iter(lambda: source.read(BLOCK), b""):  # type: ignore[union-attr]
            digest.update(block)
            sink.write(block)
    return Archived(info.name, info.size, digest.hexdigest())


def _header(name: str, size: int) -> bytes:
    info = tarfile.TarInfo(name)
    info.size, info.mode, info.mtime = size, PRIVATE, 0
    return info.tobuf(tarfile.PAX_FORMAT)


def _blocks(source: BinaryIO, size: int) -> Iterator[bytes]:
    while size:
        block = source.read(min(BLOCK, size))
        if not block:
            raise OSError(5, "the file became shorter", source.name)
        size -= len(block)
        yield block


def _filling(size: int) -> bytes:
    return bytes(-size % _PADDING)
