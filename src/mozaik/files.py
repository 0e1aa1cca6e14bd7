"""Writing files so that a crash leaves either the old file or the whole new one, never a part."""

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from mozaik.errors import MozaikError

PRIVATE = 0o600


class StorageError(MozaikError):
    """The disk or its rights do not allow the step; what was there before is unchanged."""


@contextmanager
def storage_errors(path: Path) -> Iterator[None]:
    """Turn what the system says of files, such as a full disk, into a StorageError that names the file."""
    try:
        yield
    except OSError as error:
        if error.errno is None:  # not from the system: a library's own use of this class
            raise
        raise StorageError(
            "a file cannot be read or written",
            where=str(error.filename or path),
            why=os.strerror(error.errno),
            remedy="check path, rights and free space; what was there before is unchanged",
        ) from error


@contextmanager
def written_whole(target: Path, mode: int = PRIVATE, *, durable: bool = True) -> Iterator[BinaryIO]:
    """A stream whose content becomes `target` at once when the block ends without an error.

    The content goes to a new file beside the target, is forced to the disk (unless `durable` is false: for
    what can be made again), and renamed; on an error the new file is removed and the target stays as it
    was. What a killed writer left is removed first; one still at work is waited for. StorageError if the
    system refuses.
    """
    target = Path(target)
    part = target.with_name(f".{target.name}.part")
    with storage_errors(target):
        descriptor = _claimed(part, lambda: os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL, mode))
        with os.fdopen(descriptor, "wb") as stream:
            try:
                yield stream
                stream.flush()
                if durable:
                    os.fsync(stream.fileno())
                part.replace(target)
            except BaseException:
                part.unlink(missing_ok=True)
                raise
        if durable:
            force_folder(target.parent)


@contextmanager
def scratch_folder(target: Path) -> Iterator[Path]:
    """A private folder beside `target` for what is made of it, gone when the block ends.

    What a killed writer of the same target left is removed first; one still at work is waited for.
    """
    folder = target.with_name(f".{target.name}.scratch")

    def make() -> int:
        folder.mkdir(mode=0o700)
        try:
            return os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        except FileNotFoundError as error:  # taken for a leftover and removed between the two steps
            raise FileExistsError from error

    with storage_errors(target):
        descriptor = _claimed(folder, make)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(descriptor)


def _claimed(path: Path, make: Callable[[], int]) -> int:
    """The open descriptor of what `make` made at `path`, locked, so that others see a writer at work."""
    while True:
        try:
            descriptor = make()
        except FileExistsError:
            _remove_leftover(path)
            continue
        with suppress(BlockingIOError):
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if is_at(descriptor, path):
                return descriptor
        os.close(descriptor)


def _remove_leftover(path: Path) -> None:
    """Remove what stands at `path` once no writer holds it."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except FileNotFoundError:
        return
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        if is_at(descriptor, path):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    finally:
        os.close(descriptor)


def is_at(descriptor: int, path: Path) -> bool:
    """Whether an open file or folder still has this name."""
    try:
        return os.path.samestat(os.fstat(descriptor), os.lstat(path))
    except FileNotFoundError:
        return False


@contextmanager
def held(path: Path, *, alone: bool = False) -> Iterator[None]:
    """Hold a file that another process may replace while nobody holds it; `alone` waits for all others."""
    while True:
        with storage_errors(path):
            descriptor = os.open(path, os.O_RDONLY)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX if alone else fcntl.LOCK_SH)
            if is_at(descriptor, path):
                yield
                return
        finally:
            os.close(descriptor)


def make_private_folder(folder: Path) -> None:
    """Make a folder that only its owner can enter; a folder that exists is left as it is."""
    with storage_errors(folder):
        if not folder.is_dir():
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            force_folder(folder.parent)


@contextmanager
def one_at_a_time(path: Path) -> Iterator[None]:
    """Wait until no other process is inside this block for the same path."""
    with storage_errors(path):
        descriptor = os.open(path.with_name(f".{path.name}.lock"), os.O_RDWR | os.O_CREAT, PRIVATE)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def force_folder(folder: Path) -> None:
    """Force a folder's list of names to the disk, so that a new name outlives a crash."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
