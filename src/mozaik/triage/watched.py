"""How far the triage of a source is: what was read, of what its listing counted."""

from concurrent.futures import Future
from threading import Lock

from mozaik.progress import Step
from mozaik.triage.follow import Examined
from mozaik.triage.listed import ListingRun, Unread
from mozaik.triage.protocol import Job


class Watched:
    """Files and bytes of one source; the workers' threads report here, and `step` is told.

    The total is told once the listing is whole. Archives inside what is packed are known when they are read,
    so it grows with their members.
    """

    def __init__(self, step: Step) -> None:
        self._step, self._lock = step, Lock()
        self._done = self._bytes = self._listed = self._listed_bytes = 0
        self._is_counted = False

    def listing_of(self, job: Job) -> ListingRun:
        """The listing that counts a source; what would not be read is finished too, so it counts."""
        return ListingRun(job, lambda _container, files, size: self._count(files, size), self._count_unread)

    def counted(self, listing: "Future[None]") -> None:
        """Note how the listing ended; one that failed counts nothing, and the reading will say why."""
        if not listing.cancelled() and listing.exception() is None:
            with self._lock:
                self._is_counted = True
                self._tell()

    def keep(self, _examined: Examined) -> None:
        """Note that an entry is finished."""
        with self._lock:
            self._done += 1
            self._tell()

    def hear(self, more: int) -> None:
        """Note that more bytes were read."""
        with self._lock:
            self._bytes += more
            self._tell()

    def finish(self) -> None:
        """Note that all is read."""
        with self._lock:
            self._listed, self._listed_bytes, self._is_counted = self._done, self._bytes, True
            self._tell()

    def _count(self, files: int, size: int) -> None:
        with self._lock:
            self._listed += files
            self._listed_bytes += size

    def _count_unread(self, _unread: Unread) -> None:
        self._count(1, 0)

    def _tell(self) -> None:
        if not self._is_counted:
            self._step(self._done, 0, self._bytes, 0)
            return
        total, size = max(self._listed, self._done), max(self._listed_bytes, self._bytes)
        self._step(self._done, total, self._bytes, size)
