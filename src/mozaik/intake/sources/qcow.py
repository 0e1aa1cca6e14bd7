"""A qcow2 image: its media by the tables of clusters, plain, compressed (deflate) and empty ones.

Read here because libqcow gives other bytes for compressed clusters. Layout: QEMU, docs/interop/qcow2.
What depends on another file, or on a key, is refused by name.
"""

import struct
import zlib
from dataclasses import dataclass
from functools import lru_cache
from typing import BinaryIO

_HEADER = struct.Struct(">4sIQIIQIIQQIIQ")
_FEATURES = struct.Struct(">QQQII")
_DIRTY = 1
_COMPRESSION_KIND = 1 << 3
_OFFSET = 0x00FFFFFFFFFFFE00
_COMPRESSED = 1 << 62
_ZERO = 1
_MOST_TABLE = 32 << 20
"""Bytes of the longest first table, as QEMU bounds it."""
_LARGEST = 1 << 56


class NotReadableError(Exception):
    """An image cannot be opened; `why` is a reason without content."""

    def __init__(self, *, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class _Header:
    """Sizes in bytes, the first table, and whether a cluster may say that it is empty."""

    size: int
    cluster: int
    first_table: bytes
    knows_zero: bool


class Qcow:
    """The media of an image in a seekable stream."""

    def __init__(self, stream: BinaryIO) -> None:
        """NotReadableError when it cannot be opened."""
        self._stream = stream
        self._header = _header(stream)
        self._second = lru_cache(maxsize=64)(self._second_table)
        self._unpacked = lru_cache(maxsize=8)(self._inflated)

    @property
    def size(self) -> int:
        """Bytes of the media."""
        return self._header.size

    def read(self, offset: int, size: int) -> bytes:
        """Bytes of the media, fewer at its end; OSError where the image does not give them."""
        end, parts = min(offset + size, self.size), []
        while offset < end:
            inside = offset % self._header.cluster
            wanted = min(end - offset, self._header.cluster - inside)
            parts.append(self._part(offset // self._header.cluster, inside, wanted))
            offset += wanted
        return b"".join(parts)

    def _part(self, number: int, inside: int, wanted: int) -> bytes:
        per_table = self._header.cluster // 8
        first = _number(self._header.first_table, number // per_table) & _OFFSET
        entry = _number(self._second(first), number % per_table) if first else 0
        if entry & _COMPRESSED:
            return self._unpacked(entry)[inside : inside + wanted]
        place = entry & _OFFSET
        if not place or (entry & _ZERO and self._header.knows_zero):
            return bytes(wanted)
        return self._stored(place + inside, wanted)

    def _stored(self, place: int, size: int) -> bytes:
        self._stream.seek(place)
        content = self._stream.read(size)
        if len(content) < size:
            raise OSError("the image ends inside it")
        return content

    def _second_table(self, place: int) -> bytes:
        return self._stored(place, self._header.cluster)

    def _inflated(self, entry: int) -> bytes:
        """A compressed cluster: its place and its length in sectors stand in one number."""
        bits = 62 - (self._header.cluster.bit_length() - 1 - 8)
        place = entry & ((1 << bits) - 1)
        sectors = ((entry & (_COMPRESSED - 1)) >> bits) + 1
        self._stream.seek(place)
        stored = self._stream.read(sectors * 512 - place % 512)
        try:
            content = zlib.decompressobj(-15).decompress(stored, self._header.cluster)
        except zlib.error as error:
            raise OSError("its compressed content is damaged") from error
        if len(content) < self._header.cluster:
            raise OSError("its compressed content is cut off")
        return content


def _header(stream: BinaryIO) -> _Header:
    """The header of an image; NotReadableError for one that is broken or depends on what is not here."""
    stream.seek(0)
    head = stream.read(_HEADER.size + _FEATURES.size + 1)
    if len(head) < _HEADER.size:
        raise NotReadableError(why="it is cut off")
    _, version, backing, _, bits, size, encryption, entries, place, *_ = _HEADER.unpack_from(head)
    if version not in (2, 3):
        raise NotReadableError(why="it is of the old version 1, or of one that is not known")
    if backing:
        raise NotReadableError(why="it holds only the changes to another image, which it needs")
    if encryption:
        raise NotReadableError(why="it is encrypted")
    if not 9 <= bits <= 21 or size > _LARGEST or entries * 8 > _MOST_TABLE:
        raise NotReadableError(why="its header is damaged")
    if version == 3:
        _check_features(head)
    cluster = 1 << bits
    stream.seek(place)
    raw = stream.read(entries * 8)
    if len(raw) < entries * 8 or entries * (cluster // 8) * cluster < size:
        raise NotReadableError(why="its tables are cut off")
    return _Header(size, cluster, raw, version == 3)


def _number(table: bytes, place: int) -> int:
    return int.from_bytes(table[8 * place : 8 * place + 8], "big")


def _check_features(head: bytes) -> None:
    """NotReadableError for what a reader must know and this one does not."""
    if len(head) < _HEADER.size + _FEATURES.size:
        raise NotReadableError(why="it is cut off")
    needed, *_, length = _FEATURES.unpack_from(head, _HEADER.size)
    kind = head[104:105] if length > 104 else b"\0"
    if needed & ~(_DIRTY | _COMPRESSION_KIND) or (needed & _COMPRESSION_KIND and kind != b"\0"):
        raise NotReadableError(why="it uses a feature that is not read (data in another file, zstd or other)")
