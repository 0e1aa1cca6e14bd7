"""Persistent parser children: a job in, checked facts out, one bad file never stops a run.

A child that dies, hangs, needs too much memory or answers nonsense costs what it was reading: the parent
notes it, starts a fresh child, and goes on behind it. Facts that the child had already said stay.
"""

import os
import select
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from queue import SimpleQueue
from types import TracebackType

from mozaik.errors import InvalidInputError, MissingPartError, MozaikError
from mozaik.triage import protocol
from mozaik.triage.protocol import FileFacts, Job, Message, NonsenseError, PictureFacts, Place, SelectorFacts
from mozaik.triage.text import MAX_SELECTORS

FILE_SECONDS = 60.0
"""Longest time for one file without a sign of life."""
LISTING_SECONDS = 600.0
"""Longest time between two entries, and for the start of a child."""
MEMORY = 4 << 30
"""Address space of one child, in bytes."""
CHILD = (sys.executable, "-I", "-B", "-m", "mozaik.triage.child")


@dataclass(slots=True)
class Examined:
    """What is known of one entry: `file` is None when it was refused for `reason`."""

    at: Place
    path: str
    container: str
    file: FileFacts | None = None
    picture: PictureFacts | None = None
    selectors: list[SelectorFacts] = field(default_factory=list)
    notes: tuple[str, ...] = ()
    reason: str = ""


class _ChildLostError(Exception):
    """The child cannot go on; the text says why, in words for the report."""


class _Child:
    """One running child and the bytes it has said."""

    def __init__(self, command: tuple[str, ...], memory: int, seconds: float, turn: str) -> None:
        self._process = subprocess.Popen(
            [*command, str(memory), str(int(seconds) + 1), turn],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd="/",
            env={"PATH": os.defpath, "LANG": "C.UTF-8", "TZ": "UTC", "OPENBLAS_NUM_THREADS": "1"},
            start_new_session=True,
        )
        assert self._process.stdin is not None  # noqa: S101  # it is a pipe
        assert self._process.stdout is not None  # noqa: S101  # it is a pipe
        self._to, self._from, self._bytes = self._process.stdin, self._process.stdout, bytearray()
        self._scanned = 0
        self.versions: dict[str, str] = {}

    def greet(self) -> None:
        """Wait until the child has set its limits and is ready."""
        ready = self.hear(time.monotonic() + LISTING_SECONDS)
        if ready["say"] != "ready":
            raise NonsenseError("not ready")
        self.versions = protocol.versions_of(ready)

    def tell(self, message: Message) -> None:
        """Give the child a message; _ChildLostError when it is gone."""
        try:
            self._to.write(protocol.encode(message))
            self._to.flush()
        except OSError as error:
            raise _ChildLostError("its parser stopped") from error

    def hear(self, deadline: float) -> Message:
        """The next message of the child; _ChildLostError when none comes until the deadline (monotonic)."""
        while (end := self._bytes.find(b"\n", self._scanned)) < 0:
            self._scanned = len(self._bytes)
            if len(self._bytes) > protocol.MAX_LINE:
                raise NonsenseError("a line without end")
            left = deadline - time.monotonic()
            if left <= 0 or not select.select([self._from], [], [], left)[0]:
                raise _ChildLostError("its parser took longer than allowed")
            if not (data := os.read(self._from.fileno(), 1 << 16)):
                raise _ChildLostError(self._death())
            self._bytes += data
        line = bytes(self._bytes[:end])
        del self._bytes[: end + 1]
        self._scanned = 0
        return protocol.decode(line)

    def end(self) -> None:
        """End the child at once and wait for it."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._to, self._from):
            try:
                pipe.close()
            except OSError:
                continue  # a last unsent byte to a child that is gone

    def _death(self) -> str:
        try:
            code = self._process.wait(5)
        except subprocess.TimeoutExpired:
            return "its parser stopped answering"
        return "its parser took longer than allowed" if code == -24 else "its parser broke down"


class Workers:
    """A pool of parser children that serves many sources in turn; use it in a `with` statement.

    `count` children run side by side (default: one a core), each with `memory` bytes of address space and
    `seconds` a file. `command` starts a child; only tests give another one.
    """

    def __init__(
        self,
        count: int | None = None,
        *,
        seconds: float = FILE_SECONDS,
        memory: int = MEMORY,
        command: tuple[str, ...] = CHILD,
    ) -> None:
        self.count = count or os.cpu_count() or 1
        self._seconds, self._memory, self._command = seconds, memory, command
        self._idle: SimpleQueue[_Child | None] = SimpleQueue()
        for _ in range(self.count):
            self._idle.put(None)
        self._threads = ThreadPoolExecutor(self.count, thread_name_prefix="triage")
        self.versions: dict[str, str] = {}
        self._started = 0

    def __enter__(self) -> "Workers":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End all children."""
        self._threads.shutdown(wait=True, cancel_futures=True)
        while not self._idle.empty():
            if (child := self._idle.get()) is not None:
                child.end()

    def submit(self, job: Job, heard: Callable[[], None]) -> "Future[list[Examined]]":
        """Have a job done; `heard` is called (in another thread) for every entry.

        The result raises MozaikError when the source cannot be listed.
        """
        return self._threads.submit(self._do, job, heard)

    def _new_child(self) -> _Child:
        turn = "again" if self._started >= self.count else "first"
        self._started += 1
        return _Child(self._command, self._memory, self._seconds, turn)

    def _do(self, job: Job, heard: Callable[[], None]) -> list[Examined]:
        child = self._idle.get()
        run = _Run(job, self._seconds)
        try:
            while not run.ended:
                try:
                    if child is None:
                        child = self._new_child()
                        child.greet()
                        self.versions = child.versions
                    for _ in run.follow(child):
                        heard()
                except (_ChildLostError, NonsenseError) as error:
                    if child is not None:
                        child.end()
                    child = None
                    run.lost(str(error), is_believed=isinstance(error, _ChildLostError))
            return run.done
        finally:
            self._idle.put(child)


class _Run:
    """The state of one job across the children that work on it."""

    def __init__(self, job: Job, seconds: float) -> None:
        self._job, self._seconds = job, seconds
        self.done: list[Examined] = []
        self.ended = False
        self._current: Examined | None = None
        self._stuck = 0

    def follow(self, child: _Child) -> Iterator[Examined]:
        """Let a child do the rest of the job; yields every entry when it is done."""
        child.tell(protocol.job_message(self._job))
        deadline = time.monotonic() + LISTING_SECONDS
        hashed = 0
        while True:
            message = child.hear(deadline)
            match message["say"]:
                case "begin":
                    self._begin(message)
                    deadline, hashed = time.monotonic() + self._seconds, 0
                case "alive" if protocol.count(message, "bytes") >= hashed + (1 << 20):
                    hashed = protocol.count(message, "bytes")
                    deadline = time.monotonic() + self._seconds
                case "end" | "bad":
                    yield self._finish(message)
                    deadline = time.monotonic() + LISTING_SECONDS
                case "done" if self._current is None:
                    self.ended = True
                    return
                case "failed" if self._current is None:
                    self._fail(message)
                    return
                case _:
                    self._note(message)

    def lost(self, reason: str, *, is_believed: bool) -> None:
        """Account for a lost child: the entry it was at is done, and the job goes on behind it.

        Of a child that answered nonsense only the digests are believed, which it took before any parser.
        """
        reason = reason if is_believed else "its parser answered nonsense"
        if (current := self._current) is not None:
            if not is_believed:
                current.picture, current.selectors = None, []
            if current.file is None:
                current.reason = f"not read: {reason}"
            else:
                current.notes = (f"content not searched: {reason}",)
            self._close(current)
            return
        self._stuck += 1
        if self._stuck < 2:
            return
        index, member = self._job.after
        if member:
            self._job, self._stuck = replace(self._job, after=(index, 0)), 0
        elif self.done:
            self._break_off(reason)
        else:
            raise InvalidInputError("the source cannot be listed", why=reason)

    def _break_off(self, reason: str) -> None:
        """End the job in the middle of the listing, with an entry that says so."""
        place = (self._job.after[0] + self._job.shards, 0)
        self.done.append(Examined(place, "", "", reason=f"the list of the source breaks off: {reason}"))
        self.ended = True

    def _begin(self, message: Message) -> None:
        at = protocol.place_of(message)
        expected = at[0] % self._job.shards == self._job.shard
        if self._current is not None or at <= self._job.after or not expected:
            raise NonsenseError("an entry out of order")
        path = protocol.text(message, "path", protocol.MAX_PATH)
        self._current = Examined(at, path, protocol.text(message, "container", protocol.MAX_PATH))

    def _note(self, message: Message) -> None:
        current = self._current
        if current is None:
            raise NonsenseError("facts without an entry")
        if message["say"] == "file" and current.file is None:
            current.file = protocol.file_facts(message)
        elif message["say"] == "picture" and current.file is not None and current.picture is None:
            current.picture = protocol.picture_facts(message)
        elif (
            message["say"] == "found" and current.file is not None and len(current.selectors) <= MAX_SELECTORS
        ):
            current.selectors += protocol.selector_facts(message)
        else:
            raise NonsenseError("an unknown message")

    def _finish(self, message: Message) -> Examined:
        current = self._current
        if current is None or (message["say"] == "end") != (current.file is not None):
            raise NonsenseError("an end out of order")
        if current.file is None:
            current.reason = protocol.text(message, "reason", 300)
        else:
            current.notes = protocol.notes_of(message)
        return self._close(current)

    def _close(self, current: Examined) -> Examined:
        self.done.append(current)
        self._current, self._stuck = None, 0
        self._job = replace(self._job, after=current.at)
        return current

    def _fail(self, message: Message) -> None:
        """A listing that fails at its beginning fails the job; later it is one more refused entry."""
        what = protocol.text(message, "what", 300)
        if self.done:
            self._break_off(what)
            return
        family: type[MozaikError] = (
            MissingPartError if protocol.flag(message, "missing") else InvalidInputError
        )
        raise family(
            what, why=protocol.text(message, "why", 300), remedy=protocol.text(message, "remedy", 300)
        )
