"""Records that a person enters one by one: under which terms, and sealed by a signature made elsewhere.

What is checked and what is sealed is what `seal_records` checks and seals of the same rows in a file.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from mozaik.contribution import ContributionSpec, SealedSet, UnsignedContribution, read_set
from mozaik.desk.own_reading import OwnRows
from mozaik.desk.owner_terms import OwnerTerms
from mozaik.desk.record_rows import CheckedRecords
from mozaik.desk.register import Register
from mozaik.errors import RefusedError
from mozaik.operation import Operation
from mozaik.parties import Authority
from mozaik.records import RECORD_TABLES, RawRow
from mozaik.release import Asking, Planning, record_records_read
from mozaik.seal import TrustStore
from mozaik.terms import parse_sheet
from mozaik.toml_text import parse_toml

_MADE_BY_SEALING = ("row_id", "terms_id")


@dataclass(frozen=True, slots=True)
class Entering:
    """One act of sealing what was entered: whose, in which operation, when, under which id, in whose place.

    The id is a stated one that nobody can guess: only who holds a key can make the one that follows from it.
    """

    owner: Authority
    operation: Operation
    at: datetime
    set_id: str
    synthetic: bool = False
    supersedes: tuple[str, ...] = ()


def typed_terms(text: str, owner: Authority, operation: Operation, day: date) -> OwnerTerms:
    """The terms of a sheet as a person typed it; raises as `parse_sheet`.

    RefusedError for an owner whose files the operation does not compare, and for a reader whom it does not
    list.
    """
    where = "the terms sheet"
    terms = OwnerTerms(parse_sheet(parse_toml(text, where), owner, where))
    register = Register.of_operation(operation, day)
    register.require_owner(owner)
    register.require_readers(terms.sheet)
    return terms


def unsigned_records(checked: CheckedRecords, terms: OwnerTerms, entering: Entering) -> UnsignedContribution:
    """The good rows as their owner's person signs them; RefusedError where none is good."""
    if not checked.tables:
        raise RefusedError(
            "no row is good, so there is nothing to seal",
            remedy="correct the rows with a fault, or enter others",
        )
    spec = ContributionSpec(
        sender=entering.owner,
        edition=entering.operation.edition,
        created_at=entering.at,
        id=entering.set_id,
        synthetic=entering.synthetic or terms.built_in,
        supersedes=entering.supersedes,
        report=checked.report,
        properties={"terms": "rehearsal"} if terms.built_in else {},
    )
    return UnsignedContribution(spec, checked.tables, checked.sheet)


def rows_of_set(path: Path, owner: Authority, trust: TrustStore) -> tuple[RawRow, ...]:
    """The rows of records that an owner sealed, as they would be entered; raises as `read_set`.

    RefusedError for another's file, and for one that holds more than records: what replaces it would lose
    the rest.
    """
    sealed_set = read_set(path, trust)
    tables = [name for name in sealed_set.table_names if name != "terms"]
    if sealed_set.authority != owner or not set(tables) <= set(RECORD_TABLES):
        raise RefusedError(
            "this file is none of your records", remedy="replace a file of records that your authority sealed"
        )
    return tuple(row for name in tables for row in _raw_rows(name, sealed_set))


def _raw_rows(table: str, sealed_set: SealedSet) -> Iterator[RawRow]:
    for number, row in enumerate(OwnRows(table, (), sealed_set), 1):
        told: dict[str, object] = {
            name: _as_entered(value)
            for name, value in row.items()
            if value is not None and name not in _MADE_BY_SEALING
        }
        yield RawRow("", table, number, told)


def _as_entered(value: str | int | bool | None) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def note_records_read(work: Path, asking: Asking, draft: str, rows: int, trust: TrustStore) -> None:
    """Log that a person reads entered rows of its own authority, before they are shown."""
    record_records_read(Planning.open(work, trust), asking, draft, rows)
