"""Sealing records: raids, items, custody, persons, statuses and statements, as an authority wrote them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow as pa

from mozaik.contribution import Report
from mozaik.desk.doubts import doubts_about_records, doubts_about_terms
from mozaik.desk.outputs import forget_earlier_list, refuse_outputs, require_accepted, write_rejects
from mozaik.desk.register import Register, UnknownAuthorityError
from mozaik.desk.sealing import Facts, Sealed, Sealing, check_facts, seal_facts
from mozaik.errors import InvalidInputError
from mozaik.moments import utc_day
from mozaik.progress import Step
from mozaik.records import (
    AcceptedRecords,
    CustodyFlag,
    RawRow,
    Reject,
    accept_records,
    custody_flags,
    is_guessed,
    read_record_file,
)
from mozaik.seal import JsonValue
from mozaik.terms import TermsSheet

REJECT_COLUMNS = ("file", "table", "row", "field", "reason")


@dataclass(frozen=True, slots=True)
class SealedRecords(Sealed):
    """Sealed records: the rows of each table, and the gaps in custody, which are shown and never filled."""

    rows: Mapping[str, int]
    custody_flags: tuple[CustodyFlag, ...]


def seal_records(
    files: Sequence[Path], sealing: Sealing, table: str = "", step: Step | None = None
) -> SealedRecords:
    """Read record files and seal their good rows; bad rows go to the reject file with row, field and reason.

    `table` names the table of CSV files. InvalidInputError for files without a record; raises as reading
    and sealing do.
    """
    settled = check_records(files, sealing, table, step)
    refused = ((bad.file, bad.table, bad.row, bad.field, bad.reason) for bad in settled.rejects)
    rejects = write_rejects(sealing.output, REJECT_COLUMNS, refused)
    require_accepted(len(settled.tables), ", ".join(map(str, files)), rejects, settled.first_reason)
    manifest = seal_facts(sealing, settled.facts, settled.sheet)
    forget_earlier_list(sealing.output, rejects)
    return SealedRecords(
        sealing.output,
        manifest,
        sealing.terms,
        settled.report,
        rejects,
        settled.doubts,
        settled.rows,
        settled.custody_flags,
    )


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


def check_records(
    files: Sequence[Path], sealing: Sealing, table: str = "", step: Step | None = None
) -> CheckedRecords:
    """Check record files as sealing them does; nothing is written. Raises as `seal_records`."""
    refuse_outputs(sealing.output, files, sealing.replace)
    sheet = sealing.terms.sheet
    rows = [row for path in files for row in read_record_file(path, table)]
    if not rows:
        raise InvalidInputError(
            "no record in the files",
            where=", ".join(map(str, files)),
            remedy="write tables such as [[actions]] or [[items]]; docs/formats/records.md shows them",
        )
    known, strangers = _by_known_speakers(rows, sealing.register)
    day = utc_day(sealing.moment)
    accepted = accept_records(known, sheet, step, day)
    accepted.rejects[:] = sorted([*accepted.rejects, *strangers], key=_place)
    flags = custody_flags(accepted.tables["custody"]) if "custody" in accepted.tables else []
    doubts = [
        *doubts_about_terms(accepted.tables, sheet.terms, day),
        *doubts_about_records(accepted.tables, day),
        *_guessed_letters(files),
    ]
    checked = CheckedRecords(
        accepted.tables,
        replace(sheet, by_table={}),  # each row has its terms already
        _report(accepted),
        tuple(accepted.rejects),
        tuple(doubts),
        tuple(flags),
    )
    if checked.tables:
        check_facts(sealing, checked.facts, checked.sheet)
    return checked


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


def _guessed_letters(files: Sequence[Path]) -> list[str]:
    return [
        f"{path.name} is not UTF-8 and was read as Windows-1250: look whether names have their right letters"
        for path in files
        if is_guessed(path)
    ]


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
