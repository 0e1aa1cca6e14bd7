"""A hash list -> the rows of a reference list, with an account of every record.

Good records stand when others are refused. The digests of the empty file are refused and counted, a record
with PhotoDNA alone is refused because nothing here matches it, and a list without one usable hash is no list.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from mozaik.errors import InvalidInputError
from mozaik.intake.export import EMPTY_FILE, BadRecord, BadRecordError, MediaRecord
from mozaik.intake.exports import find_export
from mozaik.progress import Step
from mozaik.records import ALL_TABLES, number_rows

_BATCH = 50_000


@dataclass(frozen=True, slots=True)
class ExportReport:
    """The account of one list or export; `read` = `accepted` + `duplicate` + `rejected`.

    `empty_files` counts refused digests of the empty file, `photodna` records with a PhotoDNA value (never
    matched), `flags` how each flag was written, `notes` what else could not be read.
    """

    format: str
    read: int
    accepted: int
    duplicate: int
    rejected: int
    rejects: tuple[BadRecord, ...]
    empty_files: int
    photodna: int
    flags: Mapping[str, int]
    notes: Mapping[str, int]

    @property
    def all_notes(self) -> dict[str, int]:
        """The notes, with the PhotoDNA values that nothing here matches."""
        return {
            **self.notes,
            **({"PhotoDNA value, not matched here": self.photodna} if self.photodna else {}),
        }

    def to_json(self) -> dict[str, object]:
        """The report as JSON: counts and reasons, no values."""
        return {
            "format": self.format,
            "read": self.read,
            "accepted": self.accepted,
            "duplicate": self.duplicate,
            "rejected": self.rejected,
            "reject_reasons": dict(sorted(Counter(one.reason for one in self.rejects).items())),
            "empty_files": self.empty_files,
            "flags": dict(sorted(self.flags.items())),
            "notes": dict(sorted(self.all_notes.items())),
        }


@dataclass(frozen=True, slots=True)
class ListReading:
    """The table `entries` of a list and the account of it."""

    entries: pa.Table
    report: ExportReport


def read_list(path: Path, scheme: str | None = None, step: Step | None = None) -> ListReading:
    """Read a hash list; `scheme` names the category scheme of its codes, such as `vics-us`.

    InvalidInputError when the file is no list, holds no usable hash, or has category codes while no scheme
    is named: codes of different regions look alike and are never compared.
    """
    export = find_export(path)
    reading = _Reading(path.name, scheme)
    for done, record in enumerate(export.records(path), start=1):
        reading.take(record)
        if step and done % 1000 == 0:
            step(done, 0)
    return reading.result(export.NAME)


def no_scheme(where: str, record: int) -> InvalidInputError:
    """The error for category codes of which nobody says to which scheme they belong."""
    return InvalidInputError(
        "there are category codes and no scheme",
        where=f"{where}, record {record}",
        why="codes of different countries look alike and mean different things",
        remedy="ask the sender which scheme applies and name it with --scheme",
    )


class _Reading:
    """A list while it is read."""

    def __init__(self, where: str, scheme: str | None) -> None:
        self._where, self._scheme = where, scheme
        self._rows: list[dict[str, object]] = []
        self._parts: list[pa.Table] = []
        self._rejects: list[BadRecord] = []
        self._read = self._empty = self._photodna = 0
        self._flags: Counter[str] = Counter()
        self._notes: Counter[str] = Counter()

    def take(self, record: MediaRecord | BadRecord) -> None:
        """Take one record in, or note why not."""
        self._read += 1
        if isinstance(record, BadRecord):
            self._rejects.append(record)
            return
        self._photodna += record.photodna
        try:
            row = self._row(record)
        except BadRecordError as error:
            self._rejects.append(BadRecord(record.number, str(error)))
            return
        self._flags.update(f"{name}: {how}" for name, how in record.flags_as_written.items())
        self._notes.update(record.notes)
        self._rows.append(row)
        if len(self._rows) >= _BATCH:
            self._flush()

    def result(self, kind: str) -> ListReading:
        """Everything that was taken in, sorted and without repetitions."""
        self._flush()
        entries = number_rows("entries", pa.concat_tables(self._parts)) if self._parts else None
        if entries is None:
            raise InvalidInputError(
                "the list holds no usable hash",
                where=self._where,
                why=f"of {self._read} records none has an MD5, SHA-1, SHA-256 or PDQ of a file with content",
                remedy="check that it is a hash list and that its columns are named",
            )
        unique = _without_repetitions(entries)
        report = ExportReport(
            format=kind,
            read=self._read,
            accepted=unique.num_rows,
            duplicate=entries.num_rows - unique.num_rows,
            rejected=len(self._rejects),
            rejects=tuple(self._rejects),
            empty_files=self._empty,
            photodna=self._photodna,
            flags=dict(self._flags),
            notes=dict(self._notes),
        )
        return ListReading(unique, report)

    def _flush(self) -> None:
        if self._rows:
            self._parts.append(pa.Table.from_pylist(self._rows, schema=ALL_TABLES["entries"].schema))
            self._rows = []

    def _row(self, record: MediaRecord) -> dict[str, object]:
        digests = {record.md5, record.sha1, record.sha256} - {None}
        if digests & EMPTY_FILE or (record.size == 0 and digests):
            self._empty += 1
            raise BadRecordError("the digest of the empty file")
        if not digests and record.pdq is None:
            only = "only PhotoDNA, which is not matched here"
            raise BadRecordError(only if record.photodna else "no usable hash")
        if record.category is not None and self._scheme is None:
            raise no_scheme(self._where, record.number)
        return {
            "row_id": 0,
            "terms_id": 0,
            "sha256": record.sha256,
            "sha1": record.sha1,
            "md5": record.md5,
            "size": record.size,
            "pdq": record.pdq,
            "quality": record.quality,
            "category_scheme": self._scheme if record.category is not None else None,
            "category_code": record.category,
            "series": record.series,
            "victim_identified": record.victim_identified,
            "offender_identified": record.offender_identified,
            "is_distributed": record.is_distributed,
            "submissions": record.submissions,
        }


def _without_repetitions(entries: pa.Table) -> pa.Table:
    """A sorted table without rows that equal the row before them in every column but `row_id`."""
    if entries.num_rows < 2:
        return entries
    same = pa.array([True] * (entries.num_rows - 1))
    for name in entries.schema.names[1:]:
        column = entries.column(name).combine_chunks()
        before, after = column[:-1], column[1:]
        equal = pc.fill_null(pc.equal(before, after), False)
        both_null = pc.and_(pc.is_null(before), pc.is_null(after))
        same = pc.and_(same, pc.or_(equal, both_null))
    keep = pa.concat_arrays([pa.array([True]), pc.invert(same)])
    return number_rows("entries", entries.filter(keep))
