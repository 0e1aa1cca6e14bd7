"""A ZIP, TAR, 7z or CPIO archive, plain or compressed, or one compressed file; members are read in place.

Member names are text, never paths: nothing is unpacked to disk, so a name that climbs out of a folder
leads nowhere.
"""

import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from mozaik.errors import InvalidInputError
from mozaik.intake.source import Entry, broken_off, place_name
from mozaik.intake.sources import (
    android_backup,
    cpio,
    packed,
    seven_zip,
    tar,
    zip_content,
    zip_directory,
    zip_scan,
)

NAME = "archive"

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_HEAD = 8192
_LIST_LOST = "the archive's list is lost or damaged: its members are read by their own headers"


def detect(path: Path, head: bytes) -> bool:
    """Whether the file is an archive of a kind that is read, or a file that is packed alone."""
    return (
        head.startswith((*_ZIP, seven_zip.MARK))
        or tar.is_tar(head)
        or cpio.is_cpio(head)
        or packed.is_packed(head)
    )


def shards(path: Path, wanted: int) -> int:
    """A compressed archive can only be read from its beginning, so once; others by every worker."""
    with path.open("rb") as stream:
        head = stream.read(16)
        return 1 if packed.is_packed(head) or head.startswith(seven_zip.MARK) else wanted


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
        if not android_backup.is_encrypted(stream):  # of such a one it is said that it is
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
    head = stream.read(_HEAD)
    stream.seek(0)
    if head.startswith(_ZIP):
        yield from _zip_members(stream, container, expand)
    elif head.startswith(seven_zip.MARK):
        yield from seven_zip.members(stream, container, expand=expand)
    elif cpio.is_cpio(head):
        yield from cpio.members(stream, container, expand=expand)
    elif head.startswith(android_backup.MARK) and android_backup.is_encrypted(stream):
        yield Entry("", container, obstacle="encrypted in the archive, not opened")
    elif packed.is_packed(head) and not _holds_tar(stream):
        yield packed.only_member(stream, container, expand=expand)
    else:
        yield from tar.members(stream, container, expand=expand)


def _holds_tar(stream: BinaryIO) -> bool:
    """Whether a packed stream holds a TAR archive; one that is damaged from its beginning holds none."""
    try:
        return tar.is_tar(packed.first_block(stream))
    except packed.FAULTS:
        return False


def _zip_members(stream: BinaryIO, container: str, expand: bool) -> Iterator[Entry]:
    """The members by the archive's list, and where that is lost by the headers before each member."""
    places: set[int] = set()
    try:
        shared = zip_directory.overlapping(stream, container)
        for number, member in enumerate(zip_directory.read_members(stream, container)):
            places.add(member.offset)
            if not member.raw_name.endswith(b"/"):
                yield _zip_entry(stream, member, container, expand=expand, shared=number in shared)
        if unlisted := zip_directory.bytes_before(stream, container):
            why = f"{unlisted} bytes before the archive are in no list of it, not read"
            yield Entry("", container, obstacle=why)
    except InvalidInputError as error:
        listed = len(places)
        for member in zip_scan.scan(stream):
            if member.offset not in places:
                places.add(member.offset)
                if not member.raw_name.endswith(b"/"):
                    yield _zip_entry(stream, member, container, expand=expand, shared=False)
        if not places:
            raise
        if len(places) > listed:
            yield Entry("", container, obstacle=_LIST_LOST)
        if listed:
            yield broken_off(container, listed, error.what)


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
        open=None if obstacle else lambda: zip_content.open_member(stream, member),
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
    return None if sought is None else zip_content.open_member(stream, sought)


def _zip_name(member: zip_directory.Member) -> str:
    """A member's name: UTF-8 when it says so or is so, otherwise its bytes shown one by one."""
    return place_name(member.raw_name)
