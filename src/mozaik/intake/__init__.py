"""Intake: what a source holds, and what an export or list of another tool says.

Decides what counts as one entry of a folder, archive or disk image, and what counts as one readable record
of an export or list. It never writes to a source and never follows a link that lies in one.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mozaik.intake.case_export import CaseReading, case_rows
    from mozaik.intake.export import BadRecord, FilePlace, MediaRecord
    from mozaik.intake.exports import find_export
    from mozaik.intake.exports.write import CaseHeader, write_csv, write_vics
    from mozaik.intake.formula import armed
    from mozaik.intake.meter import Meter
    from mozaik.intake.reference_list import ExportReport, ListReading, list_rows
    from mozaik.intake.source import (
        MAX_NAME,
        Acquisition,
        Doubt,
        Entry,
        Source,
        bounded_name,
        place_name,
        without_controls,
    )
    from mozaik.intake.sources import archive, find_source, image
    from mozaik.intake.sources.signatures import (
        ARCHIVE,
        HEAD_BYTES,
        IMAGE,
        RAW,
        SIGNATURES,
        Signature,
        looks_raw,
        signature_of,
    )
    from mozaik.intake.sources.tar import is_tar
else:
    from mozaik.lazily import loaded_when_asked

    __getattr__ = loaded_when_asked(__name__, __file__)

__all__ = [
    "ARCHIVE",
    "HEAD_BYTES",
    "IMAGE",
    "MAX_NAME",
    "RAW",
    "SIGNATURES",
    "Acquisition",
    "BadRecord",
    "CaseHeader",
    "CaseReading",
    "Doubt",
    "Entry",
    "ExportReport",
    "FilePlace",
    "ListReading",
    "MediaRecord",
    "Meter",
    "Signature",
    "Source",
    "archive",
    "armed",
    "bounded_name",
    "case_rows",
    "find_export",
    "find_source",
    "image",
    "is_tar",
    "list_rows",
    "looks_raw",
    "place_name",
    "signature_of",
    "without_controls",
    "write_csv",
    "write_vics",
]
