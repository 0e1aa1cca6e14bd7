"""WORK outlives a crash at every step of its replacement, and loses nothing that people did in it."""

import os
import signal
import sys
import threading

import duckdb
import pytest

from mozaik.crosscheck import crosscheck
from mozaik.crosscheck.workfolder import KEPT, new_work
from mozaik.errors import RefusedError
from mozaik.files import StorageError, held
from tests.crosscheck.support import file_row

CHANGES = ("os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.chmod", "shutil.copyfile")


def killed_before_change(number, work):
    """Whether a process that replaces WORK was killed before its n-th change to the disk."""
    child = os.fork()
    if not child:
        left = number

        def watch(event, _arguments):
            nonlocal left
            if event in CHANGES:
                left -= 1
                if not left:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(watch)
        replace_work(work, "new")
        os._exit(0)
    return os.waitpid(child, 0)[1] == signal.SIGKILL


def replace_work(work, text):
    with new_work(work, replace=True) as partial:
        (partial / "operation.key").write_bytes(b"new")
        (partial / "work.json").write_text(text)


def old_work(tmp_path):
    work = tmp_path / "WORK"
    work.mkdir(mode=0o700)
    (work / "work.json").write_text("old")
    (work / "operation.key").write_bytes(b"k" * 32)
    for name in KEPT[1:]:
        (work / name).mkdir()
        (work / name / "SI-GPD.jsonl").write_text(f"{name}\n")
    return work


def kept_parts(work):
    return [(work / "operation.key").read_bytes()] + [
        (work / n / "SI-GPD.jsonl").read_text() for n in KEPT[1:]
    ]


def test_a_crash_at_any_step_of_a_replacement_loses_nothing_people_did(tmp_path):
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
        assert (work / "work.json").read_text() == "newer"
        assert [one.name for one in folder.iterdir()] == ["WORK"]
    assert 10 < step < 99


def test_a_judgement_during_a_replacement_is_waited_for_and_kept(tmp_path):
    work, entered = old_work(tmp_path), threading.Event()

    def replace():
        with new_work(work, replace=True) as partial:
            (partial / "work.json").write_text("new")
            entered.set()

    with held(work / "work.json"):
        replacing = threading.Thread(target=replace)
        replacing.start()
        entered.wait()
        replacing.join(0.2)
        with (work / "judgements" / "SI-GPD.jsonl").open("a") as file:
            file.write("late\n")
    replacing.join()

    assert (work / "work.json").read_text() == "new"
    assert kept_parts(work)[2] == "judgements\nlate\n"


def test_two_at_once_are_refused_and_what_an_engine_lacks_is_one_clear_error(tmp_path):
    with new_work(tmp_path / "WORK"), pytest.raises(RefusedError, match="another cross-check"):  # noqa: SIM117
        with new_work(tmp_path / "WORK"):
            pass
    with pytest.raises(StorageError, match="more room") as caught, new_work(tmp_path / "OTHER"):
        raise duckdb.OutOfMemoryException("a value")
    assert "value" not in str(caught.value)
    assert not (tmp_path / "OTHER").exists()


def test_files_in_any_order_give_the_same_bytes(make, tmp_path, now):
    sets = [
        make(
            f"{country}-GPD.s{number}",
            {"files": [file_row(b"%d" % (number // 2)), file_row(b"all", path="b")]},
        )
        for number, country in enumerate(("SI", "HR", "RS", "BA") * 6)
    ]
    for name, given in (("ONE", sets), ("TWO", sets[::-1]), ("THREE", sets[7:] + sets[:7])):
        crosscheck(given, [], tmp_path / name, now=now, operation_key=b"k" * 32)

    for part in ("hits", "holders", "coverage", "terms", "sets"):
        contents = {(tmp_path / name / f"{part}.parquet").read_bytes() for name in ("ONE", "TWO", "THREE")}
        assert len(contents) == 1
