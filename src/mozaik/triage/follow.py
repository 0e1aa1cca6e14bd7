"""Following one job: what a child says, put together entry by entry, across the children that work on it."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Protocol

from mozaik.errors import InvalidInputError, MissingPartError, MozaikError
from mozaik.triage import protocol
from mozaik.triage.facts import AcquisitionFacts, FileFacts, LinkFacts, PictureFacts, SelectorFacts
from mozaik.triage.links import MAX_LINKS
from mozaik.triage.process import Child
from mozaik.triage.protocol import (
    LISTING_SECONDS,
    Job,
    KernelsNeededError,
    Message,
    NonsenseError,
    Place,
)
from mozaik.triage.text import MAX_SELECTORS


@dataclass(slots=True)
class Examined:
    """What is known of one entry: `file` is None when it was refused for `reason`."""

    at: Place
    path: str
    container: str
    file: FileFacts | None = None
    picture: PictureFacts | None = None
    selectors: list[SelectorFacts] = field(default_factory=list)
    links: list[LinkFacts] = field(default_factory=list)
    notes: tuple[str, ...] = ()
    reason: str = ""
    acquisition: AcquisitionFacts | None = None


class Run(Protocol):
    """A job across the children that work on it."""

    ended: bool

    def follow(self, child: Child) -> None:
        """Let a child do the rest of the job."""

    def left(self) -> None:
        """Forget what was begun: the next child does it from its beginning."""

    def lost(self, reason: str, *, is_believed: bool) -> None:
        """Account for a lost child."""


class JobRun:
    """The state of one job across the children that work on it."""

    def __init__(
        self,
        job: Job,
        seconds: float,
        keep: Callable[[Examined], None],
        hear: Callable[[int], None] = lambda _more: None,
    ) -> None:
        """`keep` is given every entry once it is finished; `hear`, how many more bytes were read."""
        self._job, self._seconds, self._keep, self._hear = job, seconds, keep, hear
        self._done = self._heard = 0
        self.ended = False
        self._current: Examined | None = None
        self._stuck = 0
        self._within = ""

    def follow(self, child: Child) -> None:
        """Let a child do the rest of the job; KernelsNeededError when it leaves that to one with kernels."""
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
                    self._hear_bytes(hashed)
                    deadline = time.monotonic() + self._seconds
                case "end" | "bad":
                    self._finish(message)
                    deadline = time.monotonic() + LISTING_SECONDS
                case "done" if self._current is None:
                    self.ended = True
                    return
                case "failed" if self._current is None:
                    self._fail(message)
                    return
                case "kernels":
                    raise KernelsNeededError
                case "within" if self._current is None:
                    self._within = protocol.line(message, "container", protocol.MAX_PATH)
                case "file" | "image" | "picture" | "found" | "linked":
                    self._note(message)
                case _:
                    raise NonsenseError("an unknown message")

    def left(self) -> None:
        """Forget what was begun of an entry: the next child does it from its beginning."""
        self._current = None
        index, member = self._job.after
        if self._within and not member:
            self._job = replace(self._job, after=(index, protocol.BEFORE_MEMBERS))

    def lost(self, reason: str, *, is_believed: bool) -> None:
        """Account for a lost child: the entry it was at is done, and the job goes on behind it.

        Of a child that answered nonsense only the digests are believed, which it took before any parser.
        """
        reason = reason if is_believed else "its parser answered nonsense"
        if (current := self._current) is not None:
            if not is_believed:
                current.acquisition = current.picture = None
                current.selectors, current.links = [], []
            if current.file is None:
                current.reason = f"not read: {reason}"
            else:
                current.notes = (f"content not searched: {reason}",)
            self._close(current)
            return
        self._stuck += 1
        member = self._job.after[1]
        if self._within and member <= 0:
            self._leave_archive(reason)
        elif self._stuck < 2:
            return
        elif member:
            self._leave_archive(reason)
        elif self._done:
            self._break_off(reason)
        else:
            raise InvalidInputError(
                "the source cannot be listed",
                why=reason,
                remedy="check that the medium is whole and connected, and try again",
            )

    def _leave_archive(self, reason: str) -> None:
        """Say that the rest of the archive that was being listed is not read; the job goes on behind it."""
        index, member = self._job.after
        why = f"archive not expanded: {reason}"
        self._keep(Examined((index, max(0, member) + 1), "", self._within, reason=why))
        self._within, self._stuck = "", 0
        self._job = replace(self._job, after=(index, 0))

    def _break_off(self, reason: str) -> None:
        """End the job in the middle of the listing, with an entry that says so."""
        place = (self._job.after[0] + self._job.shards, 0)
        self._keep(Examined(place, "", "", reason=f"the list of the source breaks off: {reason}"))
        self.ended = True

    def _begin(self, message: Message) -> None:
        at = protocol.place_of(message)
        expected = at[0] % self._job.shards == self._job.shard
        if self._current is not None or at <= self._job.after or not expected:
            raise NonsenseError("an entry out of order")
        path = protocol.line(message, "path", protocol.MAX_PATH)
        self._current = Examined(at, path, protocol.line(message, "container", protocol.MAX_PATH))

    def _note(self, message: Message) -> None:
        current = self._current
        if current is None:
            raise NonsenseError("facts without an entry")
        if message["say"] == "file" and current.file is None:
            current.file = protocol.file_facts(message)
        elif message["say"] == "image" and current.file is not None and current.acquisition is None:
            current.acquisition = protocol.acquisition_facts(message)
        elif message["say"] == "picture" and current.file is not None and current.picture is None:
            current.picture = protocol.picture_facts(message)
        elif (
            message["say"] == "found" and current.file is not None and len(current.selectors) <= MAX_SELECTORS
        ):
            current.selectors += protocol.selector_facts(message)
        elif message["say"] == "linked" and current.file is not None and len(current.links) <= MAX_LINKS:
            current.links += protocol.link_facts(message)
        else:
            raise NonsenseError("an unknown message")

    def _finish(self, message: Message) -> None:
        current = self._current
        if current is None or (message["say"] == "end") != (current.file is not None):
            raise NonsenseError("an end out of order")
        if current.file is None:
            current.reason = protocol.line(message, "reason", 300)
        else:
            current.notes = protocol.notes_of(message)
        self._close(current)

    def _hear_bytes(self, read: int) -> None:
        """Tell how many more bytes of the entry were read; what was told before is never taken back."""
        if self._current is not None and self._current.file is None and read > self._heard:
            self._hear(read - self._heard)
            self._heard = read

    def _close(self, current: Examined) -> None:
        self._hear(max(0, (current.file.size if current.file else 0) - self._heard))
        self._heard = 0
        self._keep(current)
        self._done += 1
        self._current, self._stuck = None, 0
        self._job = replace(self._job, after=current.at)

    def _fail(self, message: Message) -> None:
        """A listing that fails at its beginning fails the job; later it is one more refused entry."""
        what = protocol.line(message, "what", 300)
        if self._done:
            self._break_off(what)
            return
        raise failure_of(message)


def failure_of(message: Message) -> MozaikError:
    """The error of a source that cannot be listed, as a `failed` says it."""
    what, why, remedy = (protocol.line(message, name, 300) for name in ("what", "why", "remedy"))
    family: type[MozaikError] = MissingPartError if protocol.flag(message, "missing") else InvalidInputError
    return family(what, why=why, remedy=remedy)
