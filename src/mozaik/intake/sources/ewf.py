"""An E01 image: its media through libewf, and what libewf keeps to itself, the checksums of its chunks.

libewf gives zeros for a chunk that is damaged and says nothing. So the sections `table` of the segments are
read here too, and each chunk is held to its checksum (the zlib stream, or Adler-32 behind plain bytes).
Layout: Expert Witness Compression Format, Joachim Metz, sections "volume", "table", "table2".
"""

import io
import itertools
import re
import struct
import sys
import zlib
from array import array
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from mozaik.intake.source import Acquisition, Doubt, Foreign

SIGNATURE = b"EVF\x09\x0d\x0a\xff\x00"
SECTION = 76
DAMAGED = Doubt("a part of it lies in a damaged chunk of the image and was read as zeros", is_mixed=True)

_FILE_HEADER = 13
_SECTION = struct.Struct("<16sQQ40xL")
_TABLE = struct.Struct("<L4xQ4xL")
_HIGHEST = 0x7FFFFFFF
_MOST_CHUNKS = 1 << 20
"""Most chunks of one table; writers stay below 65,536."""
_HEX = {"MD5": re.compile(r"[0-9a-f]{32}"), "SHA1": re.compile(r"[0-9a-f]{40}")}
_UNKNOWN, _SOUND, _BAD = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Table:
    """The chunks of one table: its segment, its entries, to which `base` is added, and where the last ends.

    From the entry `long_from` on the mark of compression is a bit of the offset: beyond 2 GiB of a segment
    writers use it so, as libewf reads it.
    """

    segment: Path
    entries: Sequence[int]
    base: int
    end: int
    long_from: int

    @classmethod
    def of(cls, segment: Path, entries: Sequence[int], base: int, end: int) -> "Table":
        """A table; offsets that fall show where the long ones begin."""
        falling = (
            place
            for place, (before, after) in enumerate(itertools.pairwise(entries), start=1)
            if after & _HIGHEST < before & _HIGHEST
        )
        return cls(segment, entries, base, end, next(falling, len(entries)))

    def place(self, number: int) -> tuple[int, int, bool]:
        """Where a chunk begins in the segment, where it ends, and whether it is compressed."""
        end = self._start(number + 1) if number + 1 < len(self.entries) else self.end
        return self._start(number), end, number < self.long_from and self.entries[number] > _HIGHEST

    def _start(self, number: int) -> int:
        entry = self.entries[number]
        return self.base + (entry if number >= self.long_from else entry & _HIGHEST)


class Chunks:
    """The chunks of an image, each checked once, when it is first asked for."""

    def __init__(self, segments: Sequence[Path], chunk_size: int, media_size: int) -> None:
        """`chunk_size` and `media_size` are in bytes."""
        self._chunk_size, self._media_size = chunk_size, media_size
        self.count = -(-media_size // chunk_size)
        self._tables = [table for segment in segments for table in _tables(segment)]
        self._firsts = [0]
        for table in self._tables:
            self._firsts.append(self._firsts[-1] + len(table.entries))
        self._states = bytearray(self.count)

    def read(self, number: int) -> bytes | None:
        """The bytes of one chunk; None when it is damaged or not there."""
        size = min(self._chunk_size, self._media_size - number * self._chunk_size)
        content = self._content(number)
        is_sound = content is not None and len(content) >= size
        self._states[number] = _SOUND if is_sound else _BAD
        return content[:size] if content is not None and is_sound else None

    def is_damaged(self, first: int, end: int) -> bool:
        """Whether a damaged chunk lies in these bytes of the media."""
        numbers = range(first // self._chunk_size, min(self.count, -(-end // self._chunk_size)))
        for number in numbers:
            if self._states[number] == _UNKNOWN:
                self.read(number)
        return any(self._states[number] == _BAD for number in numbers)

    def damaged(self) -> int:
        """How many chunks of the whole image are damaged or not there."""
        self.is_damaged(0, self._media_size)
        return self._states.count(_BAD)

    def _content(self, number: int) -> bytes | None:
        at = bisect_right(self._firsts, number) - 1
        if at >= len(self._tables):
            return None
        table = self._tables[at]
        start, end, is_compressed = table.place(number - self._firsts[at])
        with table.segment.open("rb") as stream:
            stream.seek(start)
            stored = stream.read(max(0, min(end - start, 2 * self._chunk_size + 64)))
        return _inflated(stored, self._chunk_size) if is_compressed else _checked(stored)


def _inflated(stored: bytes, chunk_size: int) -> bytes | None:
    unpacker = zlib.decompressobj()
    try:
        content = unpacker.decompress(stored, chunk_size)
        if not unpacker.eof:  # the end of the stream, with its checksum, may need one more call
            unpacker.decompress(unpacker.unconsumed_tail, 1)
    except zlib.error:
        return None
    return content if unpacker.eof else None


def _checked(stored: bytes) -> bytes | None:
    content, checksum = stored[:-4], stored[-4:]
    return content if zlib.adler32(content).to_bytes(4, "little") == checksum else None


def _tables(segment: Path) -> Iterator[Table]:
    """The tables of one segment in their order; of one that is damaged its copy in `table2`."""
    with segment.open("rb") as stream:
        sections = list(_sections(stream, segment.stat().st_size))
        ends = [start for _, start, _ in sections]
        last: tuple[Table, bool] | None = None
        for kind, start, size in sections:
            if kind == b"table2" and last is not None and not last[1]:
                last = _table(stream, segment, start, size, ends) or last
            elif kind == b"table":
                if last is not None:
                    yield last[0]
                last = _table(stream, segment, start, size, ends)
        if last is not None:
            yield last[0]


def _sections(stream: BinaryIO, length: int) -> Iterator[tuple[bytes, int, int]]:
    """Kind, start and size of each section; ends where the chain does."""
    at = _FILE_HEADER
    while at + SECTION <= length:
        stream.seek(at)
        kind, following, size, _ = _SECTION.unpack(stream.read(SECTION))
        yield kind.rstrip(b"\0"), at, size
        if following <= at:
            return
        at = following


def _table(
    stream: BinaryIO, segment: Path, start: int, size: int, ends: Sequence[int]
) -> tuple[Table, bool] | None:
    """A table, and whether its own checksums hold; None when nothing of one is there."""
    stream.seek(start + SECTION)
    header = stream.read(_TABLE.size)
    if len(header) < _TABLE.size:
        return None
    count, base, checksum = _TABLE.unpack(header)
    raw = stream.read(4 * min(count, _MOST_CHUNKS))
    footer = stream.read(4)
    is_sound = checksum == zlib.adler32(header[:20]) and footer == zlib.adler32(raw).to_bytes(4, "little")
    entries = array("I")
    entries.frombytes(raw[: len(raw) // 4 * 4])
    if sys.byteorder == "big":
        entries.byteswap()
    table = Table.of(segment, entries, base, start + size)
    last = table.place(len(entries) - 1)[0] if entries else 0
    return replace(table, end=min((end for end in ends if end > last), default=start + size)), is_sound


class _Media(io.RawIOBase):
    """The media of an image from its beginning to its end, a damaged chunk as zeros."""

    def __init__(self, chunks: Chunks, chunk_size: int, media_size: int) -> None:
        self._chunks, self._chunk_size, self._media_size = chunks, chunk_size, media_size
        self._number, self._rest = 0, b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Foreign) -> int:
        view = memoryview(buffer)
        if not self._rest and self._number < self._chunks.count:
            size = min(self._chunk_size, self._media_size - self._number * self._chunk_size)
            self._rest = self._chunks.read(self._number) or bytes(size)
            self._number += 1
        given, self._rest = self._rest[: len(view)], self._rest[len(view) :]
        view[: len(given)] = given
        return len(given)


def media_stream(chunks: Chunks, chunk_size: int, media_size: int) -> BinaryIO:
    """The media of an image as a stream that goes forward; sizes in bytes."""
    return io.BufferedReader(_Media(chunks, chunk_size, media_size), 1 << 20)


def acquisition(handle: Foreign, chunks: Chunks) -> Acquisition:
    """What the image says of its acquisition, and what became of its chunks."""
    stored: Mapping[str, object] = handle.get_hash_values()
    return Acquisition(
        md5=_stated(stored, "MD5"),
        sha1=_stated(stored, "SHA1"),
        chunks=chunks.count,
        damaged=chunks.damaged(),
    )


def _stated(stored: Mapping[str, object], name: str) -> str | None:
    """A stored digest as lower hex; None when there is none, or only zeros."""
    value = str(stored.get(name) or "").strip().lower()
    return value if _HEX[name].fullmatch(value) and value.strip("0") else None
