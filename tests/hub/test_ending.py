"""A hub is a process: it says that it answers once it does, and a signal ends it with all that it started."""

import os
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

MOZAIK = Path(sys.executable).with_name("mozaik")
SECONDS = 30
"""Nothing here takes so long; a hub that hangs fails the test and is killed."""


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


@contextmanager
def serving(*words: str | Path) -> Iterator[subprocess.Popen[bytes]]:
    """A hub as a shell starts it in the background, with SIGINT ignored, once it says that it answers."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        hub = subprocess.Popen([MOZAIK, "hub", *words], stdout=subprocess.PIPE, bufsize=0)
    finally:
        signal.signal(signal.SIGINT, before)
    assert hub.stdout
    with hub:
        try:
            while b"the hub answers at" not in line_of(hub):
                continue
            yield hub
        finally:
            hub.kill()


def line_of(hub: subprocess.Popen[bytes]) -> bytes:
    """The next line; nothing is read ahead, so that what `select` says is true."""
    assert hub.stdout
    assert select.select([hub.stdout], [], [], SECONDS)[0], "the hub says nothing"
    line = bytes(hub.stdout.readline())
    assert line, "the hub ended"
    return line


def status_at(port: int) -> int:
    try:
        with urlopen(f"http://localhost:{port}/sign-in/", timeout=SECONDS) as answer:
            return int(answer.status)
    except HTTPError as refused:
        return refused.code


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_hub_answers_when_it_says_so_and_ends_on_a_signal(tmp_path: Path, number: signal.Signals) -> None:
    port, config = free_port(), tmp_path / "hub.toml"
    config.write_text(
        f'node = "node"\nstate = "state"\ntrust = "trust.json"\nhttps = false\nlisten = "127.0.0.1:{port}"\n'
    )
    with serving("--config", config) as hub:
        assert status_at(port) == 200
        second = subprocess.run(
            [MOZAIK, "hub", "--config", config], capture_output=True, text=True, timeout=SECONDS, check=False
        )
        assert "cannot listen" in second.stderr
        hub.send_signal(number)
        assert hub.wait(SECONDS) == 0


def test_the_rehearsal_of_a_hub_ends_with_it(tmp_path: Path) -> None:
    port = free_port()
    words: list[str | Path] = [
        "--folder",
        tmp_path / "demo",
        "--state",
        tmp_path / "hub",
        "--port",
        str(port),
    ]
    with serving("demo", *words) as hub:
        assert status_at(port) == 503
        children = Path(f"/proc/{hub.pid}/task/{hub.pid}/children").read_text().split()
        rehearsals = [os.pidfd_open(int(child)) for child in children]
        assert rehearsals
        hub.send_signal(signal.SIGTERM)
        assert hub.wait(SECONDS) == 0
        for rehearsal in rehearsals:
            assert select.select([rehearsal], [], [], SECONDS)[0], "the rehearsal goes on alone"
            os.close(rehearsal)
    assert (tmp_path / "hub" / "state" / "rehearsal.log").exists(), "it is played anew the next time"
