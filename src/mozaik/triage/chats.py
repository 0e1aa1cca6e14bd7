"""Who wrote to whom in the database of a messenger that a schema describes; runs in the child only.

A message has two ends when the database names the account itself. In a talk of two, what was sent went from
the account to the other side, what was received came from there. In a group only what was received has two
ends: its writer and the account.
"""

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from mozaik.triage.chat_schema import ChatSchema, schemas
from mozaik.triage.links import LinkTally

_ALIVE_EVERY = 20_000
HALF_KNOWN = "messages without a link: the database does not name both sides"
NOT_READ = "messages of the database could not be read to their end as a talk"


@dataclass(frozen=True, slots=True)
class Chats:
    """The messages of a database of a known messenger; without a schema there are none."""

    schema: ChatSchema | None

    @classmethod
    def of(cls, base: sqlite3.Connection, tables: Iterable[str]) -> "Chats":
        """Those of a database with these tables."""
        asked = {table for schema in schemas() for table in schema.columns}
        columns = {table: _columns(base, table) for table in tables if table in asked}
        return cls(next((schema for schema in schemas() if schema.fits(columns)), None))

    @property
    def covered(self) -> frozenset[str]:
        """The tables whose links are read by the schema."""
        return frozenset(self.schema.columns) if self.schema else frozenset()

    def read(self, base: sqlite3.Connection, links: LinkTally, alive: Callable[[int], None]) -> list[str]:
        """Add the links of all messages; returns notes."""
        if self.schema is None:
            return []
        half_known = False
        try:
            for number, row in enumerate(base.execute(self.schema.query)):
                own, author, peer, is_group, sent, stated = row
                ends = _ends(own, author, peer, is_group=bool(is_group), sent=sent)
                half_known |= not links.add_message(*ends, _moment(self.schema.seconds(stated)))
                if number % _ALIVE_EVERY == 0:
                    alive(number)
        except sqlite3.Error:
            return [NOT_READ]
        return [HALF_KNOWN] if half_known else []


def _columns(base: sqlite3.Connection, table: str) -> Sequence[str]:
    quoted = '"' + table.replace('"', '""') + '"'
    return [str(row[1]) for row in base.execute(f"PRAGMA table_info({quoted})")]


def _ends(
    own: object, author: object, peer: object, *, is_group: bool, sent: object
) -> tuple[object, object, str]:
    """Sender, recipient and direction; an end that is not known is None, an unknown direction has no ends."""
    if sent not in (0, 1):
        return None, None, "unknown"
    if sent:
        return own, None if is_group else peer, "sent"
    return author if is_group else peer, own, "received"


def _moment(seconds: float | None) -> datetime | None:
    try:
        return None if seconds is None else datetime.fromtimestamp(seconds, UTC).replace(microsecond=0)
    except (OverflowError, OSError, ValueError):
        return None
