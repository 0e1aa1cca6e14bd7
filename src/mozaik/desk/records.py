"""Sealing records: raids, items, custody, persons, statuses and statements, as an authority wrote them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from mozaik.contribution import Report
from mozaik.desk.doubts import doubts_about_records, doubts_about_terms
from mozaik.desk.outputs import forget_earlier_list, refuse_outputs, require_accepted, write_rejects
from mozaik.desk.register import Register, UnknownAuthorityError
from mozaik.desk.sealing import Facts, Sealed, Sealing, seal_facts
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
    refused = ((bad.file, bad.table, bad.row, bad.field, bad.reason) for bad in accepted.rejects)
    rejects = write_rejects(sealing.output, REJECT_COLUMNS, refused)
    first = accepted.rejects[0] if accepted.rejects else None
    reason = f"{first.file}, row {first.row}, {first.field}: {first.reason}" if first else ""
    require_accepted(len(accepted.tables), ", ".join(map(str, files)), rejects, reason)
    report = _report(accepted)
    settled = replace(sheet, by_table={})  # each row has its terms already
    manifest = seal_facts(sealing, Facts("records", accepted.tables, report), settled)
    forget_earlier_list(sealing.output, rejects)
    flags = custody_flags(accepted.tables["custody"]) if "custody" in accepted.tables else []
    counts = {name: rows.num_rows for name, rows in sorted(accepted.tables.items())}
    doubts = [
        *doubts_about_terms(accepted.tables, sheet.terms, day),
        *doubts_about_records(accepted.tables, day),
        *_guessed_letters(files),
    ]
    return SealedRecords(
        sealing.output, manifest, sealing.terms, report, rejects, tuple(doubts), counts, tuple(flags)
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
