"""The folder of a cross-check as the release room opens it: private, complete, and read by an own engine.

Refuses a folder that anybody but its owner may read, and one of another format. The engine is a DuckDB in
memory that can read this folder and nothing else, and loads no extension.
"""

import json
import os
import re
import stat
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from mozaik.canonical import is_number
from mozaik.errors import InvalidInputError, RefusedError
from mozaik.files import held

FORMAT = 1
KEY_BYTES = 32
PARTS = ("sets", "terms", "hits", "holders", "coverage")
_NO_EXTENSIONS: Mapping[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}
SAFE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


@dataclass(frozen=True, slots=True)
class Work:
    """An opened WORK folder: what its `work.json` says, and the operation's HMAC key."""

    path: Path
    operation: str
    edition: str
    synthetic: bool
    versions: Mapping[str, str]
    parameters: Mapping[str, int]
    key: bytes

    @staticmethod
    def open(path: Path) -> "Work":
        """Open a WORK folder; RefusedError if others may read it, InvalidInputError if it is not one."""
        folder = path.resolve()
        _require_private(folder)
        missing = [name for name in ("work.json", "operation.key") if not (folder / name).is_file()]
        missing += [f"{name}.parquet" for name in PARTS if not (folder / f"{name}.parquet").is_file()]
        if missing:
            raise InvalidInputError(
                "not a complete WORK folder", where=str(path), why=f"{missing[0]} is missing",
                remedy="run mozaik crosscheck again",
            )  # fmt: skip
        if set("*?[") & set(str(folder)):
            raise InvalidInputError(
                "the path holds one of * ? [",
                where=str(path),
                remedy="rename the folder: the engine reads these as patterns",
            )
        data = _read_description(folder / "work.json")
        key = (folder / "operation.key").read_bytes()
        if len(key) != KEY_BYTES:
            raise InvalidInputError(
                "operation.key is damaged", where=str(path), why=f"it must hold {KEY_BYTES} bytes",
                remedy="restore it from a backup: without it references and tickets change",
            )  # fmt: skip
        return Work(
            path=folder,
            operation=str(data["operation"]),
            edition=str(data["edition"]),
            synthetic=bool(data["synthetic"]),
            versions={str(name): str(version) for name, version in data["versions"].items()},
            parameters={str(name): int(value) for name, value in data["parameters"].items()},
            key=key,
        )

    def part(self, name: str) -> str:
        """The path of one of the folder's own tables, for the engine."""
        return str(self.path / f"{name}.parquet")

    def table(self, set_id: str, table: str) -> str:
        """The path of a set's table, for the engine; InvalidInputError for a name that is no plain name."""
        if not (SAFE_NAME.fullmatch(set_id) and SAFE_NAME.fullmatch(table)) or ".." in set_id:
            raise InvalidInputError("a set or table of the WORK folder has an impossible name")
        return str(self.path / "tables" / set_id / f"{table}.parquet")

    @contextmanager
    def staying(self) -> Iterator[None]:
        """Inside this block no cross-check puts a new WORK in the place of this one; it waits."""
        with held(self.path / "work.json"):
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


def _require_private(folder: Path) -> None:
    """RefusedError unless the folder and its files belong to this user and are closed to all others."""
    if not folder.is_dir():
        raise InvalidInputError(
            "no such WORK folder", where=str(folder), remedy="run mozaik crosscheck first"
        )
    names = [f"{name}.parquet" for name in PARTS] + ["work.json", "operation.key", "tables"]
    for place in (folder, *(folder / name for name in names if (folder / name).exists())):
        state = place.stat()
        if state.st_uid != os.geteuid():
            raise RefusedError("the WORK folder belongs to another user", where=str(place))
        if stat.S_IMODE(state.st_mode) & 0o077:
            raise RefusedError(
                "the WORK folder is open to others",
                where=str(place),
                remedy="chmod -R go= the folder, and find out who read it",
            )


def _read_description(path: Path) -> dict[str, Any]:
    """The content of `work.json`; InvalidInputError for another format."""
    try:
        data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        version = data["format"]
        complete = all(
            name in data for name in ("operation", "edition", "synthetic", "versions", "parameters")
        )
    except (ValueError, KeyError, TypeError) as error:
        raise InvalidInputError("work.json cannot be read", where=str(path), why=str(error)) from error
    if not is_number(version, FORMAT) or not complete:
        raise InvalidInputError(
            "a WORK folder of another format", where=str(path), why=f"this program reads format {FORMAT}",
            remedy="run mozaik crosscheck again with this version",
        )  # fmt: skip
    return data
