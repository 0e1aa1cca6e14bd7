"""The folder WORK: written beside its place, complete and private, then renamed into it in one step.

A crash leaves the old WORK or none, never half of one. Replacing keeps what people did in the old one:
the key of the operation, the chains, the judgements and the acknowledgements.
"""

import fcntl
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from mozaik.errors import InvalidInputError, RefusedError
from mozaik.files import StorageError, force_folder, held, is_at, storage_errors

WORK_FORMAT = 1
KEPT = ("operation.key", "chains", "judgements", "acknowledgements")
"""What a replaced WORK hands on, so that references, logs and judgements live on."""


def check_target(work: Path, replace: bool) -> None:
    """Refuse a path with a pattern in it, and a target that exists and is no WORK to be replaced."""
    _check_path(work)
    if not (work.exists() or work.is_symlink()):
        return
    if not (work / "work.json").is_file() or work.is_symlink():
        raise RefusedError(
            "the target exists and is not a WORK folder", where=str(work), remedy="choose another path"
        )
    if not replace:
        raise RefusedError(
            "the WORK folder exists", where=str(work), remedy="choose another path or use --replace"
        )


def _check_path(work: Path) -> None:
    if set("*?[") & set(str(work)):
        raise InvalidInputError(
            "the path of WORK holds one of * ? [",
            where=str(work),
            remedy="choose another path: the engine reads these as patterns",
        )


@contextmanager
def new_work(work: Path, replace: bool = False) -> Iterator[Path]:
    """A private partial folder that becomes `work` when the block ends well, and vanishes otherwise.

    Whoever writes into the old WORK meanwhile is waited for, so that nothing people do in it is left out.
    """
    work = work.absolute()
    with storage_errors(work):
        _check_path(work)
        work.parent.mkdir(parents=True, exist_ok=True)
        with _sole_writer(work):
            _recover(work)
            check_target(work, replace)
            partial = work.parent / f".{work.name}.partial"
            shutil.rmtree(partial, ignore_errors=True)
            partial.mkdir(mode=0o700)
            try:
                with _engine_errors(work):
                    yield partial
                check_target(work, replace)
                _make_private(partial)
                if work.exists():
                    with held(work / "work.json", alone=True):
                        _hand_on(work, partial)
                        _make_private(partial)
                        _put_in_place(partial, work)
                else:
                    partial.rename(work)
                force_folder(work.parent)
            finally:
                shutil.rmtree(partial, ignore_errors=True)
            shutil.rmtree(_replaced(work), ignore_errors=True)


@contextmanager
def _engine_errors(work: Path) -> Iterator[None]:
    """Turn what the engine says of the disk or the memory into a StorageError; its text may hold values."""
    try:
        yield
    except (duckdb.IOException, duckdb.OutOfMemoryException) as error:
        raise StorageError(
            "the cross-check needs more room than there is",
            where=str(work),
            remedy="make room on this disk, or give the machine more memory; what was there is unchanged",
        ) from error


@contextmanager
def _sole_writer(work: Path) -> Iterator[None]:
    """RefusedError while another cross-check writes this WORK."""
    lock = work.parent / f".{work.name}.lock"
    while True:
        with lock.open("w") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise RefusedError(
                    "another cross-check is writing this WORK", where=str(work), remedy="wait for it to end"
                ) from error
            if not is_at(file.fileno(), lock):
                continue  # it ended just now and took its lock away
            try:
                yield
            finally:
                lock.unlink(missing_ok=True)
            return


def _recover(work: Path) -> None:
    """Put the old WORK back where a crash between two renames left none."""
    old = _replaced(work)
    if old.is_dir() and not (work.exists() or work.is_symlink()):
        old.rename(work)


def _replaced(work: Path) -> Path:
    return work.parent / f".{work.name}.replaced"


def write_json(path: Path, value: Mapping[str, object]) -> None:
    """A JSON object with sorted keys."""
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def write_table(path: Path, table: pa.Table) -> None:
    """A table as Parquet."""
    pq.write_table(table, path, compression="zstd")


def _hand_on(work: Path, partial: Path) -> None:
    for name in KEPT:
        old, new = work / name, partial / name
        if old.is_dir():
            shutil.copytree(old, new, dirs_exist_ok=True)
        elif old.is_file():
            shutil.copyfile(old, new)


def _make_private(folder: Path) -> None:
    """Folders 0700, files 0600, all of it on the disk before it gets its name."""
    for path in [folder, *folder.rglob("*")]:
        path.chmod(0o700 if path.is_dir() else 0o600)
    os.sync()


def _put_in_place(partial: Path, work: Path) -> None:
    """Two renames; the old WORK keeps what is kept until the new one stands in its place."""
    old = _replaced(work)
    shutil.rmtree(old, ignore_errors=True)
    work.rename(old)
    try:
        partial.rename(work)
    except OSError:
        old.rename(work)
        raise
