"""One reading of a content within its budget: digests, size, type, and its bytes if a parser needs them."""

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

from mozaik.intake import HEAD_BYTES
from mozaik.triage import file_type
from mozaik.triage.protocol import Message
from mozaik.triage.text import MAX_DATABASE, MAX_TEXT

Say = Callable[[Message], None]

MAX_PICTURE = 256 << 20
"""Bytes of the largest picture file that is decoded."""
MAX_INNER_ARCHIVE = 256 << 20
"""Bytes of the largest archive inside a compressed archive that is opened: it has to be held in memory."""
BLOCK = 1 << 20
ALIVE_EVERY = 16 << 20
"""Bytes between two signs of life while a long content is hashed."""
ALIVE_SECONDS = 2.0
"""Seconds between them where a disk gives less."""
EXPANSION = 1000
"""An archive that unpacks to more than this many times its size, and to more than `_FLOOR`, is a bomb."""
USUAL = 100
"""A content that unpacks to no more than this many times what it takes is not a part of a bomb."""
MOST_BOMBS = 100
"""Refused contents of one container after which only the usual is read of it."""
_FLOOR = 256 << 20
_ALWAYS = 64 << 10


class ContentError(Exception):
    """A content cannot be read to its end; the text is a reason without content."""


@dataclass(slots=True)
class Content:
    """A content after its one reading: digests as hex, size in bytes, type, and its bytes when needed.

    `log` is the write-ahead log of a database in that mode: empty for none, None where nobody can look.
    """

    md5: str
    sha1: str
    sha256: str
    size: int
    mime: str
    data: bytearray | None
    log: bytes | None = None


class Budget:
    """How many bytes the members of one container may give beyond what is usual; None stands for no bound.

    What unpacks to no more than `USUAL` times the bytes that it takes is always read, so that a bomb never
    costs what follows it. A refused content takes nothing off, but for the bombs after `MOST_BOMBS`.
    """

    def __init__(self, container_size: int | None) -> None:
        self._left = None if container_size is None else max(_FLOOR, EXPANSION * container_size)
        self._bombs = 0

    def check(self, size: int, packed: int) -> None:
        """ContentError when a content of `size` bytes so far, out of `packed`, is beyond what is left."""
        if self._left is not None and _beyond(size, packed) > self._left:
            self._bombs += 1
            if self._bombs > MOST_BOMBS:
                self._left = 0
            raise ContentError("its archive unpacks to far more than it could hold (a bomb), not read on")

    def spend(self, size: int, packed: int) -> None:
        """Take off what a content that was read to its end gave beyond the usual."""
        if self._left is not None:
            self._left -= _beyond(size, packed)


def _beyond(size: int, packed: int) -> int:
    return max(0, size - max(_ALWAYS, USUAL * packed))


def read_content(
    stream: BinaryIO,
    say: Say,
    budget: Budget,
    *,
    packed: Callable[[], int] | None = None,
    hold_archive: bool = False,
) -> Content:
    """Read a stream once: three digests, size, type, and the bytes themselves when a parser needs them.

    `packed` tells how many bytes of an archive it has taken, where it is unpacked. `hold_archive` keeps the
    bytes of an archive too, where it cannot be opened a second time.
    """
    hashes = (hashlib.md5(usedforsecurity=False), hashlib.sha1(usedforsecurity=False), hashlib.sha256())
    size, since, most, mime, kept, told = 0, 0, 0, "", None, time.monotonic()
    while block := stream.read(BLOCK):
        if not size:
            mime = file_type.mime_of(block[:HEAD_BYTES])
            most = _wanted(mime, hold_archive)
            kept = bytearray() if most else None
        for digest in hashes:
            digest.update(block)
        size += len(block)
        since += len(block)
        if packed:
            budget.check(size, packed())
        if kept is not None and len(kept) + len(block) <= most:
            kept += block
        elif kept is not None:
            kept = kept if mime in file_type.TEXTS else None
        if since >= ALIVE_EVERY or (since >= BLOCK and time.monotonic() - told >= ALIVE_SECONDS):
            since, told = 0, time.monotonic()
            say({"say": "alive", "bytes": size})
    if packed:
        budget.spend(size, packed())
    md5, sha1, sha256 = (digest.hexdigest() for digest in hashes)
    return Content(md5, sha1, sha256, size, mime or file_type.mime_of(b""), kept)


def _wanted(mime: str, hold_archive: bool) -> int:
    """How many bytes of a content of this type are kept for its parser."""
    if mime in file_type.PICTURES:
        return MAX_PICTURE
    if mime in file_type.TEXTS or mime == file_type.PROPERTY_LIST:
        return MAX_TEXT
    if mime == file_type.DATABASE or mime in file_type.OTHERS:
        return MAX_DATABASE
    return MAX_INNER_ARCHIVE if hold_archive and mime in file_type.ARCHIVES | file_type.IMAGES else 0
