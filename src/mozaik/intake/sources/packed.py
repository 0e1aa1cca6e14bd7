"""What gzip, bzip2, xz, Zstandard, LZ4 and Android backups pack: a TAR archive, or one file, the only member.

Zstandard and LZ4 need the extra `archives`.
"""

import bz2
import gzip
import io
import lzma
import re
import zlib
from collections.abc import Callable
from typing import BinaryIO, cast

from mozaik.intake.source import Entry, Foreign, instant
from mozaik.intake.sources import android_backup
from mozaik.intake.sources.extra import library

_GZIP = b"\x1f\x8b"
_ENDING = re.compile(r"(?i)\.(?:gz|gzip|bz2|bzip2|xz|zst|zstd|lz4|ab)\Z")
_WIDEST = 30
"""Powers of two of the window that a Zstandard stream may ask for: 1 GiB."""
FAULTS = (OSError, EOFError, zlib.error, lzma.LZMAError, ValueError, MemoryError)
"""What the libraries raise on a stream that is damaged or cut off."""


def is_packed(head: bytes) -> bool:
    """Whether the first bytes are those of a stream of one of these kinds."""
    return any(head.startswith(magic) for magic in _OPENERS)


def unpacked(stream: BinaryIO) -> BinaryIO | None:
    """What a seekable stream packs, as a stream of its own; None when it packs nothing that is known.

    MissingPartError where the extra is needed for it and not there.
    """
    stream.seek(0)
    head = stream.read(16)
    stream.seek(0)
    opener = next((opener for magic, opener in _OPENERS.items() if head.startswith(magic)), None)
    return cast(BinaryIO, opener(stream)) if opener else None


def _zstandard(stream: BinaryIO) -> BinaryIO:
    zstd = library("backports.zstd", "archives")
    options = {zstd.DecompressionParameter.window_log_max: _WIDEST}
    return io.BufferedReader(_Translated(zstd.open(stream, "rb", options=options), zstd.ZstdError))


def _lz4(stream: BinaryIO) -> BinaryIO:
    frame = library("lz4.frame", "archives")
    return io.BufferedReader(_Translated(frame.open(stream, "rb"), RuntimeError))


class _Translated(io.RawIOBase):
    """A stream of a library whose own error on damaged bytes becomes an OSError."""

    def __init__(self, plain: BinaryIO, fault: type[Exception]) -> None:
        self._plain, self._fault = plain, fault

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        try:
            return self._plain.seek(offset, whence)
        except self._fault as error:
            raise OSError("its compressed content is damaged or cut off") from error

    def readinto(self, buffer: Foreign) -> int:
        view = memoryview(buffer)
        try:
            data = self._plain.read(len(view))
        except self._fault as error:
            raise OSError("its compressed content is damaged or cut off") from error
        view[: len(data)] = data
        return len(data)


_OPENERS: dict[bytes, Callable[[BinaryIO], object]] = {
    _GZIP: gzip.open,
    b"BZh": bz2.open,
    b"\xfd7zXZ\x00": lzma.open,
    b"\x28\xb5\x2f\xfd": _zstandard,
    b"\x04\x22\x4d\x18": _lz4,
    android_backup.MARK: android_backup.unpacked,
}


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
