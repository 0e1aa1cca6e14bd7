"""The content of a member of a ZIP archive, unpacked as it is read and checked against its checksum."""

import bz2
import io
import lzma
import zlib
from typing import BinaryIO, Protocol

from mozaik.intake.source import Foreign
from mozaik.intake.sources.zip_directory import LOCAL, Member

_BLOCK = 1 << 18


class _Decompressor(Protocol):
    @property
    def eof(self) -> bool: ...

    def decompress(self, data: bytes, max_length: int = ...) -> bytes: ...


def open_member(stream: BinaryIO, member: Member) -> BinaryIO:
    """The member's content as a forward stream; OSError while reading it says what is wrong with it."""
    stream.seek(member.offset)
    head = stream.read(LOCAL.size)
    if len(head) < LOCAL.size or head[:4] != b"PK\x03\x04":
        raise OSError("its place in the archive is damaged")
    fields = LOCAL.unpack(head)
    return io.BufferedReader(_Content(stream, member, member.offset + LOCAL.size + fields[9] + fields[10]))


class _Content(io.RawIOBase):
    """The unpacked content of one member, checked against its checksum at the end."""

    def __init__(self, stream: BinaryIO, member: Member, start: int) -> None:
        self._stream, self._member = stream, member
        self._position, self._left = start, member.packed
        self._unpacker, self._crc, self._input, self._ended = _decompressor(member), 0, b"", False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Foreign) -> int:
        view = memoryview(buffer)
        data = b""
        while not data and not self._ended:
            data = self._next(len(view))
        view[: len(data)] = data
        return len(data)

    def _next(self, wanted: int) -> bytes:
        """Up to `wanted` bytes; empty when more input is needed or the content has ended."""
        unpacker = self._unpacker
        if not self._input and self._left and getattr(unpacker, "needs_input", True):
            self._stream.seek(self._position)
            self._input = self._stream.read(min(self._left, _BLOCK))
            if not self._input:
                raise OSError("the archive ends inside it")
            self._position += len(self._input)
            self._left -= len(self._input)
        if unpacker is None:
            data, self._input = self._input[:wanted], self._input[wanted:]
            self._ended = not data
        else:
            data = self._unpack(unpacker, wanted)
        self._crc = zlib.crc32(data, self._crc)
        if self._ended and self._crc != self._member.crc:
            raise OSError("its content does not agree with its checksum")
        return data

    def _unpack(self, unpacker: _Decompressor, wanted: int) -> bytes:
        if _has_ended(unpacker):  # bzip2 raises when it is asked again
            self._ended = True
            return b""
        source, self._input = self._input, b""
        try:
            data = unpacker.decompress(source, wanted)
        except (zlib.error, OSError, lzma.LZMAError, EOFError) as error:
            raise OSError("its compressed content is damaged") from error
        self._input = getattr(unpacker, "unconsumed_tail", b"")
        if not data and not source and not self._left and not _has_ended(unpacker):
            raise OSError("its compressed content is cut off")
        return data


def _has_ended(unpacker: _Decompressor) -> bool:
    return unpacker.eof


def _decompressor(member: Member) -> _Decompressor | None:
    if member.method == 0:
        return None
    if member.method == 8:
        return zlib.decompressobj(-15)
    if member.method == 12:
        return bz2.BZ2Decompressor()
    raise OSError(f"it is compressed by a method that is not read here ({member.method})")
