"""The central directory of a ZIP archive, read from bytes that may be hostile.

The standard library's reader gives up the whole archive for one bad name and hides the name's bytes; here
each member stands for itself. Layout: APPNOTE.TXT 6.3 of PKWARE. Nothing is written, no name is trusted.
"""

import bz2
import contextlib
import io
import itertools
import lzma
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import BinaryIO, Protocol

from mozaik.errors import InvalidInputError
from mozaik.intake.source import Foreign, instant

_END, _CENTRAL, _LOCAL = struct.Struct("<4s4H2LH"), struct.Struct("<4s6H3L5H2L"), struct.Struct("<4s5H3L2H")
_LOCATOR, _END64 = struct.Struct("<4sLQL"), struct.Struct("<4sQ2H2L4Q")
_BLOCK = 1 << 18
MOST_JOINED = 1000
"""Most archives in one file that are read."""


class _Decompressor(Protocol):
    @property
    def eof(self) -> bool: ...

    def decompress(self, data: bytes, max_length: int = ...) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Member:
    """One member: its name as bytes and where and how its content lies; sizes in bytes."""

    raw_name: bytes
    flags: int
    method: int
    crc: int
    packed: int
    size: int
    offset: int
    mode: int
    modified_at: datetime | None
    zone_known: bool

    @property
    def encrypted(self) -> bool:
        """Whether the content needs a password."""
        return bool(self.flags & 1)

    @property
    def least_end(self) -> int:
        """Where the content ends at the earliest, when the local header has no extra field."""
        return self.offset + _LOCAL.size + len(self.raw_name) + self.packed


@dataclass(frozen=True, slots=True)
class _Directory:
    """A central directory: where it starts, how many members it lists, where its archive starts and ends."""

    start: int
    count: int
    archive: int
    end: int


def read_members(stream: BinaryIO, where: str) -> Iterator[Member]:
    """The members in the order of the central directory; InvalidInputError when there is none.

    Where archives were joined to one file, the members of each in turn.
    """
    for directory in reversed(_directories(stream, where)):
        yield from _listed(stream, directory, where)


def bytes_before(stream: BinaryIO, where: str) -> int:
    """How many bytes stand before the first archive in a stream; InvalidInputError when there is none."""
    return _directories(stream, where)[-1].archive


def _listed(stream: BinaryIO, directory: _Directory, where: str) -> Iterator[Member]:
    stream.seek(directory.start)
    source = io.BufferedReader(stream) if isinstance(stream, io.RawIOBase) else stream
    position = directory.start
    for _ in range(directory.count):
        source.seek(position)
        head = source.read(_CENTRAL.size)
        if len(head) < _CENTRAL.size or head[:4] != b"PK\x01\x02":
            raise InvalidInputError(
                "the archive's directory is cut off or damaged",
                where=where,
                remedy="get a whole copy of it, or unpack it and give the folder",
            )
        fields = _CENTRAL.unpack(head)
        tail = source.read(fields[10] + fields[11] + fields[12])
        position += _CENTRAL.size + len(tail)
        yield _member(fields, tail, directory.archive)


def overlapping(stream: BinaryIO, where: str) -> frozenset[int]:
    """The numbers, from 0, of the members that share bytes with another; no honest writer makes any.

    Of several at one place the first listed is left out of this, and may be read; of one that runs into
    the beginning of another only the inner one. So no byte of an archive is unpacked twice.
    """
    places: list[tuple[int, int, int]] = []
    with contextlib.suppress(InvalidInputError):  # what is listed before the damage counts
        for number, member in enumerate(read_members(stream, where)):
            places.append((member.offset, number, member.least_end))
    places.sort()
    refused: set[int] = set()
    following, taken = None, None
    for offset, number, end in reversed(places):
        if offset != taken:
            following = taken
        taken = offset
        if following is not None and end > following:
            refused.add(number)
    for (before, _, _), (offset, number, _) in itertools.pairwise(places):
        if offset == before:
            refused.add(number)
    return frozenset(refused)


def open_member(stream: BinaryIO, member: Member) -> BinaryIO:
    """The member's content as a forward stream; OSError while reading it says what is wrong with it."""
    stream.seek(member.offset)
    head = stream.read(_LOCAL.size)
    if len(head) < _LOCAL.size or head[:4] != b"PK\x03\x04":
        raise OSError("its place in the archive is damaged")
    fields = _LOCAL.unpack(head)
    return io.BufferedReader(_Content(stream, member, member.offset + _LOCAL.size + fields[9] + fields[10]))


def _directories(stream: BinaryIO, where: str) -> list[_Directory]:
    """The directories of the archives in a stream, the last archive first."""
    directories = [_find_directory(stream, where, stream.seek(0, io.SEEK_END))]
    while len(directories) < MOST_JOINED and (before := directories[-1].archive) >= _END.size:
        try:
            earlier = _find_directory(stream, where, before)
        except InvalidInputError:
            break
        if earlier.end != before:
            break
        directories.append(earlier)
    return directories


def _find_directory(stream: BinaryIO, where: str, length: int) -> _Directory:
    """The directory of the archive in the first `length` bytes of a stream that ends last."""
    tail_start = max(0, length - 65_557 - _LOCATOR.size)
    stream.seek(tail_start)
    tail = stream.read(length - tail_start)
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) - at < _END.size:
        raise InvalidInputError(
            "the ZIP archive has no directory", where=where, why="it is cut off", remedy="copy it again"
        )
    _, _, _, _, count, size, offset, comment = _END.unpack_from(tail, at)
    end = tail_start + at
    whole = end + _END.size + comment
    locator = tail[max(0, at - _LOCATOR.size) : at]
    if locator[:4] == b"PK\x06\x07" and len(locator) == _LOCATOR.size:
        end64 = end - _LOCATOR.size - _END64.size
        stream.seek(max(0, end64))
        record = stream.read(_END64.size)
        if len(record) == _END64.size and record[:4] == b"PK\x06\x06":
            *_, count, size, offset = _END64.unpack(record)
            end = end64
    start = end - size
    if start < 0 or offset > start:
        raise InvalidInputError(
            "the ZIP archive's directory is damaged",
            where=where,
            remedy="get a whole copy of it, or unpack it and give the folder",
        )
    return _Directory(start, count, start - offset, whole)


def _member(fields: tuple[int, ...], tail: bytes, shift: int) -> Member:
    flags, method, time, date, crc, packed, size, name_length, extra_length = fields[3:12]
    sizes = {"size": size, "packed": packed, "offset": fields[16]}
    modified, known = _dos_time(date, time), False
    for kind, data in _extras(tail[name_length : name_length + extra_length]):
        if kind == 1:
            sizes = _zip64(sizes, data)
        elif kind == 0x5455 and len(data) >= 5 and data[0] & 1:
            modified, known = instant(int.from_bytes(data[1:5], "little", signed=True)), True
    return Member(
        raw_name=tail[:name_length],
        flags=flags,
        method=method,
        crc=crc,
        packed=sizes["packed"],
        size=sizes["size"],
        offset=sizes["offset"] + shift,
        mode=fields[15] >> 16,
        modified_at=modified,
        zone_known=known,
    )


def _extras(extra: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<2H", extra, at)
        yield kind, extra[at + 4 : at + 4 + length]
        at += 4 + length


def _zip64(sizes: dict[str, int], data: bytes) -> dict[str, int]:
    """Sizes with the values that did not fit in 32 bits taken from the ZIP64 field, in its fixed order."""
    values = iter(struct.unpack(f"<{len(data) // 8}Q", data[: len(data) // 8 * 8]))
    return {name: next(values, value) if value == 0xFFFFFFFF else value for name, value in sizes.items()}


def _dos_time(date: int, time: int) -> datetime | None:
    """A DOS time; it has no zone, so its wall clock is written down as if it were UTC."""
    try:
        return datetime(
            1980 + (date >> 9),
            date >> 5 & 15,
            date & 31,
            time >> 11,
            time >> 5 & 63,
            (time & 31) * 2,
            tzinfo=UTC,
        )
    except ValueError:
        return None


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
