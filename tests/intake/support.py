"""Lists and exports for the tests of intake; every hash is that of made-up bytes."""

import hashlib
import json
from pathlib import Path

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
