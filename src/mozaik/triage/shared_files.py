"""Files of exchange programs and wallets that are no text: torrents, `known.met` of eMule, `wallet.dat`.

Each is read by its own lengths; what does not fit to its end is refused. Layouts: BEP 3, 12, 52; eMule's
`KnownFileList.cpp` and `Opcodes.h`; Bitcoin Core's `walletdb.cpp`.
"""

import hashlib
import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

Bencoded: TypeAlias = "int | bytes | list[Bencoded] | dict[bytes, Bencoded]"
TORRENT_BEGIN = re.compile(
    rb"d(?:4:info|8:announce|13:announce-list|7:comment|10:created by|13:creation date|8:encoding|8:url-list"
    rb"|9:httpseeds|5:nodes|12:piece layers|9:publisher|13:publisher-url|18:azureus_properties)"
)
_DEEPEST = 64
_MOST_VALUES = 500_000
_NUMBER = re.compile(rb"i(-?\d{1,19})e")
_LENGTH = re.compile(rb"(\d{1,9}):")


class BrokenError(Exception):
    """The bytes do not fit the format to their end."""


@dataclass(slots=True)
class Named:
    """What a file names: texts to be searched, and (kind, value) of what it is surely about."""

    texts: list[str] = field(default_factory=list)
    values: list[tuple[str, str]] = field(default_factory=list)


def read_torrent(content: bytes) -> Named:
    """The info-hashes, names of files, trackers and notes of a torrent; BrokenError when it is none."""
    reader = _Bencode(content)
    root = reader.read(0)
    info = root.get(b"info") if isinstance(root, dict) else None
    if not isinstance(root, dict) or not isinstance(info, dict) or reader.info is None:
        raise BrokenError
    named = Named()
    raw = content[reader.info[0] : reader.info[1]]
    if b"pieces" in info:
        named.values.append(("info_hash", hashlib.sha1(raw, usedforsecurity=False).hexdigest()))
    if info.get(b"meta version") == 2:
        named.values.append(("info_hash", hashlib.sha256(raw).hexdigest()))
    if not named.values:
        raise BrokenError
    skipped = {b"pieces", b"pieces root", b"piece layers"}
    named.texts = [value.decode("utf-8", "replace") for value in _strings(root, skipped)]
    return named


def _strings(value: Bencoded, skipped: set[bytes]) -> Iterator[bytes]:
    """All strings in a value, names of files in a tree too."""
    if isinstance(value, bytes):
        yield value
    elif isinstance(value, list):
        if value and all(isinstance(part, bytes) for part in value):
            yield b"/".join(part for part in value if isinstance(part, bytes))
        for part in value:
            yield from _strings(part, skipped)
    elif isinstance(value, dict):
        for name, part in value.items():
            if name not in skipped:
                if isinstance(part, dict):
                    yield name
                yield from _strings(part, skipped)


class _Bencode:
    """A reader of one value; notes where the value of `info` of the outermost dictionary lies."""

    def __init__(self, content: bytes) -> None:
        self._content, self._at, self._values = content, 0, 0
        self.info: tuple[int, int] | None = None

    def read(self, depth: int) -> Bencoded:
        """The value at the current place; BrokenError where there is none."""
        self._values += 1
        if depth > _DEEPEST or self._values > _MOST_VALUES:
            raise BrokenError
        kind = self._content[self._at : self._at + 1]
        if kind == b"i":
            number = self._matched(_NUMBER)
            return int(number[1])
        if kind in (b"l", b"d"):
            self._at += 1
            return self._list(depth) if kind == b"l" else self._dictionary(depth)
        return self._string()

    def _list(self, depth: int) -> list[Bencoded]:
        values = []
        while not self._ended():
            values.append(self.read(depth + 1))
        return values

    def _dictionary(self, depth: int) -> dict[bytes, Bencoded]:
        values: dict[bytes, Bencoded] = {}
        while not self._ended():
            name = self._string()
            start = self._at
            values[name] = self.read(depth + 1)
            if name == b"info" and not depth:
                self.info = start, self._at
        return values

    def _ended(self) -> bool:
        if self._at >= len(self._content):
            raise BrokenError
        is_end = self._content[self._at : self._at + 1] == b"e"
        self._at += is_end
        return is_end

    def _string(self) -> bytes:
        length = int(self._matched(_LENGTH)[1])
        value = self._content[self._at : self._at + length]
        if len(value) < length:
            raise BrokenError
        self._at += length
        return value

    def _matched(self, pattern: re.Pattern[bytes]) -> re.Match[bytes]:
        match = pattern.match(self._content, self._at)
        if match is None:
            raise BrokenError
        self._at = match.end()
        return match


_MET_HEADERS = (0x0E, 0x0F)
_OLDEST, _NEWEST = 946_684_800, 2_524_608_000
"""Dates of files that are believed: 2000 to 2049."""
_FILE_NAME = 0x01
_TAG_SIZES = {0x03: 4, 0x04: 4, 0x05: 1, 0x08: 2, 0x09: 1, 0x0B: 8, 0x01: 16}
_STRING, _BLOB = 0x02, 0x07
_SHORT = range(0x11, 0x21)


def looks_known_met(head: bytes) -> bool:
    """Whether a file begins like a `known.met`: its mark, and a file with a believable date and tags."""
    if len(head) < 27 or head[0] not in _MET_HEADERS:
        return False
    count, date = struct.unpack_from("<LL", head, 1)
    (parts,) = struct.unpack_from("<H", head, 25)
    at = 27 + 16 * parts
    tags = struct.unpack_from("<L", head, at)[0] if len(head) >= at + 4 else 0
    return 0 < count < 10_000_000 and _OLDEST <= date < _NEWEST and 0 < tags < 256


def read_known_met(content: bytes) -> Named:
    """The eD2k hashes and names of all files of a list; BrokenError when it does not fit to its end."""
    named, at = Named(), 5
    try:
        (count,) = struct.unpack_from("<L", content, 1)
        for _ in range(count):
            digest = content[at + 4 : at + 20]
            (parts,) = struct.unpack_from("<H", content, at + 20)
            at += 22 + 16 * parts
            (tags,) = struct.unpack_from("<L", content, at)
            at += 4
            for _ in range(tags):
                name, value, at = _tag(content, at)
                if name == _FILE_NAME and value:
                    named.texts.append(value.decode("utf-8", "replace"))
            if len(named.values) >= _MOST_VALUES or len(digest) < 16:
                raise BrokenError
            named.values.append(("ed2k", digest.hex()))
    except struct.error as error:
        raise BrokenError from error
    if at != len(content):
        raise BrokenError
    return named


def _tag(content: bytes, at: int) -> tuple[int, bytes, int]:
    """Name (0 where it is a text of its own), text value and end of one tag."""
    kind = content[at] if at < len(content) else 0
    at += 1
    if kind & 0x80:
        name, at = (content[at] if at < len(content) else 0), at + 1
    else:
        (length,) = struct.unpack_from("<H", content, at)
        name = content[at + 2] if length == 1 and at + 2 < len(content) else 0
        at += 2 + length
    kind &= 0x7F
    if kind == _STRING:
        (size,) = struct.unpack_from("<H", content, at)
        at += 2
    elif kind == _BLOB:
        size = 4 + struct.unpack_from("<L", content, at)[0]
    elif kind in _SHORT:
        size = kind - _SHORT.start + 1
    elif kind in _TAG_SIZES:
        size = _TAG_SIZES[kind]
    else:
        raise BrokenError
    if at + size > len(content):
        raise BrokenError
    return name, content[at : at + size] if kind == _STRING or kind in _SHORT else b"", at + size


_BERKELEY = (b"\x62\x31\x05\x00", b"\x00\x05\x31\x62")
_RECORD = re.compile(rb"(?:\x04name|\x07purpose)([\x1a-\x5a])")
_ADDRESS = re.compile(rb"[A-Za-z0-9:]{26,90}")


def looks_berkeley(head: bytes) -> bool:
    """Whether a file is a database of Berkeley DB (btree), as old wallets are."""
    return head[12:16] in _BERKELEY


def addresses_of_wallet(content: bytes) -> list[str]:
    """The addresses by which records of a wallet are named (`name`, `purpose`), each once."""
    addresses: dict[str, None] = {}
    for match in _RECORD.finditer(content):
        raw = content[match.end() : match.end() + match[1][0]]
        if _ADDRESS.fullmatch(raw) and len(raw) == match[1][0]:
            addresses[raw.decode("ascii")] = None
    return list(addresses)
