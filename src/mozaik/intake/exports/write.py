"""Writing what triage found for other tools: VICS 2.0 `#Cases` and CSV.

Both hold digests, names and numbers, never media. Other tools read the VICS file as a case of one exhibit;
only pictures and videos stand in it, each distinct content once with all its places, and no empty file.
"""

import csv
import io
import json
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO

import pyarrow as pa

from mozaik.intake.export import EMPTY_FILE
from mozaik.intake.formula import armed

CONTEXT = "http://github.com/VICSDATAMODEL/ProjectVic/DataModels/2.0.xml/CUSTOM/$metadata#Cases"
_NAMESPACE = uuid.UUID("6f7a1d0e-9f3b-5c52-8a50-2d1f0c6a7b11")
_CSV_COLUMNS = (
    "item", "container", "path", "size", "md5", "sha1", "sha256", "mime", "deleted", "modified_at",
    "time_zone_known", "pdq", "pdq_quality",
)  # fmt: skip

Row = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class CaseHeader:
    """Who exports what: the owner's id, the exhibit's reference, the program's version."""

    owner: str
    item_id: str
    version: str


def write_vics(stream: BinaryIO, header: CaseHeader, files: pa.Table, media: pa.Table) -> tuple[int, int]:
    """Write tables `files` and `media` of one item as VICS 2.0; returns media written and files left out.

    Left out is what is not stated to be a picture or video, and what has no MD5, by which VICS names media.
    """
    groups: dict[tuple[bytes, bytes], list[Row]] = {}
    left_out = 0
    for row in files.to_pylist():
        is_media = str(row["mime"]).startswith(("image/", "video/"))
        if is_media and row["md5"] is not None and row["md5"] not in EMPTY_FILE:
            groups.setdefault(_content(row), []).append(row)
        else:
            left_out += 1
    pictures = {_content(row): row for row in media.to_pylist()}
    case = {
        "CaseID": str(uuid.uuid5(_NAMESPACE, f"{header.owner}/{header.item_id}")),
        "CaseNumber": header.item_id,
        "ContactOrganization": header.owner,
        "SourceApplicationName": "Mozaik",
        "SourceApplicationVersion": header.version,
        "TotalMediaFiles": len(groups),
    }
    opening = json.dumps({"@odata.context": CONTEXT, "value": [case]}, ensure_ascii=False)
    stream.write(opening.removesuffix("}]}").encode() + b', "Media": [')
    for number, content in enumerate(sorted(groups), start=1):
        record = _media(number, groups[content], pictures.get(content))
        comma = b"" if number == 1 else b","
        stream.write(comma + b"\n" + json.dumps(record, ensure_ascii=False).encode())
    stream.write(b"\n]}]}\n")
    return len(groups), left_out


def write_csv(stream: BinaryIO, files: pa.Table, media: pa.Table) -> int:
    """Write all rows of `files` as UTF-8 CSV with their picture hashes; returns the number of rows."""
    pictures = {row[name]: row for name in ("md5", "sha256") for row in media.to_pylist() if row[name]}
    text = io.TextIOWrapper(stream, encoding="utf-8", newline="", write_through=True)
    table = csv.writer(text, lineterminator="\r\n")
    table.writerow(_CSV_COLUMNS)
    for row in files.to_pylist():
        table.writerow(_csv_row(row, pictures.get(row["sha256"] or row["md5"])))
    text.detach()
    return int(files.num_rows)


def _content(row: Mapping[str, Any]) -> tuple[bytes, bytes]:
    """What tells contents apart: an MD5 alone can be forged."""
    return row["md5"] or b"", row["sha256"] or b""


def _media(number: int, rows: list[Row], picture: Row | None) -> dict[str, object]:
    first = rows[0]
    hashes = [{"HashName": "SHA256", "HashValue": _hex(first["sha256"])}]
    properties = []
    if picture is not None:
        hashes.append({"HashName": "PDQ", "HashValue": _hex(picture["pdq"])})
        properties.append({"PropertyName": "PDQQuality", "PropertyValue": str(picture["quality"])})
    return {
        "MediaID": number,
        "Category": None,
        "MD5": _hex(first["md5"]),
        "SHA1": _hex(first["sha1"]),
        "MediaSize": first["size"],
        "MimeType": first["mime"],
        "AlternativeHashes": hashes,
        "MediaMetadata": [{"MD5": _hex(first["md5"]), **shown} for shown in properties],
        "MediaFiles": [_place(row) for row in rows],
    }


def _place(row: Row) -> dict[str, object]:
    path = str(row["path"] or "")
    place: dict[str, object] = {
        "MD5": _hex(row["md5"]),
        "FileName": path.rsplit("/", 1)[-1],
        "FilePath": path,
        "SourceID": row["item_id"],
        "Deleted": row["deleted"],
    }
    if row["container"]:
        place["ParentFilePath"] = row["container"]
    if written := _time(row):
        place["Written"] = written
    return place


def _csv_row(row: Row, picture: Row | None) -> Iterator[object]:
    yield row["item_id"]
    yield armed(str(row["container"] or ""))
    yield armed(str(row["path"] or ""))
    yield row["size"]
    yield from (_hex(row[name]) for name in ("md5", "sha1", "sha256"))
    yield row["mime"]
    yield "true" if row["deleted"] else "false"
    yield _time(row)
    yield "" if row["time_zone_known"] is None else "true" if row["time_zone_known"] else "false"
    yield _hex(picture["pdq"]) if picture else ""
    yield picture["quality"] if picture else ""


def _time(row: Row) -> str:
    """ISO 8601, with `Z` only where the zone is known."""
    moment = row["modified_at"]
    if moment is None:
        return ""
    text = str(moment).replace(" ", "T").removesuffix("+00:00")
    return f"{text}Z" if row["time_zone_known"] else text


def _hex(value: object) -> str:
    return value.hex() if isinstance(value, bytes) else ""
