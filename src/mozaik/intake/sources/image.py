"""A disk image: raw (dd) or E01, its partitions and file systems, and the files and deleted names in them.

Needs the extra `images` (pytsk3 for file systems, libewf for E01). Times of FAT have no zone. A deleted
file is listed when its name is still there; its content is what the file system's remains point to.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from mozaik.errors import InvalidInputError, MissingPartError
from mozaik.intake.source import Entry, Foreign, place_name
from mozaik.intake.sources import ewf
from mozaik.intake.sources.file_system import IsDamaged, Walk
from mozaik.intake.sources.signatures import E01, looks_raw
from mozaik.intake.sources.volumes import SECTOR, Volumes, find_volumes

NAME = "disk image"
MEDIA = "(media)"
"""The name under which the content of an E01 is listed beside its files."""

_SMALLEST = 1 << 16
"""Bytes of the smallest image without a table in which volumes are looked for."""


def detect(path: Path, head: bytes) -> bool:
    """Whether the file is an image, or may be one whose partition table was wiped: whole sectors, no text."""
    return E01.fits(head) or looks_raw(head) or _may_be_wiped(path, head)


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
    tsk = _library("pytsk3")
    container = place_name(os.fsencode(path.name))
    opened = _open_image(path, tsk)
    image, segments = opened.image, opened.segments
    volumes = find_volumes(image, tsk)
    if not volumes.are_readable:
        raise InvalidInputError(
            "no file system could be read in the image",
            where=path.name,
            why="it is cut off, encrypted or of an unknown kind",
            remedy="check the image against its acquisition hash",
        )
    for segment in segments:
        yield _segment(segment, is_media=opened.handle is None)
    if opened.handle is not None:
        yield _media(opened, opened.handle, container)
    for segment in segments:
        if is_cut_e01(segment):
            yield Entry(
                "",
                place_name(os.fsencode(segment.name)),
                obstacle="the image is cut off: its end mark is missing",
            )
    yield from _gaps(volumes, image.get_size(), container)
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


def _library(name: str) -> Foreign:
    try:
        return __import__(name)
    except ImportError as error:
        raise MissingPartError(
            "disk images cannot be read",
            why=f"the library {name} is not installed",
            remedy="install the extra: pip install 'mozaik-operation[images]'",
        ) from error


_UNSEARCHED = "space of the image outside its files is not searched"


def _segment(path: Path, *, is_media: bool) -> Entry:
    return Entry(
        place_name(os.fsencode(path.name)),
        open=lambda: path.open("rb"),
        size=path.stat().st_size,
        seekable=True,
        unsearched=_UNSEARCHED if is_media else "",
    )


def _media(opened: "_Opened", handle: Foreign, container: str) -> Entry:
    """What lies in an E01: its digests are those of the medium, to compare with the stored ones."""
    size, chunk_size = handle.get_media_size(), handle.chunk_size
    chunks = cast(ewf.Chunks, opened.chunks)
    return Entry(
        MEDIA,
        container,
        open=lambda: ewf.media_stream(chunks, chunk_size, size),
        size=size,
        unsearched=_UNSEARCHED,
        acquisition=lambda: ewf.acquisition(handle, chunks),
    )


@dataclass(frozen=True, slots=True)
class _Opened:
    """An image as one of pytsk3, its files, and for E01 its handle of libewf and its chunks."""

    image: Foreign
    segments: list[Path]
    handle: Foreign = None
    chunks: ewf.Chunks | None = None


def _damage(opened: _Opened, offset: int) -> IsDamaged | None:
    """The question after damaged bytes of the file system at an offset; None where nobody can answer it."""
    chunks = opened.chunks
    if chunks is None:
        return None
    return lambda first, end: chunks.is_damaged(offset + first, offset + end)


def _open_image(path: Path, tsk: Foreign) -> _Opened:
    with path.open("rb") as stream:
        is_e01 = stream.read(8) == ewf.SIGNATURE
    try:
        if not is_e01:
            return _Opened(tsk.Img_Info(str(path)), [path])
        library = _library("pyewf")
        names = library.glob(str(path))
        handle = library.handle()
        handle.open(names)
        segments = [Path(name) for name in names]
        chunks = ewf.Chunks(segments, handle.chunk_size, handle.get_media_size())
        return _Opened(_e01_image(tsk, handle), segments, handle, chunks)
    except (OSError, UnicodeError) as error:
        raise InvalidInputError(
            "the image cannot be opened",
            where=path.name,
            why="it is cut off, damaged or lacks a segment",
            remedy="put all segments of the image into one folder, or copy it again",
        ) from error


def _e01_image(tsk: Foreign, handle: Foreign) -> Foreign:
    """The content of an E01 image as an image of pytsk3."""

    class _E01Image(tsk.Img_Info):  # type: ignore[misc]  # its base comes from an untyped library
        def __init__(self) -> None:
            super().__init__(url="", type=tsk.TSK_IMG_TYPE_EXTERNAL)

        def close(self) -> None:
            handle.close()

        def read(self, offset: int, size: int) -> bytes:
            try:
                handle.seek(offset)
                data: bytes = handle.read(size)
            except OSError:  # a chunk that is not there: what asked for it sees a content that ends
                return b""
            return data

        def get_size(self) -> int:
            size: int = handle.get_media_size()
            return size

    return _E01Image()
