"""A 7z archive: its members in place, block by block, with the decoders of py7zr (extra `archives`).

Members of a block are compressed together. They are unpacked once as long as they are read in order; what is
passed over counts, so that a block that is a bomb ends. Layout: 7zFormat.txt of the 7-Zip SDK.
"""

import io
import struct
import zlib
from collections.abc import Callable, Iterator
from typing import BinaryIO

from mozaik.errors import InvalidInputError
from mozaik.intake.source import Entry, Foreign, instant, place_name
from mozaik.intake.sources import packed
from mozaik.intake.sources.extra import library

MARK = b"7z\xbc\xaf\x27\x1c"
_PIECE = 1 << 20
_FLOOR = 256 << 20
_EXPANSION = 1000
"""So many times its size, and `_FLOOR`, a block may give while members of it are passed over."""
_ENCRYPTED = "encrypted in the archive, not opened"
_METHODS = {b"\x00", b"\x21", b"\x03", b"\x03\x01\x01", b"\x04\x01\x08", b"\x04\x01\x09", b"\x04\x02\x02",
            *(bytes([number]) for number in range(4, 10)),
            *(b"\x03\x03" + bytes(two) for two in ((1, 3), (2, 5), (4, 1), (5, 1), (7, 1), (8, 5))),
            }  # fmt: skip
"""Copy, LZMA2, delta, LZMA, Deflate, Deflate64, bzip2, and filters for programs. A damaged PPMd stream takes
its decoder down; what is left is not written by 7-Zip itself."""
_FAULTS = (*packed.FAULTS, ArithmeticError, AssertionError, AttributeError, LookupError, RuntimeError,
           TypeError, struct.error)  # fmt: skip
"""What the library raises on a list or a block that is damaged, beside errors of its own."""


def members(stream: BinaryIO, container: str, *, expand: bool) -> Iterator[Entry]:
    """The members in the order of the archive's list; InvalidInputError when it cannot be listed.

    MissingPartError without the extra.
    """
    py7zr = library("py7zr", "archives")
    try:
        archive = py7zr.SevenZipFile(stream, "r")
        blocks = _blocks(stream, archive, py7zr)
        listed = [(file, blocks.get(id(file.folder))) for file in archive.files]
    except py7zr.PasswordRequired:
        yield Entry("", container, obstacle=_ENCRYPTED)
        return
    except (py7zr.exceptions.ArchiveError, *_FAULTS) as error:
        raise InvalidInputError(
            "the archive cannot be listed",
            where=container,
            why="it is cut off or damaged",
            remedy="get a whole copy of it, or unpack it and give the folder",
        ) from error
    for file, block in listed:
        if not file.is_directory:
            yield _entry(file, block, container, expand=expand)


def _blocks(stream: BinaryIO, archive: Foreign, py7zr: Foreign) -> dict[int, "_Block"]:
    """The blocks of an archive by the identity of their description."""
    streams = getattr(archive.header, "main_streams", None)
    if streams is None:
        return {}
    blocks, number = {}, 0
    start, sizes = archive.afterheader + streams.packinfo.packpos, streams.packinfo.packsizes
    for folder in streams.unpackinfo.folders:
        count = len(folder.packed_indices)
        taken = sizes[number : number + count]
        blocks[id(folder)] = _Block(stream, folder, start, sum(taken), py7zr)
        start += sum(taken)
        number += count
    return blocks


def _entry(file: Foreign, block: "_Block | None", container: str, *, expand: bool) -> Entry:
    size = int(file.uncompressed or 0)
    obstacle, opener = _obstacle(file, block), _nothing
    if block is not None:
        opener = block.take(size, file.crc32)
    return Entry(
        place_name(str(file.filename).encode("utf-8", "surrogatepass")),
        container,
        open=None if obstacle else opener,
        size=size,
        packed=None if block is None else block.taken,
        modified_at=_moment(file.lastwritetime),
        zone_known=True,
        expand=expand,
        obstacle=obstacle,
    )


def _obstacle(file: Foreign, block: "_Block | None") -> str:
    if file.is_symlink:
        return "symbolic link, not followed"
    if block is None:
        return ""
    if block.is_encrypted:
        return _ENCRYPTED
    return "" if block.is_read else "it is compressed by a method of 7z that is not read"


def _nothing() -> BinaryIO:
    return io.BytesIO(b"")


def _moment(stated: Foreign) -> Foreign:
    return instant(float(stated.totimestamp())) if stated else None


class _Block:
    """Members that are compressed together: unpacked forward, and anew for one that stands before."""

    def __init__(self, stream: BinaryIO, folder: Foreign, start: int, size: int, py7zr: Foreign) -> None:
        self._stream, self._folder, self._start, self._size = stream, folder, start, size
        self._faults = (py7zr.exceptions.ArchiveError, *_FAULTS)
        self._decoder: Foreign = None
        self._at = self._place = self._opened = self._listed = self._passed = 0
        methods = [bytes(coder["method"]) for coder in folder.coders]
        self.is_encrypted = any(method.startswith(b"\x06\xf1\x07") for method in methods)
        self.is_read = len(folder.packed_indices) == 1 and all(method in _METHODS for method in methods)

    def take(self, size: int, crc: int | None) -> Callable[[], BinaryIO]:
        """What opens the next member of the block, of so many bytes."""
        start, self._listed = self._listed, self._listed + size
        return lambda: self._open(start, size, crc)

    def taken(self) -> int:
        """How many bytes of the archive the member took that was opened last."""
        return max(0, self._place - self._opened)

    def _open(self, start: int, size: int, crc: int | None) -> BinaryIO:
        self._opened = self._place
        return io.BufferedReader(_Member(self, start, size, crc), _PIECE)

    def go_to(self, offset: int) -> None:
        """Stand at an offset of what the block gives; OSError where it does not come that far."""
        if self._decoder is None or offset < self._at:
            self._decoder, self._at, self._place = self._new_decoder(), 0, 0
        while self._at < offset:
            passed = len(self.read(min(offset - self._at, _PIECE)))
            self._passed += passed
            if not passed:
                raise OSError("its compressed content is cut off")
            if self._passed > max(_FLOOR, _EXPANSION * self._size):
                raise OSError("its archive unpacks to far more than it could hold (a bomb), not read on")

    def read(self, wanted: int) -> bytes:
        """Up to so many bytes from where the block stands; empty at its end."""
        data = b""
        try:
            while not data:
                before = self._place
                self._stream.seek(self._start + self._place)
                data = bytes(self._decoder.decompress(self._stream, max_length=wanted))
                self._place = self._decoder.consumed
                if not data and self._place == before:
                    break
        except self._faults as error:
            self._decoder = None
            raise OSError("its compressed content is damaged") from error
        self._at += len(data)
        return data

    def _new_decoder(self) -> Foreign:
        try:
            return self._folder.get_decompressor(self._size, reset=True)
        except self._faults as error:
            raise OSError("it is compressed by a method of 7z that is not read") from error


class _Member(io.RawIOBase):
    """The content of one member, checked against its checksum at its end."""

    def __init__(self, block: _Block, start: int, size: int, crc: int | None) -> None:
        self._block, self._at, self._left = block, start, size
        self._stated, self._crc = crc, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Foreign) -> int:
        view = memoryview(buffer)
        if not self._left:
            return 0
        self._block.go_to(self._at)
        data = self._block.read(min(len(view), self._left))
        if not data:
            raise OSError("its compressed content is cut off")
        view[: len(data)] = data
        self._at += len(data)
        self._left -= len(data)
        self._crc = zlib.crc32(data, self._crc)
        if not self._left and self._stated is not None and self._crc != self._stated:
            raise OSError("its content does not agree with its checksum")
        return len(data)
