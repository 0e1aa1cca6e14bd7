"""Persistent parser children: a job in, checked facts out, one bad file never stops a run.

A child that dies, hangs, needs too much memory or answers nonsense costs what it was reading: the parent
notes it, starts a fresh child, and goes on behind it. Facts that the child had already said stay.
"""

import os
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue
from types import TracebackType

from mozaik.errors import RefusedError
from mozaik.triage.follow import Examined, JobRun, Run
from mozaik.triage.forking import SERVER, Started
from mozaik.triage.listed import ListingRun
from mozaik.triage.process import Child, ChildLostError
from mozaik.triage.protocol import Job, KernelsNeededError, NonsenseError

FILE_SECONDS = 60.0
"""Longest time for one file without a sign of life."""
MEMORY = 4 << 30
"""Address space of one child, in bytes."""


class Workers:
    """A pool of parser children that serves many sources in turn; use it in a `with` statement.

    `count` children run side by side (default: one a core), each with `memory` bytes of address space and
    `seconds` a file. `command` starts a child that can hash pictures; only tests give one.

    The first children for a folder start without the kernels for pictures, which take long to load: one that
    meets a picture leaves it to a child with them, and from then on all have them.
    """

    def __init__(
        self,
        count: int | None = None,
        *,
        seconds: float = FILE_SECONDS,
        memory: int = MEMORY,
        command: tuple[str, ...] | None = None,
    ) -> None:
        self.count = count or os.cpu_count() or 1
        self._seconds, self._memory, self._command = seconds, memory, command
        self._idle: SimpleQueue[Child | None] = SimpleQueue()
        for _ in range(self.count):
            self._idle.put(None)
        self._threads = ThreadPoolExecutor(self.count, thread_name_prefix="triage")
        self.versions: dict[str, str] = {}
        self._kernels = command is not None
        self._closed = False
        self._at_work: set[Child] = set()

    def __enter__(self) -> "Workers":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End all children, also those that are at work; their jobs end with RefusedError."""
        self._closed = True
        for busy in tuple(self._at_work):
            busy.kill()
        self._threads.shutdown(wait=True, cancel_futures=True)
        while not self._idle.empty():
            if (child := self._idle.get()) is not None:
                child.end()

    def submit(
        self, job: Job, keep: Callable[[Examined], None], hear: Callable[[int], None] = lambda _more: None
    ) -> "Future[None]":
        """Have a job done; `keep` is given (in another thread) every finished entry, `hear` the bytes read.

        The result raises MozaikError when the source cannot be listed.
        """
        self._kernels = self._kernels or not Path(job.source).is_dir()
        return self._threads.submit(self._do, JobRun(job, self._seconds, keep, hear))

    def submit_listing(self, run: ListingRun) -> "Future[None]":
        """Have a source listed; the result raises MozaikError when it cannot be."""
        return self._threads.submit(self._do, run)

    def _new_child(self) -> Child:
        seconds = int(self._seconds) + 1
        if self._command:
            return Child(Started((*self._command, str(self._memory), str(seconds))), kernels=True)
        kernels = self._kernels
        return Child(SERVER.fork("source", self._memory, seconds, kernels=kernels), kernels=kernels)

    def _do(self, run: Run) -> None:
        child: Child | None = self._idle.get()
        try:
            while not run.ended:
                child = child or self._new_child()
                self._at_work.add(child)
                if self._closed:
                    child.kill()
                    raise RefusedError("the run was stopped", remedy="start it again")
                try:
                    self.versions = child.greeted()
                    run.follow(child)
                except (ChildLostError, NonsenseError, KernelsNeededError) as error:
                    self._at_work.discard(child)
                    child.end()
                    if isinstance(error, KernelsNeededError) and not child.kernels:
                        self._kernels = True
                        run.left()
                    else:
                        run.lost(str(error), is_believed=isinstance(error, ChildLostError))
                    child = None
        finally:
            if child is not None:
                self._at_work.discard(child)
            self._idle.put(child)
