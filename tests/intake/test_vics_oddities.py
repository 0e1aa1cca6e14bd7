"""What an exporter writes oddly is taken for what it is, or noted, and never for something else."""

import io
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mozaik.intake import BadRecord, CaseHeader, MediaRecord, find_export, write_vics
from mozaik.intake.exports.vics import file_name, read_time
from mozaik.intake.source import MAX_NAME, bounded_name, instant, place_name
from mozaik.records import table_from_rows
from tests.intake.support import digests, record, vics


def only(tmp_path: Path, **changes: object) -> MediaRecord | BadRecord:
    path = vics(tmp_path / "l.json", [record(1, **changes)])
    (found,) = find_export(path).records(path)
    return found


def test_two_contents_of_one_md5_stay_two_in_an_export() -> None:
    """An MD5 can be forged: the second content keeps its own SHA-256 and picture hash."""
    md5 = bytes.fromhex(digests("a")[0])
    files = [
        {
            "md5": md5, "sha1": bytes([n]) * 20, "sha256": bytes([n]) * 32, "size": n, "item_id": "I",
            "path": f"{n}.jpg", "container": "", "mime": "image/jpeg", "deleted": False,
        }
        for n in (1, 2)
    ]  # fmt: skip
    media = [
        {"md5": md5, "sha256": bytes([n]) * 32, "pdq": bytes([n]) * 32, "quality": 80, "item_id": "I"}
        for n in (1, 2)
    ]
    stream = io.BytesIO()

    counts = write_vics(
        stream,
        CaseHeader("SI-GPD", "I", "0.1"),
        table_from_rows("files", files),
        table_from_rows("media", media),
    )

    assert counts == (2, 0)
    written = json.loads(stream.getvalue())["value"][0]["Media"]
    hashes = [{one["HashName"]: one["HashValue"] for one in each["AlternativeHashes"]} for each in written]
    assert [(each["SHA256"], each["PDQ"]) for each in hashes] == [("01" * 32,) * 2, ("02" * 32,) * 2]


def test_two_names_for_one_field_with_two_digests_are_refused(tmp_path: Path) -> None:
    found = only(tmp_path, AlternativeHashes=[{"HashName": "md5", "HashValue": "1" * 32}])
    assert found == BadRecord(1, "it has two different values of MD5")


@pytest.mark.parametrize("code", ["utf-16", "utf-8-sig"])
def test_an_export_in_utf16_is_an_export(tmp_path: Path, code: str) -> None:
    path = vics(tmp_path / "l.json", [record(1)])
    path.write_bytes(path.read_text("utf-8").encode(code))
    assert find_export(path).NAME == "VICS"
    assert [type(found) for found in find_export(path).records(path)] == [MediaRecord]


@pytest.mark.parametrize("place", ["record", "place", "one key"])
def test_one_key_with_two_values_refuses_its_record_alone(tmp_path: Path, place: str) -> None:
    """Of `MD5` and `md5` the last counted in silence (review 1, item 30)."""
    first = record(1)
    if place == "place":
        first["MediaFiles"] = [{"FilePath": "a.jpg", "filepath": "b.jpg"}]
    elif place == "record":
        first["md5"] = "1" * 32
    path = vics(tmp_path / "l.json", [first, record(2)])
    if place == "one key":
        text = path.read_text("utf-8")
        path.write_text(text.replace('"MD5"', '"MD5": "' + "1" * 32 + '", "MD5"', 1), "utf-8")
    refused, good = find_export(path).records(path)
    assert isinstance(refused, BadRecord)
    assert isinstance(good, MediaRecord)


@pytest.mark.parametrize(
    ("quality", "taken"), [("100", 100), ("101", None), (0, 0), ("x", None), (True, None)]
)
def test_a_stated_quality_lies_from_0_to_100(tmp_path: Path, quality: object, taken: int | None) -> None:
    listed = [{"PropertyName": "Other", "PropertyValue": "5"},
              {"PropertyName": "PDQQuality", "PropertyValue": quality}]  # fmt: skip
    found = only(tmp_path, MediaMetadata=listed)
    assert isinstance(found, MediaRecord)
    assert found.quality == taken


@pytest.mark.parametrize("size", [1.5, True, -1, "-1", "1e3", 1 << 62, [], "²"])
def test_a_size_that_is_no_count_is_noted_and_left_out(tmp_path: Path, size: object) -> None:
    found = only(tmp_path, MediaSize=size)
    assert isinstance(found, MediaRecord)
    assert (found.size, found.notes) == (None, ("size is unreadable",))


@pytest.mark.parametrize("code", [True, 1.5, [], {}])
def test_a_category_that_is_no_code_is_noted(tmp_path: Path, code: object) -> None:
    found = only(tmp_path, Category=code)
    assert isinstance(found, MediaRecord)
    assert (found.category, found.notes) == (None, ("category is unreadable",))


@pytest.mark.parametrize(("count", "taken"), [(10_000, True), (10_001, False)])
def test_ten_thousand_places_are_the_most(tmp_path: Path, count: int, taken: bool) -> None:
    found = only(tmp_path, MediaFiles=[{"FileName": "a"}] * count)
    assert isinstance(found, MediaRecord) == taken


@pytest.mark.parametrize(
    ("folder", "name", "path"),
    [
        ("a/b", "c", "a/b/c"), ("a/b/", "c", "a/b/c"), ("a\\b", "c", "a\\b\\c"), ("a\\", "c", "a\\c"),
        ("a/c", "c", "a/c"), ("a\\c", "c", "a\\c"), ("c", "c", "c"), ("ac", "c", "ac/c"),
        ("", "c", "c"), ("a", "", "a"),
    ],
)  # fmt: skip
def test_a_folder_and_a_name_make_one_path(tmp_path: Path, folder: str, name: str, path: str) -> None:
    found = only(tmp_path, MediaFiles=[{"FilePath": folder, "FileName": name}])
    assert isinstance(found, MediaRecord)
    assert [place.path for place in found.places] == [path]


def test_version_1_1_names_its_file_by_the_relative_path_first(tmp_path: Path) -> None:
    found = only(tmp_path, Name="n", RelativeFilePath="r")
    plain = only(tmp_path, Name="n")
    assert isinstance(found, MediaRecord)
    assert isinstance(plain, MediaRecord)
    assert [found.places[0].path, plain.places[0].path] == ["r", "n"]


@pytest.mark.parametrize(
    ("text", "moment", "known"),
    [
        ("/Date(1)/", datetime(1970, 1, 1, 0, 0, 0, 1000, UTC), True),
        ("/Date(-1000)/", datetime(1969, 12, 31, 23, 59, 59, tzinfo=UTC), True),
        ("/Date(1000+0200)/", datetime(1970, 1, 1, 0, 0, 1, tzinfo=UTC), True),
        ("/Date(0)/", None, False),
        ("/Date(999999999999999)/", None, False),
        (" 2023-11-06T10:00:00Z ", datetime(2023, 11, 6, 10, tzinfo=UTC), True),
        ("2023-11-06T10:00:00.123456789", datetime(2023, 11, 6, 10, 0, 0, 123456, UTC), False),
    ],
)
def test_a_time_is_read_with_what_is_known_of_its_zone(
    text: str, moment: datetime | None, known: bool
) -> None:
    assert read_time(text) == (moment, known)


@pytest.mark.parametrize(
    ("seconds", "recorded"),
    [
        (0, False),
        (1e-6, True),
        (-1, True),
        (1e18, False),
        (float("inf"), False),
        (float("nan"), False),
        (253402214400, False),
        (253402214399, True),
    ],
)
def test_a_moment_that_cannot_be_is_none(seconds: float, recorded: bool) -> None:
    assert (instant(seconds) is not None) == recorded


@pytest.mark.parametrize("letter", ["a", "ж", "😀"])
def test_a_name_is_kept_whole_up_to_its_limit_and_told_apart_beyond(letter: str) -> None:
    whole = letter * (MAX_NAME // len(letter.encode()))
    longer = {bounded_name(whole + more) for more in ("x", "y", "xx")}
    assert bounded_name(whole) == whole
    assert len(longer) == 3
    assert all(len(name.encode()) <= MAX_NAME and "\\..." in name for name in longer)


@pytest.mark.parametrize(
    ("raw", "shown"),
    [(b"a\\b", "a\\\\b"), (b"\xff", "\\xff"), (b"\n", "\\x0a"), ("\u202e".encode(), "\\xe2\\x80\\xae")],
)
def test_a_name_on_a_device_shows_its_bytes(raw: bytes, shown: str) -> None:
    assert place_name(raw) == shown


def test_a_name_with_half_a_letter_is_still_text() -> None:
    assert file_name("a\ud800b") == "a\\ud800b"
    assert file_name(7) == ""
