"""Kill a process before its n-th change to the disk: a rename, removal, new folder, write or force.

The suite takes one change in four; `make soak` takes every one.
"""

import os
import signal
import sys
from collections.abc import Callable
from typing import Any

CHANGES = frozenset(
    {
        "os.rename",
        "os.remove",
        "os.rmdir",
        "os.mkdir",
        "os.chmod",
        "os.truncate",
        "os.symlink",
        "shutil.copyfile",
    }
)
STEPS = range(1, 400, 1 if "MOZAIK_SOAK" in os.environ else 4)
"""The n for which a test kills."""
CALLS = ("fsync", "sync", "write", "pwrite", "ftruncate")
"""Functions of `os` that change the disk and say nothing to an audit hook."""


def killed_before_change(number: int, work: Callable[[], object]) -> bool:
    """Whether a child that does the work was killed before its n-th change to the disk.

    The work runs in a fork of this process; where it has fewer changes, it runs to its end.
    """
    child = os.fork()
    if not child:
        _count_down(number)
        work()
        os._exit(0)
    status = os.waitpid(child, 0)[1]
    if status not in (0, signal.SIGKILL):
        raise AssertionError(f"the work ended with {status}")
    return status == signal.SIGKILL


def _count_down(number: int) -> None:
    left = number

    def change() -> None:
        nonlocal left
        left -= 1
        if not left:
            os.kill(os.getpid(), signal.SIGKILL)

    def watch(event: str, _arguments: tuple[object, ...]) -> None:
        if event in CHANGES:
            change()

    def counted(real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*given: object) -> Any:
            change()
            return real(*given)

        return call

    for name in CALLS:
        setattr(os, name, counted(getattr(os, name)))
    sys.addaudithook(watch)
