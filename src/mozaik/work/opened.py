"""A WORK folder as it is opened: private, complete, and read by an own engine.

Refuses a folder that anybody but its owner may read, and one of another format. The engine is a DuckDB in
memory that can read this folder and nothing else, and loads no extension.
"""

from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from mozaik.aside import sweep
from mozaik.errors import InvalidInputError
from mozaik.files import held, require_private
from mozaik.records import ALL_TABLES
from mozaik.seal import is_set_id
from mozaik.work.description import Description
from mozaik.work.layout import DESCRIPTION, PARTS, TABLES, part_name

_NO_EXTENSIONS: Mapping[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}
PATTERN = frozenset("*?[")


@dataclass(frozen=True, slots=True)
class WorkFolder:
    """An opened WORK folder, with what its `work.json` says."""

    path: Path
    description: Description

    @staticmethod
    def open_folder(path: Path) -> "WorkFolder":
        """Open a WORK folder; RefusedError if others may read it, InvalidInputError if it is not one."""
        folder = path.resolve()
        sweep(folder.parent)
        _require_private(folder)
        _require(folder / DESCRIPTION)
        description = Description.read(folder / DESCRIPTION)
        for name in map(part_name, PARTS):
            _require(folder / name)
        require_no_pattern(folder)
        return WorkFolder(folder, description)

    def part(self, name: str) -> str:
        """The path of one of the folder's own tables, for the engine."""
        return str(self.path / part_name(name))

    def table(self, set_id: str, table: str) -> str:
        """The path of a set's table, for the engine; InvalidInputError for a name that is not plain."""
        if not is_set_id(set_id) or table not in ALL_TABLES:
            raise InvalidInputError(
                "a set or table of the WORK folder has an impossible name",
                where=str(self.path),
                remedy="run mozaik crosscheck again",
            )
        return str(self.path / TABLES / set_id / part_name(table))

    @contextmanager
    def staying(self) -> Iterator[None]:
        """Inside this block no cross-check puts a new WORK in the place of this one; it waits."""
        with held(self.path / DESCRIPTION):
            yield

    @contextmanager
    def engine(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A DuckDB in memory that reads this folder alone, closed at the end; the folder stays meanwhile."""
        with self.staying(), closing(duckdb.connect(":memory:", config=dict(_NO_EXTENSIONS))) as connection:
            connection.execute("SET temp_directory = ''")
            quoted = str(self.path).replace("'", "''")
            connection.execute(f"SET allowed_directories = ['{quoted}/']")
            connection.execute("SET enable_external_access = false")
            connection.execute("SET lock_configuration = true")
            yield connection


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


def _require_private(folder: Path) -> None:
    """RefusedError unless the folder and its files belong to this user and are closed to all others."""
    if not folder.is_dir():
        raise InvalidInputError(
            "no such WORK folder", where=str(folder), remedy="run mozaik crosscheck first"
        )
    names = [*map(part_name, PARTS), DESCRIPTION, TABLES]
    require_private((folder, *(folder / name for name in names if (folder / name).exists())))
