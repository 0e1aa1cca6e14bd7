"""Running a node: look what waits, do what is owed, rest a moment, until somebody says stop."""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event

from mozaik.files import PRIVATE, storage_errors
from mozaik.node.arriving import arrivals
from mozaik.node.doing import Done, Worker
from mozaik.node.place import Node
from mozaik.node.reception import mend

REST_SECONDS = 1.0
_RUNNERS = "runners"
"""A file that everybody who runs the node holds a lock on; the system lets go of it when a process dies."""


def run(worker: Worker, stop: Event, say: Callable[[Done], None], *, once: bool = False) -> None:
    """Do owed work until `stop` is set, or with `once` until nothing is left that can be done now.

    `say` is told each piece. A piece that was begun is finished before the node stops; one that is killed is
    taken up by whoever runs next. What failed before is tried at once.
    """
    with _running(worker.node):
        mend(worker.node.store, worker.node.index)
        worker.node.owed.end_pauses()
        while not stop.is_set():
            worker.look()
            done = worker.work()
            if done is not None:
                say(done)
            elif once and not arrivals(worker.node, worker.wall_clock()).young:
                return
            else:
                stop.wait(REST_SECONDS)


@contextmanager
def _running(node: Node) -> Iterator[None]:
    """Be one of those who run the node; who comes when nobody else is alive ends the leases of the dead."""
    path = node.folder / _RUNNERS
    with storage_errors(path):
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, PRIVATE)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            pass
        else:
            node.owed.end_leases()
        fcntl.flock(descriptor, fcntl.LOCK_SH)
        yield
    finally:
        os.close(descriptor)
