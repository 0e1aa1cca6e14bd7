"""A ZIP or TAR archive, plain or compressed, such as a phone extraction; members are read in place.

Member names are text, never paths: nothing is unpacked to disk, so a name that climbs out of a folder
leads nowhere.
"""

import bz2
import gzip
import io
import lzma
import os
import stat
import tarfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO, cast

from mozaik.errors import InvalidInputError
from mozaik.intake.source import Entry, instant, place_name
from mozaik.intake.sources import zip_directory

NAME = "archive"

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_PACKED: dict[bytes, Callable[[BinaryIO], object]] = {
    b"\x1f\x8b": gzip.open,
    b"BZh": bz2.open,
    b"\xfd7zXZ\x00": lzma.open,
}
_FAULTS = (tarfile.TarError, OSError, EOFError, zlib.error, lzma.LZMAError, ValueError)


def detect(path: Path, head: bytes) -> bool:
    """Whether the file is a ZIP archive or a TAR archive, plain or in gzip, bzip2 or xz."""
    return archive_kind(head) != "" or _opener(head) is not None


def archive_kind(head: bytes) -> str:
    """`zip` or `tar` by the first bytes of a file, or empty."""
    if head.startswith(_ZIP):
        return "zip"
    return "tar" if head[257:262] == b"ustar" else ""


def packed(head: bytes) -> bool:
    """Whether the first bytes are those of a gzip, bzip2 or xz stream."""
    return _opener(head) is not None


def shards(path: Path, wanted: int) -> int:
    """A compressed archive can only be read from its beginning, so once; others by every worker."""
    with path.open("rb") as stream:
        return 1 if packed(stream.read(16)) else wanted


def entries(path: Path) -> Iterator[Entry]:
    """The archive itself, then its members in their order."""
    container = place_name(os.fsencode(path.name))
    with path.open("rb") as stream:
        listing = members(stream, container, expand=True)
        first = next(listing, None)  # an archive that cannot be listed fails here, before anything is said
        yield Entry(container, open=lambda: path.open("rb"), size=path.stat().st_size, seekable=True)
        if first is not None:
            yield first
        yield from listing


def members(stream: BinaryIO, container: str, *, expand: bool) -> Iterator[Entry]:
    """The members of an archive in a seekable stream.

    InvalidInputError when it cannot be listed at all; when the listing breaks off later, a last entry with
    an obstacle says so.
    """
    head = stream.read(512)
    stream.seek(0)
    listing = _zip_members if head.startswith(_ZIP) else _tar_members
    yield from listing(stream, container, expand)


def _opener(head: bytes) -> Callable[[BinaryIO], object] | None:
    return next((opener for magic, opener in _PACKED.items() if head.startswith(magic)), None)


def _zip_members(stream: BinaryIO, container: str, expand: bool) -> Iterator[Entry]:
    listed = 0
    try:
        for member in zip_directory.read_members(stream, container):
            listed += 1
            if not member.raw_name.endswith(b"/"):
                yield _zip_entry(stream, member, container, expand)
    except InvalidInputError as error:
        if not listed:
            raise
        yield _broken_off(container, listed, error.what)


def _zip_entry(stream: BinaryIO, member: zip_directory.Member, container: str, expand: bool) -> Entry:
    name = _zip_name(member)
    obstacle = ""
    if member.encrypted:
        obstacle = "encrypted in the archive, not opened"
    elif stat.S_ISLNK(member.mode):
        obstacle = "symbolic link, not followed"
    return Entry(
        name,
        container,
        open=None if obstacle else lambda: zip_directory.open_member(stream, member),
        size=member.size,
        modified_at=member.modified_at,
        zone_known=member.zone_known,
        expand=expand,
        obstacle=obstacle,
    )


def _zip_name(member: zip_directory.Member) -> str:
    """A member's name: UTF-8 when it says so or is so, otherwise its bytes shown one by one."""
    return place_name(member.raw_name)


def _tar_members(stream: BinaryIO, container: str, expand: bool) -> Iterator[Entry]:
    head = stream.read(16)
    stream.seek(0)
    opener = _opener(head)
    plain = cast(BinaryIO, opener(stream)) if opener else stream
    listed = 0
    try:
        with tarfile.open(fileobj=plain, mode="r:", encoding="utf-8", errors="surrogateescape") as tar:
            while (member := tar.next()) is not None:
                tar.members.clear()  # type: ignore[attr-defined]  # a million members would otherwise be kept in memory
                listed += 1
                if not member.isdir():
                    yield _tar_entry(tar, member, container, expand)
            if not _ended_well(tar, plain):
                yield _broken_off(container, listed, "its end is cut off or damaged")
    except _FAULTS as error:
        if not listed:
            raise InvalidInputError(
                "the archive cannot be listed",
                where=container,
                why="it is cut off, damaged or no TAR archive",
            ) from error
        yield _broken_off(container, listed, "it is cut off or damaged")


def _tar_entry(tar: tarfile.TarFile, member: tarfile.TarInfo, container: str, expand: bool) -> Entry:
    obstacle = ""
    if member.issym():
        obstacle = "symbolic link, not followed"
    elif member.islnk():
        obstacle = "hard link to another member, not followed"
    elif not member.isfile():
        obstacle = "not a regular file (device or pipe), not opened"
    return Entry(
        place_name(member.name.encode("utf-8", "surrogateescape")),
        container,
        open=None if obstacle else lambda: cast(BinaryIO, tar.extractfile(member)),
        size=member.size,
        modified_at=instant(float(member.mtime)),
        zone_known=True,
        seekable=False,
        expand=expand,
        obstacle=obstacle,
    )


def _ended_well(tar: tarfile.TarFile, plain: BinaryIO) -> bool:
    """Whether the listing stopped at an end mark or at the end of the file, not at a damaged header."""
    plain.seek(tar.offset if tar.offset >= 0 else 0, io.SEEK_SET)
    block = plain.read(512)
    return not block.strip(b"\x00") and len(block) in (0, 512)


def _broken_off(container: str, listed: int, why: str) -> Entry:
    return Entry("", container, obstacle=f"the archive's list breaks off after {listed} members: {why}")
