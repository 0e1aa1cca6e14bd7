"""A CPIO archive of the portable forms: `newc`, with checksums or without, and `odc`; members in place.

Each header is followed by its member, so a damaged one ends the list. Layout: cpio(5).
"""

import io
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from mozaik.errors import InvalidInputError
from mozaik.intake.source import Entry, Foreign, broken_off, instant, place_name

_BEGINNING = re.compile(rb"(?:07070[12][0-9A-Fa-f]{104}|070707[0-7]{70})[^\x00]{1,4096}\x00")
"""A whole header and its name: a text may begin with these digits, as a phone number does."""
_NEW_FORM = re.compile(rb"07070[12][0-9A-Fa-f]{104}")
_OLD_FORM = re.compile(rb"070707[0-7]{70}")
_NEW, _OLD = 110, 76
_LONGEST_NAME = 1 << 16
_END = b"TRAILER!!!"
_WITH_SUMS = b"070702"


@dataclass(frozen=True, slots=True)
class _Header:
    """One header: mode and time of the member, where its content lies, and the sum of its bytes."""

    name: bytes
    mode: int
    links: int
    modified: int
    start: int
    size: int
    following: int
    checksum: int | None


def is_cpio(head: bytes) -> bool:
    """Whether the first bytes of a file are a whole header with its name."""
    return _BEGINNING.match(head) is not None


def members(stream: BinaryIO, container: str, *, expand: bool) -> Iterator[Entry]:
    """The members in their order; where the list breaks off, a last entry says so."""
    length = stream.seek(0, io.SEEK_END)
    at = listed = 0
    while (header := _header(stream, at)) is not None and header.name != _END:
        listed += 1
        at = header.following
        if not stat.S_ISDIR(header.mode):
            yield _entry(stream, header, container, length, expand=expand)
    if header is None:
        if not listed:
            raise InvalidInputError(
                "the archive cannot be listed",
                where=container,
                why="it is cut off or damaged",
                remedy="get a whole copy of it, or unpack it and give the folder",
            )
        yield broken_off(container, listed, "its end is cut off or damaged")


def _header(stream: BinaryIO, at: int) -> _Header | None:
    stream.seek(at)
    raw = stream.read(_NEW)
    if _NEW_FORM.match(raw):
        return _new_header(stream, raw, at)
    return _old_header(stream, raw, at) if _OLD_FORM.match(raw) else None


def _new_header(stream: BinaryIO, raw: bytes, at: int) -> _Header | None:
    fields = [int(raw[place : place + 8], 16) for place in range(6, _NEW, 8)]
    mode, links, modified, size, length, checksum = (fields[place] for place in (1, 4, 5, 6, 11, 12))
    start = _to_four(at + _NEW + length)
    name = _name(stream, at + _NEW, length)
    known = checksum if raw.startswith(_WITH_SUMS) else None
    following = _to_four(start + size)
    return _Header(name, mode, links, modified, start, size, following, known) if name else None


def _old_header(stream: BinaryIO, raw: bytes, at: int) -> _Header | None:
    mode, links = int(raw[18:24], 8), int(raw[36:42], 8)
    modified, length, size = int(raw[48:59], 8), int(raw[59:65], 8), int(raw[65:76], 8)
    start = at + _OLD + length
    name = _name(stream, at + _OLD, length)
    return _Header(name, mode, links, modified, start, size, start + size, None) if name else None


def _to_four(place: int) -> int:
    return -(-place // 4) * 4


def _name(stream: BinaryIO, at: int, length: int) -> bytes | None:
    """The name at a place; None where none of that length is there."""
    if not 1 < length <= _LONGEST_NAME:
        return None
    stream.seek(at)
    raw = stream.read(length)
    return raw.rstrip(b"\0") or None if len(raw) == length else None


def _entry(stream: BinaryIO, header: _Header, container: str, length: int, *, expand: bool) -> Entry:
    obstacle = _obstacle(header, length)
    return Entry(
        place_name(header.name),
        container,
        open=None if obstacle else lambda: io.BufferedReader(_Content(stream, header)),
        size=header.size,
        modified_at=instant(header.modified),
        zone_known=True,
        expand=expand,
        obstacle=obstacle,
    )


def _obstacle(header: _Header, length: int) -> str:
    if stat.S_ISLNK(header.mode):
        return "symbolic link, not followed"
    if not stat.S_ISREG(header.mode):
        return "not a regular file (device or pipe), not opened"
    if header.start + header.size > length:
        return "the archive ends inside it"
    if header.links > 1 and not header.size:
        return "hard link to another member, not followed"
    return ""


class _Content(io.RawIOBase):
    """The content of one member, held to the sum of its bytes where the header has one."""

    def __init__(self, stream: BinaryIO, header: _Header) -> None:
        self._stream, self._at, self._left = stream, header.start, header.size
        self._checksum, self._sum = header.checksum, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Foreign) -> int:
        view = memoryview(buffer)
        self._stream.seek(self._at)
        data = self._stream.read(min(len(view), self._left))
        view[: len(data)] = data
        self._at += len(data)
        self._left -= len(data)
        if self._checksum is not None and data:
            self._sum = (self._sum + sum(data)) & 0xFFFFFFFF
            if not self._left and self._sum != self._checksum:
                raise OSError("its content does not agree with its checksum")
        return len(data)
