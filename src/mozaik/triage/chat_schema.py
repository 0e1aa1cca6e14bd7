"""Schemas of messengers as data: which tables and columns tell who wrote to whom; one TOML file each.

A new version of a messenger is an edit of its file, or one more file (`docs/triage.md`).
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from mozaik.errors import InvalidInputError

_APPLE = 978_307_200
CLOCKS: Mapping[str, tuple[float, int]] = {
    "seconds since 1970": (1.0, 0),
    "milliseconds since 1970": (1e-3, 0),
    "seconds since 2001": (1.0, _APPLE),
    "nanoseconds since 2001": (1e-9, _APPLE),
}
"""How times are counted, all in UTC: seconds of one step, and seconds from 1970 to the zero."""
_FIELDS = ("own", "author", "peer", "is_group", "sent", "time")


@dataclass(frozen=True, slots=True)
class ChatSchema:
    """One form of database: its columns by table, and the query for its messages.

    The query gives, of each message, whose account it is, who wrote it, the other side in a talk of two,
    whether it is of a group, whether the account sent it, and when.
    """

    name: str
    versions: str
    columns: Mapping[str, frozenset[str]]
    query: str
    clock: str

    def fits(self, tables: Mapping[str, Iterable[str]]) -> bool:
        """Whether a database has all tables and columns that the query names."""
        return all(wanted <= set(tables.get(table, ())) for table, wanted in self.columns.items())

    def seconds(self, stated: object) -> float | None:
        """A time of the database in seconds since 1970 (UTC)."""
        step, zero = CLOCKS[self.clock]
        return stated * step + zero if isinstance(stated, int | float) and stated > 0 else None


@cache
def schemas() -> tuple[ChatSchema, ...]:
    """All schemas, those that ask for more columns first."""
    folder = resources.files("mozaik.triage") / "messengers"
    read = [
        _schema(path.name, path.read_text("utf-8"))
        for path in folder.iterdir()
        if path.name.endswith(".toml")
    ]
    return tuple(
        sorted(read, key=lambda each: (-sum(map(len, each.columns.values())), each.name, each.versions))
    )


def _schema(name: str, text: str) -> ChatSchema:
    stated = tomllib.loads(text)
    messages = stated["messages"]
    if set(messages) != {"from", "joins", "clock", *_FIELDS} or messages["clock"] not in CLOCKS:
        raise InvalidInputError(
            "a schema of a messenger has other fields than it must have",
            where=name,
            remedy="write it as docs/triage.md says",
        )
    fields = ", ".join(messages[field] for field in _FIELDS)
    query = f"SELECT {fields} FROM {messages['from']} {' '.join(messages['joins'])}"  # noqa: S608  # our own file
    columns = {table: frozenset(wanted) for table, wanted in stated["columns"].items()}
    return ChatSchema(stated["name"], stated["versions"], columns, query, messages["clock"])
