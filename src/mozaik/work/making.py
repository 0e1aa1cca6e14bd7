"""Making WORK: a generation is written aside, complete and private, gets its name, and then counts.

A crash leaves the old generation or the new one counting, never half of one. Nothing in WORK lasts: all of it
can be computed again from the sealed files.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from mozaik.aside import Aside, exchange
from mozaik.errors import RefusedError
from mozaik.files import StorageError, force_folder, held, one_at_a_time, scratch_folder, storage_errors
from mozaik.work.description import Description, require_replaceable
from mozaik.work.generations import GENERATIONS, has_generations, next_generation, point_at, remove_earlier
from mozaik.work.layout import DESCRIPTION, OLD_ACTS, PARTS, TABLES, part_name
from mozaik.work.opened import require_no_pattern


@dataclass(frozen=True, slots=True)
class NewWork:
    """A generation in the making."""

    path: Path

    @property
    def tables_folder(self) -> Path:
        """Where the sets' tables go, a folder a set."""
        return self.path / TABLES

    def part(self, name: str) -> Path:
        """The path of one of the folder's own tables."""
        return self.path / part_name(name)

    def write_part(self, name: str, table: pa.Table) -> None:
        """Write one of the folder's own tables; ArrowInvalid if it has other columns than the format says."""
        pq.write_table(table.cast(PARTS[name]), self.part(name), compression="zstd")

    def describe(self, description: Description) -> None:
        """Write what was compared."""
        description.write(self.path / DESCRIPTION)


@contextmanager
def new_work(work: Path, replace: bool = False) -> Iterator[NewWork]:
    """A generation that counts in `work` when the block ends well, and vanishes otherwise.

    RefusedError for a target that exists and is not a WORK to replace, and while another cross-check writes
    it. Readers are not waited for: they keep the generation that they opened.
    """
    work = work.absolute()
    busy = RefusedError(
        "another cross-check is writing this WORK", where=str(work), remedy="wait for it to end"
    )
    with storage_errors(work):
        require_no_pattern(work)
        work.parent.mkdir(parents=True, exist_ok=True)
        with one_at_a_time(work, busy):
            _check_target(work, replace)
            with _engine_errors(work):
                if has_generations(work):
                    with _next(work) as new:
                        yield new
                else:
                    with _first(work, replace) as new:
                        yield new


@contextmanager
def _next(work: Path) -> Iterator[NewWork]:
    """One generation more in a WORK that is there; the earlier ones go when nobody holds them."""
    generation = next_generation(work)
    with scratch_folder(generation, Aside.PART) as partial:
        yield _begun(partial)
        _make_private(partial)
        with held(partial / DESCRIPTION):  # or somebody takes it for an earlier one before it counts
            partial.rename(generation)
            force_folder(generation.parent)
            point_at(work, generation)
    remove_earlier(work)


@contextmanager
def _first(work: Path, replace: bool) -> Iterator[NewWork]:
    """A WORK with its first generation, in the place of none, or of one of an earlier format."""
    with scratch_folder(work, Aside.PART) as partial:
        (partial / GENERATIONS).mkdir(mode=0o700)
        generation = next_generation(partial)
        generation.mkdir(mode=0o700)
        yield _begun(generation)
        point_at(partial, generation)
        _make_private(partial)
        _check_target(work, replace)
        if work.exists():
            with held(work / DESCRIPTION, alone=True):
                exchange(partial, work)
        else:
            partial.rename(work)
        force_folder(work.parent)


def _begun(generation: Path) -> NewWork:
    (generation / TABLES).mkdir(mode=0o700)
    return NewWork(generation)


def old_acts_of(work: Path) -> Path | None:
    """The folder of acts inside a WORK of format 2, None where there is none."""
    acts = work / OLD_ACTS
    return acts if (work / DESCRIPTION).is_file() and acts.is_dir() else None


def _check_target(work: Path, replace: bool) -> None:
    """Refuse a target that exists and is not a WORK to be replaced."""
    if not (work.exists() or work.is_symlink()):
        return
    earlier = not has_generations(work) and (work / DESCRIPTION).is_file()
    if work.is_symlink() or not (earlier or has_generations(work)):
        raise RefusedError(
            "the target exists and is not a WORK folder", where=str(work), remedy="choose another path"
        )
    if not replace:
        raise RefusedError(
            "the WORK folder exists", where=str(work), remedy="choose another path or use --replace"
        )
    if earlier:
        require_replaceable(work / DESCRIPTION)


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


def _make_private(folder: Path) -> None:
    """Folders 0700, files 0600, all of it on the disk before it gets its name."""
    for path in [folder, *folder.rglob("*")]:
        path.chmod(0o700 if path.is_dir() else 0o600)
    os.sync()
