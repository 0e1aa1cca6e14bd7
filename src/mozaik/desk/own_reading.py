"""Rows and members of a sealed file of one's own: told to a person of its owner, with a reason, logged first.

There is no WORK here and so no chain of a cross-check: these readings are logged in a chain of the owner
beside one's own keys.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TypeAlias

from mozaik.acts import Acts, append_event, require_own_key
from mozaik.contribution import SealedSet, read_set
from mozaik.errors import InvalidInputError, RefusedError
from mozaik.files import refuse_existing
from mozaik.moments import exact_utc_text
from mozaik.seal import Kind, SigningKey, TrustStore, Verified, inspect_draft

Cell: TypeAlias = str | int | bool | None
"""A field of a row: bytes as lower-case hex, times and days as ISO 8601 text."""
READ_ROWS, READ_MEMBER = "read-own-rows", "read-own-member"
_FOR_READERS = (Kind.PACKAGE, Kind.OPERATION, Kind.TALLY, Kind.ANNOUNCEMENT)
"""Files that are made to be read as they are by whoever gets them."""


@dataclass(frozen=True, slots=True)
class OwnReading:
    """Who of the owner looks into a file of its own, why and when, and the folder of its chain."""

    key: SigningKey
    reason: str
    now: datetime
    home: Path


@dataclass(frozen=True, slots=True)
class OwnRows:
    """The rows of one table of one's own file: its columns, and each row in order."""

    table: str
    columns: tuple[str, ...]
    sealed_set: SealedSet

    @property
    def count(self) -> int:
        """How many rows there are."""
        return self.sealed_set.rows[self.table]

    def __iter__(self) -> Iterator[Mapping[str, Cell]]:
        """Each row by column: bytes as hex, times and days as ISO 8601 text."""
        names = {number: terms.name for number, terms in enumerate(self.sealed_set.terms)}
        for batch in self.sealed_set.table(self.table).to_batches(1000):
            for row in batch.to_pylist():
                told = {name: _plain(value) for name, value in row.items() if name != "terms_id"}
                yield {**told, "terms": names[row["terms_id"]]}


def own_rows(path: Path, table: str, reading: OwnReading, trust: TrustStore) -> OwnRows:
    """The rows of a table of a sealed set, for a person of its owner; logged before they are told.

    RefusedError for another's file and without a reason, InvalidInputError for a table that the set lacks;
    raises as `read_set`.
    """
    sealed_set = read_set(path, trust)
    _require_owner(sealed_set.authority, path, reading, trust)
    if table not in sealed_set.table_names or table == "terms":
        tables = ", ".join(name for name in sealed_set.table_names if name != "terms")
        raise InvalidInputError(
            "the file holds no such table",
            where=str(path),
            why=f"it holds {tables}",
            remedy="name one of them",
        )
    _log(reading, READ_ROWS, {"set": sealed_set.set_id, "table": table, "rows": sealed_set.rows[table]})
    columns = sealed_set.table(table).slice(0, 0).schema.names
    return OwnRows(table, (*(name for name in columns if name != "terms_id"), "terms"), sealed_set)


def extract_member(
    path: Path, member: str, target: Path, trust: TrustStore, reading: OwnReading | None, *, replace: bool
) -> None:
    """Write one member of a sealed file to a file.

    A package, an operation file and a tally are made to be read. A set's tables are rows: they are written
    for a person of the owner, with a reason, and that is logged. InvalidInputError for a member it lacks.
    """
    verified = inspect_draft(path, trust)
    refuse_existing((target,), replace)
    if target.resolve() == path.resolve():
        raise RefusedError(
            "the output is the file that is read", where=str(target), remedy="choose another name"
        )
    _require_member(verified, member)
    if verified.manifest.kind not in _FOR_READERS:
        if reading is None:
            raise RefusedError(
                "rows are written for their owner, with a reason",
                where=str(path),
                remedy="give --reason and --by",
            )
        _require_owner(verified.manifest.sender, path, reading, trust)
        _log(reading, READ_MEMBER, {"set": verified.manifest.id, "member": member})
    verified.extract(member, target)


def _require_member(verified: Verified, member: str) -> None:
    names = [each.name for each in verified.manifest.members]
    if member not in names:
        raise InvalidInputError(
            "the file has no member of this name",
            where=str(verified.path),
            why=f"it holds {', '.join(names)}",
            remedy="name one of them",
        )


def own_acts(home: Path) -> Acts:
    """Where readings of one's own files are logged: beside one's own keys."""
    return Acts(home / "own.acts", home / "own.secrets")


def _require_owner(owner: str, path: Path, reading: OwnReading, trust: TrustStore) -> None:
    require_own_key(reading.key, trust)
    if reading.key.authority != owner:
        raise RefusedError(
            "rows are told of your own files alone",
            where=str(path),
            why=f"{owner} sealed it",
            remedy="what others hold is told by mozaik hits, as far as they allow",
        )
    if not reading.reason.strip():
        raise RefusedError("a reading needs a reason", remedy="say why you read, with --reason")


def _log(reading: OwnReading, event: str, details: Mapping[str, object]) -> None:
    acts = own_acts(reading.home)
    if not acts.exist:
        acts.begin()
    said = {"person": reading.key.reference, "reason": reading.reason}
    append_event(acts, reading.key.authority, event, {**said, **details}, reading.now)


def _plain(value: object) -> Cell:
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, datetime):
        return exact_utc_text(value)
    if isinstance(value, date):
        return value.isoformat()
    return value if value is None or isinstance(value, bool | int) else str(value)
