"""Text and databases -> selectors; runs in the child only.

A text is cut at line ends into pieces, so that no selector is cut. A database is opened from a copy in memory
without its write-ahead log; nothing in it is executed: reading is all that is allowed.
"""

import sqlite3
import time
from collections.abc import Iterator

from mozaik.selectors import find
from mozaik.triage.facts import SelectorFacts
from mozaik.triage.links import LinkTally, link_columns

MAX_TEXT = 64 << 20
"""Bytes of one text that are searched; what follows is not, and a note says so."""
MAX_DATABASE = 256 << 20
"""Bytes of the largest database that is read."""
MAX_SELECTORS = 20_000
"""Distinct selectors of one file that are kept."""
SECONDS = 30.0
"""Longest search of one content: what was found until then counts, and a note says that it is not all."""
_PIECE = 1 << 18
_CELL_END = " \n\x00\n "
_MAX_CELL = 1 << 20
_ALLOWED = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_PRAGMA}


class NotReadableError(Exception):
    """A content gives no text; the text of the error is a reason without content."""


class Tally:
    """Selectors of one file, each once, with the first form found and how often it stands there."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str], tuple[str, int]] = {}
        self.overflow = False
        self.links = LinkTally()

    def search(self, text: str) -> None:
        """Add what stands in a text."""
        for one in find(text):
            self.add(one.kind, one.normal, one.found)

    def add(self, kind: str, normal: str, found: str) -> None:
        """Add one selector."""
        first, count = self._found.get((kind, normal), (found, 0))
        if not count and len(self._found) >= MAX_SELECTORS:
            self.overflow = True
            return
        self._found[kind, normal] = first, count + 1

    def rows(self) -> Iterator[SelectorFacts]:
        """The selectors in order of kind and normal form."""
        for (kind, normal), (found, count) in sorted(self._found.items()):
            yield SelectorFacts(kind, normal, found, count)


def search_text(content: bytes | bytearray, tally: Tally, seconds: float = SECONDS) -> bool:
    """Add the selectors of a text in UTF-8, UTF-16 with a mark, or an eight-bit code (as Latin-1).

    False when the time was up before its end.
    """
    text = decode_text(content)
    deadline = time.monotonic() + seconds
    at = 0
    while at < len(text):
        if time.monotonic() > deadline:
            return False
        end = at + _PIECE
        if end < len(text):
            cut = text.rfind("\n", at, end)
            cut = cut if cut > at else text.rfind(" ", at, end)
            end = cut + 1 if cut > at else end
        tally.search(text[at:end])
        at = end
    return True


def decode_text(content: bytes | bytearray) -> str:
    """Bytes as text; a code that is not stated is taken as UTF-8 when it is that, else as Latin-1."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("latin-1")


def search_database(content: bytearray, tally: Tally, seconds: float = SECONDS) -> list[str]:
    """Add the selectors in all texts of all tables of a SQLite database; returns notes.

    NotReadableError when it is no database that can be read.
    """
    notes = []
    if content[18:20] == b"\x02\x02":
        content[18:20] = b"\x01\x01"
        notes.append("database in write-ahead mode: changes that lie only in its -wal file are not read")
    deadline = time.monotonic() + seconds
    base = sqlite3.connect(":memory:")
    try:
        base.deserialize(bytes(content))
        _restrict(base, deadline)
        unread = sum(not _search_table(base, table, tally) for table in _tables(base))
    except sqlite3.Error as error:
        raise NotReadableError("database not readable: broken, encrypted or too slow") from error
    finally:
        base.close()
    if unread:
        notes.append("some tables of the database could not be read to their end")
    return notes


def _restrict(base: sqlite3.Connection, deadline: float) -> None:
    base.execute("PRAGMA query_only=1")
    base.execute("PRAGMA trusted_schema=0")
    base.execute("PRAGMA cell_size_check=1")
    base.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, 64 << 20)
    base.text_factory = lambda raw: raw[:_MAX_CELL].decode("utf-8", "replace")
    base.set_progress_handler(lambda: time.monotonic() > deadline, 100_000)
    base.set_authorizer(lambda action, *_: sqlite3.SQLITE_OK if action in _ALLOWED else sqlite3.SQLITE_DENY)


def _tables(base: sqlite3.Connection) -> list[str]:
    """Ordinary tables; views and virtual tables would run what the file says."""
    rows = base.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'").fetchall()
    return sorted(
        name
        for name, sql in rows
        if isinstance(name, str) and not str(sql).lstrip().upper().startswith("CREATE VIRTUAL")
    )


def _search_table(base: sqlite3.Connection, table: str, tally: Tally) -> bool:
    """Add the selectors of one table; False when it could not be read to its end."""
    quoted = '"' + table.replace('"', '""') + '"'
    waiting: list[str] = []
    length = 0
    try:
        rows = base.execute(f"SELECT * FROM {quoted}")  # noqa: S608  # the name is quoted, reading is all that is allowed
        ends = link_columns([column[0] for column in rows.description])
        for row in rows:
            if ends is not None:
                tally.links.add(ends, row)
            for cell in row:
                if isinstance(cell, str):
                    waiting.append(cell)
                    length += len(cell)
            if length > _PIECE:
                tally.search(_CELL_END.join(waiting))
                waiting, length = [], 0
        complete = True
    except sqlite3.Error:
        complete = False
    tally.search(_CELL_END.join(waiting))
    return complete
