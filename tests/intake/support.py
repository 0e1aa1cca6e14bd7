"""Lists and exports for the tests of intake; every hash is that of made-up bytes."""

import hashlib
import json
from pathlib import Path

from mozaik.intake import CaseReading, ListReading, case_rows, find_export, list_rows

MARKERS = {
    "1.1": ("odata.metadata", "http://github.com/ICMEC/ProjectVic/DataModels/1.1.xml#{}"),
    "1.2": ("odata.metadata", "http://github.com/ICMEC/ProjectVic/DataModels/1.2.xml#{}"),
    "1.3": ("odata.metadata", "http://github.com/ICMEC/ProjectVic/DataModels/1.3.xml#{}"),
    "2.0": ("@odata.context", "http://github.com/VICSDATAMODEL/ProjectVic/DataModels/2.0.xml/UK/$metadata#{}"),
}  # fmt: skip


def digests(text: str) -> tuple[str, str, str]:
    """MD5, SHA-1 and SHA-256 of a text, in hex."""
    raw = text.encode()
    return (
        hashlib.md5(raw, usedforsecurity=False).hexdigest(),
        hashlib.sha1(raw, usedforsecurity=False).hexdigest(),
        hashlib.sha256(raw).hexdigest(),
    )


def record(number: int, **changes: object) -> dict[str, object]:
    """One VICS media record; a change to `...` takes the field out."""
    md5, sha1, _ = digests(f"synthetic {number}")
    plain = {"MediaID": number, "MD5": md5, "SHA1": sha1, "MediaSize": 100 + number, **changes}
    return {key: value for key, value in plain.items() if value is not ...}


def vics(
    path: Path, value: list[object], version: str = "2.0", kind: str = "Media", bom: bool = False
) -> Path:
    """Write a VICS file."""
    key, marker = MARKERS[version]
    text = json.dumps({key: marker.format(kind), "value": value}, ensure_ascii=False)
    path.write_text(text, encoding="utf-8-sig" if bom else "utf-8")
    return path


def read_list(path: Path, scheme: str | None = None) -> ListReading:
    """A list, read in this process; what a child changes in that is for the tests of triage."""
    export = find_export(path)
    return list_rows(export.NAME, export.records(path), path.name, scheme)


def read_case_export(
    path: Path, graded_by: str, item_id: str | None = None, scheme: str | None = None
) -> CaseReading:
    """A case export, read in this process."""
    export = find_export(path)
    return case_rows(export.NAME, export.records(path), path.name, graded_by, item_id, scheme)
