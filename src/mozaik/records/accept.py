"""Which rows of record files are accepted: good rows become tables, bad rows are named with the reason.

read = accepted + duplicate + rejected. A reason names the row and the field, never a value.
"""

import contextlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pyarrow as pa

from mozaik.errors import InvalidInputError
from mozaik.progress import Step
from mozaik.records.countries import country_code
from mozaik.records.facts import UnknownKindError, normal_fact
from mozaik.records.rules import UNIQUE_KEYS, row_faults
from mozaik.records.series import STRAY, series_name, strays_of_series
from mozaik.records.source import RawRow
from mozaik.records.statements import statement_fault
from mozaik.records.subjects import MISFILED, is_misfiled, subjects_of
from mozaik.records.tables import CONTRIBUTION_TABLES, table_from_rows
from mozaik.records.values import to_column_type
from mozaik.selectors import region_of
from mozaik.terms import TermsSheet

_PLAIN_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Reject:
    """A row that was not accepted: where it stands, which field, and why."""

    file: str
    table: str
    row: int
    field: str
    reason: str


@dataclass(slots=True)
class AcceptedRecords:
    """The outcome: sorted tables by name, the rejected rows, and how many rows were duplicates."""

    tables: dict[str, pa.Table] = field(default_factory=dict)
    rejects: list[Reject] = field(default_factory=list)
    duplicate: int = 0

    @property
    def accepted(self) -> int:
        """How many rows the tables hold."""
        return sum(table.num_rows for table in self.tables.values())

    @property
    def read(self) -> int:
        """How many rows were read: accepted + duplicate + rejected."""
        return self.accepted + self.duplicate + len(self.rejects)


@dataclass(frozen=True, slots=True)
class _Typed:
    """A row whose fields have their column's type."""

    raw: RawRow
    values: Mapping[str, Any]


class _RefusedRowError(Exception):
    """One row is refused; carries the field and the reason."""

    def __init__(self, field_name: str, reason: str) -> None:
        super().__init__(reason)
        self.field, self.reason = field_name, reason


def accept_records(
    rows: Sequence[RawRow], sheet: TermsSheet, step: Step | None = None, on: date = date.max
) -> AcceptedRecords:
    """The tables of all good rows under the terms of a sheet.

    A row may name its terms in a field `terms`; else the sheet says which its table takes.
    `step` counts rows; `on` is the day of sealing.
    """
    outcome = AcceptedRecords()
    typed: dict[str, list[_Typed]] = {}
    for done, raw in enumerate(rows):
        try:
            typed.setdefault(raw.table, []).append(_Typed(raw, _values(raw, sheet, on)))
        except _RefusedRowError as refused:
            outcome.rejects.append(_reject(raw, refused.field, refused.reason))
        if step and done % 1000 == 0:
            step(done, len(rows))
    if step:
        step(len(rows), len(rows))
    good = {
        name: list(_without_repeats(name, _by_rules(name, given, sheet, outcome), outcome))
        for name, given in typed.items()
    }
    _refuse_misfiled(good, sheet, outcome)
    _refuse_strays(good, outcome)
    for name, kept in good.items():
        if kept:
            outcome.tables[name] = table_from_rows(name, [row.values for row in kept])
    outcome.rejects.sort(key=lambda reject: (reject.file, reject.table, reject.row))
    return outcome


def _values(raw: RawRow, sheet: TermsSheet, on: date) -> dict[str, Any]:
    if raw.fault:
        raise _RefusedRowError("", raw.fault)
    spec = CONTRIBUTION_TABLES[raw.table]
    kinds = dict(spec.columns)
    values: dict[str, Any] = {"terms_id": _terms_of(raw, sheet)}
    for name, value in raw.fields.items():
        if name == "terms":
            continue
        if name not in kinds:
            shown = name if _PLAIN_NAME.fullmatch(name) else ""
            raise _RefusedRowError(shown, f"table {raw.table} has no such column")
        try:
            typed = to_column_type(value, kinds[name])
            values[name] = country_code(str(typed)) if name == "country" else typed
        except ValueError as error:
            raise _RefusedRowError(name, str(error)) from error
    for name in spec.required:
        if name not in values:
            raise _RefusedRowError(name, "the field is missing")
    if raw.table == "statements" and (fault := statement_fault(values)):
        raise _RefusedRowError(*fault)
    if raw.table == "series" and values.get("name"):
        values["name"] = series_name(str(values["name"]))
    if raw.table == "person_facts":
        values["value"] = _normal_fact(values, sheet, on)
    return values


def _normal_fact(values: Mapping[str, Any], sheet: TermsSheet, on: date) -> str:
    """The fact's value in normal form, read as the owner's country writes it."""
    try:
        return normal_fact(values, region_of(sheet.terms[0].owner), on)
    except UnknownKindError as error:
        raise _RefusedRowError("selector_kind", str(error)) from error
    except ValueError as error:
        raise _RefusedRowError("value", str(error)) from error


def _terms_of(raw: RawRow, sheet: TermsSheet) -> int:
    name = raw.fields.get("terms")
    if name is None:
        return sheet.for_table(raw.table)
    with contextlib.suppress(InvalidInputError):
        if isinstance(name, str):
            return sheet.find(name.strip())
    known = ", ".join(terms.name for terms in sheet.terms)
    raise _RefusedRowError("terms", f"the terms sheet has no such terms; it has {known}")


def _by_rules(
    name: str, rows: Sequence[_Typed], sheet: TermsSheet, outcome: AcceptedRecords
) -> Iterator[_Typed]:
    """The rows that keep the table's rules; many are checked at once, and halved to find the bad ones."""
    if not rows:
        return
    faults = row_faults(name, table_from_rows(name, [row.values for row in rows]), sheet.terms)
    if not faults:
        yield from rows
    elif len(rows) == 1:
        reason = faults[0].removesuffix(" in 1 rows").replace(" in 1 rows about", " for")
        column = reason.partition(" ")[0]
        known = column in CONTRIBUTION_TABLES[name].schema.names
        outcome.rejects.append(_reject(rows[0].raw, column if known else "", reason))
    else:
        middle = len(rows) // 2
        yield from _by_rules(name, rows[:middle], sheet, outcome)
        yield from _by_rules(name, rows[middle:], sheet, outcome)


def _without_repeats(name: str, rows: Iterator[_Typed], outcome: AcceptedRecords) -> Iterator[_Typed]:
    """The rows without exact repeats; where the key is unique, a second row with it is refused."""
    seen: set[tuple[Any, ...]] = set()
    keys: dict[tuple[Any, ...], RawRow] = {}
    columns = CONTRIBUTION_TABLES[name].schema.names
    for row in rows:
        whole = tuple(row.values.get(column) for column in columns)
        key = tuple(row.values.get(column) for column in CONTRIBUTION_TABLES[name].key)
        if whole in seen:
            outcome.duplicate += 1
        elif name in UNIQUE_KEYS and key in keys:
            outcome.rejects.append(_repeats_key(row.raw, keys[key]))
        else:
            seen.add(whole)
            keys[key] = row.raw
            yield row


def _repeats_key(raw: RawRow, first: RawRow) -> Reject:
    fields = CONTRIBUTION_TABLES[raw.table].key
    place = f"row {first.number}" + (f" of {first.file}" if first.file != raw.file else "")
    return _reject(raw, fields[0], f"{place} has the same {', '.join(fields)} and other values")


def _refuse_misfiled(good: dict[str, list[_Typed]], sheet: TermsSheet, outcome: AcceptedRecords) -> None:
    """Take out the facts that stand under terms about another category than their person has."""
    persons, statuses = ([row.values for row in good.get(name, [])] for name in ("persons", "statuses"))
    subjects = subjects_of(persons, statuses)
    kept = []
    for row in good.get("person_facts", []):
        if is_misfiled(row.values, subjects, sheet.terms):
            outcome.rejects.append(_reject(row.raw, "terms", MISFILED))
        else:
            kept.append(row)
    if kept or "person_facts" in good:
        good["person_facts"] = kept


def _refuse_strays(good: dict[str, list[_Typed]], outcome: AcceptedRecords) -> None:
    """Take out the files of a series that is not there, or that stands under other terms."""
    files = good.get("series_files", [])
    strays = strays_of_series([row.values for row in good.get("series", [])], [row.values for row in files])
    for row, is_stray in zip(files, strays, strict=True):
        if is_stray:
            outcome.rejects.append(_reject(row.raw, "series_id", STRAY))
    if files:
        good["series_files"] = [row for row, is_stray in zip(files, strays, strict=True) if not is_stray]


def _reject(raw: RawRow, name: str, reason: str) -> Reject:
    return Reject(raw.file, raw.table, raw.number, name, reason)
