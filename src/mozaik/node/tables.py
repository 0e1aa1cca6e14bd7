"""Tables of a node in a file of SQLite: opened for each use, made when missing, refused when damaged.

Other processes may do the same. What lies in such a file is derived or working: whoever deletes it loses
nothing that is not found anew.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from mozaik.errors import InvalidInputError
from mozaik.files import PRIVATE, StorageError, make_private_folder


@dataclass(frozen=True, slots=True)
class Tables:
    """Tables of one format in a file: what they are called, the statements that make them.

    `format` is the file's `user_version`; `anew` says from what they are made when the file is deleted.
    """

    path: Path
    called: str
    format: int
    statements: str
    anew: str

    @contextmanager
    def opened(self) -> Iterator[sqlite3.Connection]:
        """A connection in which every statement stands for itself.

        StorageError when the disk refuses, InvalidInputError for a file that is damaged or of another format.
        """
        make_private_folder(self.path.parent)
        try:
            with closing(sqlite3.connect(self.path, timeout=60, isolation_level=None)) as connection:
                self.path.chmod(PRIVATE)
                connection.execute("PRAGMA journal_mode = WAL")
                connection.execute("PRAGMA synchronous = FULL")
                self._prepare(connection)
                yield connection
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode == sqlite3.SQLITE_ERROR:  # a table or column is not there
                raise self._unreadable("it is damaged") from error
            raise StorageError(
                f"{self.called} cannot be read or written",
                where=str(self.path),
                why=error.sqlite_errorname,
                remedy="check rights and free space, and ask again; the sealed files are unchanged",
            ) from error
        except sqlite3.DatabaseError as error:
            raise self._unreadable("it is damaged") from error

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction without other writers, on the disk when the block ends; raises as `opened`."""
        with self.opened() as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
            except BaseException:  # whatever it was, half of a change must not stay
                connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")

    def _prepare(self, connection: sqlite3.Connection) -> None:
        """Make the tables in an empty file, whoever else does at the same time."""
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version not in (0, self.format):
            raise self._unreadable(f"it is of format {version}, this program knows {self.format}")
        if not version:
            connection.execute("BEGIN IMMEDIATE")
            if connection.execute("PRAGMA user_version").fetchone() == (0,):
                for statement in filter(str.strip, self.statements.split(";")):
                    connection.execute(statement)
                connection.execute(f"PRAGMA user_version = {self.format}")
            connection.execute("COMMIT")

    def _unreadable(self, why: str) -> InvalidInputError:
        return InvalidInputError(
            f"{self.called} cannot be used",
            where=str(self.path),
            why=why,
            remedy=f"delete it: it is made anew from {self.anew}",
        )
