"""A ZIP or TAR archive, plain or compressed, or one compressed file; members are read in place.

Member names are text, never paths: nothing is unpacked to disk, so a name that climbs out of a folder
leads nowhere.
"""

import io
import os
import stat
import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO, cast

from mozaik.errors import InvalidInputError
from mozaik.intake.source import Entry, instant, place_name
from mozaik.intake.sources import packed, zip_directory

NAME = "archive"

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_LONGEST_HEADER = 1 << 20
"""Bytes of the longest header that describes the next member: a name, or a set of extended attributes."""
_DESCRIBING = (
    tarfile.GNUTYPE_LONGNAME,
    tarfile.GNUTYPE_LONGLINK,
    tarfile.XHDTYPE,
    tarfile.XGLTYPE,
    tarfile.SOLARIS_XHDTYPE,
)
_FAULTS = (tarfile.TarError, *packed.FAULTS)


def detect(path: Path, head: bytes) -> bool:
    """Whether the file is a ZIP archive, a TAR archive, or any file packed by gzip, bzip2 or xz."""
    return archive_kind(head) != "" or packed.is_packed(head)


def archive_kind(head: bytes) -> str:
    """`zip` or `tar` by the first bytes of a file, or empty."""
    if head.startswith(_ZIP):
        return "zip"
    return "tar" if is_tar(head) else ""


def is_tar(head: bytes) -> bool:
    """Whether the first 512 bytes are a TAR header: by its mark, or, before POSIX, by its checksum."""
    if head[257:262] == b"ustar":
        return True
    stated = head[148:156].strip(b" \0")
    if len(head) < 512 or not head[0] or not stated or stated.strip(b"01234567"):
        return False
    return int(stated, 8) == sum(head[:148]) + 8 * ord(" ") + sum(head[156:512])


def shards(path: Path, wanted: int) -> int:
    """A compressed archive can only be read from its beginning, so once; others by every worker."""
    with path.open("rb") as stream:
        return 1 if packed.is_packed(stream.read(16)) else wanted


def entries(path: Path) -> Iterator[Entry]:
    """The archive itself, then its members in their order."""
    container = place_name(os.fsencode(path.name))
    with path.open("rb") as stream:
        _check_beginning(stream, container)
        listing = members(stream, container, expand=True)
        first = next(listing, None)  # an archive that cannot be listed fails here, before anything is said
        yield Entry(container, open=lambda: path.open("rb"), size=path.stat().st_size, seekable=True)
        if first is not None:
            yield first
        yield from listing


def _check_beginning(stream: BinaryIO, container: str) -> None:
    """InvalidInputError for a packed stream that gives nothing at all."""
    try:
        packed.first_block(stream)
    except packed.FAULTS as error:
        raise InvalidInputError(
            "the archive cannot be read",
            where=container,
            why="it is cut off or damaged from its beginning",
            remedy="get a whole copy of it",
        ) from error


def members(stream: BinaryIO, container: str, *, expand: bool) -> Iterator[Entry]:
    """The members of an archive in a seekable stream.

    InvalidInputError when it cannot be listed at all; when the listing breaks off later, a last entry with
    an obstacle says so.
    """
    stream.seek(0)
    head = stream.read(512)
    stream.seek(0)
    if head.startswith(_ZIP):
        yield from _zip_members(stream, container, expand)
    elif packed.is_packed(head) and not _holds_tar(stream):
        yield packed.only_member(stream, container, expand=expand)
    else:
        yield from _tar_members(stream, container, expand)


def _holds_tar(stream: BinaryIO) -> bool:
    """Whether a packed stream holds a TAR archive; one that is damaged from its beginning holds none."""
    try:
        return is_tar(packed.first_block(stream))
    except packed.FAULTS:
        return False


def _zip_members(stream: BinaryIO, container: str, expand: bool) -> Iterator[Entry]:
    listed = 0
    try:
        shared = zip_directory.overlapping(stream, container)
        for number, member in enumerate(zip_directory.read_members(stream, container)):
            listed += 1
            if not member.raw_name.endswith(b"/"):
                yield _zip_entry(stream, member, container, expand=expand, shared=number in shared)
        if unlisted := zip_directory.bytes_before(stream, container):
            why = f"{unlisted} bytes before the archive are in no list of it, not read"
            yield Entry("", container, obstacle=why)
    except InvalidInputError as error:
        if not listed:
            raise
        yield _broken_off(container, listed, error.what)


def _zip_entry(
    stream: BinaryIO, member: zip_directory.Member, container: str, *, expand: bool, shared: bool
) -> Entry:
    name = _zip_name(member)
    obstacle = ""
    if shared:
        obstacle = "its bytes are also those of another member (overlapping), not read"
    elif member.encrypted:
        obstacle = "encrypted in the archive, not opened"
    elif stat.S_ISLNK(member.mode):
        obstacle = "symbolic link, not followed"
    return Entry(
        name,
        container,
        open=None if obstacle else lambda: zip_directory.open_member(stream, member),
        size=member.size,
        packed=lambda: member.packed,
        modified_at=member.modified_at,
        zone_known=member.zone_known,
        expand=expand,
        obstacle=obstacle,
        beside=lambda ending: _open_zip_member(stream, member.raw_name + ending, container),
    )


def _open_zip_member(stream: BinaryIO, raw_name: bytes, container: str) -> BinaryIO | None:
    """The last plain member of a name; None where there is none."""
    sought = None
    for member in zip_directory.read_members(stream, container):
        if member.raw_name == raw_name and not member.encrypted and not stat.S_ISLNK(member.mode):
            sought = member
    return None if sought is None else zip_directory.open_member(stream, sought)


def _zip_name(member: zip_directory.Member) -> str:
    """A member's name: UTF-8 when it says so or is so, otherwise its bytes shown one by one."""
    return place_name(member.raw_name)


def _tar_members(stream: BinaryIO, container: str, expand: bool) -> Iterator[Entry]:
    unpacked = packed.unpacked(stream)
    plain = unpacked or stream
    listed = 0
    try:
        with tarfile.open(
            fileobj=plain, mode="r:", encoding="utf-8", errors="surrogateescape", tarinfo=_Header
        ) as tar:
            while (member := tar.next()) is not None:
                tar.members.clear()  # type: ignore[attr-defined]  # a million members would otherwise be kept in memory
                listed += 1
                if not member.isdir():
                    yield _tar_entry(tar, member, container, expand, taken=stream.tell if unpacked else None)
            if not _ended_well(tar, plain):
                yield _broken_off(container, listed, "its end is cut off or damaged")
    except _FAULTS as error:
        if not listed:
            raise InvalidInputError(
                "the archive cannot be listed",
                where=container,
                why="it is cut off, damaged or no TAR archive",
                remedy="get a whole copy of it, or unpack it and give the folder",
            ) from error
        yield _broken_off(container, listed, "it is cut off or damaged")


class _Header(tarfile.TarInfo):
    """A TAR header; one that only describes the next is kept as an entry when it is absurdly long.

    The library would read it into memory, and the whole listing would end there.
    """

    def _proc_gnulong(self, tar: tarfile.TarFile) -> tarfile.TarInfo:
        return self._skipped(tar) if self.size > _LONGEST_HEADER else super()._proc_gnulong(tar)  # type: ignore[misc]

    def _proc_pax(self, tar: tarfile.TarFile) -> tarfile.TarInfo:
        return self._skipped(tar) if self.size > _LONGEST_HEADER else super()._proc_pax(tar)  # type: ignore[misc]

    def _skipped(self, tar: tarfile.TarFile) -> tarfile.TarInfo:
        """The header itself, as a member of a kind that is never opened."""
        self.offset_data = cast(BinaryIO, tar.fileobj).tell()
        tar.offset = self.offset_data + -(-self.size // tarfile.BLOCKSIZE) * tarfile.BLOCKSIZE
        return self

    @property
    def is_skipped(self) -> bool:
        """Whether this is a header that was not read."""
        return self.type in _DESCRIBING


def _tar_entry(
    tar: tarfile.TarFile,
    member: tarfile.TarInfo,
    container: str,
    expand: bool,
    taken: Callable[[], int] | None,
) -> Entry:
    obstacle = ""
    if isinstance(member, _Header) and member.is_skipped:
        obstacle = (
            f"a header of {member.size} bytes that describes the next member, not read:"
            " name, time or size of that may be wrong"
        )
    elif member.issym():
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
        packed=_packed(member, taken),
        modified_at=instant(float(member.mtime)),
        zone_known=True,
        seekable=False,
        expand=expand,
        obstacle=obstacle,
    )


def _packed(member: tarfile.TarInfo, taken: Callable[[], int] | None) -> Callable[[], int] | None:
    """What a member takes in bytes: what a sparse one stores, or what goes of the compressed stream."""
    sparse = cast("list[tuple[int, int]] | None", member.sparse)
    if sparse is not None:
        stored = sum(size for _, size in sparse)
        return lambda: stored
    if taken is None:
        return None
    start = taken()
    return lambda: taken() - start


def _ended_well(tar: tarfile.TarFile, plain: BinaryIO) -> bool:
    """Whether the listing stopped at an end mark or at the end of the file, not at a damaged header."""
    plain.seek(tar.offset if tar.offset >= 0 else 0, io.SEEK_SET)
    block = plain.read(512)
    return not block.strip(b"\x00") and len(block) in (0, 512)


def _broken_off(container: str, listed: int, why: str) -> Entry:
    return Entry("", container, obstacle=f"the archive's list breaks off after {listed} members: {why}")
