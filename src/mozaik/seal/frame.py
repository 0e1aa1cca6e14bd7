"""The ZIP frame of a sealed file: every byte of it follows from the members' names, sizes and CRC-32.

Members are stored, never compressed, and always carry ZIP64 fields, so that one layout holds for every
size. Nothing is parsed to be believed: a verifier derives these bytes and compares. Source: APPNOTE.TXT
6.3.10, sections 4.3.7, 4.3.12, 4.3.14 to 4.3.16 and 4.5.3.
"""

import struct
from collections.abc import Iterable
from dataclasses import dataclass

LOCAL_FIXED = 30
LOCAL_EXTRA = 20
END_SIZE = 56 + 20 + 22

_NEEDED, _MADE_BY = 45, (3 << 8) | 45
_STORED, _MIDNIGHT, _DAY_1980 = 0, 0, 0x0021
_IN_EXTRA32, _IN_EXTRA16 = 0xFFFFFFFF, 0xFFFF
_MODE = 0o100600 << 16


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the ZIP: its ASCII name, size in bytes, CRC-32, and the offset of its local header."""

    name: str
    size: int
    crc: int
    offset: int

    @property
    def data_offset(self) -> int:
        """Where the content starts, in bytes from the start of the file."""
        return self.offset + local_size(self.name)

    @property
    def end(self) -> int:
        """The offset after the content's last byte."""
        return self.data_offset + self.size


def local_size(name: str) -> int:
    """The length in bytes of the local header for a name."""
    return LOCAL_FIXED + len(name) + LOCAL_EXTRA


def local_header(entry: Entry) -> bytes:
    """The bytes before the content of an entry."""
    name = entry.name.encode("ascii")
    fixed = struct.pack(
        "<4s5H3I2H", b"PK\x03\x04", _NEEDED, 0, _STORED, _MIDNIGHT, _DAY_1980,
        entry.crc, _IN_EXTRA32, _IN_EXTRA32, len(name), LOCAL_EXTRA,
    )  # fmt: skip
    return fixed + name + struct.pack("<2H2Q", 1, 16, entry.size, entry.size)


def closing(entries: Iterable[Entry]) -> bytes:
    """Everything after the last content: central directory, its ZIP64 end, locator and end record."""
    listed = list(entries)
    directory = b"".join(_central_header(entry) for entry in listed)
    start = listed[-1].end
    end64 = struct.pack(
        "<4sQ2H2I4Q", b"PK\x06\x06", 44, _MADE_BY, _NEEDED, 0, 0,
        len(listed), len(listed), len(directory), start,
    )  # fmt: skip
    locator = struct.pack("<4sIQI", b"PK\x06\x07", 0, start + len(directory), 1)
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, _IN_EXTRA16, _IN_EXTRA16, _IN_EXTRA32, _IN_EXTRA32, 0)
    return directory + end64 + locator + end


def _central_header(entry: Entry) -> bytes:
    name = entry.name.encode("ascii")
    fixed = struct.pack(
        "<4s6H3I5H2I", b"PK\x01\x02", _MADE_BY, _NEEDED, 0, _STORED, _MIDNIGHT, _DAY_1980,
        entry.crc, _IN_EXTRA32, _IN_EXTRA32, len(name), 28, 0, 0, 0, _MODE, _IN_EXTRA32,
    )  # fmt: skip
    return fixed + name + struct.pack("<2H3Q", 1, 24, entry.size, entry.size, entry.offset)
