"""What we export other tools can read, and we read it back without loss."""

import csv
import io
import json
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa

from mozaik.intake import CaseHeader, MediaRecord, find_export, write_csv, write_vics
from mozaik.intake.formula import armed, disarmed
from mozaik.records import table_from_rows
from tests.intake.support import digests, read_case_export

NAMES = [
    "DCIM/1.jpg",
    'Слике/б, "в".jpg',
    "=cmd|' /C calc'!A0.jpg",
    r"odd\xff name .jpg",
    " lead.jpg",
    "./-x.jpg",
]


def tables() -> tuple[pa.Table, pa.Table]:
    files, media = [], []
    for number, name in enumerate([*NAMES, NAMES[0] + ".copy"]):
        md5, sha1, sha256 = (bytes.fromhex(digest) for digest in digests(f"content {number % len(NAMES)}"))
        files.append(
            {
                "sha256": sha256, "sha1": sha1, "md5": md5, "size": 10 + number % len(NAMES),
                "item_id": "ITEM-1", "path": name, "mime": "image/jpeg",
                "container": "phone.zip" if number % 2 else "",
                "deleted": number == 2, "modified_at": datetime(2023, 11, 6, 10, 0, number, tzinfo=UTC),
                "time_zone_known": bool(number % 2),
            }
        )  # fmt: skip
        if number < 3:
            media.append(
                {"pdq": sha256, "quality": 90 + number, "sha256": sha256, "md5": md5, "item_id": "ITEM-1"}
            )
    text = {
        "size": 5,
        "mime": "text/plain",
        "item_id": "ITEM-1",
        "path": "note.txt",
        "container": "",
        "deleted": False,
    }
    md5, sha1, sha256 = (bytes.fromhex(digest) for digest in digests("note"))
    files.append({**text, "sha256": sha256, "sha1": sha1, "md5": md5})
    return table_from_rows("files", files), table_from_rows("media", media)


def test_a_vics_export_read_back_gives_the_same_rows(tmp_path: Path) -> None:
    files, media = tables()
    path = tmp_path / "case.json"

    with path.open("wb") as stream:
        counts = write_vics(stream, CaseHeader("SI-GPD", "ITEM-1", "0.1"), files, media)
    reading = read_case_export(path, "SI-GPD")

    assert counts == (len(NAMES), 1)
    pictures = [row for row in files.to_pylist() if row["mime"] == "image/jpeg"]
    ours = table_from_rows("files", [{**row, "row_id": 0} for row in pictures])
    assert reading.tables["files"].equals(ours)
    columns = ["pdq", "quality", "sha256", "md5", "item_id"]
    assert reading.tables["media"].select(columns).equals(media.select(columns))
    assert reading.report.read == reading.report.accepted == len(NAMES)


def test_a_vics_export_is_plain_json_with_the_mark_of_its_version(tmp_path: Path) -> None:
    files, media = tables()
    stream = io.BytesIO()

    write_vics(stream, CaseHeader("SI-GPD", "ITEM-1", "0.1"), files, media)

    case = json.loads(stream.getvalue())
    assert case["@odata.context"].endswith("2.0.xml/CUSTOM/$metadata#Cases")
    (only,) = case["value"]
    assert only["TotalMediaFiles"] == len(only["Media"]) == len(NAMES)
    assert [medium["MediaID"] for medium in only["Media"]] == list(range(1, len(NAMES) + 1))
    times = {place["Written"] for medium in only["Media"] for place in medium["MediaFiles"]}
    assert {"2023-11-06T10:00:00", "2023-11-06T10:00:01Z"} <= times


def test_a_csv_export_read_back_gives_the_same_files_and_runs_no_formula(tmp_path: Path) -> None:
    files, media = tables()
    path = tmp_path / "files.csv"

    with path.open("wb") as stream:
        assert write_csv(stream, files, media) == files.num_rows

    with path.open(newline="", encoding="utf-8") as text:
        cells = [cell for row in csv.reader(text) for cell in row]
    assert not [cell for cell in cells if cell[:1] in "=+-@" and cell]
    records = list(find_export(path).records(path))
    assert all(isinstance(record, MediaRecord) for record in records)
    back = {
        (
            record.sha256,
            record.md5,
            record.size,
            record.places[0].path,
            record.places[0].container,
            record.places[0].deleted,
        )
        for record in records
        if isinstance(record, MediaRecord)
    }
    assert back == {
        (row["sha256"], row["md5"], row["size"], row["path"], row["container"], row["deleted"])
        for row in files.to_pylist()
    }


def test_names_are_armed_without_loss() -> None:
    for name in ["a", "=a", "./=a", "././-a", "./a", "", "@", "."]:
        assert disarmed(armed(name)) == name
        assert not armed(name).startswith(("=", "+", "-", "@"))
