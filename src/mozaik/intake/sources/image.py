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

NAME = "disk image"
MEDIA = "(media)"
"""The name under which the content of an E01 is listed beside its files."""

_ENDLESS = 1 << 50
_NOT_YET = {b"KDMV": "VMDK", b"# Disk Descriptor": "VMDK", b"QFI\xfb": "qcow2", b"LVF\x09": "L01",
            b"EVF2": "Ex01", b"LEF2": "Lx01", b"vhdxfile": "VHDX", b"conectix": "VHD"}  # fmt: skip


def detect(path: Path, head: bytes) -> bool:
    """Whether the file is a raw image with a partition table or file system, or an image of a known format.

    InvalidInputError for an image format that is known but not read yet.
    """
    if name := next((name for magic, name in _NOT_YET.items() if head.startswith(magic)), None):
        raise InvalidInputError(
            f"images of the format {name} are not read yet",
            where=path.name,
            remedy="convert it to raw (dd) or E01 with a verified tool and keep the original",
        )
    return head.startswith(ewf.SIGNATURE) or looks_raw(head)


def looks_raw(head: bytes) -> bool:
    """Whether a file begins like a raw image: MBR, a boot sector of FAT or NTFS, GPT, an ext superblock."""
    return head[510:512] == b"\x55\xaa" or head[512:520] == b"EFI PART" or head[1080:1082] == b"\x53\xef"


def shards(path: Path, wanted: int) -> int:
    """An image is cheap to list beside its content, so every worker may list it."""
    return wanted if path.stat().st_size > 1 << 26 else 1


def entries(path: Path) -> Iterator[Entry]:
    """The image's own files (segments), then the entries of each file system in it."""
    tsk = _library("pytsk3")
    container = place_name(os.fsencode(path.name))
    opened = _open_image(path, tsk)
    image, segments = opened.image, opened.segments
    systems = [
        (f"{container}:{label}" if label else container, offset, _system(tsk, image, offset))
        for label, offset in _partitions(image, tsk)
    ]
    if not any(system is not None for _, _, system in systems):
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
    size = image.get_size()
    if (needed := _needed(image, tsk, [(offset, system) for _, offset, system in systems])) > size:
        why = f"the image is cut off: {size} of the {needed} bytes that its file systems take are there"
        yield Entry("", container, obstacle=why)
    for place, offset, system in systems:
        if system is None:
            yield Entry("", place, obstacle="no file system that is known here, not searched")
        else:
            yield from Walk(tsk, system, place, _damage(opened, offset)).entries()


def _needed(image: Foreign, tsk: Foreign, systems: list[tuple[int, Foreign]]) -> int:
    """The bytes that the partitions and file systems of an image take by their own account."""
    ends = [_end_of_partitions(image, tsk)]
    ends += [
        offset + system.info.block_count * system.info.block_size
        for offset, system in systems
        if system is not None
    ]
    return max(ends)


def _end_of_partitions(image: Foreign, tsk: Foreign) -> int:
    """The byte after the last partition; 0 without a partition table."""
    volume = _volume(image, tsk)
    if volume is None:
        return 0
    size: int = volume.info.block_size
    return max(((part.start + part.len) * size for part in volume if _is_used(part, tsk)), default=0)


def is_cut_e01(segment: Path) -> bool:
    """Whether a segment of an E01 image lacks the section `next` or `done` that ends it (libewf, EWF)."""
    with segment.open("rb") as stream:
        if stream.read(8) != ewf.SIGNATURE:
            return False
        stream.seek(max(0, segment.stat().st_size - ewf.SECTION))
        return stream.read(5).rstrip(b"\0") not in (b"next", b"done")


def _is_used(part: Foreign, tsk: Foreign) -> bool:
    return bool(int(part.flags) & int(tsk.TSK_VS_PART_FLAG_ALLOC))


def _system(tsk: Foreign, image: Foreign, offset: int) -> Foreign:
    """The file system at a byte offset, or None."""
    try:
        return tsk.FS_Info(image, offset=offset)
    except OSError:
        return None


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


def _volume(image: Foreign, tsk: Foreign) -> Foreign:
    """The partition table, or None.

    The library refuses the table of an image that is cut off before a partition; then it is shown zeros.
    """
    try:
        return tsk.Volume_Info(image)
    except OSError:
        if _system(tsk, image, 0) is not None:
            return None
    try:
        return tsk.Volume_Info(_without_end(tsk, image))
    except OSError:
        return None


def _without_end(tsk: Foreign, image: Foreign) -> Foreign:
    """The image as one that goes on with zeros."""

    class _WithoutEnd(tsk.Img_Info):  # type: ignore[misc]  # its base comes from an untyped library
        def __init__(self) -> None:
            super().__init__(url="", type=tsk.TSK_IMG_TYPE_EXTERNAL)

        def close(self) -> None:
            pass

        def read(self, offset: int, size: int) -> bytes:
            there = max(0, min(size, image.get_size() - offset))
            data: bytes = image.read(offset, there) if there else b""
            return data.ljust(size, b"\0")

        def get_size(self) -> int:
            return _ENDLESS

    return _WithoutEnd()


def _partitions(image: Foreign, tsk: Foreign) -> Iterator[tuple[str, int]]:
    """Label and byte offset of each partition; one without a label when there is no partition table."""
    if (volume := _volume(image, tsk)) is None:
        yield "", 0
        return
    number = 0
    for part in volume:
        if _is_used(part, tsk):
            number += 1
            yield f"partition-{number}", part.start * volume.info.block_size
    if not number:
        yield "", 0
