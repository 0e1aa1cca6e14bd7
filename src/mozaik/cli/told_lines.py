"""Progress where no terminal is: a line every ten seconds, as a log or a service's journal keeps it."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

from mozaik.cli.pace import Pace, pace_line
from mozaik.progress import Step
from mozaik.visible import visible_line

EVERY = 10.0
"""Seconds between two lines."""


class ToldLines:
    """The step at work, and the lines about it; `clock` gives seconds."""

    def __init__(self, stream: TextIO, clock: Callable[[], float]) -> None:
        self._stream, self._clock, self._lock = stream, clock, threading.Lock()
        self._title, self._begun, self._done, self._was_told = "", 0.0, (0, 0, 0, 0), False

    def begin(self, title: str) -> Step:
        """Begin the next step; one that was told of gets its last line."""
        self.finish()
        with self._lock:
            self._title, self._begun, self._done = visible_line(title), self._clock(), (0, 0, 0, 0)

        def step(done: int, total: int, done_bytes: int = 0, total_bytes: int = 0) -> None:
            self._done = (done, total, done_bytes, total_bytes)

        return step

    def tell(self) -> None:
        """Write a line about the step at work, if there is one."""
        with self._lock:
            if self._title:
                pace = Pace(*self._done, self._clock() - self._begun)
                self._stream.write(f"{pace_line(self._title, pace)}\n")
                self._stream.flush()
                self._was_told = True

    def finish(self) -> None:
        """End the step at work; what took so long that it was told of ends with a line."""
        if self._was_told:
            self.tell()
        with self._lock:
            self._title, self._was_told = "", False


def keep_telling(lines: ToldLines, wait: Callable[[float], bool]) -> None:
    """Tell a line each time that `wait(seconds)` has waited, until it says that the work has ended."""
    while not wait(EVERY):
        lines.tell()


@contextmanager
def told_steps(
    stream: TextIO, clock: Callable[[], float] = time.monotonic
) -> Iterator[Callable[[str], Step]]:
    """Lines about steps, one after the other; call with a title to begin the next step."""
    lines, ended = ToldLines(stream, clock), threading.Event()
    teller = threading.Thread(target=keep_telling, args=(lines, ended.wait), daemon=True, name="progress")
    teller.start()
    try:
        yield lines.begin
    finally:
        ended.set()
        teller.join()
        lines.finish()
