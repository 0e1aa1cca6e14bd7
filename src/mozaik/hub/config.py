"""How one hub runs: its node, its own state, under which names it is reached, how long people may be idle.

A TOML file says it; `MOZAIK_HUB` names the file for the process that serves.
"""

import os
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from mozaik.errors import InvalidInputError
from mozaik.hub.database import SCHEMES, postgresql_settings

VARIABLE = "MOZAIK_HUB"
_REMEDY = "see docs/hub.md for what a hub's file says"


@dataclass(frozen=True, slots=True)
class HubConfig:
    """What a hub is told: paths, where it listens, its names, and how long an idle page stays open.

    `node` is the folder of a node, `state` a private folder of the hub's own, `trust` the trust store.
    `database` is the address of a PostgreSQL database; without one, SQLite in `state` serves. `https` says
    that people reach it by TLS, through a server in front. `idle_minutes` without a request lock a session.
    """

    node: Path
    state: Path
    trust: Path
    listen: str = "127.0.0.1:8000"
    names: tuple[str, ...] = ("localhost", "127.0.0.1")
    https: bool = True
    idle_minutes: int = 10
    database: str = ""

    @property
    def host(self) -> str:
        """The address on which it listens."""
        return self.listen.rpartition(":")[0]

    @property
    def address(self) -> str:
        """How people reach it, as far as its file says."""
        return f"https://{self.names[0]}" if self.https else f"http://{self.names[0]}:{self.port}"

    @property
    def port(self) -> int:
        """The port on which it listens."""
        return int(self.listen.rpartition(":")[2])


_PATHS = frozenset({"node", "state", "trust"})


def read_config(path: Path) -> HubConfig:
    """The hub that a TOML file describes; paths are seen from its folder.

    InvalidInputError for a bad one; raises as `postgresql_settings` for the address of its database.
    """
    try:
        value = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InvalidInputError(
            "the file of the hub cannot be read", where=str(path), why=str(error), remedy=_REMEDY
        ) from error
    known = {field.name for field in fields(HubConfig)}
    for name in sorted(set(value) - known | _PATHS - set(value)):
        what = "has no such field" if name in value else "lacks a field"
        raise InvalidInputError(f"the file of the hub {what}", where=f"{path}, {name}", remedy=_REMEDY)
    return HubConfig(**{name: _field(path, name, entry) for name, entry in value.items()})


def config_of_process() -> HubConfig | None:
    """The hub that this process serves, by `MOZAIK_HUB`; None where the variable is not set."""
    path = os.environ.get(VARIABLE)
    return read_config(Path(path)) if path else None


def _field(path: Path, name: str, entry: object) -> Any:  # noqa: ANN401 # each field has its own type
    value = _READERS[name](path.parent, entry) if name in _READERS else None
    if value is None:
        raise InvalidInputError(
            "a field of the hub's file does not fit", where=f"{path}, {name}", remedy=_REMEDY
        )
    return value


def _path(folder: Path, entry: object) -> Path | None:
    return (folder / entry).resolve() if isinstance(entry, str) and entry else None


def _listen(_folder: Path, entry: object) -> str | None:
    host, _, port = entry.rpartition(":") if isinstance(entry, str) else ("", "", "")
    return str(entry) if host and port.isdecimal() and 0 < int(port) < 65536 else None


def _names(_folder: Path, entry: object) -> tuple[str, ...] | None:
    names = entry if isinstance(entry, list) else []
    sound = names and all(isinstance(name, str) and name.strip("*.") for name in names)
    return tuple(names) if sound else None


def _truth(_folder: Path, entry: object) -> bool | None:
    return entry if isinstance(entry, bool) else None


def _database(_folder: Path, entry: object) -> str | None:
    if not isinstance(entry, str) or not entry.startswith(SCHEMES):
        return None
    postgresql_settings(entry)
    return entry


def _minutes(_folder: Path, entry: object) -> int | None:
    sound = isinstance(entry, int) and not isinstance(entry, bool) and 1 <= entry <= 720
    return int(str(entry)) if sound else None


_READERS: Mapping[str, Callable[[Path, object], object]] = {
    "node": _path, "state": _path, "trust": _path, "listen": _listen, "names": _names, "https": _truth,
    "idle_minutes": _minutes, "database": _database,
}  # fmt: skip
"""How each field of the file is read; None is one that does not fit."""
