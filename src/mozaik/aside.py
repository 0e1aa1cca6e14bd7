"""What stands beside a target only while somebody works on it, and what a killed worker left of it.

Such names begin with a dot and end in `.mozaik-` and a word, so that nobody's own file is taken for one. Who
works holds a lock on the file or folder; what nobody holds is a leftover, and whoever comes by removes it.
All of it is private: folders 0700, files 0600. Errors are those of the system.
"""

import fcntl
import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from enum import StrEnum
from pathlib import Path


class Aside(StrEnum):
    """What stands aside: a new file or folder in the making, things made for it, the old one, a lock."""

    PART = "part"
    SCRATCH = "scratch"
    REPLACED = "replaced"
    LOCK = "lock"


_NAME = re.compile(rf"\.(?P<target>.+)\.mozaik-(?P<what>{'|'.join(Aside)})", re.DOTALL)


def aside_of(target: Path, what: Aside) -> Path:
    """Where something of a target stands while somebody works on it."""
    return target.with_name(f".{target.name}.mozaik-{what}")


def claim(path: Path, make: Callable[[], int]) -> int:
    """The open descriptor of what `make` made at `path`, locked; a leftover there is removed first.

    `make` raises FileExistsError where something stands already; one still at work is waited for.
    """
    while True:
        try:
            descriptor = make()
        except FileExistsError:
            _wait_and_remove(path)
            continue
        with suppress(BlockingIOError):
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if is_at(descriptor, path):
                return descriptor
        os.close(descriptor)


def claim_folder(path: Path) -> int:
    """The open descriptor of a new private folder at `path`, locked; as `claim`."""

    def make() -> int:
        path.mkdir(mode=0o700)
        try:
            return os.open(path, os.O_RDONLY | os.O_DIRECTORY)
        except FileNotFoundError as error:  # taken for a leftover and removed between the two steps
            raise FileExistsError from error

    return claim(path, make)


def claim_lock(path: Path, *, wait: bool) -> int:
    """The open descriptor of the lock at `path`, held; unless `wait`, BlockingIOError if another has it."""
    while True:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
            if is_at(descriptor, path):
                return descriptor
        except BaseException:
            os.close(descriptor)
            raise
        os.close(descriptor)  # who held it took it away


def exchange(new: Path, target: Path) -> None:
    """Put one folder in the place of another, which stands aside until the new one is in its place."""
    old = aside_of(target, Aside.REPLACED)
    descriptor = os.open(target, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        target.rename(old)
        try:
            new.rename(target)
        except OSError:
            old.rename(target)
            raise
        shutil.rmtree(old, ignore_errors=True)
    finally:
        os.close(descriptor)


def sweep(folder: Path) -> None:
    """Remove what killed workers of this user left in a folder; what was replaced by nothing is put back.

    What somebody holds, another user owns or the system does not let go stays as it is.
    """
    with suppress(OSError), os.scandir(folder) as places:
        leftovers = [Path(place.path) for place in places if _NAME.fullmatch(place.name)]
        for place in leftovers:
            with suppress(OSError):
                _sweep_one(place)


def _sweep_one(path: Path) -> None:
    if os.lstat(path).st_uid != os.geteuid():
        return
    with _opened(path) as descriptor, suppress(BlockingIOError):
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if is_at(descriptor, path):
            _clear(path)


def _wait_and_remove(path: Path) -> None:
    """Remove what stands at `path` once no worker holds it."""
    with suppress(FileNotFoundError), _opened(path) as descriptor:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        if is_at(descriptor, path):
            _clear(path)


@contextmanager
def _opened(path: Path) -> Iterator[int]:
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _clear(path: Path) -> None:
    """Remove a leftover; one that was replaced by nothing, because of a crash, gets its name back."""
    name = _NAME.fullmatch(path.name)
    if name and name["what"] == Aside.REPLACED and not os.path.lexists(path.with_name(name["target"])):
        path.rename(path.with_name(name["target"]))
    elif path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()


def is_at(descriptor: int, path: Path) -> bool:
    """Whether an open file or folder still has this name."""
    try:
        return os.path.samestat(os.fstat(descriptor), os.lstat(path))
    except FileNotFoundError:
        return False
