"""Links in databases: who wrote to whom, where a table says so by its columns; runs in the child only.

The general rule, for databases of no known messenger (`chats`): a table counts when it has one column for the
sender and one for the recipient, by the names below, and when each of the two cells is one selector and
nothing else.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from mozaik.selectors import Selector, find, find_in_field

SENDERS = frozenset(
    {"sender", "from", "from_address", "author", "source_address", "from_user", "sender_address"}
)
RECIPIENTS = frozenset(
    {"recipient", "to", "to_address", "receiver", "destination_address", "to_user", "recipient_address"}
)
FROM_OWNER = frozenset({"is_from_me", "from_me", "outgoing", "is_outgoing"})
"""Columns whose 1 or 0 says whether the item's user sent the message."""
_AS_PHONE = "phone"
MAX_LINKS = 20_000
"""Distinct links of one file that are kept."""

End = tuple[str, str]
"""Kind and normal form."""


@dataclass(frozen=True, slots=True)
class LinkColumns:
    """Where a table's sender, recipient and, if there is one, direction stand."""

    sender: int
    recipient: int
    from_owner: int | None
    names: tuple[str, str] = ("sender", "recipient")


def link_columns(names: Sequence[str]) -> LinkColumns | None:
    """Which columns hold a link's ends; None when the table does not say, or says it twice."""
    low = [name.lower() for name in names]
    senders = [place for place, name in enumerate(low) if name in SENDERS]
    recipients = [place for place, name in enumerate(low) if name in RECIPIENTS]
    owners = [place for place, name in enumerate(low) if name in FROM_OWNER]
    if len(senders) != 1 or len(recipients) != 1:
        return None
    ends = low[senders[0]], low[recipients[0]]
    return LinkColumns(senders[0], recipients[0], owners[0] if len(owners) == 1 else None, ends)


class LinkTally:
    """Links of one file, each once, with how many messages it stands for."""

    def __init__(self, region: str | None = None) -> None:
        self._region = region
        self._found: dict[tuple[End, End, str], tuple[int, datetime | None]] = {}
        self._ends: dict[tuple[str, str], End | None] = {}
        self.overflow = False

    def add(self, columns: LinkColumns, row: Sequence[object]) -> None:
        """Add the link of one row, if both its ends are selectors."""
        sender = self._end(columns.names[0], row[columns.sender])
        recipient = self._end(columns.names[1], row[columns.recipient])
        self._add(sender, recipient, _direction(columns, row), None)

    def add_message(self, sender: object, recipient: object, direction: str, at: datetime | None) -> bool:
        """Add a message between two cells, each a phone number or another selector; whether both are."""
        ends = self._end(_AS_PHONE, sender), self._end(_AS_PHONE, recipient)
        return self._add(*ends, direction, at)

    def _add(self, sender: End | None, recipient: End | None, direction: str, at: datetime | None) -> bool:
        if sender is None or recipient is None:
            return False
        key = sender, recipient, direction
        if key not in self._found and len(self._found) >= MAX_LINKS:
            self.overflow = True
            return True
        count, first = self._found.get(key, (0, None))
        moments = [moment for moment in (first, at) if moment is not None]
        self._found[key] = count + 1, min(moments, default=None)
        return True

    def rows(self) -> Iterator[tuple[End, End, str, int, datetime | None]]:
        """Sender, recipient, direction, count and the time of the first, in order."""
        for (sender, recipient, direction), (count, at) in sorted(
            self._found.items(), key=lambda link: link[0]
        ):
            yield sender, recipient, direction, count, at

    def _end(self, name: str, cell: object) -> End | None:
        """The one selector that a cell is, or None."""
        if not isinstance(cell, str) or len(cell) > 320:
            return None
        if (name, cell) not in self._ends:
            if len(self._ends) > 4 * MAX_LINKS:
                return self._selector_of(name, cell)
            self._ends[name, cell] = self._selector_of(name, cell)
        return self._ends[name, cell]

    def _selector_of(self, name: str, cell: str) -> End | None:
        phone = find_in_field(name, cell, self._region)
        if phone is not None:
            return "phone", phone
        whole = [selector for selector in find(cell, self._region) if is_whole(selector, cell)]
        return (whole[0].kind, whole[0].value) if len(whole) == 1 else None


def is_whole(selector: Selector, cell: str) -> bool:
    """Whether a selector is all that a cell holds, but for the namespace that it stands in."""
    return selector.written == cell.strip() or (
        selector.kind == "phone" and cell.strip().startswith(selector.written + "@")
    )


def _direction(columns: LinkColumns, row: Sequence[object]) -> str:
    mark = row[columns.from_owner] if columns.from_owner is not None else None
    return {1: "sent", 0: "received"}.get(mark, "unknown") if isinstance(mark, int) else "unknown"
