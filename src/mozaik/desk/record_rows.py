"""Rows of records, from files or entered one by one: which are good, which not and why, what is in doubt."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import pyarrow as pa

from mozaik.contribution import Report
from mozaik.desk.doubts import doubts_about_records, doubts_about_terms
from mozaik.desk.register import Register, UnknownAuthorityError
from mozaik.desk.sealing import Facts
from mozaik.progress import Step
from mozaik.records import AcceptedRecords, CustodyFlag, RawRow, Reject, accept_records, custody_flags
from mozaik.seal import JsonValue
from mozaik.terms import TermsSheet


@dataclass(frozen=True, slots=True)
class CheckedRecords:
    """What sealing record files comes to, before anything is written: rows by table, rejects, doubts, flags.

    No row is accepted where `tables` is empty; then nothing can be sealed.
    """

    tables: Mapping[str, pa.Table]
    sheet: TermsSheet
    report: Report
    rejects: tuple[Reject, ...]
    doubts: tuple[str, ...]
    custody_flags: tuple[CustodyFlag, ...]

    @property
    def rows(self) -> Mapping[str, int]:
        """How many rows of each table are accepted."""
        return {name: rows.num_rows for name, rows in sorted(self.tables.items())}

    @property
    def facts(self) -> Facts:
        """What is sealed."""
        return Facts("records", self.tables, self.report)

    @property
    def first_reason(self) -> str:
        """The first reject with its place; empty without one."""
        first = next(iter(self.rejects), None)
        return f"{first.file}, row {first.row}, {first.field}: {first.reason}" if first else ""


def check_rows(
    rows: Sequence[RawRow], sheet: TermsSheet, register: Register, day: date, step: Step | None = None
) -> CheckedRecords:
    """Check rows of records under the terms of a sheet on a day; a bad row never takes good rows along.

    Whom statements name must be in the register.
    """
    known, strangers = _by_known_speakers(rows, register)
    accepted = accept_records(known, sheet, step, day)
    accepted.rejects[:] = sorted([*accepted.rejects, *strangers], key=_place)
    flags = custody_flags(accepted.tables["custody"]) if "custody" in accepted.tables else []
    doubts = [
        *doubts_about_terms(accepted.tables, sheet.terms, day),
        *doubts_about_records(accepted.tables, day),
    ]
    return CheckedRecords(
        accepted.tables,
        replace(sheet, by_table={}),  # each row has its terms already
        _report(accepted),
        tuple(accepted.rejects),
        tuple(doubts),
        tuple(flags),
    )


def _by_known_speakers(rows: Sequence[RawRow], register: Register) -> tuple[list[RawRow], list[Reject]]:
    """The rows without the statements of an authority that is not known, and these as rejects."""
    known, strangers = [], []
    for row in rows:
        said_by = row.fields.get("said_by") if row.table == "statements" else None
        try:
            if said_by is not None:
                register.known(str(said_by).strip(), "said_by")
            known.append(row)
        except UnknownAuthorityError as unknown:
            strangers.append(
                Reject(row.file, row.table, row.number, "said_by", f"{unknown.what}; {unknown.remedy}")
            )
    return known, strangers


def _place(reject: Reject) -> tuple[str, str, int]:
    return reject.file, reject.table, reject.row


def _report(accepted: AcceptedRecords) -> Report:
    """What became of the rows; the reasons as table and field, never a value."""
    reasons = Counter((bad.table, bad.field) for bad in accepted.rejects)
    refused: list[JsonValue] = [
        {"table": table, "field": field, "rows": count} for (table, field), count in sorted(reasons.items())
    ]
    rows: dict[str, JsonValue] = {name: table.num_rows for name, table in accepted.tables.items()}
    details: dict[str, JsonValue] = {"tables": rows, "rejected": refused}
    counts = (accepted.read, accepted.accepted, accepted.duplicate, len(accepted.rejects))
    return Report(*counts, details)
