"""Writing files so that a crash leaves either the old file or the whole new one, never a part."""

import fcntl
import os
import shutil
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

from mozaik.aside import Aside, aside_of, claim, claim_folder, claim_lock, is_at, sweep
from mozaik.errors import InvalidInputError, MozaikError, RefusedError

PRIVATE = 0o600
NODE_FILE = "node.toml"
"""By this file a folder is known to be that of a node."""


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


def refuse_existing(paths: Iterable[Path | None], replace: bool) -> None:
    """Refuse, before any work, to write over a file that is there, unless told to, or into no folder."""
    for path in paths:
        if path is not None and not path.parent.is_dir():
            raise InvalidInputError(
                "the folder to write into does not exist",
                where=str(path.parent),
                remedy="make the folder, or choose another name",
            )
        if path is not None:
            refuse_folder(path)
        if path is not None and path.exists() and not replace:
            raise RefusedError(
                "the file exists already", where=str(path), remedy="choose another name, or add --replace"
            )


def refuse_folder(path: Path) -> None:
    """InvalidInputError where a file is to be written and a folder has its name."""
    if path.is_dir():
        raise InvalidInputError(
            "the output is a folder", where=str(path), remedy="name a file in it, or another one"
        )


@contextmanager
def written_whole(target: Path, mode: int = PRIVATE, *, durable: bool = True) -> Iterator[BinaryIO]:
    """A stream whose content becomes `target` at once when the block ends without an error.

    The content goes to a new file beside the target, is forced to the disk (unless `durable` is false: for
    what can be made again), and renamed; on an error the new file is removed and the target stays as it
    was. What a killed writer left is removed first; one still at work is waited for. StorageError if the
    system refuses.
    """
    target = Path(target)
    part = aside_of(target, Aside.PART)
    with storage_errors(target):
        _sweep_once(target.parent)
        descriptor = claim(part, lambda: os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL, mode))
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
def scratch_folder(target: Path, what: Aside = Aside.SCRATCH) -> Iterator[Path]:
    """A private folder beside `target` for what is made of it; what then still stands there is removed.

    What a killed writer left in the place is removed first; one still at work is waited for.
    """
    folder = aside_of(target, what)
    sweep(target.parent)
    with storage_errors(target):
        descriptor = claim_folder(folder)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(descriptor)


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
    """Make a folder that only its owner can enter, in others of the kind; what exists is left as it is."""
    with storage_errors(folder):
        if not folder.is_dir():
            make_private_folder(folder.parent)
            folder.mkdir(exist_ok=True, mode=0o700)
            force_folder(folder.parent)


def require_private(places: Iterable[Path]) -> None:
    """RefusedError unless the folders and files belong to this user and are closed to all others."""
    for place in places:
        with storage_errors(place):
            state = place.stat()
        if state.st_uid != os.geteuid():
            raise RefusedError(
                "a private folder belongs to another user",
                where=str(place),
                remedy="ask that user to read it",
            )
        if stat.S_IMODE(state.st_mode) & 0o077:
            raise RefusedError(
                "a private folder is open to others",
                where=str(place),
                remedy="chmod -R go= the folder, and find out who read it",
            )


@contextmanager
def one_at_a_time(path: Path, busy: MozaikError | None = None) -> Iterator[None]:
    """Wait until no other process is inside this block for the same path, or raise `busy` if one is."""
    lock = aside_of(path, Aside.LOCK)
    _sweep_once(path.parent)
    with storage_errors(path):
        try:
            descriptor = claim_lock(lock, wait=busy is None)
        except BlockingIOError:
            if busy is None:
                raise
            raise busy from None
    try:
        yield
    finally:
        lock.unlink(missing_ok=True)
        os.close(descriptor)


@lru_cache(maxsize=1024)
def _sweep_once(folder: Path) -> None:
    """Sweep a folder when this process first writes into it."""
    sweep(folder)


def force_folder(folder: Path) -> None:
    """Force a folder's list of names to the disk, so that a new name outlives a crash."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
