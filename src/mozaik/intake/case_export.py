"""A case export of another tool -> rows of `files` and `media`, facts without bytes.

A place on a device becomes a row of `files`, a verdict or picture hash a row of `media`. A category is the
exporter's word: it is kept with its scheme and with who graded it, and compared only within that scheme.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa

from mozaik.errors import InvalidInputError
from mozaik.intake.export import EMPTY_FILE, BadRecord, FilePlace, MediaRecord
from mozaik.intake.exports import find_export
from mozaik.intake.reference_list import ExportReport, no_scheme
from mozaik.progress import Step
from mozaik.records import table_from_rows

Row = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class CaseReading:
    """The tables `files` and `media` of a case export, and the account of it by records."""

    tables: Mapping[str, pa.Table]
    report: ExportReport


@dataclass(slots=True)
class _Rows:
    files: dict[tuple[object, ...], Row] = field(default_factory=dict)
    media: dict[tuple[object, ...], Row] = field(default_factory=dict)

    def add(self, files: list[Row], media: list[Row]) -> bool:
        """Add rows; whether any of them is new."""
        before = len(self.files) + len(self.media)
        for known, rows in ((self.files, files), (self.media, media)):
            for row in rows:
                known.setdefault(tuple(row.values()), row)
        return len(self.files) + len(self.media) > before


def read_case_export(
    path: Path,
    graded_by: str,
    item_id: str | None = None,
    scheme: str | None = None,
    step: Step | None = None,
) -> CaseReading:
    """Read a case export; `graded_by` is the authority whose verdicts the categories are.

    The item of a row is the exhibit that the export names (`SourceID`), or `item_id` where it names none.
    InvalidInputError when the file is no export, holds no usable record, or has category codes while no
    `scheme` (such as `vics-us`) is named.
    """
    export = find_export(path)
    rows, rejects, notes, flags = _Rows(), [], Counter[str](), Counter[str]()
    read = accepted = photodna = empty = 0
    for record in export.records(path):
        read += 1
        if step and read % 1000 == 0:
            step(read, 0)
        if isinstance(record, BadRecord):
            rejects.append(record)
            continue
        if record.category is not None and scheme is None:
            raise no_scheme(path.name, record.number)
        photodna += record.photodna
        if reason := _obstacle(record):
            empty += reason == _EMPTY
            rejects.append(BadRecord(record.number, reason))
            continue
        notes.update(record.notes)
        flags.update(f"{name}: {how}" for name, how in record.flags_as_written.items())
        files = list(_file_rows(record, item_id))
        accepted += rows.add(files, list(_media_rows(record, item_id, graded_by, scheme)))
    if not accepted:
        raise InvalidInputError(
            "the export holds no usable record",
            where=path.name,
            why=f"{read} records read",
            remedy="check that it is an export of media records with digests and sizes",
        )
    report = ExportReport(
        format=export.NAME,
        read=read,
        accepted=accepted,
        duplicate=read - accepted - len(rejects),
        rejected=len(rejects),
        rejects=tuple(rejects),
        empty_files=empty,
        photodna=photodna,
        flags=dict(flags),
        notes=dict(notes),
    )
    tables = {
        "files": table_from_rows("files", rows.files.values()),
        "media": table_from_rows("media", rows.media.values()),
    }
    return CaseReading(tables, report)


_EMPTY = "the digest of the empty file"


def _obstacle(record: MediaRecord) -> str:
    """Why a record gives no row, or empty."""
    digests = {record.md5, record.sha1, record.sha256} - {None}
    if digests & EMPTY_FILE or (record.size == 0 and digests):
        return _EMPTY
    if not digests:
        return "no digest" + (", only PhotoDNA, which is not matched here" if record.photodna else "")
    if record.size is None and record.category is None and record.pdq is None:
        return "no size, and neither a category nor a picture hash"
    return ""


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
    if record.category is None and record.pdq is None:
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
