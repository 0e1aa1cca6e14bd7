"""What a picture says of its camera: maker, model, serial numbers (also in maker notes), time and place.

Maker notes are read of Canon, Nikon, Fujifilm, Olympus, Panasonic and Pentax, by the tags that ExifTool
documents for serial numbers of the body. Whatever does not fit is as good as not there.
"""

import re
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Protocol

MAKE, MODEL, EXIF_BLOCK, GPS_BLOCK = 0x010F, 0x0110, 0x8769, 0x8825
_TAKEN, _OFFSET, _SERIAL, _NOTE = 0x9003, 0x9011, 0xA431, 0x927C
_DNG_SERIAL = 0xC62F
_TIME = re.compile(r"(\d{4}):(\d\d):(\d\d) (\d\d:\d\d:\d\d)\Z")
_ZONE = re.compile(r"[+-]\d\d:\d\d\Z")
_XMP_SERIAL = re.compile(r"<?(?:aux|exifEX):(?:Body)?SerialNumber(?:=[\"']|>)([\w ./#-]{1,63})(?:[\"']|<)")
_ENTRY = {"<": struct.Struct("<HHL4s"), ">": struct.Struct(">HHL4s")}
_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 13: 4}
_ASCII, _LONG, _RAW, _POINTER = 2, 4, 7, 13
_MOST_ENTRIES, _LONGEST = 500, 64
_SMALLEST_TEXT = re.compile(rb"[\x20-\x7e]{4,64}")


class _Number(Protocol):
    def __float__(self) -> float: ...


@dataclass(frozen=True, slots=True)
class Camera:
    """The facts as lines or None; `serials` holds every serial number, `place` decimal degrees."""

    make: str | None
    model: str | None
    serials: tuple[str, ...]
    taken_at: str | None
    place: str | None


def read_camera(
    tags: Mapping[int, object], camera: Mapping[int, object], gps: Mapping[int, object], exif: bytes, xmp: str
) -> Camera:
    """The facts of the three blocks; `exif` is the whole of them as it is stored, for maker notes."""
    make = as_line(tags.get(MAKE))
    note = camera.get(_NOTE)
    stated = [as_line(camera.get(_SERIAL)), as_line(tags.get(_DNG_SERIAL))]
    if isinstance(note, bytes):
        stated += [as_line(serial) for serial in _serials_of_note(make or "", note, exif)]
    stated += [as_line(match[1]) for match in _XMP_SERIAL.finditer(xmp)]
    return Camera(
        make=make,
        model=as_line(tags.get(MODEL)),
        serials=tuple(dict.fromkeys(serial for serial in stated if serial)),
        taken_at=_taken_at(as_line(camera.get(_TAKEN)), as_line(camera.get(_OFFSET))),
        place=_place(gps),
    )


def as_line(value: object, longest: int = 200) -> str | None:
    """A field as one clean line, or None when it is empty or no text."""
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    if not isinstance(value, str):
        return None
    line = "".join(sign if sign.isprintable() else " " for sign in value).strip()
    return line[:longest] or None


def _taken_at(taken: str | None, offset: str | None) -> str | None:
    """The time as ISO 8601 text, with an offset only if the camera wrote one; odd forms stay as they are."""
    if taken is None:
        return None
    if (parts := _TIME.match(taken)) is None:
        return taken[:64]
    zone = offset if offset and _ZONE.match(offset) else ""
    year, month, day, time = parts.groups()
    return f"{year}-{month}-{day}T{time}{zone}"


def _place(gps: Mapping[int, object]) -> str | None:
    """`latitude,longitude` in decimal degrees; None where a reference or a number is not what it must be."""
    north = _degrees(gps.get(2), gps.get(1), "NS", 90)
    east = _degrees(gps.get(4), gps.get(3), "EW", 180)
    return None if north is None or east is None else f"{north:.6f},{east:.6f}"


def _degrees(value: object, reference: object, letters: str, most: int) -> float | None:
    letter = (as_line(reference) or "").upper()
    if letter not in tuple(letters) or not isinstance(value, tuple) or len(value) != 3:
        return None
    try:
        degrees, minutes, seconds = (float(part) for part in value)
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    if not all(map(isfinite, (degrees, minutes, seconds))) or not (0 <= minutes < 60 and 0 <= seconds < 60):
        return None
    angle = degrees + minutes / 60 + seconds / 3600
    if not 0 <= angle <= most:
        return None
    return -angle if letter == letters[1] else angle


@dataclass(frozen=True, slots=True)
class _Block:
    """Tags that lie in bytes: their order, and what the places of longer values are counted from."""

    content: bytes
    order: str
    base: int

    def entries(self, at: int) -> Iterator[tuple[int, int, bytes]]:
        """Tag, type and value of each entry of the list at a place."""
        if not 0 <= at <= len(self.content) - 2:
            return
        (count,) = struct.unpack_from(self.order + "H", self.content, at)
        entry = _ENTRY[self.order]
        for number in range(min(count, _MOST_ENTRIES)):
            start = at + 2 + number * entry.size
            if start + entry.size > len(self.content):
                return
            tag, kind, values, inside = entry.unpack_from(self.content, start)
            size = _SIZES.get(kind, 0) * values
            yield tag, kind, inside[:size] if size <= 4 else self._stored(inside, size)

    def _stored(self, pointer: bytes, size: int) -> bytes:
        start = self.base + self.number(pointer)
        return self.content[start : start + min(size, 1 << 16)] if start >= 0 else b""

    def number(self, value: bytes) -> int:
        """A value as one number of 32 bits."""
        return int.from_bytes(value[:4], "little" if self.order == "<" else "big")


def _serials_of_note(make: str, note: bytes, exif: bytes) -> Iterator[str]:
    """The serial numbers of the body that a maker note states."""
    at = exif.find(note)
    start = exif.find(b"II*\0"), exif.find(b"MM\0*")
    header = min((place for place in start if place >= 0), default=-1)
    order = ">" if header >= 0 and exif[header : header + 2] == b"MM" else "<"
    outer = _Block(exif, order, header)
    if note.startswith(b"Nikon\0\x02"):
        own = _Block(note, ">" if note[10:12] == b"MM" else "<", 10)
        yield from _texts(own, 10 + own.number(note[14:18]), {0x001D, 0x00A0})
    elif note.startswith(b"FUJIFILM"):
        own = _Block(note, "<", 0)
        yield from _texts(own, own.number(note[8:12]), {0x0010})
    elif note.startswith((b"OLYMPUS\0", b"OM SYSTEM\0")):
        yield from _serials_of_olympus(note)
    elif note.startswith(b"Panasonic\0") and at >= 0 and header >= 0:
        yield from _texts(outer, at + 12, {0x0025})
    elif note.startswith(b"PENTAX \0"):
        own = _Block(note, ">" if note[8:10] == b"MM" else "<", 0)
        yield from _texts(own, 10, {0x0229})
    elif note.startswith(b"AOC\0") and at >= 0 and header >= 0:
        inner = _Block(exif, ">" if note[4:6] == b"MM" else "<", header)
        yield from _texts(inner, at + 6, {0x0229})
    elif make.upper().startswith("CANON") and at >= 0 and header >= 0:
        for tag, kind, value in outer.entries(at):
            if tag == 0x000C and kind == _LONG and (number := outer.number(value)) not in (0, 0xFFFFFFFF):
                yield f"{number:010d}"


def _serials_of_olympus(note: bytes) -> Iterator[str]:
    place = 8 if note.startswith(b"OLYMPUS\0") else 12
    own = _Block(note, ">" if note[place : place + 2] == b"MM" else "<", 0)
    for tag, kind, value in own.entries(place + 4):
        if tag == 0x2010 and kind in (_LONG, _POINTER) and len(value) == 4:
            yield from _texts(own, own.number(value), {0x0101})


def _texts(block: _Block, at: int, wanted: set[int]) -> Iterator[str]:
    """The values of these tags that are texts."""
    for tag, kind, value in block.entries(at):
        text = value.rstrip(b"\0 ")
        if tag in wanted and kind in (_ASCII, _RAW) and _SMALLEST_TEXT.fullmatch(text[:_LONGEST]):
            yield text[:_LONGEST].decode("ascii")
