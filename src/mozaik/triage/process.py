"""One parser child as the parent talks to it: told jobs, heard line by line with a deadline, ended."""

import os
import select
import signal
import time

from mozaik.triage import protocol
from mozaik.triage.forking import Process
from mozaik.triage.protocol import LISTING_SECONDS, Message, NonsenseError


class ChildLostError(Exception):
    """The child cannot go on; the text says why, in words for the report."""


class Child:
    """One running child and the bytes it has said."""

    def __init__(self, process: Process, *, kernels: bool = False) -> None:
        """`kernels` says whether it can hash pictures."""
        self._process, self.kernels = process, kernels
        self._to, self._from, self._bytes = process.jobs, process.answers, bytearray()
        self._scanned = 0
        self._poll = select.poll()  # unlike select() it has no greatest descriptor
        self._poll.register(self._from, select.POLLIN)
        self._versions: dict[str, str] = {}

    def greeted(self) -> dict[str, str]:
        """Wait until the child has set its limits and is ready; the versions that it uses."""
        if not self._versions:
            ready = self.hear(time.monotonic() + LISTING_SECONDS)
            if ready["say"] != "ready":
                raise NonsenseError("not ready")
            self._versions = protocol.versions_of(ready)
        return self._versions

    def tell(self, message: Message) -> None:
        """Give the child a message; ChildLostError when it is gone."""
        try:
            self._to.write(protocol.encode(message))
            self._to.flush()
        except OSError as error:
            raise ChildLostError("its parser stopped") from error

    def hear(self, deadline: float) -> Message:
        """The next message of the child; ChildLostError when none comes until the deadline (monotonic)."""
        while (end := self._bytes.find(b"\n", self._scanned)) < 0:
            self._scanned = len(self._bytes)
            if len(self._bytes) > protocol.MAX_LINE:
                raise NonsenseError("a line without end")
            left = deadline - time.monotonic()
            if left <= 0 or not self._poll.poll(left * 1000):
                raise ChildLostError("its parser took longer than allowed")
            if not (data := os.read(self._from.fileno(), 1 << 16)):
                raise ChildLostError(self._death())
            self._bytes += data
        line = bytes(self._bytes[:end])
        del self._bytes[: end + 1]
        self._scanned = 0
        return protocol.decode(line)

    def kill(self) -> None:
        """End the child at once."""
        self._process.kill()

    def end(self) -> None:
        """End the child at once, wait for it, and give its pipes back."""
        self.kill()
        self._process.wait()
        for pipe in (self._to, self._from):
            try:
                pipe.close()
            except OSError:
                continue  # a last unsent byte to a child that is gone

    def _death(self) -> str:
        code = self._process.wait(5)
        if code is None:
            return "its parser stopped answering"
        return "its parser took longer than allowed" if code == -signal.SIGXCPU else "its parser broke down"
