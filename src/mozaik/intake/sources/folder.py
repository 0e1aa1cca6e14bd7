"""A folder with files, such as a mounted disk, a copied memory card or an exported phone.

Names are taken as bytes, so that odd ones survive. Symbolic links, devices, sockets and pipes are entries
with an obstacle: they are counted and never opened. A path longer than the system takes at once is followed
in steps.
"""

import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from mozaik.intake.source import Entry, instant, place_name

NAME = "folder"

_LONGEST_STEP = 4000
"""Bytes of a path that are given to the system at once; it takes 4,095."""
_STEP = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC


def detect(path: Path, head: bytes) -> bool:
    """Whether the path is a folder."""
    return not head and path.is_dir()


def shards(path: Path, wanted: int) -> int:
    """A folder is cheap to list, so every worker may list it."""
    return wanted


def entries(path: Path) -> Iterator[Entry]:
    """Every file below the folder, names sorted by bytes within each folder."""
    top = os.fsencode(path.absolute())
    waiting: list[bytes] = [b""]
    while waiting:
        inside = waiting.pop()
        try:
            names = _names(top, inside)
        except OSError as error:
            yield Entry(place_name(inside) + "/", obstacle=f"folder cannot be listed: {error.strerror}")
            continue
        deeper = []
        for name, is_folder in names:
            relative = inside + b"/" + name if inside else name
            if is_folder:
                deeper.append(relative)
            else:
                yield _entry(top, relative)
        waiting.extend(reversed(deeper))


def _names(top: bytes, inside: bytes) -> list[tuple[bytes, bool]]:
    """The names in a folder, sorted by bytes, and whether each is a folder itself."""
    descriptor = _opened(top, inside, os.O_RDONLY | os.O_DIRECTORY)
    try:
        with os.scandir(descriptor) as listing:
            return sorted((os.fsencode(child.name), child.is_dir(follow_symlinks=False)) for child in listing)
    finally:
        os.close(descriptor)


def _entry(top: bytes, relative: bytes) -> Entry:
    name = place_name(relative)
    try:
        descriptor = _opened(top, relative, os.O_PATH)
        try:
            status = os.fstat(descriptor)
        finally:
            os.close(descriptor)
    except OSError as error:
        return Entry(name, obstacle=f"cannot be read: {error.strerror}")
    if not stat.S_ISREG(status.st_mode):
        return Entry(name, obstacle=_kind(status.st_mode))
    return Entry(
        name,
        open=lambda: _open(top, relative),
        size=status.st_size,
        modified_at=instant(status.st_mtime_ns // 1000 / 1_000_000),
        zone_known=True,
        seekable=True,
        expand=True,
        path=Path(os.fsdecode(top + b"/" + relative)),
        beside=lambda ending: _open_beside(top, relative + ending),
    )


def _open_beside(top: bytes, relative: bytes) -> BinaryIO | None:
    """A regular file for reading; None where there is none."""
    try:
        stream = _open(top, relative)
    except FileNotFoundError:
        return None
    if stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
        return stream
    stream.close()
    return None


def _open(top: bytes, relative: bytes) -> BinaryIO:
    """The file for reading; a link put in its place meanwhile is refused by the system."""
    return os.fdopen(_opened(top, relative, os.O_RDONLY | os.O_NONBLOCK), "rb")


def _opened(top: bytes, relative: bytes, flags: int) -> int:
    """A descriptor of a place below `top`; a long path is opened in steps that the system takes at once."""
    here = os.open(top, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        while len(relative) > _LONGEST_STEP:
            at = relative.rindex(b"/", 0, _LONGEST_STEP)
            step, relative = relative[:at], relative[at + 1 :]
            before, here = here, os.open(step, _STEP, dir_fd=here)
            os.close(before)
        return os.open(relative or b".", flags | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=here)
    finally:
        os.close(here)


def _kind(mode: int) -> str:
    if stat.S_ISLNK(mode):
        return "symbolic link, not followed"
    return "not a regular file (device, pipe or socket), not opened"
