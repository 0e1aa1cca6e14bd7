"""A store with its index, and sealed files that arrive at it."""

from dataclasses import dataclass
from pathlib import Path

from mozaik.node import Checker, Index, Listed, Received, Store, receive


@dataclass(frozen=True)
class Place:
    """A store and its index below a folder, and who checks what arrives."""

    folder: Path
    checker: Checker

    @property
    def store(self) -> Store:
        return Store(self.folder / "store")

    @property
    def index(self) -> Index:
        return Index(self.folder / "index.sqlite")

    def receive(self, *files: Path) -> tuple[Received, ...]:
        return receive(files, self.store, self.index, self.checker)

    def listed(self) -> dict[str, tuple[str, str, str | None]]:
        return {line.id or line.sha256: told(line) for line in self.index.listed()}


def told(line: Listed) -> tuple[str, str, str | None]:
    return str(line.state), line.why, line.superseded_by
