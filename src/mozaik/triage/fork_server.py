"""The process from which parser children are forked, `python -I -B -m mozaik.triage.fork_server`.

It loads the libraries once, so that a child starts in milliseconds. It never opens seized data and reads
nothing that a child says: a child that was taken over cannot reach the next one. Beside each child stands a
guard, forked with it, that ends the child when the parent says so or is gone, and tells how it ended.
"""

import json
import os
import select
import signal
import socket
import sys
from collections.abc import Mapping
from typing import NoReturn, Protocol

from mozaik.media import prepare
from mozaik.triage import child, export_child, picture_child

PARTS = 4
"""Descriptors of a child: its jobs, its answers, the life line from the parent, its end for the parent."""
LONGEST = 4096


class Role(Protocol):
    """What a child does until its jobs end."""

    def __call__(self, memory: int, seconds: int) -> None:
        """Serve with so many bytes of memory, and seconds a file."""


ROLES: Mapping[str, Role] = {"source": child.run, "export": export_child.run, "picture": picture_child.run}
"""What a child may be."""


def main() -> None:
    """Fork a child for each message on the socket that is standard input, until it is closed."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # guards are not waited for
    with socket.socket(fileno=0) as control:
        while True:
            message, parts, _, _ = socket.recv_fds(control, LONGEST, PARTS)
            if len(parts) != PARTS:
                return
            asked = json.loads(message)
            if asked["kernels"]:
                prepare()
            if os.fork() == 0:
                control.close()
                _guard(ROLES[asked["role"]], asked["memory"], asked["seconds"], parts)
            for part in parts:
                os.close(part)


def _guard(run: Role, memory: int, seconds: int, parts: list[int]) -> NoReturn:
    """Fork the child itself, end it when the life line is cut, and write how it ended."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    jobs, answers, life, end = parts
    pid = os.fork()
    if pid == 0:
        _be_child(run, memory, seconds, parts)
    os.close(jobs)
    os.close(answers)
    ended = os.pidfd_open(pid)
    poll = select.poll()
    poll.register(life, select.POLLIN)
    poll.register(ended, select.POLLIN)
    if all(descriptor != ended for descriptor, _ in poll.poll()):
        os.kill(pid, signal.SIGKILL)
    _, status = os.waitpid(pid, 0)
    os.write(end, b"%d" % os.waitstatus_to_exitcode(status))
    os._exit(0)


def _be_child(run: Role, memory: int, seconds: int, parts: list[int]) -> NoReturn:
    """Serve as a child until its jobs end; whatever goes wrong ends this process and nothing else."""
    jobs, answers, life, end = parts
    code = 1
    try:
        os.dup2(jobs, 0)
        os.dup2(answers, 1)
        for part in (jobs, answers, life, end):
            os.close(part)
        sys.stdin = open(0, encoding="utf-8")  # noqa: SIM115  # its life is this process's
        run(memory, seconds)
        code = 0
    finally:
        os._exit(code)


if __name__ == "__main__":
    main()
