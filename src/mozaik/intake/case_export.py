"""A case export of another tool -> rows of `files` and `media`, facts without bytes.

A place on a device becomes a row of `files`, a verdict or picture hash a row of `media`. A category is the
exporter's word: it is kept with its scheme and with who graded it, and compared only within that scheme.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import TracebackType

import pyarrow as pa

from mozaik.errors import InvalidInputError
from mozaik.intake.export import EMPTY_FILE, BadRecord, FilePlace, MediaRecord
from mozaik.intake.reference_list import REJECTS, ExportReport, no_scheme
from mozaik.progress import Step
from mozaik.records import BatchFile, RowSequence, RowStore

Row = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class CaseReading:
    """The tables `files` and `media` of a case export, and the account of it by records."""

    tables: Mapping[str, pa.Table]
    report: ExportReport


def case_rows(
    kind: str,
    records: Iterable[MediaRecord | BadRecord],
    where: str,
    graded_by: str,
    item_id: str | None = None,
    scheme: str | None = None,
    step: Step | None = None,
) -> CaseReading:
    """The rows that the records of an export are; `graded_by` is whose verdicts its categories are.

    The item of a row is the exhibit that the export names (`SourceID`), or `item_id` where it names none.
    InvalidInputError, naming `where`, when there is no usable record, or there are category codes while no
    `scheme` (such as `vics-us`) is named. Rows and refused records wait on the disk.
    """
    with _Reading(where, graded_by, item_id, scheme) as reading:
        for record in records:
            reading.take(record)
            if step and reading.counts["read"] % 1000 == 0:
                step(reading.counts["read"], 0)
        return reading.result(kind)


class _Reading:
    """A case export while it is read."""

    def __init__(self, where: str, graded_by: str, item_id: str | None, scheme: str | None) -> None:
        self._where, self._graded_by, self._item_id, self._scheme = where, graded_by, item_id, scheme
        self._store, self._rejects = RowStore("files", "media"), BatchFile(REJECTS)
        self.counts: Counter[str] = Counter()
        self._notes: Counter[str] = Counter()
        self._flags: Counter[str] = Counter()

    def __enter__(self) -> "_Reading":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._store.close()

    def take(self, record: MediaRecord | BadRecord) -> None:
        """Take one record in, or note why not."""
        self.counts["read"] += 1
        if isinstance(record, BadRecord):
            self._refuse(record.number, record.reason)
            return
        if record.category is not None and self._scheme is None:
            raise no_scheme(self._where, record.number)
        self.counts["photodna"] += record.photodna
        if reason := _obstacle(record):
            self._refuse(record.number, reason)
            return
        self._notes.update(record.notes)
        if record.category is not None and not _has_media(record):
            self._notes[_SHA1_ALONE] += 1
        self._flags.update(f"{name}: {how}" for name, how in record.flags_as_written.items())
        for row in _file_rows(record, self._item_id):
            self._store.add("files", row, mark=self.counts["read"])
        for row in _media_rows(record, self._item_id, self._graded_by, self._scheme):
            self._store.add("media", row, mark=self.counts["read"])

    def result(self, kind: str) -> CaseReading:
        """The rows without repetitions, and the account of all records."""
        counts, accepted = self.counts, self._store.marks()
        if not accepted:
            raise InvalidInputError(
                "the export holds no usable record",
                where=self._where,
                why=f"{counts['read']} records read",
                remedy="check that it is an export of media records with digests and sizes",
            )
        report = ExportReport(
            format=kind,
            read=counts["read"],
            accepted=accepted,
            duplicate=counts["read"] - accepted - counts["rejected"],
            rejected=counts["rejected"],
            rejects=RowSequence(self._rejects.table(), BadRecord),
            empty_files=counts["empty"],
            photodna=counts["photodna"],
            flags=dict(self._flags),
            notes=dict(self._notes),
        )
        tables = {name: self._store.table(name, distinct=True) for name in ("files", "media")}
        return CaseReading(tables, report)

    def _refuse(self, number: int, reason: str) -> None:
        self.counts["rejected"] += 1
        self.counts["empty"] += reason == _EMPTY
        self._rejects.add({"number": number, "reason": reason})


_EMPTY = "the digest of the empty file"
_SHA1_ALONE = "category of a file with SHA-1 alone, not kept"


def _obstacle(record: MediaRecord) -> str:
    """Why a record gives no row, or empty."""
    digests = {record.md5, record.sha1, record.sha256} - {None}
    if digests & EMPTY_FILE or (record.size == 0 and digests):
        return _EMPTY
    if not digests:
        return "no digest" + (", only PhotoDNA, which is not matched here" if record.photodna else "")
    if record.size is None and not _has_media(record):
        return "no size, and neither a category nor a picture hash"
    return ""


def _has_media(record: MediaRecord) -> bool:
    """Whether there is a picture hash, or a verdict on a file that a row of `media` can name."""
    named = record.md5 is not None or record.sha256 is not None
    return record.pdq is not None or (record.category is not None and named)


def _file_rows(record: MediaRecord, item_id: str | None) -> Iterator[Row]:
    """One row a place; a record without a place has one row, a record without a size none."""
    if record.size is None:
        return
    for place in record.places or (FilePlace(""),):
        yield {
            "sha256": record.sha256,
            "sha1": record.sha1,
            "md5": record.md5,
            "size": record.size,
            "item_id": place.source_id or item_id,
            "path": place.path or None,
            "container": place.container,
            "mime": record.mime,
            "deleted": place.deleted,
            "modified_at": place.modified_at,
            "time_zone_known": place.zone_known if place.modified_at else None,
        }


def _media_rows(
    record: MediaRecord, item_id: str | None, graded_by: str, scheme: str | None
) -> Iterator[Row]:
    """One row an item when there is a verdict or a picture hash."""
    if not _has_media(record):
        return
    for item in dict.fromkeys(place.source_id or item_id for place in record.places or (FilePlace(""),)):
        yield {
            "pdq": record.pdq,
            "quality": record.quality,
            "sha256": record.sha256,
            "md5": record.md5,
            "item_id": item,
            "method": "pdq" if record.pdq else None,
            "frame_ms": 0,
            "category_scheme": scheme if record.category is not None else None,
            "category_code": record.category,
            "graded_by": graded_by if record.category is not None else None,
            "series": record.series,
        }
