"""An E01 image: its media through libewf, and what libewf keeps to itself, the checksums of its chunks.

libewf gives zeros for a chunk that is damaged and says nothing. So the sections `table` of the segments are
read here too, and each chunk is held to its checksum (the zlib stream, or Adler-32 behind plain bytes).
Layout: Expert Witness Compression Format, Joachim Metz, sections "volume", "table", "table2".
"""

import io
import re
import struct
import zlib
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np
import numpy.typing as npt

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
class _Table:
    """The chunks of one table: its segment, where each begins, its size, whether it is compressed."""

    segment: Path
    starts: npt.NDArray[np.int64]
    sizes: npt.NDArray[np.int64]
    compressed: npt.NDArray[np.bool_]


class Chunks:
    """The chunks of an image, each checked once, when it is first asked for."""

    def __init__(self, segments: Sequence[Path], chunk_size: int, media_size: int) -> None:
        """`chunk_size` and `media_size` are in bytes."""
        self._chunk_size, self._media_size = chunk_size, media_size
        self.count = -(-media_size // chunk_size)
        self._tables = [table for segment in segments for table in _tables(segment)]
        self._firsts = [0]
        for table in self._tables:
            self._firsts.append(self._firsts[-1] + len(table.starts))
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
        table, place = self._tables[at], number - self._firsts[at]
        with table.segment.open("rb") as stream:
            stream.seek(int(table.starts[place]))
            stored = stream.read(int(min(table.sizes[place], 2 * self._chunk_size + 64)))
        return _inflated(stored, self._chunk_size) if table.compressed[place] else _checked(stored)


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


def _tables(segment: Path) -> Iterator[_Table]:
    """The tables of one segment in their order; of one that is damaged its copy in `table2`."""
    with segment.open("rb") as stream:
        sections = list(_sections(stream, segment.stat().st_size))
        ends = [start for _, start, _ in sections]
        last: tuple[_Table, bool] | None = None
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
) -> tuple[_Table, bool] | None:
    """A table, and whether its own checksums hold; None when nothing of one is there."""
    stream.seek(start + SECTION)
    header = stream.read(_TABLE.size)
    if len(header) < _TABLE.size:
        return None
    count, base, checksum = _TABLE.unpack(header)
    raw = stream.read(4 * min(count, _MOST_CHUNKS))
    footer = stream.read(4)
    is_sound = checksum == zlib.adler32(header[:20]) and footer == zlib.adler32(raw).to_bytes(4, "little")
    entries = np.frombuffer(raw[: len(raw) // 4 * 4], "<u4").astype(np.int64)
    places, compressed = _places(entries)
    starts = places + base
    end = min((end for end in ends if len(starts) and end > starts[-1]), default=start + size)
    sizes = np.diff(np.append(starts, end)).clip(min=0)
    return _Table(segment, starts, sizes, compressed), is_sound


def _places(entries: npt.NDArray[np.int64]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
    """Offsets and the mark of compression; beyond 2 GiB writers use its bit for the offset (libewf)."""
    places, compressed = entries & _HIGHEST, entries > _HIGHEST
    falling = np.flatnonzero(np.diff(places) < 0)
    if falling.size:
        places[falling[0] + 1 :] = entries[falling[0] + 1 :]
        compressed[falling[0] + 1 :] = False
    return places, compressed


class Media(io.RawIOBase):
    """The media of an image from its beginning to its end, a damaged chunk as zeros."""

    def __init__(self, chunks: Chunks, chunk_size: int, media_size: int) -> None:
        self._chunks, self._chunk_size, self._media_size = chunks, chunk_size, media_size
        self._number, self._rest = 0, b""

    def readable(self) -> bool:  # noqa: D102  # as the base says
        return True

    def readinto(self, buffer: Foreign) -> int:  # noqa: D102  # as the base says
        view = memoryview(buffer)
        if not self._rest and self._number < self._chunks.count:
            size = min(self._chunk_size, self._media_size - self._number * self._chunk_size)
            self._rest = self._chunks.read(self._number) or bytes(size)
            self._number += 1
        given, self._rest = self._rest[: len(view)], self._rest[len(view) :]
        view[: len(given)] = given
        return len(given)


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
