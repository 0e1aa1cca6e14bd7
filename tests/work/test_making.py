"""WORK outlives a crash at every step of its replacement, and loses nothing that people did in it."""

import os
import signal
import sys
import threading
from pathlib import Path

import duckdb
import pytest

from mozaik.errors import RefusedError
from mozaik.files import StorageError, held
from mozaik.work import Description, new_work

KEPT = ("chains", "judgements", "acknowledgements")
CHANGES = ("os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.chmod", "shutil.copyfile")


def killed_before_change(number: int, work: Path) -> bool:
    """Whether a process that replaces WORK was killed before its n-th change to the disk."""
    child = os.fork()
    if not child:
        left = number

        def watch(event: str, _arguments: tuple[object, ...]) -> None:
            nonlocal left
            if event in CHANGES:
                left -= 1
                if not left:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(watch)
        replace_work(work, "new")
        os._exit(0)
    return os.waitpid(child, 0)[1] == signal.SIGKILL


def replace_work(work: Path, text: str) -> None:
    with new_work(work, replace=True) as new:
        new.describe(described(text))


def old_work(tmp_path: Path) -> Path:
    work = tmp_path / "WORK"
    with new_work(work) as new:
        new.describe(described("old"))
        (new.acts_folder / "operation.key").write_bytes(b"k" * 32)
        for name in KEPT:
            (new.acts_folder / name).mkdir()
            (new.acts_folder / name / "SI-GPD.jsonl").write_text(f"{name}\n")
    return work


def kept_parts(work: Path) -> list[bytes]:
    acts = work / "acts"
    return [(acts / "operation.key").read_bytes()] + [(acts / n / "SI-GPD.jsonl").read_bytes() for n in KEPT]


def described(edition: str) -> Description:
    return Description(edition, edition, "2023-11-20T09:00:00Z", True, {}, {}, ())


def edition_of(work: Path) -> str:
    return Description.read(work / "work.json").edition


def test_a_crash_at_any_step_of_a_replacement_loses_nothing_people_did(tmp_path: Path) -> None:
    """Killed before its n-th change to the disk, for every n; then run again to its end."""
    for step in range(1, 100):
        folder = tmp_path / str(step)
        folder.mkdir()
        work = old_work(folder)
        known = kept_parts(work)
        if not killed_before_change(step, work):
            break
        replace_work(work, "newer")

        assert kept_parts(work) == known
        assert edition_of(work) == "newer"
        assert [child.name for child in folder.iterdir()] == ["WORK"]
    assert 10 < step < 99


def test_a_judgement_during_a_replacement_is_waited_for_and_kept(tmp_path: Path) -> None:
    work, entered = old_work(tmp_path), threading.Event()

    def replace() -> None:
        with new_work(work, replace=True) as new:
            new.describe(described("new"))
            entered.set()

    with held(work / "work.json"):
        replacing = threading.Thread(target=replace)
        replacing.start()
        entered.wait()
        replacing.join(0.2)
        with (work / "acts" / "judgements" / "SI-GPD.jsonl").open("a") as file:
            file.write("late\n")
    replacing.join()

    assert edition_of(work) == "new"
    assert kept_parts(work)[2] == b"judgements\nlate\n"


def test_two_at_once_are_refused_and_what_an_engine_lacks_is_one_clear_error(tmp_path: Path) -> None:
    with new_work(tmp_path / "WORK"), pytest.raises(RefusedError, match="another cross-check"):  # noqa: SIM117
        with new_work(tmp_path / "WORK"):
            pass
    with pytest.raises(StorageError, match="more room") as caught, new_work(tmp_path / "OTHER"):
        raise duckdb.OutOfMemoryException("a value")
    assert "value" not in str(caught.value)
    assert not (tmp_path / "OTHER").exists()
