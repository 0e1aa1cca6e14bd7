"""The reference lists and case exports of a rehearsal, in the formats in which they really arrive."""

import csv
import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from mozaik.rehearsal.plan import Plan
from mozaik.rehearsal.scenario import Cast


def write_known_list(plan: Plan, target: Path) -> None:
    """The known list as a VICS 2.0 media list with MD5, SHA-1 and, where a picture is meant, PDQ."""
    media = []
    for number, (data, media_hash) in enumerate(plan.known, 1):
        entry: dict[str, Any] = {
            "MediaID": number, "MD5": hashlib.md5(data).hexdigest().upper(),  # noqa: S324 (list format)
            "SHA1": hashlib.sha1(data).hexdigest().upper(), "Category": 1,  # noqa: S324 (list format)
            "MediaSize": len(data), "MimeType": "image/jpeg", "Series": "SYNTHETIC SERIES",
            "VictimIdentified": False,
        }  # fmt: skip
        if media_hash:
            entry["AlternativeHashes"] = [{"HashName": "PDQ", "HashValue": media_hash.hex()}]
        media.append(entry)
    _write_vics(target, "#Media", media)


def write_single_digests(plan: Plan, target: Path) -> None:
    """A known list as CSV that has one digest for each file, as older lists do, and no media hash."""
    with target.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(("md5", "sha1"))
        for digest, value in plan.known_by_one:
            writer.writerow((value, "") if digest == "md5" else ("", value))


def write_case_export(cast: Cast, graded: Sequence[tuple[str, bytes, str]], target: Path) -> None:
    """A case export in VICS 2.0 in which an authority graded files of one item."""
    media = [
        {
            "MediaID": number, "MD5": hashlib.md5(data).hexdigest().upper(),  # noqa: S324 (list format)
            "SHA1": hashlib.sha1(data).hexdigest().upper(), "Category": int(code),  # noqa: S324 (list format)
            "MediaSize": len(data), "MimeType": "image/jpeg",
            "MediaFiles": [{"MD5": hashlib.md5(data).hexdigest().upper(), "FileName": f"graded_{number}.jpg",  # noqa: S324 (list format)
                            "FilePath": "graded", "SourceID": item_id}],
        }
        for number, (item_id, data, code) in enumerate(graded, 1)
    ]  # fmt: skip
    case = {"CaseID": f"synthetic-{cast.id}", "CaseNumber": "SYNTHETIC", "ContactOrganization": cast.name,
            "SourceApplicationName": "Mozaik rehearsal", "Media": media}  # fmt: skip
    _write_vics(target, "#Cases", [case])


def _write_vics(target: Path, kind: str, value: list[dict[str, Any]]) -> None:
    marker = f"http://github.com/VICSDATAMODEL/ProjectVic/DataModels/2.0.xml/US/$metadata{kind}"
    target.write_text(json.dumps({"@odata.context": marker, "value": value}, indent=1), encoding="utf-8")


def write_harmless_list(plan: Plan, target: Path) -> None:
    """The known-harmless list as CSV; it also names the empty file, which every reader must drop."""
    with target.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(("md5", "sha1", "sha256", "size"))
        for data in [*plan.harmless, b""]:
            digests = (hashlib.md5(data), hashlib.sha1(data), hashlib.sha256(data))  # noqa: S324 (list format)
            writer.writerow([*(digest.hexdigest() for digest in digests), len(data)])
