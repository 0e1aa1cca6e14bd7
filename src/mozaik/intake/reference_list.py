"""A hash list -> the rows of a reference list, with an account of every record.

Good records stand when others are refused. The digests of the empty file are refused and counted, a record
with PhotoDNA alone is refused because nothing here matches it, and a list without a usable hash is none.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import TracebackType

import pyarrow as pa

from mozaik.errors import InvalidInputError
from mozaik.intake.export import EMPTY_FILE, BadRecord, BadRecordError, MediaRecord
from mozaik.progress import Step
from mozaik.records import BatchFile, RowSequence, RowStore

REJECTS = pa.schema([("number", pa.int64()), ("reason", pa.string())])
"""The refused records as rows."""


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
    rejects: Sequence[BadRecord]
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
            "reject_reasons": dict(sorted(Counter(reject.reason for reject in self.rejects).items())),
            "empty_files": self.empty_files,
            "flags": dict(sorted(self.flags.items())),
            "notes": dict(sorted(self.all_notes.items())),
        }


@dataclass(frozen=True, slots=True)
class ListReading:
    """The table `entries` of a list and the account of it."""

    entries: pa.Table
    report: ExportReport


def list_rows(
    kind: str,
    records: Iterable[MediaRecord | BadRecord],
    where: str,
    scheme: str | None = None,
    step: Step | None = None,
) -> ListReading:
    """The list that the records of an export of a `kind` are; `scheme` names the scheme of its codes.

    InvalidInputError, naming `where`, when there is no usable hash, or there are category codes while no
    scheme is named: codes of different regions look alike and are never compared.
    """
    with _Reading(where, scheme) as reading:
        for done, record in enumerate(records, start=1):
            reading.take(record)
            if step and done % 1000 == 0:
                step(done, 0)
        return reading.result(kind)


def no_scheme(where: str, record: int) -> InvalidInputError:
    """The error for category codes of which nobody says to which scheme they belong."""
    return InvalidInputError(
        "there are category codes and no scheme",
        where=f"{where}, record {record}",
        why="codes of different countries look alike and mean different things",
        remedy="ask the sender which scheme applies and name it with --scheme",
    )


class _Reading:
    """A list while it is read; its rows and refused records wait on the disk."""

    def __init__(self, where: str, scheme: str | None) -> None:
        self._where, self._scheme = where, scheme
        self._store, self._rejects = RowStore("entries"), BatchFile(REJECTS)
        self._counts: Counter[str] = Counter()
        self._flags: Counter[str] = Counter()
        self._notes: Counter[str] = Counter()

    def __enter__(self) -> "_Reading":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._store.close()

    def take(self, record: MediaRecord | BadRecord) -> None:
        """Take one record in, or note why not."""
        self._counts["read"] += 1
        if isinstance(record, BadRecord):
            self._refuse(record.number, record.reason)
            return
        self._counts["photodna"] += record.photodna
        try:
            row = self._row(record)
        except BadRecordError as error:
            self._refuse(record.number, str(error))
            return
        self._flags.update(f"{name}: {how}" for name, how in record.flags_as_written.items())
        self._notes.update(record.notes)
        self._counts["taken"] += 1
        self._store.add("entries", row)

    def result(self, kind: str) -> ListReading:
        """Everything that was taken in, sorted and without repetitions."""
        counts = self._counts
        if not counts["taken"]:
            raise InvalidInputError(
                "the list holds no usable hash",
                where=self._where,
                why=f"none of {counts['read']} records has a hash of a file with content",
                remedy="check that it is a hash list and that its columns are named",
            )
        unique = self._store.table("entries", distinct=True)
        report = ExportReport(
            format=kind,
            read=counts["read"],
            accepted=unique.num_rows,
            duplicate=counts["taken"] - unique.num_rows,
            rejected=counts["rejected"],
            rejects=RowSequence(self._rejects.table(), BadRecord),
            empty_files=counts["empty"],
            photodna=counts["photodna"],
            flags=dict(self._flags),
            notes=dict(self._notes),
        )
        return ListReading(unique, report)

    def _refuse(self, number: int, reason: str) -> None:
        self._counts["rejected"] += 1
        self._rejects.add({"number": number, "reason": reason})

    def _row(self, record: MediaRecord) -> dict[str, object]:
        digests = {record.md5, record.sha1, record.sha256} - {None}
        if digests & EMPTY_FILE or (record.size == 0 and digests):
            self._counts["empty"] += 1
            raise BadRecordError("the digest of the empty file")
        if not digests and record.pdq is None:
            only = "only PhotoDNA, which is not matched here"
            raise BadRecordError(only if record.photodna else "no usable hash")
        if record.category is not None and self._scheme is None:
            raise no_scheme(self._where, record.number)
        return {
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
