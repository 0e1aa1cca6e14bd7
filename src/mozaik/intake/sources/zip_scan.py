"""A ZIP archive whose list is lost, cut off or damaged: its members by the headers that stand before each.

A member that was written as a stream states its size behind its content; then its end is where its compressed
data end. Layout: APPNOTE.TXT 6.3 of PKWARE, 4.3.7 to 4.3.9.
"""

import io
import zlib
from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO

from mozaik.intake.sources.zip_directory import LOCAL, Member, member_of_local

_MARK, _DESCRIPTOR = b"PK\x03\x04", b"PK\x07\x08"
_WINDOW = 1 << 20
_STREAMED = 1 << 3
_DEFLATED = 8
MOST_UNPACKED = 8 << 30
"""Bytes that are unpacked at most to find the ends of members written as streams."""


def scan(stream: BinaryIO) -> Iterator[Member]:
    """The members of an archive in their order, by their own headers; the last may be cut off."""
    length = stream.seek(0, io.SEEK_END)
    at, allowed = _next_header(stream, 0), MOST_UNPACKED
    while at is not None:
        stream.seek(at)
        head = stream.read(LOCAL.size)
        fields = LOCAL.unpack(head) if len(head) == LOCAL.size else None
        member = None if fields is None else _member(stream, at, fields)
        if member is None:
            at = _next_header(stream, at + 1)
            continue
        start = stream.tell()
        if member.flags & _STREAMED and not member.packed:
            member, spent = _measured(stream, member, start, allowed)
            allowed -= spent
        yield member
        at = _next_header(stream, min(length, start + member.packed))


def _member(stream: BinaryIO, at: int, fields: tuple[int, ...]) -> Member | None:
    """The member that a header describes; None for bytes that only look like one."""
    raw = stream.read(fields[9] + fields[10])
    name = raw[: fields[9]]
    if len(raw) < fields[9] + fields[10] or not name or b"\0" in name:
        return None
    return member_of_local(fields, name, raw[fields[9] :], at)


def _measured(stream: BinaryIO, member: Member, start: int, allowed: int) -> tuple[Member, int]:
    """A member that was written as a stream with its sizes and checksum, and how many bytes were unpacked."""
    if member.method != _DEFLATED or member.encrypted:
        end = _next_descriptor(stream, start)
        stated = _stated(stream, end)
        return replace(member, packed=end - start, size=end - start, crc=stated), 0
    unpacker, size, taken, crc = zlib.decompressobj(-15), 0, 0, 0
    stream.seek(start)
    try:
        while not unpacker.eof and size < allowed and (block := stream.read(1 << 16)):
            while block and not unpacker.eof and size < allowed:
                data = unpacker.decompress(block, 1 << 20)
                size, crc = size + len(data), zlib.crc32(data, crc)
                taken += len(block) - len(unpacker.unconsumed_tail) - len(unpacker.unused_data)
                block = unpacker.unconsumed_tail
    except zlib.error:
        pass
    stated = _stated(stream, start + taken) if unpacker.eof else crc
    return replace(member, packed=taken, size=size, crc=stated), size


def _stated(stream: BinaryIO, at: int) -> int:
    """The checksum behind the content of a member, with or without a mark before it."""
    stream.seek(at)
    raw = stream.read(8)
    raw = raw[4:] if raw.startswith(_DESCRIPTOR) else raw[:4]
    return int.from_bytes(raw, "little")


def _next_descriptor(stream: BinaryIO, at: int) -> int:
    """Where the next mark stands behind which a member states its size; else the end."""
    place = _next(stream, at, _DESCRIPTOR)
    return stream.seek(0, io.SEEK_END) if place is None else place


def _next_header(stream: BinaryIO, at: int) -> int | None:
    """Where the next header of a member stands; None for none."""
    return _next(stream, at, _MARK)


def _next(stream: BinaryIO, at: int, mark: bytes) -> int | None:
    """The first place from `at` on where a mark stands."""
    while True:
        stream.seek(at)
        window = stream.read(_WINDOW + len(mark) - 1)
        place = window.find(mark)
        if place >= 0:
            return at + place
        if len(window) < _WINDOW:
            return None
        at += _WINDOW
