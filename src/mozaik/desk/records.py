"""Sealing records: raids, items, custody, persons, statuses and statements, as an authority wrote them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from mozaik.desk.outputs import forget_earlier_list, refuse_outputs, require_accepted, write_rejects
from mozaik.desk.record_rows import CheckedRecords, check_rows
from mozaik.desk.sealing import Sealed, Sealing, check_facts, seal_facts
from mozaik.errors import InvalidInputError
from mozaik.moments import utc_day
from mozaik.progress import Step
from mozaik.records import CustodyFlag, is_guessed, read_record_file

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
    checked = check_rows(rows, sheet, sealing.register, utc_day(sealing.moment), step)
    checked = replace(checked, doubts=(*checked.doubts, *_guessed_letters(files)))
    if checked.tables:
        check_facts(sealing, checked.facts, checked.sheet)
    return checked


def _guessed_letters(files: Sequence[Path]) -> list[str]:
    return [
        f"{path.name} is not UTF-8 and was read as Windows-1250: look whether names have their right letters"
        for path in files
        if is_guessed(path)
    ]
