"""A source: something seized that holds files, seen as a stream of entries in a fixed order.

Every reader in `sources/` detects its kind by content and then lists entries. The order of the entries is
the same on every run, because a run that lost a child process goes on by position. Entries are opened for
reading only, and a link found in a source is an entry of its own, never a way to somewhere else.
"""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, BinaryIO, Protocol, TypeAlias

from mozaik.visible import ACTING

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LATEST = datetime(9999, 12, 31, tzinfo=UTC)

Foreign: TypeAlias = Any
"""A module or value of a library without type information."""

MAX_NAME = 8192
"""Longest path that is kept, in bytes of UTF-8; of a longer one the beginning and a digest are kept."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why a content may not be what its file held; `is_mixed` says that a part of it surely is not."""

    reason: str
    is_mixed: bool = False


@dataclass(frozen=True, slots=True)
class Acquisition:
    """What an image states of its acquisition: digests of its media as hex, its chunks, damaged ones."""

    md5: str | None
    sha1: str | None
    chunks: int
    damaged: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One file, or one thing that is listed like a file, of a source.

    `name` is the path inside its container with `/` between folders; `container` is the path of the archive
    or image that holds it, relative to the source, or empty. `open` gives the content as a binary stream, or
    is None when there is none to give; then `obstacle` says why. `modified_at` is UTC when `zone_known`; else
    it is the wall clock of an unknown zone written down as if it were UTC. `seekable` says that the stream
    can jump; `expand` that an archive found here may be opened one level further. `packed` tells, where the
    content is unpacked, how many bytes it has taken from its archive by now. `unsearched` says, where the
    files in a file of the source are entries of their own, what of it is not searched; empty for nothing.
    `doubts`, asked once the content was read, says why it may not be what its file held. `acquisition`, asked
    then too, is what an image states of its media, where the entry is that media. `path` is where a file of
    this machine lies, beside which the further segments of an image may lie. `beside` opens the file
    of the same folder whose name is this one's and an ending, or gives None; it is None where none can look.
    """

    name: str
    container: str = ""
    open: Callable[[], BinaryIO] | None = None
    size: int | None = None
    packed: Callable[[], int] | None = None
    deleted: bool = False
    modified_at: datetime | None = None
    zone_known: bool = False
    seekable: bool = False
    expand: bool = False
    obstacle: str = ""
    unsearched: str | None = None
    doubts: Callable[[], tuple[Doubt, ...]] = tuple
    acquisition: Callable[[], Acquisition] | None = None
    path: Path | None = None
    beside: Callable[[bytes], BinaryIO | None] | None = None


class Source(Protocol):
    """A kind of source, one module of `sources/`."""

    NAME: str

    def detect(self, path: Path, head: bytes) -> bool:
        """Whether the path is of this kind; `head` holds its first 2048 bytes (none for a folder)."""

    def entries(self, path: Path) -> Iterator[Entry]:
        """All entries in a fixed order; InvalidInputError when the source cannot be listed."""

    def shards(self, path: Path, wanted: int) -> int:
        """How many listings of this source may usefully run side by side, at most `wanted`."""


def place_name(raw: bytes) -> str:
    r"""A name as text that still tells its bytes: odd bytes and controls as `\xNN`, a backslash as `\\`."""
    return without_controls(raw.replace(b"\\", b"\\\\").decode("utf-8", "backslashreplace"))


def without_controls(text: str) -> str:
    r"""A text in which controls, line separators and marks of direction stand as their bytes, `\xNN`."""
    return ACTING.sub(lambda match: _bytes_shown(match[0]), text)


def _bytes_shown(letter: str) -> str:
    return "".join(f"\\x{byte:02x}" for byte in letter.encode("utf-8", "surrogatepass"))


def bounded_name(name: str) -> str:
    r"""A path within `MAX_NAME`: as it is, or its beginning, `\...` and 16 digits of its SHA-256."""
    raw = name.encode()
    if len(raw) <= MAX_NAME:
        return name
    digest = hashlib.sha256(raw).hexdigest()[:16]
    return raw[: MAX_NAME - 32].decode("utf-8", "ignore") + "\\..." + digest


def instant(seconds: float) -> datetime | None:
    """The UTC time of a count of seconds since 1970; None for zero (not recorded) and for absurd values."""
    if not seconds:
        return None
    try:
        moment = _EPOCH + timedelta(seconds=seconds)
    except (OverflowError, ValueError):
        return None
    return moment if moment < _LATEST else None


def broken_off(container: str, listed: int, why: str) -> Entry:
    """What says where the list of an archive breaks off, and why."""
    return Entry("", container, obstacle=f"the archive's list breaks off after {listed} members: {why}")
