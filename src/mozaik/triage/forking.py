"""Parser children as processes: forked from one loaded server, or, in tests, started by a command."""

import atexit
import json
import os
import select
import socket
import subprocess
import sys
from contextlib import ExitStack, suppress
from threading import Lock
from typing import BinaryIO, Protocol

FORK_SERVER = (sys.executable, "-I", "-B", "-m", "mozaik.triage.fork_server")
ENVIRONMENT = {"PATH": os.defpath, "LANG": "C.UTF-8", "TZ": "UTC", "OPENBLAS_NUM_THREADS": "1"}
"""All that a child sees of the environment."""


class Process(Protocol):
    """A child as a process: the pipes of its jobs and its answers, and its end."""

    jobs: BinaryIO
    answers: BinaryIO

    def kill(self) -> None:
        """End it at once; from any thread."""

    def wait(self, seconds: float | None = None) -> int | None:
        """Its exit code, negative for a signal; None when it has not ended after so many seconds."""


class Started:
    """A child that a command started."""

    def __init__(self, command: tuple[str, ...]) -> None:
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd="/",
            env=ENVIRONMENT,
            start_new_session=True,
        )
        assert self._process.stdin is not None  # noqa: S101  # it is a pipe
        assert self._process.stdout is not None  # noqa: S101  # it is a pipe
        self.jobs: BinaryIO = self._process.stdin  # type: ignore[assignment]  # a pipe of bytes
        self.answers: BinaryIO = self._process.stdout  # type: ignore[assignment]  # a pipe of bytes

    def kill(self) -> None:
        """End it at once; from any thread."""
        self._process.kill()

    def wait(self, seconds: float | None = None) -> int | None:
        """Its exit code, negative for a signal; None when it has not ended after so many seconds."""
        with suppress(subprocess.TimeoutExpired):
            return self._process.wait(seconds)
        return None


class Forked:
    """A child of the fork server. Its guard ends it when `life` is cut, as it is when this process dies."""

    def __init__(self, jobs: int, answers: int, life: socket.socket, end: int) -> None:
        self.jobs: BinaryIO = open(jobs, "wb")  # noqa: SIM115  # closed by who ends the child
        self.answers: BinaryIO = open(answers, "rb", buffering=0)  # noqa: SIM115  # as above
        self._life, self._end = life, end
        self._code: int | None = None

    def kill(self) -> None:
        """End it at once; from any thread."""
        with suppress(OSError):
            self._life.shutdown(socket.SHUT_RDWR)

    def wait(self, seconds: float | None = None) -> int | None:
        """Its exit code, negative for a signal; None when it has not ended after so many seconds."""
        if self._code is None:
            poll = select.poll()
            poll.register(self._end, select.POLLIN)
            if not poll.poll(None if seconds is None else seconds * 1000):
                return None
            self._code = int(os.read(self._end, 16) or b"-9")
            os.close(self._end)
            self._life.close()
        return self._code


class ForkServer:
    """The one fork server of this process, started at the first child."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._control: socket.socket | None = None
        self._server: subprocess.Popen[bytes] | None = None

    def fork(self, role: str, memory: int, seconds: int, *, kernels: bool) -> Forked:
        """A fresh child; OSError when none can be started."""
        message = json.dumps({"role": role, "memory": memory, "seconds": seconds, "kernels": kernels})
        with ExitStack() as theirs, self._lock:
            jobs_of_child, jobs = os.pipe()
            theirs.callback(os.close, jobs_of_child)
            answers, answers_of_child = os.pipe()
            theirs.callback(os.close, answers_of_child)
            end, end_of_child = os.pipe()
            theirs.callback(os.close, end_of_child)
            life, life_of_child = socket.socketpair()
            theirs.enter_context(life_of_child)
            parts = [jobs_of_child, answers_of_child, life_of_child.fileno(), end_of_child]
            child = Forked(jobs, answers, life, end)
            self._send(message.encode(), parts)
        return child

    def close(self) -> None:
        """End the server; its children go on until they are ended."""
        if self._control is not None and self._server is not None:
            self._control.close()
            self._server.kill()
            self._server.wait()
        self._control = self._server = None

    def _send(self, message: bytes, parts: list[int]) -> None:
        """Hand a message to the server; one that is gone is started anew, once."""
        for _ in range(2):
            control = self._control or self._start()
            try:
                socket.send_fds(control, [message], parts)
            except OSError:
                self.close()
            else:
                return
        raise ChildProcessError("no parser child can be started")

    def _start(self) -> socket.socket:
        self._control, theirs = socket.socketpair()
        with theirs:
            self._server = subprocess.Popen(
                FORK_SERVER,
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                cwd="/",
                env=ENVIRONMENT,
                start_new_session=True,
            )
        return self._control


SERVER = ForkServer()
atexit.register(SERVER.close)
