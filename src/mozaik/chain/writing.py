"""Putting bytes at the end of a file, on the disk when this returns, or leaving the file as it was."""

import errno
import os
from pathlib import Path

from mozaik.files import PRIVATE, force_folder


def append_bytes(path: Path, data: bytes, size: int) -> None:
    """Put `data` after the first `size` bytes of a file, in place of what a crash left there.

    What the system refuses leaves these first bytes alone; the error is the system's.
    """
    fresh = size == 0 and not path.exists()
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, PRIVATE)
    try:
        if os.fstat(descriptor).st_size > size:
            os.ftruncate(descriptor, size)
        try:
            if os.pwrite(descriptor, data, size) != len(data):
                raise OSError(errno.EIO, "the line was not written whole")
            os.fsync(descriptor)
        except BaseException:
            os.ftruncate(descriptor, size)
            raise
    finally:
        os.close(descriptor)
    if fresh:
        force_folder(path.parent)


def cut_off(path: Path, size: int) -> None:
    """Take away what stands after the first `size` bytes of a file: nobody accepted it."""
    os.truncate(path, size)
