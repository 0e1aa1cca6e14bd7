"""The preview in a raw picture of a camera: the largest JPEG that its lists name; sensor pixels are left.

Of DNG, CR2, NEF, ARW, PEF, ORF, RW2 (TIFF lists), RAF and CR3. Layout: TIFF 6.0, DNG 1.6, and what LibRaw and
ExifTool document of the makers' forms.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

_RAF, _CR3 = b"FUJIFILMCCD-RAW", b"crx "
_TIFF = {b"II*\0": "<", b"MM\0*": ">", b"IIRO": "<", b"IIRS": "<", b"MMOR": ">", b"IIU\0": "<"}
_OF_MAKERS = (b"IIRO", b"IIRS", b"MMOR", b"IIU\0")
_SUB, _NEXT_BLOCKS = 0x014A, (0x8769,)
_COMPRESSION, _PHOTOMETRIC, _STRIPS, _COUNTS = 0x0103, 0x0106, 0x0111, 0x0117
_JPEG, _JPEG_LENGTH, _RW2_JPEG = 0x0201, 0x0202, 0x002E
_FILTERED, _LINEAR = 32803, 34892
_RAW_COMPRESSIONS = {32767, 32769, 32770, 34713, 34892, 65000, 65535}
_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 7: 1, 13: 4}
_MOST_LISTS, _MOST_ENTRIES, _MOST_VALUES = 64, 400, 64
_FRAMES = {*range(0xC0, 0xC3)}
"""Marks of JPEG frames that every decoder reads: baseline to progressive; 0xC3 is the raw picture itself."""


def preview_of(content: bytes | bytearray) -> bytes | None:
    """The largest preview of a raw picture; empty where it names none, None for what is no raw picture."""
    data = bytes(content)
    if data.startswith(_RAF):
        return _largest(data, [struct.unpack_from(">LL", data, 84)] if len(data) > 92 else [])
    if data[4:8] == b"ftyp" and data[8:12] == _CR3:
        return _largest(data, list(_in_boxes(data)))
    order = _TIFF.get(data[:4])
    if order is None:
        return None
    lists = _Lists(data, order)
    places = list(lists.places())
    return _largest(data, places) if lists.is_raw or data[:4] in _OF_MAKERS else None


def _largest(data: bytes, places: list[tuple[int, int]]) -> bytes:
    """The JPEG of the most pixels among places of (offset, length)."""
    parts = (data[start : start + length] for start, length in dict.fromkeys(places))
    return max((part for part in parts if _pixels(part)), key=_pixels, default=b"")


def _pixels(jpeg: bytes) -> int:
    """The pixels of a JPEG by its frame; 0 for what is none, or none that is decoded."""
    at = 2
    if not jpeg.startswith(b"\xff\xd8\xff"):
        return 0
    while at + 9 <= len(jpeg) and jpeg[at] == 0xFF:
        kind = jpeg[at + 1]
        if kind in _FRAMES:
            height, width = struct.unpack_from(">HH", jpeg, at + 5)
            return int(height * width)
        if kind == 0xC3 or kind == 0xDA:
            return 0
        at += 2 + int.from_bytes(jpeg[at + 2 : at + 4], "big")
    return 0


def _in_boxes(data: bytes) -> Iterator[tuple[int, int]]:
    """Previews of a CR3: the box PRVW, and the JPEG of its first track at the beginning of the data."""
    at = data.find(b"PRVW")
    if 0 < at < len(data) - 24:
        (length,) = struct.unpack_from(">L", data, at + 16)
        yield at + 20, length
    at = data.find(b"mdat")
    if 0 < at < len(data) - 24:
        start = data.find(b"\xff\xd8\xff", at, at + 64)
        if start > 0:
            yield start, len(data) - start


@dataclass(slots=True)
class _Lists:
    """The lists of tags of a TIFF; `is_raw` once one of them holds the pixels of a sensor."""

    data: bytes
    order: str
    is_raw: bool = False

    def places(self) -> Iterator[tuple[int, int]]:
        """Offset and length of each JPEG that a list names."""
        self.is_raw = self.data[8:10] == b"CR"
        waiting, seen = [self._long(4)], set[int]()
        while waiting and len(seen) < _MOST_LISTS:
            at = waiting.pop(0)
            if at in seen or not 8 <= at <= len(self.data) - 2:
                continue
            seen.add(at)
            tags, following = self._tags(at)
            waiting += [
                *tags.get(_SUB, ()),
                *(place for tag in _NEXT_BLOCKS for place in tags.get(tag, ())),
                following,
            ]
            self._look_for_sensor(tags)
            yield from self._named(tags)

    def _look_for_sensor(self, tags: dict[int, list[int]]) -> None:
        if (
            tags.get(_PHOTOMETRIC, [0])[0] in (_FILTERED, _LINEAR)
            or tags.get(_COMPRESSION, [0])[0] in _RAW_COMPRESSIONS
        ):
            self.is_raw = True

    def _named(self, tags: dict[int, list[int]]) -> Iterator[tuple[int, int]]:
        if tags.get(_JPEG) and tags.get(_JPEG_LENGTH):
            yield tags[_JPEG][0], tags[_JPEG_LENGTH][0]
        if tags.get(_COMPRESSION, [0])[0] in (6, 7) and len(tags.get(_STRIPS, ())) == 1 and tags.get(_COUNTS):
            yield tags[_STRIPS][0], tags[_COUNTS][0]
        if len(tags.get(_RW2_JPEG, ())) == 2:
            yield tags[_RW2_JPEG][0], tags[_RW2_JPEG][1]

    def _tags(self, at: int) -> tuple[dict[int, list[int]], int]:
        """The numbers of each tag of a list, and where the next list is; of bytes their place and length."""
        (count,) = struct.unpack_from(self.order + "H", self.data, at)
        tags: dict[int, list[int]] = {}
        for start in range(at + 2, min(at + 2 + 12 * min(count, _MOST_ENTRIES), len(self.data) - 11), 12):
            tag, kind, values = struct.unpack_from(self.order + "HHL", self.data, start)
            tags[tag] = self._numbers(kind, values, start + 8)
        return tags, self._long(at + 2 + 12 * count)

    def _numbers(self, kind: int, values: int, inside: int) -> list[int]:
        size = _SIZES.get(kind, 0) * values
        place = inside if size <= 4 else self._long(inside)
        if kind == 7 or not size or place + min(size, 8) > len(self.data):
            return [place, size] if kind == 7 else []
        width = "HL"[_SIZES[kind] == 4] if kind in (3, 4, 13) else "B"
        most = min(values, _MOST_VALUES, (len(self.data) - place) // _SIZES[kind])
        return list(struct.unpack_from(f"{self.order}{most}{width}", self.data, place))

    def _long(self, at: int) -> int:
        if not 0 <= at <= len(self.data) - 4:
            return 0
        (value,) = struct.unpack_from(self.order + "L", self.data, at)
        return int(value)
