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

import pyarrow as pa
import pyarrow.parquet as pq

from mozaik.errors import InvalidInputError, RefusedError

WORK_FORMAT = 1
KEPT = ("operation.key", "chains", "judgements", "acknowledgements")
"""What a replaced WORK hands on, so that references, logs and judgements live on."""


def check_target(work: Path, replace: bool) -> None:
    """Refuse a path with a pattern in it, and a target that exists and is no WORK to be replaced."""
    if set("*?[") & set(str(work)):
        raise InvalidInputError(
            "the path of WORK holds one of * ? [",
            where=str(work),
            remedy="choose another path: the engine reads these as patterns",
        )
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


@contextmanager
def new_work(work: Path, replace: bool = False) -> Iterator[Path]:
    """A private partial folder that becomes `work` when the block ends well, and vanishes otherwise."""
    work = work.absolute()
    check_target(work, replace)
    work.parent.mkdir(parents=True, exist_ok=True)
    lock = work.parent / f".{work.name}.lock"
    with lock.open("w") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise RefusedError(
                "another cross-check is writing this WORK", where=str(work), remedy="wait for it to end"
            ) from error
        partial = work.parent / f".{work.name}.partial"
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir(mode=0o700)
        try:
            yield partial
            check_target(work, replace)
            if work.exists():
                _hand_on(work, partial)
            _make_private(partial)
            _put_in_place(partial, work)
        finally:
            shutil.rmtree(partial, ignore_errors=True)
            lock.unlink(missing_ok=True)


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
    old = work.parent / f".{work.name}.replaced"
    shutil.rmtree(old, ignore_errors=True)
    if work.exists():
        work.rename(old)
    partial.rename(work)
    shutil.rmtree(old, ignore_errors=True)
