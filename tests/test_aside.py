"""What a killed run leaves is private, and gone after the next run that comes by; all else stays."""

import os
import signal
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from mozaik.aside import Aside, aside_of, exchange, sweep
from mozaik.errors import RefusedError
from mozaik.files import one_at_a_time, scratch_folder, written_whole

CHILD = """
import os, sys
from pathlib import Path
from mozaik.files import one_at_a_time, scratch_folder, written_whole
os.umask(0)
target = Path(sys.argv[1])
with one_at_a_time(target), scratch_folder(target) as folder, written_whole(target) as stream:
    stream.write(b"half")
    stream.flush()
    print("at work", flush=True)
    sys.stdin.read()
"""


@contextmanager
def worker_on(target: Path) -> Iterator["subprocess.Popen[str]"]:
    """A process with a lock, a scratch folder and a half-written file of a target, killed at the end."""
    command = [sys.executable, "-c", CHILD, str(target)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as worker:
        assert worker.stdout
        assert worker.stdout.readline() == "at work\n"
        yield worker
        worker.send_signal(signal.SIGKILL)


def names_in(folder: Path) -> list[str]:
    return sorted(place.name for place in folder.iterdir())


def test_another_target_s_leftovers_are_removed_and_a_live_worker_s_are_not(tmp_path: Path) -> None:
    """By a run on another target in the same folder (review 1, item 19)."""
    live, dead, other = (tmp_path / name for name in ("live", "dead", "other"))
    held = [f".live.mozaik-{what}" for what in ("lock", "part", "scratch")]
    with worker_on(live):
        with worker_on(dead):
            assert len(names_in(tmp_path)) == 6
            for place in tmp_path.iterdir():
                assert stat.S_IMODE(place.stat().st_mode) == (0o700 if place.is_dir() else 0o600)
        with scratch_folder(other):
            assert names_in(tmp_path) == [*held, ".other.mozaik-scratch"]
    sweep(tmp_path)
    assert names_in(tmp_path) == []


@pytest.mark.parametrize("block", [written_whole, one_at_a_time])
def test_whoever_first_writes_into_a_folder_sweeps_it(
    tmp_path: Path, block: Callable[[Path], AbstractContextManager[object]]
) -> None:
    (tmp_path / ".gone.mozaik-part").write_bytes(b"half")
    with block(tmp_path / "x"):
        assert not (tmp_path / ".gone.mozaik-part").exists()


def test_files_of_others_and_files_that_only_look_alike_stay(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    alike = [".film.part", "x.mozaik-part", ".x.mozaik-parts", ".mozaik-part", ".x.scratch", ".x.mozaik-"]
    for name in alike:
        (tmp_path / name).write_bytes(b"mine")
    (tmp_path / ".link.mozaik-part").symlink_to(tmp_path / ".film.part")
    theirs = aside_of(tmp_path / "x", Aside.PART)
    theirs.write_bytes(b"theirs")
    with monkeypatch.context() as other_user:
        other_user.setattr(os, "geteuid", lambda: 12345)
        sweep(tmp_path)
    assert theirs.exists()
    sweep(tmp_path)
    assert names_in(tmp_path) == sorted([*alike, ".link.mozaik-part"])
    sweep(tmp_path / "missing")


def test_what_a_crash_took_away_is_put_back_and_what_was_replaced_goes(tmp_path: Path) -> None:
    for number, name in enumerate(("lost", "kept")):
        old = aside_of(tmp_path / name, Aside.REPLACED)
        old.mkdir()
        (old / "mark").write_text(f"old {number}")
    (tmp_path / "kept").mkdir()
    sweep(tmp_path)
    assert names_in(tmp_path) == ["kept", "lost"]
    assert (tmp_path / "lost" / "mark").read_text() == "old 0"
    assert names_in(tmp_path / "kept") == []


def test_an_exchange_is_not_disturbed_by_whoever_comes_by(tmp_path: Path) -> None:
    """Somebody sweeps between the two renamings, when the target has no name."""
    new, target = tmp_path / "new", tmp_path / "target"
    steps: list[int] = []
    for place in (new, target):
        place.mkdir()
        (place / "mark").write_text(place.name)

    def come_by(event: str, _arguments: object) -> None:
        if watching and event == "os.rename":
            command = [sys.executable, "-c", f"from mozaik.aside import *; sweep(Path({str(tmp_path)!r}))"]
            steps.append(subprocess.run(command, check=True).returncode)

    watching = True
    sys.addaudithook(come_by)
    exchange(new, target)
    watching = False
    assert steps == [0, 0]
    assert names_in(tmp_path) == ["target"]
    assert (target / "mark").read_text() == "new"


def test_who_does_not_wait_is_told(tmp_path: Path) -> None:
    busy = RefusedError("somebody is at work", remedy="wait")
    with one_at_a_time(tmp_path / "x"), pytest.raises(RefusedError, match="at work"):  # noqa: SIM117
        with one_at_a_time(tmp_path / "x", busy):
            pass
    with one_at_a_time(tmp_path / "x", busy):
        pass
    assert names_in(tmp_path) == []
