"""A TAR archive, plain or packed: its members in place."""

import io
import tarfile
from collections.abc import Callable, Iterator
from typing import BinaryIO, cast

from mozaik.errors import InvalidInputError
from mozaik.intake.source import Entry, broken_off, instant, place_name
from mozaik.intake.sources import packed

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


def is_tar(head: bytes) -> bool:
    """Whether the first 512 bytes are a TAR header: by its mark, or, before POSIX, by its checksum."""
    if head[257:262] == b"ustar":
        return True
    stated = head[148:156].strip(b" \0")
    if len(head) < 512 or not head[0] or not stated or stated.strip(b"01234567"):
        return False
    return int(stated, 8) == sum(head[:148]) + 8 * ord(" ") + sum(head[156:512])


def members(stream: BinaryIO, container: str, *, expand: bool) -> Iterator[Entry]:
    """The members in their order; where the list breaks off, a last entry says so."""
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
                yield broken_off(container, listed, "its end is cut off or damaged")
    except _FAULTS as error:
        if not listed:
            raise InvalidInputError(
                "the archive cannot be listed",
                where=container,
                why="it is cut off, damaged or no TAR archive",
                remedy="get a whole copy of it, or unpack it and give the folder",
            ) from error
        yield broken_off(container, listed, "it is cut off or damaged")


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
