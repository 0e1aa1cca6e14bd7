"""A folder with files, such as a mounted disk, a copied memory card or an exported phone.

Names are taken as bytes, so that odd ones survive. Symbolic links, devices, sockets and pipes are entries
with an obstacle: they are counted and never opened.
"""

import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from mozaik.intake.source import Entry, instant, place_name

NAME = "folder"


def detect(path: Path, head: bytes) -> bool:
    """Whether the path is a folder."""
    return not head and path.is_dir()


def shards(path: Path, wanted: int) -> int:
    """A folder is cheap to list, so every worker may list it."""
    return wanted


def entries(path: Path) -> Iterator[Entry]:
    """Every file below the folder, names sorted by bytes within each folder."""
    top = os.fsencode(path)
    waiting: list[bytes] = [b""]
    while waiting:
        inside = waiting.pop()
        try:
            with os.scandir(top + b"/" + inside) as listing:
                found = sorted(listing, key=lambda entry: entry.name)
        except OSError as error:
            yield Entry(place_name(inside) + "/", obstacle=f"folder cannot be listed: {error.strerror}")
            continue
        deeper = []
        for entry in found:
            relative = inside + b"/" + entry.name if inside else entry.name
            if entry.is_dir(follow_symlinks=False):
                deeper.append(relative)
            else:
                yield _entry(relative, entry)
        waiting.extend(reversed(deeper))


def _entry(relative: bytes, found: os.DirEntry[bytes]) -> Entry:
    name, full = place_name(relative), found.path
    try:
        status = found.stat(follow_symlinks=False)
    except OSError as error:
        return Entry(name, obstacle=f"cannot be read: {error.strerror}")
    if not stat.S_ISREG(status.st_mode):
        return Entry(name, obstacle=_kind(status.st_mode))
    return Entry(
        name,
        open=lambda: _open(full),
        size=status.st_size,
        modified_at=instant(status.st_mtime_ns // 1000 / 1_000_000),
        zone_known=True,
        seekable=True,
        expand=True,
    )


def _open(path: bytes) -> BinaryIO:
    """The file for reading; a link put in its place meanwhile is refused by the system."""
    return os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC), "rb")


def _kind(mode: int) -> str:
    if stat.S_ISLNK(mode):
        return "symbolic link, not followed"
    return "not a regular file (device, pipe or socket), not opened"
