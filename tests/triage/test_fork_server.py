"""Parser children are forked from one loaded process: fresh each time, and gone with their parent."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from mozaik.triage import Workers, triage_source
from mozaik.triage.forking import SERVER
from mozaik.triage.process import Child
from tests.triage.support import HOSTILE_CHILD, NOTE, encoded, picture, zipped

_PARENT = """
import sys, time
from mozaik.triage.forking import SERVER
child = SERVER.fork("source", 4 << 30, 60, kernels=False)
child.answers.read(1)
print(SERVER._server.pid, flush=True)
time.sleep(600)
"""


def of_session(session: int) -> set[int]:
    """The living processes of a session, from /proc."""
    living = set()
    for place in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, _, own = place.read_text(encoding="utf-8").rpartition(")")[2].split()[:4]
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(own) == session and state != "Z":
            living.add(int(place.parent.name))
    return living


def test_children_end_when_their_parent_is_killed() -> None:
    with subprocess.Popen([sys.executable, "-c", _PARENT], stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        session = int(parent.stdout.readline())
        assert len(of_session(session)) == 3
        parent.kill()
    for _ in range(600):
        if not of_session(session):
            return
        time.sleep(0.1)
    pytest.fail("a child outlives its parent")


def test_a_server_that_died_is_started_anew() -> None:
    first = Child(SERVER.fork("source", 4 << 30, 60, kernels=False))
    versions = first.greeted()
    assert SERVER._server is not None
    os.kill(SERVER._server.pid, signal.SIGKILL)
    SERVER._server.wait()
    second = Child(SERVER.fork("source", 4 << 30, 60, kernels=False))
    assert second.greeted() == versions
    first.end()
    second.end()


def test_pictures_met_by_a_child_without_kernels_are_hashed_by_the_next(tmp_path: Path) -> None:
    """The facts are those of children that have the kernels from the start."""
    inner = zipped({"a.txt": NOTE, "b.jpg": encoded(picture(1)), "c.txt": NOTE})
    for name, data in {"0.zip": inner, "a.txt": NOTE, "b.jpg": encoded(picture(2)), "c.txt": NOTE}.items():
        (tmp_path / name).write_bytes(data)
    SERVER.close()
    with Workers(1) as late, Workers(1) as early:
        early._kernels = True
        first, second = (triage_source(tmp_path, "I", workers) for workers in (late, early))
    assert first.tables["media"].num_rows == 2
    assert first.tables == second.tables
    assert first.report == second.report


def test_a_child_with_kernels_that_asks_for_them_is_not_believed(tmp_path: Path) -> None:
    (tmp_path / "1.txt").write_bytes(b"!kernels")
    (tmp_path / "2.txt").write_bytes(NOTE)
    with Workers(1, command=HOSTILE_CHILD) as workers:
        result = triage_source(tmp_path, "I", workers)
    assert sorted(result.tables["files"].column("path").to_pylist()) == ["1.txt", "2.txt"]
    assert result.report.notes == {"content not searched: its parser answered nonsense": 1}
