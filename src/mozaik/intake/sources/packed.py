"""What gzip, bzip2 and xz pack: a TAR archive, or one file that is read as the only member."""

import bz2
import gzip
import io
import lzma
import re
import zlib
from collections.abc import Callable
from typing import BinaryIO, cast

from mozaik.intake.source import Entry, Foreign, instant

_GZIP = b"\x1f\x8b"
_OPENERS: dict[bytes, Callable[[BinaryIO], object]] = {
    _GZIP: gzip.open,
    b"BZh": bz2.open,
    b"\xfd7zXZ\x00": lzma.open,
}
_ENDING = re.compile(r"(?i)\.(?:gz|gzip|bz2|bzip2|xz)\Z")
FAULTS = (OSError, EOFError, zlib.error, lzma.LZMAError, ValueError, MemoryError)
"""What the libraries raise on a stream that is damaged or cut off."""


def is_packed(head: bytes) -> bool:
    """Whether the first bytes are those of a gzip, bzip2 or xz stream."""
    return any(head.startswith(magic) for magic in _OPENERS)


def unpacked(stream: BinaryIO) -> BinaryIO | None:
    """What a seekable stream packs, as a stream of its own; None when it packs nothing that is known."""
    stream.seek(0)
    head = stream.read(16)
    stream.seek(0)
    opener = next((opener for magic, opener in _OPENERS.items() if head.startswith(magic)), None)
    return cast(BinaryIO, opener(stream)) if opener else None


def first_block(stream: BinaryIO) -> bytes:
    """The first 512 bytes of what a stream packs; raises one of `FAULTS` when not even they can be read."""
    plain = unpacked(stream)
    return plain.read(512) if plain is not None else b""


def only_member(stream: BinaryIO, container: str, *, expand: bool) -> Entry:
    """The one file that a stream packs; its name is that of the stream's file without the ending."""
    stream.seek(0)
    head = stream.read(8)
    is_dated = head.startswith(_GZIP) and len(head) == 8
    return Entry(
        _ENDING.sub("", container.rpartition("/")[2]),
        container,
        open=lambda: io.BufferedReader(_Content(cast(BinaryIO, unpacked(stream)))),
        packed=stream.tell,
        modified_at=instant(int.from_bytes(head[4:8], "little")) if is_dated else None,
        zone_known=is_dated,
        expand=expand,
    )


class _Content(io.RawIOBase):
    """An unpacked content; OSError while reading it says what is wrong with it."""

    def __init__(self, plain: BinaryIO) -> None:
        self._plain = plain

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Foreign) -> int:
        view = memoryview(buffer)
        try:
            data = self._plain.read(len(view))
        except FAULTS as error:
            if isinstance(error, OSError) and error.errno is not None:
                raise
            raise OSError("its compressed content is damaged or cut off") from error
        view[: len(data)] = data
        return len(data)
