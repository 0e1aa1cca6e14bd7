"""An export of rows with gaps, as case exports have them, says no more than the rows do."""

import csv
import io
import json
from collections.abc import Mapping
from typing import Any

from mozaik.intake import CaseHeader, write_csv, write_vics
from mozaik.records import table_from_rows

HEADER = CaseHeader("SI-GPD", "T-1", "0.1.0")


def listed(number: int, **fields: object) -> dict[str, object]:
    """A file of which a case export states the MD5 and the size alone."""
    return {"terms_id": 0, "md5": bytes([number]) * 16, "size": number, "item_id": "T-1", **fields}


def picture(number: int) -> dict[str, object]:
    """The media hash of a file that is known by its MD5 alone."""
    return {
        "terms_id": 0, "md5": bytes([number]) * 16, "pdq": bytes([number]) * 32, "quality": 90,
        "item_id": "T-1",
    }  # fmt: skip


def as_vics(*files: Mapping[str, object], media: tuple[Mapping[str, object], ...] = ()) -> tuple[Any, int]:
    stream = io.BytesIO()
    _, left_out = write_vics(stream, HEADER, table_from_rows("files", files), table_from_rows("media", media))
    (case,) = json.loads(stream.getvalue())["value"]
    return case["Media"], left_out


def as_csv(*files: Mapping[str, object], media: tuple[Mapping[str, object], ...]) -> list[dict[str, str]]:
    stream = io.BytesIO()
    write_csv(stream, table_from_rows("files", files), table_from_rows("media", media))
    return list(csv.DictReader(io.StringIO(stream.getvalue().decode("utf-8"))))


def test_a_file_of_no_stated_type_or_without_md5_is_left_out_and_counted() -> None:
    bare = {**listed(2, mime="image/jpeg", sha256=b"\x02" * 32), "md5": None}
    media, left_out = as_vics(listed(1), bare, listed(3, mime="image/png"))
    assert [entry["MD5"] for entry in media] == ["03" * 16]
    assert left_out == 2


def test_a_path_that_nobody_stated_is_empty() -> None:
    media, _ = as_vics(listed(1, mime="image/png"))
    assert media[0]["MediaFiles"][0]["FilePath"] == ""
    assert media[0]["MediaFiles"][0]["FileName"] == ""
    (row,) = as_csv(listed(1), media=())
    assert "None" not in row.values()


def test_no_file_gets_the_picture_hash_of_another_one() -> None:
    """Files without SHA-256 all got the media hash of the last picture without one."""
    rows = as_csv(listed(1), listed(2), listed(3), media=(picture(1), picture(2)))
    assert [row["pdq"] for row in rows] == ["01" * 32, "02" * 32, ""]
    media, _ = as_vics(
        listed(1, mime="image/png"),
        listed(3, mime="image/png"),
        media=(picture(1), {**picture(2), "md5": None}),
    )
    assert [len(entry["AlternativeHashes"]) for entry in media] == [2, 1]
