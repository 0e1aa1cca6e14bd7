"""What every parser child does to itself: one channel to the parent, and limits that it cannot lift again."""

import os
import resource
from collections.abc import Callable

from mozaik.triage import protocol

Say = Callable[[protocol.Message], None]
_OPEN_FILES = 256


def open_channel() -> Say:
    """The function that writes one message to the parent; whatever a library prints goes nowhere."""
    channel = os.dup(1)
    os.dup2(2, 1)

    def say(message: protocol.Message) -> None:
        line = memoryview(protocol.encode(message))
        while line:
            line = line[os.write(channel, line) :]

    return say


def lay_limits(memory: int) -> None:
    """Limit this process for good: address space in bytes, no written byte, no core dump, few open files."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (_OPEN_FILES, _OPEN_FILES))


def allow(seconds: float) -> None:
    """Give this process so many seconds of processor time from now on."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime + seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.getrlimit(resource.RLIMIT_CPU)[1]))
