"""A WORK folder as it is opened: one generation of it, private, complete, and read by an own engine.

Refuses a folder that anybody but its owner may read, and one of another format. The engine is a DuckDB in
memory that can read this folder and nothing else, and loads no extension.
"""

from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from secrets import token_hex

import duckdb

from mozaik.aside import sweep
from mozaik.errors import InvalidInputError
from mozaik.files import StorageError, make_private_folder, require_private
from mozaik.records import ALL_TABLES
from mozaik.seal import is_set_id
from mozaik.work.description import Description
from mozaik.work.generations import GENERATIONS, POINTER, Hold, has_generations, hold_current, remove_earlier
from mozaik.work.layout import DESCRIPTION, IN_NODE, NODE, PARTS, TABLES, VIEWS, part_name

_NO_EXTENSIONS: Mapping[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}
PATTERN = frozenset("*?[")
MEMORY = "4GB"
"""What a reading may use for its tables; beyond it they spill into the folder of views."""
SPILL = ".spill"


@dataclass(frozen=True, slots=True)
class WorkFolder:
    """An opened WORK: the generation that counted then, what its `work.json` says, and the hold on it.

    The generation stays in its place, unchanged, for as long as somebody has this value.
    """

    path: Path
    generation: Path
    description: Description
    hold: Hold | None

    @staticmethod
    def open_folder(path: Path) -> "WorkFolder":
        """Open a WORK, or a node's; RefusedError if others may read it, InvalidInputError if it is none."""
        work = work_in(path).resolve()
        sweep(work.parent)
        require_no_pattern(work)
        _require_work(work)
        generation, hold = hold_current(work)
        remove_earlier(work)
        for name in map(part_name, PARTS):
            _require(generation / name)
        names = [*map(part_name, PARTS), DESCRIPTION, TABLES]
        require_private((generation, *(generation / name for name in names if (generation / name).exists())))
        return WorkFolder(work, generation, _described(*_identity(generation)), hold)

    @property
    def identity(self) -> tuple[Path, int, int]:
        """What no other generation has, not even one of the same number in a WORK that was made anew."""
        return _identity(self.generation)

    @property
    def views(self) -> Path:
        """Where what each reader is told may be kept; it is gone with this generation."""
        return self.generation / VIEWS

    def part(self, name: str) -> str:
        """The path of one of the folder's own tables, for the engine."""
        return str(self.generation / part_name(name))

    def table(self, set_id: str, table: str) -> str:
        """The path of a set's table, for the engine; InvalidInputError for a name that is not plain."""
        if not is_set_id(set_id) or table not in ALL_TABLES:
            raise InvalidInputError(
                "a set or table of the WORK folder has an impossible name",
                where=str(self.path),
                remedy="run mozaik crosscheck again",
            )
        return str(self.generation / TABLES / set_id / part_name(table))

    @contextmanager
    def engine(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A DuckDB that reads this generation alone and spills into its views alone; closed at the end.

        StorageError where what is asked of it does not fit into `MEMORY` and the disk.
        """
        spill = self._spill().replace("'", "''")
        with (
            self._room_errors(),
            closing(duckdb.connect(":memory:", config=dict(_NO_EXTENSIONS))) as connection,
        ):
            connection.execute(f"SET memory_limit = '{MEMORY}'")
            connection.execute(f"SET temp_directory = '{spill}'")
            quoted = str(self.generation).replace("'", "''")
            connection.execute(f"SET allowed_directories = ['{quoted}/']")
            connection.execute("SET enable_external_access = false")
            connection.execute("SET lock_configuration = true")
            yield connection

    def _spill(self) -> str:
        """Where an engine may spill; empty where the folder of views cannot be made."""
        try:
            make_private_folder(self.views)
        except (OSError, StorageError):
            return ""
        return str(self.views / f"{SPILL} {token_hex(8)}")

    @contextmanager
    def _room_errors(self) -> Iterator[None]:
        """Turn what the engine says of memory into a StorageError; its own text may hold values."""
        try:
            yield
        except (duckdb.OutOfMemoryException, MemoryError) as error:
            raise reading_too_large(self.path) from error


def reading_too_large(work: Path) -> StorageError:
    """A reading needs more than there is."""
    return StorageError(
        "this reading needs more room than there is, so nothing is told",
        where=str(work),
        why="very many pictures that are near each other can make it so",
        remedy="make room on the disk of WORK, or cross-check with a smaller --distance",
    )


def work_in(place: Path) -> Path:
    """The WORK that a path means: in the folder of a node its own, else the path itself."""
    return place / IN_NODE if (place / NODE).is_file() else place


def require_no_pattern(path: Path) -> None:
    """InvalidInputError for a path that the engine would read as a pattern."""
    if PATTERN & set(str(path)):
        raise InvalidInputError(
            "the path of WORK holds one of * ? [",
            where=str(path),
            remedy="choose another path, or rename the folder: the engine reads these as patterns",
        )


def _require(part: Path) -> None:
    if not part.exists():
        raise InvalidInputError(
            "not a complete WORK folder", where=str(part.parent), why=f"{part.name} is missing",
            remedy="run mozaik crosscheck again",
        )  # fmt: skip


def _identity(generation: Path) -> tuple[Path, int, int]:
    state = (generation / DESCRIPTION).stat()
    return generation, state.st_ino, state.st_mtime_ns


@lru_cache(maxsize=8)
def _described(generation: Path, _inode: int, _changed: int) -> Description:
    """What a generation says of itself: it never changes, and is asked at every page."""
    return Description.read(generation / DESCRIPTION)


def _require_work(work: Path) -> None:
    """Refuse what is no WORK folder, one of an earlier format, and one that others may read."""
    if not work.is_dir():
        node = work.parent if work_in(work.parent) == work else None
        next_step = f"mozaik node run {node} --once" if node else "run mozaik crosscheck first"
        raise InvalidInputError("no such WORK folder", where=str(work), remedy=next_step)
    if not has_generations(work):
        if not (work / DESCRIPTION).exists():
            raise InvalidInputError(
                "this folder is no WORK",
                where=str(work),
                why="no cross-check has written it",
                remedy="give the folder that mozaik crosscheck -o wrote",
            )
        Description.read(work / DESCRIPTION)
    places = (work, work / POINTER, work / GENERATIONS)
    require_private(place for place in places if place.exists())
