"""The index of the store: a line for each file that came to the door, in SQLite; made anew if it is lost.

Of a file that was refused at the door stand its digest and why. How a sound file stands follows from all
sound files; the transaction that adds one works it out anew for those that it has to do with: which share an
id with it, replace it or are replaced by it, and so on.
"""

import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from mozaik.node.standing import Claim, State, standings
from mozaik.node.tables import Tables
from mozaik.seal import Manifest

FORMAT = 2
_TABLES = """
CREATE TABLE files (
  sha256 TEXT PRIMARY KEY, id TEXT, kind TEXT, sender TEXT, recipients TEXT, supersedes TEXT, number INTEGER,
  state TEXT NOT NULL, why TEXT NOT NULL, superseded_by TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX by_state ON files (state, kind);
CREATE INDEX by_id ON files (id);
CREATE TABLE replaced (old TEXT, sha256 TEXT, PRIMARY KEY (old, sha256)) STRICT, WITHOUT ROWID;
"""
_COLUMNS = "sha256, id, kind, sender, recipients, number, state, why, superseded_by"
_ADD = "INSERT OR IGNORE INTO files VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_REPLACES = "INSERT OR IGNORE INTO replaced VALUES (?, ?)"
_RELATED = """
SELECT sha256, sender, id, supersedes FROM files WHERE id = ?1
UNION SELECT sha256, sender, id, supersedes FROM files JOIN replaced USING (sha256) WHERE old = ?1
"""
_STAND = "UPDATE files SET state = ?, why = ?, superseded_by = ? WHERE sha256 = ?"
_FORGET = "DELETE FROM files WHERE sha256 = ? AND id IS NULL"


@dataclass(frozen=True, slots=True)
class Listed:
    """A line of the index; of a file that was refused at the door only digest, state and why are known.

    `number` is the number of a package, which its recipient counts.
    """

    sha256: str
    id: str | None
    kind: str | None
    sender: str | None
    recipients: tuple[str, ...]
    number: int | None
    state: State
    why: str
    superseded_by: str | None


@dataclass(frozen=True, slots=True)
class Index:
    """The index in a file; every method opens it, and other processes may do the same."""

    path: Path

    def add_sound(self, sha256: str, manifest: Manifest) -> None:
        """Add a sound file, and say anew how it and its relatives stand; one that is there stays one."""
        with self._tables.writing() as connection:
            connection.execute(_FORGET, (sha256,))
            connection.execute(_ADD, _row(sha256, manifest))
            connection.executemany(_REPLACES, ((old, sha256) for old in manifest.supersedes))
            related = _related(connection, Claim(manifest.sender, manifest.id, manifest.supersedes))
            for name, standing in standings(related).items():
                changed = str(standing.state), standing.why, standing.superseded_by, name
                connection.execute(_STAND, changed)

    def add_refused(self, sha256: str, why: str) -> None:
        """Add a file that was refused at the door, and why; a sound one stays as it is."""
        with self._tables.writing() as connection:
            connection.execute(_FORGET, (sha256,))
            connection.execute(_ADD, (sha256, *(None,) * 6, str(State.REFUSED), why, None))

    def listed(self) -> tuple[Listed, ...]:
        """All lines, in order of their digests."""
        with self._tables.opened() as connection:
            return tuple(_rows(connection))

    def standing(self, kind: str) -> tuple[Listed, ...]:
        """The lines of a kind that stand, in order of their digests."""
        with self._tables.opened() as connection:
            return tuple(_rows(connection, "WHERE state = ? AND kind = ?", str(State.ACCEPTED), kind))

    def find(self, sha256: str) -> Listed | None:
        """The line of a digest, if there is one."""
        with self._tables.opened() as connection:
            return next(_rows(connection, "WHERE sha256 = ?", sha256), None)

    @property
    def _tables(self) -> Tables:
        return Tables(self.path, "the index of the store", FORMAT, _TABLES, "the store")


def _related(connection: sqlite3.Connection, claim: Claim) -> dict[str, Claim]:
    """The sound files that a claim has to do with, by digest: how they stand follows from them alone."""
    related: dict[str, Claim] = {}
    seen, ahead = set[str](), {claim.id, *claim.supersedes}
    while ahead:
        name = ahead.pop()
        seen.add(name)
        for sha256, sender, set_id, old in connection.execute(_RELATED, (name,)):
            related[sha256] = Claim(sender, set_id, tuple(old.split()))
            ahead |= {set_id, *related[sha256].supersedes} - seen
    return related


def _rows(connection: sqlite3.Connection, where: str = "", *values: str) -> Iterator[Listed]:
    query = f"SELECT {_COLUMNS} FROM files {where} ORDER BY sha256"  # noqa: S608  # own constants alone
    for sha256, set_id, kind, sender, recipients, number, state, why, by in connection.execute(query, values):
        names = tuple(recipients.split()) if recipients else ()
        yield Listed(sha256, set_id, kind, sender, names, number, State(state), why, by)


def _row(sha256: str, manifest: Manifest) -> tuple[str | int | None, ...]:
    return (
        sha256, manifest.id, str(manifest.kind), manifest.sender, " ".join(manifest.recipients),
        " ".join(manifest.supersedes), _number_of(manifest.properties), str(State.ACCEPTED), "", None,
    )  # fmt: skip


def _number_of(properties: Mapping[str, str]) -> int | None:
    sequence = properties.get("sequence", "")
    return int(sequence) if sequence.isascii() and sequence.isdigit() and len(sequence) < 10 else None
