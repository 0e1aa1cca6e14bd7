"""WORK outlives a crash at every step, and readers and writers of it never wait for each other."""

import fcntl
import gc
import os
import threading
from functools import partial
from pathlib import Path

import duckdb
import pytest

from mozaik.errors import InvalidInputError, RefusedError
from mozaik.files import StorageError, held
from mozaik.work import PARTS, Description, WorkFolder, current_generation, new_work
from mozaik.work.generations import point_at, remove_earlier
from tests.killing import STEPS, killed_before_change


def write_work(work: Path, text: str, replace: bool = True) -> None:
    with new_work(work, replace=replace) as new:
        new.describe(described(text))
        for part in PARTS:
            new.part(part).touch()
        (new.tables_folder / "SI-GPD.a").mkdir()
        (new.tables_folder / "SI-GPD.a" / "files.parquet").write_text(f"SI-GPD.a {text}")


def described(edition: str) -> Description:
    return Description(edition, edition, "2023-11-20", "", True, {}, {}, ())


def told(opened: WorkFolder) -> str:
    """What a reader reads: the description, and a table of the same generation."""
    table = Path(opened.table("SI-GPD.a", "files")).read_text()
    assert table == f"SI-GPD.a {opened.description.edition}"
    return opened.description.edition


def generations(work: Path) -> list[str]:
    return sorted(place.name for place in (work / "generations").iterdir())


@pytest.mark.parametrize("before", ["none", "one", "earlier format"])
def test_a_crash_at_any_step_leaves_the_old_work_or_the_new(tmp_path: Path, before: str) -> None:
    """Killed before its n-th change to the disk; then run again to its end."""
    for step in STEPS:
        work = tmp_path / str(step) / "WORK"
        work.parent.mkdir()
        if before == "one":
            write_work(work, "old")
        elif before == "earlier format":
            earlier_format(work)
        if not killed_before_change(step, partial(write_work, work, "new")):
            break
        if before == "one":
            assert told(WorkFolder.open_folder(work)) in ("old", "new")
        elif before == "earlier format":
            assert told_of_any(work) in ("old", "new")
        write_work(work, "newer")
        gc.collect()
        assert told(WorkFolder.open_folder(work)) == "newer"
        assert len(generations(work)) == 1
        assert [child.name for child in work.parent.iterdir()] == ["WORK"]
        assert sorted(child.name for child in work.iterdir()) == ["current", "generations"]
    assert 20 < step < 397


def earlier_format(work: Path) -> None:
    (work / "acts").mkdir(parents=True, mode=0o700)
    described("old").write(work / "work.json")
    text = (work / "work.json").read_text().replace('"format": 3', '"format": 2')
    (work / "work.json").write_text(text)


def told_of_any(work: Path) -> str:
    """Whatever stands there after a crash, once a reader has come by and put it back."""
    if (work / "current").exists():
        return told(WorkFolder.open_folder(work))
    with pytest.raises(InvalidInputError, match="another format"):
        WorkFolder.open_folder(work)
    assert (work / "acts").is_dir()
    return "old"


def test_overlapping_readers_never_stop_a_writer_and_keep_what_they_opened(tmp_path: Path) -> None:
    """Three readers, of whom one always reads (review 1: they stopped a replacement for ever)."""
    work, ended = tmp_path / "WORK", threading.Event()
    write_work(work, "0")
    seen: list[list[str]] = [[], [], []]
    started = threading.Barrier(4)

    def read(own: list[str]) -> None:
        opened = WorkFolder.open_folder(work)
        started.wait()
        while not ended.is_set():
            following = WorkFolder.open_folder(work)  # opened before the one before is let go
            own.append(told(opened))
            opened = following
        own.append(told(opened))

    readers = [threading.Thread(target=read, args=(own,)) for own in seen]
    for reader in readers:
        reader.start()
    started.wait()
    for number in range(1, 6):
        write_work(work, str(number))
    ended.set()
    for reader in readers:
        reader.join()
    assert all(own == sorted(own) and len(own) > 1 for own in seen)
    assert told(WorkFolder.open_folder(work)) == "5"


def test_a_generation_goes_when_nobody_holds_it_and_not_before(tmp_path: Path) -> None:
    work = tmp_path / "WORK"
    write_work(work, "1")
    first = WorkFolder.open_folder(work)
    write_work(work, "2")
    second = WorkFolder.open_folder(work)
    write_work(work, "3")
    assert len(generations(work)) == 3
    assert (told(first), told(second)) == ("1", "2")
    del first
    gc.collect()
    write_work(work, "4")
    assert len(generations(work)) == 2
    assert told(second) == "2"
    del second
    gc.collect()
    assert told(WorkFolder.open_folder(work)) == "4"
    assert generations(work) == [current_generation(work).name]


def test_who_cleans_up_with_an_old_pointer_in_mind_takes_nothing_that_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The pointer is flipped between the look at it and the removal."""
    work = tmp_path / "WORK"
    write_work(work, "1")
    first = WorkFolder.open_folder(work)
    write_work(work, "2")
    looks = iter([first.generation])
    with monkeypatch.context() as patched:
        real = current_generation
        patched.setattr(
            "mozaik.work.generations.current_generation", lambda work: next(looks, None) or real(work)
        )
        remove_earlier(work)
    assert told(WorkFolder.open_folder(work)) == "2"


def test_a_generation_that_is_about_to_count_is_not_taken_for_an_earlier_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cleaned(work: Path, generation: Path) -> None:
        if generation.name != "00000001":
            remove_earlier(work)
        point_at(work, generation)

    monkeypatch.setattr("mozaik.work.making.point_at", cleaned)
    for text in ("1", "2"):
        write_work(tmp_path / "WORK", text)
    assert told(WorkFolder.open_folder(tmp_path / "WORK")) == "2"


def test_a_reader_in_another_process_holds_its_generation(tmp_path: Path) -> None:
    work = tmp_path / "WORK"
    write_work(work, "1")
    said, heard = os.pipe()
    go, gone = os.pipe()
    child = os.fork()
    if not child:
        opened = WorkFolder.open_folder(work)
        os.write(heard, b"open")
        os.read(go, 1)
        os._exit(0 if told(opened) == "1" else 1)
    os.read(said, 4)
    write_work(work, "2")
    write_work(work, "3")
    assert len(generations(work)) == 2
    os.write(gone, b"x")
    assert os.waitpid(child, 0)[1] == 0
    write_work(work, "4")
    assert len(generations(work)) == 1


def test_a_reader_that_is_overtaken_between_two_steps_reads_the_newer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    work, real = tmp_path / "WORK", os.open
    write_work(work, "1")

    def overtaken(path: object, *more: int) -> int:
        if str(path).endswith("work.json"):
            monkeypatch.undo()
            write_work(work, "2")
            assert len(generations(work)) == 1
        return real(path, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "open", overtaken)
    assert told(WorkFolder.open_folder(work)) == "2"


def test_a_reader_that_is_overtaken_before_its_lock_reads_the_newer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    work, real = tmp_path / "WORK", fcntl.flock
    write_work(work, "1")

    def overtaken(descriptor: int, how: int) -> None:
        if how == fcntl.LOCK_SH:
            monkeypatch.undo()
            write_work(work, "2")
            assert len(generations(work)) == 1
        real(descriptor, how)

    monkeypatch.setattr(fcntl, "flock", overtaken)
    assert told(WorkFolder.open_folder(work)) == "2"


def test_the_pointer_is_flipped_to_a_complete_generation_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pointed: list[list[str]] = []

    def noted(work: Path, generation: Path) -> None:
        pointed.append(sorted(path.name for path in generation.iterdir()))
        point_at(work, generation)

    monkeypatch.setattr("mozaik.work.making.point_at", noted)
    for text in ("1", "2"):
        write_work(tmp_path / "WORK", text)
    complete = sorted([*(f"{part}.parquet" for part in PARTS), "tables", "work.json"])
    assert pointed == [complete, complete]


def test_who_reads_a_work_of_the_earlier_format_is_waited_for(tmp_path: Path) -> None:
    work, entered = tmp_path / "WORK", threading.Event()
    earlier_format(work)

    def replace() -> None:
        with new_work(work, replace=True) as new:
            new.describe(described("new"))
            entered.set()

    with held(work / "work.json"):
        replacing = threading.Thread(target=replace)
        replacing.start()
        entered.wait()
        replacing.join(0.2)
        assert (work / "work.json").exists()
    replacing.join()
    assert Description.read(current_generation(work) / "work.json").edition == "new"


def test_two_at_once_are_refused_and_what_an_engine_lacks_is_one_clear_error(tmp_path: Path) -> None:
    with new_work(tmp_path / "WORK"), pytest.raises(RefusedError, match="another cross-check"):  # noqa: SIM117
        with new_work(tmp_path / "WORK"):
            pass
    with pytest.raises(StorageError, match="more room") as caught, new_work(tmp_path / "OTHER"):
        raise duckdb.OutOfMemoryException("a value")
    assert "value" not in str(caught.value)
    assert not (tmp_path / "OTHER").exists()


@pytest.mark.parametrize("text", ["", "1\n", "00000001", "../../x\n", "0000000x\n", "00000001\n\n"])
def test_a_pointer_that_is_none_is_refused(tmp_path: Path, text: str) -> None:
    work = tmp_path / "WORK"
    write_work(work, "1")
    (work / "current").write_text(text)
    with pytest.raises(InvalidInputError, match="names no generation"):
        WorkFolder.open_folder(work)
