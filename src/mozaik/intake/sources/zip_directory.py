"""The central directory of a ZIP archive, read from bytes that may be hostile.

The standard library's reader gives up the whole archive for one bad name and hides the name's bytes; here
each member stands for itself. Layout: APPNOTE.TXT 6.3 of PKWARE. Nothing is written, no name is trusted.
"""

import contextlib
import io
import itertools
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import BinaryIO

from mozaik.errors import InvalidInputError
from mozaik.intake.source import instant

_END, _CENTRAL, LOCAL = struct.Struct("<4s4H2LH"), struct.Struct("<4s6H3L5H2L"), struct.Struct("<4s5H3L2H")
_LOCATOR, _END64 = struct.Struct("<4sLQL"), struct.Struct("<4sQ2H2L4Q")
MOST_JOINED = 1000
"""Most archives in one file that are read."""


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
        return self.offset + LOCAL.size + len(self.raw_name) + self.packed


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
    extra = tail[name_length : name_length + extra_length]
    sizes = _zip64({"size": size, "packed": packed, "offset": fields[16]}, extra)
    modified, known = _modified(date, time, extra)
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


def member_of_local(fields: tuple[int, ...], name: bytes, extra: bytes, offset: int) -> Member:
    """The member that the header before its content describes (`LOCAL`), which stands at an offset."""
    _, _, flags, method, time, date, crc, packed, size = fields[:9]
    sizes = _zip64({"size": size, "packed": packed}, extra)
    modified, known = _modified(date, time, extra)
    return Member(name, flags, method, crc, sizes["packed"], sizes["size"], offset, 0, modified, known)


def _modified(date: int, time: int, extra: bytes) -> tuple[datetime | None, bool]:
    """When a member was modified, and whether the zone of that is known."""
    for kind, data in _extras(extra):
        if kind == 0x5455 and len(data) >= 5 and data[0] & 1:
            return instant(int.from_bytes(data[1:5], "little", signed=True)), True
    return _dos_time(date, time), False


def _extras(extra: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<2H", extra, at)
        yield kind, extra[at + 4 : at + 4 + length]
        at += 4 + length


def _zip64(sizes: dict[str, int], extra: bytes) -> dict[str, int]:
    """Sizes with the values that did not fit in 32 bits taken from the ZIP64 field, in its fixed order."""
    data = next((data for kind, data in _extras(extra) if kind == 1), b"")
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
