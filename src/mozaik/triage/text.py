"""Text and databases -> selectors; runs in the child only.

A text is cut at line ends into pieces, so that no selector is cut. A database is opened from a copy in
memory, with its write-ahead log; nothing in it is executed: reading is all that is allowed. What is read is
bounded by amounts and never by a clock, so that one file gives the same on every machine.
"""

import sqlite3
from bisect import bisect_right
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from itertools import accumulate

from mozaik.selectors import find, find_in_field, is_phone_field
from mozaik.triage.binary import read_binary, read_property_list
from mozaik.triage.chats import Chats
from mozaik.triage.columns import cells_of_phones
from mozaik.triage.embedded import read_embedded
from mozaik.triage.facts import SelectorFacts
from mozaik.triage.links import LinkColumns, LinkTally, link_columns
from mozaik.triage.mail import read_texts
from mozaik.triage.office import holds_objects, texts_as_seen
from mozaik.triage.write_ahead import MAX_LOG, LogError, in_log_mode, lay_over

MAX_TEXT = 64 << 20
"""Bytes of one text that are searched; what follows is not, and a note says so."""
MAX_DATABASE = 256 << 20
"""Bytes of the largest database that is read."""
MAX_CELLS = 256 << 20
"""Characters of the cells of one database that are searched."""
MAX_SELECTORS = 20_000
"""Distinct selectors of one file that are kept."""
MAX_STEPS = 20_000
"""Greatest number of blocks of 100,000 instructions that reading one database may take."""
_PIECE = 1 << 18
_MOST_TAKEN = 8 << 20
"""Characters of cells that wait at most, repeated ones too: then a sign of life is due."""
_BINARY_OF_LIST = "binary values of the property list are not searched"
_CELL_END = " \n\x00\n "
_MAX_CELL = 1 << 20
_ALLOWED = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_PRAGMA}

Alive = Callable[[int], None]
"""Told after each piece how many characters were searched."""


class NotReadableError(Exception):
    """A content gives no text; the text of the error is a reason without content."""


class Tally:
    """Selectors of one file, each once, with the first form found and how often it stands there."""

    def __init__(self, region: str | None = None) -> None:
        self._region = region
        self._found: dict[tuple[str, str], tuple[str, int]] = {}
        self.overflow = False
        self.links = LinkTally(region)

    def search(self, text: str) -> None:
        """Add what stands in a text."""
        for selector in find(text, self._region):
            self.add(selector.kind, selector.value, selector.written)

    def search_cells(self, cells: Mapping[str, int]) -> None:
        """Add what stands in cells, each as often as it is there; none is searched twice."""
        starts = [0, *accumulate(len(cell) + len(_CELL_END) for cell in cells)]
        times = list(cells.values())
        for selector in find(_CELL_END.join(cells), self._region):
            cell = bisect_right(starts, selector.start) - 1
            self.add(selector.kind, selector.value, selector.written, times[min(cell, len(times) - 1)])

    def search_field(self, name: str, cell: str | int) -> None:
        """Add the phone number that a cell of a field for phone numbers is, where only its name tells it."""
        phone = find_in_field(name, cell, self._region)
        if phone is not None:
            self.add("phone", phone, str(cell))

    def add(self, kind: str, value: str, name: str, times: int = 1) -> None:
        """Add one selector that stands there so many times."""
        first, count = self._found.get((kind, value), (name, 0))
        if not count and len(self._found) >= MAX_SELECTORS:
            self.overflow = True
            return
        self._found[kind, value] = first, count + times

    def rows(self) -> Iterator[SelectorFacts]:
        """The selectors in order of kind and normal form."""
        for (kind, value), (written, count) in sorted(self._found.items()):
            yield SelectorFacts(kind, value, written, count)


def search_text(content: bytes | bytearray, tally: Tally, alive: Alive = lambda _count: None) -> list[str]:
    """Add the selectors of a text of any code, mail bodies decoded; returns notes."""
    mail = read_texts(content)
    embedded = [read_embedded(text) for text in mail.texts]
    searched = 0
    seen = [text for part in mail.texts for text in texts_as_seen(part)]
    for text in (*seen, *(text for values in embedded for text in values.texts)):
        for piece in _pieces(text):
            tally.search(piece)
            searched += len(piece)
            alive(searched)
        for name, cell in cells_of_phones(text):
            tally.search_field(name, cell)
    notes = ["attachments of the mail are not searched"] if mail.left_out else []
    if any(values.binary for values in embedded):
        notes.append(_BINARY_OF_LIST)
    if any(map(holds_objects, mail.texts)):
        notes.append("pictures and objects inside the document are not searched")
    return notes


def search_property_list(content: bytes, tally: Tally, alive: Alive = lambda _count: None) -> list[str]:
    """Add the selectors of a binary property list; returns notes, NotReadableError when it is broken."""
    values = read_property_list(content)
    if values is None:
        raise NotReadableError("property list not readable: broken")
    searched = 0
    for text in values.texts:
        for piece in _pieces(text):
            tally.search(piece)
            searched += len(piece)
            alive(searched)
    return [_BINARY_OF_LIST] if values.left_out else []


def _pieces(text: str) -> Iterator[str]:
    """The text in pieces that end at a line or a space."""
    at = 0
    while at < len(text):
        end = at + _PIECE
        if end < len(text):
            cut = text.rfind("\n", at, end)
            cut = cut if cut > at else text.rfind(" ", at, end)
            end = cut + 1 if cut > at else end
        yield text[at:end]
        at = end


def search_database(
    content: bytearray, tally: Tally, alive: Alive = lambda _count: None, log: bytes | None = None
) -> list[str]:
    """Add the selectors in all texts of all tables of a SQLite database and its log; returns notes.

    `log` is its write-ahead log, empty for none, None where nobody can look. NotReadableError when it
    is not a database that can be read.
    """
    notes = _read_log(content, log) if in_log_mode(content) else []
    if missing := _missing_bytes(content):
        content.extend(bytes(missing))
        notes.append("database cut off: pages that it counts are not there")
    base = sqlite3.connect(":memory:")
    reader = _Cells(tally, alive)
    try:
        base.deserialize(bytes(content))
        _restrict(base)
        tables, virtual = _tables(base)
        chats = Chats.of(base, tables)
        unread = sum(not reader.search_table(base, table, chats.covered) for table in tables)
        notes += chats.read(base, tally.links, alive)
    except sqlite3.Error as error:
        raise NotReadableError("database not readable: broken, encrypted or too slow") from error
    finally:
        base.close()
    if unread:
        notes.append("some tables of the database could not be read to their end")
    if reader.binary:
        notes.append("binary values (BLOBs) of the database are not searched")
    if virtual:
        notes.append("virtual tables of the database are not searched")
    return notes


def _read_log(content: bytearray, log: bytes | None) -> list[str]:
    """Lay a log over its database, which is in write-ahead mode no more; returns what of it was not read."""
    notes = []
    if log is None:
        notes.append("database in write-ahead mode: changes that lie only in its -wal file are not read")
    elif len(log) > MAX_LOG:
        notes.append("its write-ahead log is larger than allowed, not read")
    elif log:
        try:
            lay_over(content, log, MAX_DATABASE)
        except LogError:
            notes.append("its write-ahead log is damaged or of another database, not read")
    content[18:20] = b"\x01\x01"
    return notes


def _missing_bytes(content: bytearray) -> int:
    """By how many bytes a database is shorter than the pages that its header counts (SQLite file format).

    The count holds where the header's two numbers of the last change agree. None becomes too large by it.
    """
    size = int.from_bytes(content[16:18], "big")
    needed = (65536 if size == 1 else size) * int.from_bytes(content[28:32], "big")
    is_counted = content[24:28] == content[92:96]
    return max(0, min(needed, MAX_DATABASE) - len(content)) if is_counted else 0


def _restrict(base: sqlite3.Connection) -> None:
    base.execute("PRAGMA query_only=1")
    base.execute("PRAGMA trusted_schema=0")
    base.execute("PRAGMA cell_size_check=1")
    base.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, 64 << 20)
    base.text_factory = lambda raw: raw[:_MAX_CELL].decode("utf-8", "replace")
    steps = iter(range(MAX_STEPS))
    base.set_progress_handler(lambda: next(steps, None) is None, 100_000)
    base.set_authorizer(lambda action, *_: sqlite3.SQLITE_OK if action in _ALLOWED else sqlite3.SQLITE_DENY)


def _tables(base: sqlite3.Connection) -> tuple[list[str], int]:
    """Ordinary tables, and how many virtual ones: these and views would run what the file says."""
    rows = base.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'").fetchall()
    plain = [
        name
        for name, sql in rows
        if isinstance(name, str) and not str(sql).lstrip().upper().startswith("CREATE VIRTUAL")
    ]
    return sorted(plain), len(rows) - len(plain)


class _Cells:
    """Searches the cells of tables, many at once; counts the binary ones that it leaves."""

    def __init__(self, tally: Tally, alive: Alive) -> None:
        self._tally, self._alive = tally, alive
        self._waiting: dict[str, int] = {}
        self._length = self._taken = self._searched = 0
        self.binary = 0

    def search_table(self, base: sqlite3.Connection, table: str, covered: Container[str] = ()) -> bool:
        """Add the selectors of one table; False when it was not read to its end.

        Links of tables that are `covered` are read elsewhere.
        """
        quoted = '"' + table.replace('"', '""') + '"'
        try:
            rows = base.execute(f"SELECT * FROM {quoted}")  # noqa: S608  # the name is quoted, reading is all that is allowed
            names = [column[0] for column in rows.description]
            complete = self._search_rows(names, rows, None if table in covered else link_columns(names))
        except sqlite3.Error:
            complete = False
        self._flush()
        return complete

    def _search_rows(self, names: Sequence[str], rows: sqlite3.Cursor, ends: LinkColumns | None) -> bool:
        phones = [(place, name) for place, name in enumerate(names) if is_phone_field(name)]
        for row in rows:
            if ends is not None:
                self._tally.links.add(ends, row)
            for place, name in phones:
                if isinstance(row[place], str | int):
                    self._tally.search_field(name, row[place])
            for cell in row:
                self._take(cell)
            if self._searched > MAX_CELLS:
                return False
        return True

    def _take(self, cell: object) -> None:
        """Put a cell among those that wait to be searched; bytes too, where they are a text."""
        if isinstance(cell, bytes):
            self._take_binary(cell)
        elif isinstance(cell, str):
            seen = self._waiting.get(cell, 0)
            self._waiting[cell] = seen + 1
            self._taken += len(cell)
            self._length += 0 if seen else len(cell)
            if self._length > _PIECE or self._taken > _MOST_TAKEN:
                self._flush()

    def _take_binary(self, cell: bytes) -> None:
        values = read_binary(cell)
        self.binary += values.left_out
        for text in values.texts:
            for start in range(0, len(text), _MAX_CELL):
                self._take(text[start : start + _MAX_CELL])

    def _flush(self) -> None:
        if self._waiting:
            self._tally.search_cells(self._waiting)
        self._searched += self._taken
        self._alive(self._searched)
        self._waiting, self._length, self._taken = {}, 0, 0
