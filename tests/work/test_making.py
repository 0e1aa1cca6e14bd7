"""WORK outlives a crash at every step of its replacement: it is the old one or the new one, whole."""

import threading
from functools import partial
from pathlib import Path

import duckdb
import pytest

from mozaik.errors import RefusedError
from mozaik.files import StorageError, held
from mozaik.work import Description, new_work
from tests.killing import killed_before_change


def replace_work(work: Path, text: str) -> None:
    with new_work(work, replace=True) as new:
        new.describe(described(text))


def old_work(tmp_path: Path) -> Path:
    work = tmp_path / "WORK"
    with new_work(work) as new:
        new.describe(described("old"))
        for name in ("SI-GPD.a", "HR-MUP.b"):
            (new.tables_folder / name).mkdir()
            (new.tables_folder / name / "files.parquet").write_text(name)
    return work


def described(edition: str) -> Description:
    return Description(edition, edition, "2023-11-20", True, {}, {}, ())


def edition_of(work: Path) -> str:
    return Description.read(work / "work.json").edition


def test_a_crash_at_any_step_of_a_replacement_leaves_the_old_work_or_the_new(tmp_path: Path) -> None:
    """Killed before its n-th change to the disk, for every n; then run again to its end."""
    for step in range(1, 100):
        folder = tmp_path / str(step)
        folder.mkdir()
        work = old_work(folder)
        if not killed_before_change(step, partial(replace_work, work, "new")):
            break
        replace_work(work, "newer")

        assert edition_of(work) == "newer"
        assert [child.name for child in folder.iterdir()] == ["WORK"]
    assert 10 < step < 99


def test_who_reads_during_a_replacement_is_waited_for(tmp_path: Path) -> None:
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
        assert edition_of(work) == "old"
    replacing.join()

    assert edition_of(work) == "new"


def test_two_at_once_are_refused_and_what_an_engine_lacks_is_one_clear_error(tmp_path: Path) -> None:
    with new_work(tmp_path / "WORK"), pytest.raises(RefusedError, match="another cross-check"):  # noqa: SIM117
        with new_work(tmp_path / "WORK"):
            pass
    with pytest.raises(StorageError, match="more room") as caught, new_work(tmp_path / "OTHER"):
        raise duckdb.OutOfMemoryException("a value")
    assert "value" not in str(caught.value)
    assert not (tmp_path / "OTHER").exists()
