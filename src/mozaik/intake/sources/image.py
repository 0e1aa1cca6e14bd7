"""A disk image (raw, E01, VMDK, qcow2, VHD, VHDX): its partitions, file systems, files and deleted names.

Needs the extra `images` (pytsk3 for file systems, libyal for formats). Times of FAT have no zone. A deleted
file is listed when its name is still there; its content is what the file system's remains point to.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from mozaik.errors import InvalidInputError
from mozaik.intake.source import Entry, Foreign, place_name
from mozaik.intake.sources import ewf
from mozaik.intake.sources.extra import library
from mozaik.intake.sources.file_system import IsDamaged, Walk
from mozaik.intake.sources.media import Opened, open_held, open_image
from mozaik.intake.sources.media_stream import ReadAt, media_stream
from mozaik.intake.sources.signatures import IMAGE, looks_raw, signature_of
from mozaik.intake.sources.volumes import SECTOR, Volumes, find_volumes

NAME = "disk image"
MEDIA = "(media)"
"""The name under which the content of an image of a format of its own is listed beside its files."""

_SMALLEST = 1 << 16
"""Bytes of the smallest image without a table in which volumes are looked for."""


def detect(path: Path, head: bytes) -> bool:
    """Whether the file is an image, or may be one whose partition table was wiped: whole sectors, no text."""
    signature = signature_of(head)
    if signature is not None:
        return signature.is_read and signature.noun == IMAGE
    return looks_raw(head) or _may_be_wiped(path, head)


def _may_be_wiped(path: Path, head: bytes) -> bool:
    """Whether volumes are worth looking for in a file that nothing at its beginning tells."""
    if len(head) < _SMALLEST or b"\0" not in head:
        return False
    with path.open("rb") as stream:
        return stream.seek(0, os.SEEK_END) % SECTOR == 0


def shards(path: Path, wanted: int) -> int:
    """An image is cheap to list beside its content, so every worker may list it."""
    return wanted if path.stat().st_size > 1 << 26 else 1


def entries(path: Path) -> Iterator[Entry]:
    """The image's own files (segments), then the entries of each file system in it."""
    tsk = library("pytsk3")
    container = place_name(os.fsencode(path.name))
    opened = open_image(path, tsk)
    volumes = _volumes(opened, tsk, path.name)
    for segment in opened.segments:
        yield _segment(segment, is_media=opened.read is None)
    yield from _held(opened, volumes, tsk, container)


def members(stream: BinaryIO, path: Path | None, container: str) -> Iterator[Entry]:
    """What lies in an image that is itself a file of a source: at a path with its segments, or in a stream.

    InvalidInputError when it cannot be opened, or is a further segment of another.
    """
    tsk = library("pytsk3")
    stream.seek(0)
    head = stream.read(16)
    if head.startswith(ewf.SIGNATURE) and int.from_bytes(head[9:11], "little") > 1:
        raise InvalidInputError("a further segment", where=container, remedy="it is read with the first")
    opened = open_held(stream, tsk) if path is None else open_image(path, tsk)
    yield from _held(opened, _volumes(opened, tsk, container), tsk, container)


def _volumes(opened: Opened, tsk: Foreign, where: str) -> Volumes:
    """The volumes of an image; InvalidInputError when none of them can be read."""
    volumes = find_volumes(opened.image, tsk)
    if not volumes.are_readable:
        raise InvalidInputError(
            "no file system could be read in the image",
            where=where,
            why="it is cut off, encrypted or of an unknown kind",
            remedy="check the image against its acquisition hash",
        )
    return volumes


def _held(opened: Opened, volumes: Volumes, tsk: Foreign, container: str) -> Iterator[Entry]:
    """The media where the image has a format of its own, what is not there, and all files."""
    if opened.read is not None:
        yield _media(opened, opened.read, container)
    for segment in opened.segments:
        if is_cut_e01(segment):
            place = place_name(os.fsencode(segment.name))
            yield Entry("", place, obstacle="the image is cut off: its end mark is missing")
    for gap in opened.gaps:
        yield Entry("", container, obstacle=gap)
    yield from _gaps(volumes, opened.image.get_size(), container)
    for volume in volumes.listed:
        place = f"{container}:{volume.label}" if volume.label else container
        if volume.system is None:
            yield Entry("", place, obstacle=volume.obstacle)
        else:
            yield from Walk(tsk, volume.system, place, _damage(opened, volume.offset)).entries()


def _gaps(volumes: Volumes, size: int, container: str) -> Iterator[Entry]:
    """What an image of `size` bytes says of itself that is not there, or was not looked through."""
    if volumes.needed > size:
        there = f"{size} of the {volumes.needed} bytes that its file systems take are there"
        yield Entry("", container, obstacle=f"the image is cut off: {there}")
    if volumes.unscanned:
        why = f"no partition table: {volumes.unscanned} bytes were not looked through for volumes"
        yield Entry("", container, obstacle=why)


def is_cut_e01(segment: Path) -> bool:
    """Whether a segment of an E01 image lacks the section `next` or `done` that ends it (libewf, EWF)."""
    with segment.open("rb") as stream:
        if stream.read(8) != ewf.SIGNATURE:
            return False
        stream.seek(max(0, segment.stat().st_size - ewf.SECTION))
        return stream.read(5).rstrip(b"\0") not in (b"next", b"done")


_UNSEARCHED = "space of the image outside its files is not searched"


def _segment(path: Path, *, is_media: bool) -> Entry:
    return Entry(
        place_name(os.fsencode(path.name)),
        open=lambda: path.open("rb"),
        size=path.stat().st_size,
        seekable=True,
        unsearched=_UNSEARCHED if is_media else "",
    )


def _media(opened: Opened, read: ReadAt, container: str) -> Entry:
    """What lies in an image of a format of its own: its digests are those of the medium."""
    size, handle, chunks = opened.image.get_size(), opened.handle, opened.chunks
    if chunks is None:
        taken = sum(segment.stat().st_size for segment in opened.segments) or size
        return Entry(
            MEDIA,
            container,
            open=lambda: media_stream(read, size),
            size=size,
            packed=lambda: taken,
            unsearched=_UNSEARCHED,
        )
    return Entry(
        MEDIA,
        container,
        open=lambda: ewf.media_stream(chunks, handle.chunk_size, size),
        size=size,
        unsearched=_UNSEARCHED,
        acquisition=lambda: ewf.acquisition(handle, chunks),
    )


def _damage(opened: Opened, offset: int) -> IsDamaged | None:
    """The question after damaged bytes of the file system at an offset; None where nobody can answer it."""
    chunks = opened.chunks
    if chunks is None:
        return None
    return lambda first, end: chunks.is_damaged(offset + first, offset + end)
