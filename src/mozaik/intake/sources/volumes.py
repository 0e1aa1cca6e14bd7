"""Where the file systems of an image lie: by its partition table, alone from its first byte, or by a scan.

Where a partition table is wiped or leads to nothing, every sector is asked whether a file system begins
there. What is scanned is bounded by bytes; what lies beyond is counted.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mozaik.intake.source import Foreign
from mozaik.intake.sources.signatures import HEAD_BYTES, signature_of

SECTOR = 512
MOST_SCANNED = 16 << 30
"""Bytes that are looked through for volumes; the inside of a volume that was found is not counted."""
MOST_VOLUMES = 128
MOST_TRIED = 50_000
"""Places of one image that look like the beginning of a volume and are tried."""
UNKNOWN = "no file system that is known here, not searched"

_ENDLESS = 1 << 50
_WINDOW = 1 << 20
_BEHIND = 0x9000
"""Bytes after the beginning of a volume in which its mark stands at the latest."""
_BEGINNINGS = (
    (3, re.compile(rb"NTFS    |EXFAT   ")),
    (54, re.compile(rb"FAT1[26]   ")),
    (82, re.compile(rb"FAT32   ")),
    (1080, re.compile(rb"\x53\xef")),
    (1024, re.compile(rb"H\+\x00\x04|HX\x00\x05")),
    (0x8001, re.compile(rb"CD001")),
    (0x255C, re.compile(rb"\x54\x19\x01\x00|\x00\x01\x19\x54")),
)
"""Marks of file systems and how many bytes after the beginning of the volume they stand."""
_EXT_GROUP = 1114
"""Where ext says, after the beginning of a volume, of which group a superblock is: 0 for the first."""


@dataclass(frozen=True, slots=True)
class Volume:
    """One place of an image with its file system, or None and the reason; `offset` in bytes."""

    label: str
    offset: int
    system: Foreign
    obstacle: str = UNKNOWN


@dataclass(frozen=True, slots=True)
class Volumes:
    """The volumes of an image; `needed` bytes by their own account, `unscanned` bytes not looked through."""

    listed: tuple[Volume, ...]
    needed: int
    unscanned: int = 0

    @property
    def are_readable(self) -> bool:
        """Whether there is at least one file system."""
        return _are_readable(self.listed)


def find_volumes(image: Foreign, tsk: Foreign) -> Volumes:
    """The volumes of an image: those of its table, or its only one, or those that a scan finds."""
    whole, table = _volume(tsk, image, "", 0), _table(image, tsk)
    listed = tuple(_of_table(image, tsk, table)) if table is not None else ()
    end = _end_of_partitions(table, tsk) if table is not None else 0
    unscanned = 0
    if whole.system is not None and all(volume.offset for volume in listed):
        listed = (whole, *listed)  # as on a medium for two systems: ISO 9660, and a table with HFS+ beside it
    if not _are_readable(listed):
        scanned, unscanned = _scan(image, tsk)
        listed = scanned or listed or (whole,)
    return Volumes(listed, max([end, *(_end_of(volume) for volume in listed)]), unscanned)


def _are_readable(volumes: Sequence[Volume]) -> bool:
    return any(volume.system is not None for volume in volumes)


def _volume(tsk: Foreign, image: Foreign, label: str, offset: int) -> Volume:
    """What lies at a byte offset; a format that is known and not read is named."""
    system = _system(tsk, image, offset)
    if system is not None:
        return Volume(label, offset, system)
    signature = signature_of(_read(image, offset, HEAD_BYTES))
    return Volume(label, offset, None, signature.gap if signature else UNKNOWN)


def _system(tsk: Foreign, image: Foreign, offset: int) -> Foreign:
    """The file system at a byte offset, or None."""
    try:
        return tsk.FS_Info(image, offset=offset)
    except OSError:
        return None


def _read(image: Foreign, offset: int, size: int) -> bytes:
    """Bytes of the image, fewer at its end or where they cannot be read."""
    wanted = max(0, min(size, image.get_size() - offset))
    try:
        content: bytes = image.read(offset, wanted) if wanted else b""
    except OSError:
        return b""
    return content


def _end_of(volume: Volume) -> int:
    """The byte after a volume by its own account; 0 without a file system."""
    if volume.system is None:
        return 0
    info = volume.system.info
    end: int = volume.offset + info.block_count * info.block_size
    return end


def _of_table(image: Foreign, tsk: Foreign, table: Foreign) -> Iterator[Volume]:
    """The partitions of a table."""
    number = 0
    for part in table:
        if _is_used(part, tsk):
            number += 1
            yield _volume(tsk, image, f"partition-{number}", part.start * table.info.block_size)


def _end_of_partitions(table: Foreign, tsk: Foreign) -> int:
    """The byte after the last partition."""
    size: int = table.info.block_size
    return max(((part.start + part.len) * size for part in table if _is_used(part, tsk)), default=0)


def _is_used(part: Foreign, tsk: Foreign) -> bool:
    return bool(int(part.flags) & int(tsk.TSK_VS_PART_FLAG_ALLOC))


def _table(image: Foreign, tsk: Foreign) -> Foreign:
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


def _scan(image: Foreign, tsk: Foreign) -> tuple[tuple[Volume, ...], int]:
    """The volumes that begin at any sector, none inside another; how many bytes were not looked through."""
    volumes: list[Volume] = []
    at, scanned, tried, size = 0, 0, 0, image.get_size()
    while at < size and scanned < MOST_SCANNED and tried < MOST_TRIED and len(volumes) < MOST_VOLUMES:
        following = at + _WINDOW
        for start in _beginnings(_read(image, at, _WINDOW + _BEHIND)):
            tried += 1
            volume = _volume(tsk, image, f"volume-at-{at + start}", at + start)
            if volume.system is not None:
                volumes.append(volume)
                following = max(at + start + SECTOR, -(-_end_of(volume) // SECTOR) * SECTOR)
                break
        scanned += min(_WINDOW, following - at)
        at = following
    return tuple(volumes), max(0, size - at)


def _beginnings(window: bytes) -> list[int]:
    """Where in the first part of a window a volume may begin, in order."""
    starts = {match.start() - behind for behind, mark in _BEGINNINGS for match in mark.finditer(window)}
    return sorted(
        start
        for start in starts
        if 0 <= start < _WINDOW and start % SECTOR == 0 and not _is_ext_copy(window, start)
    )


def _is_ext_copy(window: bytes, start: int) -> bool:
    """Whether what begins here is one of the copies that ext keeps of its superblock in other groups."""
    is_ext = window[start + 1080 : start + 1082] == b"\x53\xef"
    return is_ext and window[start + _EXT_GROUP : start + _EXT_GROUP + 2] != b"\0\0"
