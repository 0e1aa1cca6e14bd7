"""An Android backup (`adb backup`, `.ab`): four lines, then a TAR archive as a zlib stream or as it is.

Layout: BackupManagerService of the Android Open Source Project, versions 1 to 5.
"""

import io
import zlib
from typing import BinaryIO

from mozaik.intake.source import Foreign

MARK = b"ANDROID BACKUP\n"
_PIECE = 1 << 16
_LONGEST_LINE = 80


def is_encrypted(stream: BinaryIO) -> bool:
    """Whether a stream is a backup under a password."""
    return _header(stream)[3:4] not in ([], [b"none"])


def unpacked(stream: BinaryIO) -> BinaryIO:
    """What a backup holds; OSError where its lines are none, or it is under a password."""
    lines = _header(stream)
    start = stream.tell()
    if len(lines) < 4 or lines[3] != b"none" or lines[2] not in (b"0", b"1"):
        raise OSError("its place in the archive is damaged")
    return io.BufferedReader(_Content(stream, start, is_compressed=lines[2] == b"1"))


def _header(stream: BinaryIO) -> list[bytes]:
    """The mark, the version, whether it is compressed, and the kind of encryption."""
    stream.seek(0)
    if stream.read(len(MARK)) != MARK:
        return []
    return [MARK.strip(), *(stream.readline(_LONGEST_LINE).strip() for _ in range(3))]


class _Content(io.RawIOBase):
    """What stands behind the lines, unpacked; a jump back begins anew, a jump forward reads on."""

    def __init__(self, stream: BinaryIO, start: int, *, is_compressed: bool) -> None:
        self._stream, self._start, self._is_compressed = stream, start, is_compressed
        self._rewind()

    def _rewind(self) -> None:
        self._stream.seek(self._start)
        self._unpacker = zlib.decompressobj() if self._is_compressed else None
        self._at, self._input = 0, b""

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        if whence == io.SEEK_END:
            raise OSError("its place in the archive is damaged")
        target = offset + (self._at if whence == io.SEEK_CUR else 0)
        if target < self._at:
            self._rewind()
        while self._at < target and self._some(min(_PIECE, target - self._at)):
            pass
        return self._at

    def readinto(self, buffer: Foreign) -> int:
        view = memoryview(buffer)
        data = self._some(len(view))
        view[: len(data)] = data
        return len(data)

    def _some(self, wanted: int) -> bytes:
        """Up to so many bytes; empty at the end."""
        data = self._stream.read(wanted) if self._unpacker is None else self._inflated(wanted)
        self._at += len(data)
        return data

    def _inflated(self, wanted: int) -> bytes:
        unpacker = self._unpacker
        while unpacker is not None and not unpacker.eof:
            self._input = self._input or self._stream.read(_PIECE)
            if not self._input:
                raise OSError("its compressed content is cut off")
            data = unpacker.decompress(self._input, wanted)
            self._input = unpacker.unconsumed_tail
            if data:
                return data
        return b""
