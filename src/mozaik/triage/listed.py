"""The listing of a source as the parent hears it: what triage would read, and what not and why."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from mozaik.errors import InvalidInputError, MozaikError
from mozaik.triage import protocol
from mozaik.triage.follow import failure_of
from mozaik.triage.process import Child
from mozaik.triage.protocol import LISTING_SECONDS, Job, Message, NonsenseError
from mozaik.triage.rows import place


@dataclass(frozen=True, slots=True)
class Unread:
    """An entry that triage would not read: its place and the reason."""

    path: str
    container: str
    reason: str

    @property
    def place(self) -> str:
        """The place as the list of rejects names it."""
        return place(self.container, self.path)


class ListingRun:
    """A listing job: `count(container, files, bytes)` hears what would be read, `leave` what not and why."""

    def __init__(
        self, job: Job, count: Callable[[str, int, int], None], leave: Callable[[Unread], None]
    ) -> None:
        self.job, self._count, self._leave = job, count, leave
        self.ended = False

    def follow(self, child: Child) -> None:
        """Hear the whole listing; MozaikError when the source cannot be listed."""
        child.tell(protocol.job_message(self.job))
        while True:
            message = child.hear(time.monotonic() + LISTING_SECONDS)
            match message["say"]:
                case "listed":
                    self._count(*_amount(message))
                case "unread":
                    self._leave(_unread(message))
                case "done":
                    self.ended = True
                    return
                case "failed":
                    raise failure_of(message)
                case _:
                    raise NonsenseError("an unknown message")

    def left(self) -> None:
        """A listing needs no kernels, so no child leaves it to another."""
        raise NonsenseError("a listing was left")

    def lost(self, reason: str, *, is_believed: bool) -> None:
        """A listing that breaks off is none."""
        raise _not_listed(reason if is_believed else "its parser answered nonsense")


def _not_listed(why: str) -> MozaikError:
    return InvalidInputError(
        "the source cannot be listed",
        why=why,
        remedy="check that the medium is whole and connected, and try again",
    )


def _amount(message: Message) -> tuple[str, int, int]:
    container = protocol.line(message, "container", protocol.MAX_PATH)
    return container, protocol.count(message, "files"), protocol.count(message, "bytes")


def _unread(message: Message) -> Unread:
    path, container = (protocol.line(message, name, protocol.MAX_PATH) for name in ("path", "container"))
    return Unread(path, container, protocol.line(message, "reason", 300))
