"""Columns of other tools: each is used or named, and none says what it does not (review 1, item 11.1)."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from mozaik.intake import BadRecord, CaseReading, MediaRecord, case_rows, find_export
from tests.intake.support import digests

MD5, SHA1, SHA256 = digests("synthetic")


def read(tmp_path: Path, text: str) -> CaseReading:
    (path := tmp_path / "table.csv").write_text(text)
    return case_rows("CSV", find_export(path).records(path), "table.csv", "SI-GPD", "ITEM-1", "x")


def files(reading: CaseReading) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = reading.tables["files"].to_pylist()
    return rows


def test_a_column_that_is_not_used_is_named_once(tmp_path: Path) -> None:
    extra = [f"Extra column {number}" for number in range(60)]
    heading = ",".join(["md5", "size", "path", "Camera Owner", "Created Date/Time", "Tag", *extra])
    line = f"{MD5},12,a.jpg,x,y,z\n"

    reading = read(tmp_path, f"{heading}\nnot a hash,1\n{line}{line.replace('a.jpg', 'b.jpg')}")

    notes = dict(reading.report.notes)
    assert set(notes.values()) == {1}
    named = ", ".join(note.removeprefix("columns not used: ") for note in notes).split(", ")
    assert named == ["Camera Owner", "Created Date/Time", "Tag", *extra]
    assert all(len(note) <= 300 for note in notes), "the longest note that a child may say"


@pytest.mark.parametrize("word", ["None", "null", "NaN", "N/A"])
def test_a_word_for_nothing_is_no_path_and_no_hash(tmp_path: Path, word: str) -> None:
    (row,) = files(read(tmp_path, f"md5,sha1,path,container,size\n{MD5},{word},{word},{word},12\n"))

    assert (row["path"], row["container"], row["sha1"]) == (None, "", None)


@pytest.mark.parametrize(
    ("category", "code"),
    [("Images", None), ("Other Images", None), ("application/x-sketch", None), ("Scanned Documents", None),
     ("1", "1"), ("A", "A"), ("Illegal images", "Illegal images")],
)  # fmt: skip
def test_a_column_of_file_types_is_no_grading(tmp_path: Path, category: str, code: str | None) -> None:
    reading = read(tmp_path, f"md5,category,size,path\n{MD5},{category},12,a.jpg\n")

    assert [row["category_code"] for row in reading.tables["media"].to_pylist()] == [code] * (
        code is not None
    )
    assert ("category names a type of file, which is no grading" in reading.report.notes) == (code is None)


def test_a_hash_of_an_unnamed_kind_is_told_by_its_length(tmp_path: Path) -> None:
    text = f"name,size,hash,path\na.jpg,12,{MD5},/x/a.jpg\nb.jpg,13,{SHA256},\nc.jpg,1,abcd,\n"
    (path := tmp_path / "table.csv").write_text(text)

    first, second, third = find_export(path).records(path)

    assert isinstance(first, MediaRecord)
    assert isinstance(second, MediaRecord)
    assert (first.md5, first.places[0].path) == (bytes.fromhex(MD5), "/x/a.jpg")
    assert (second.sha256, second.places[0].path) == (bytes.fromhex(SHA256), "b.jpg")
    assert third == BadRecord(4, "its hash is of no known length")


def test_two_files_with_one_md5_are_two_files(tmp_path: Path) -> None:
    text = f"md5,sha256,size,path\n{MD5},{SHA256},12,a.jpg\n{MD5},{'22' * 32},12,a.jpg\n{MD5},,13,a.jpg\n"

    assert len(files(read(tmp_path, text))) == 3


def test_a_time_counts_with_its_zone_alone(tmp_path: Path) -> None:
    text = "".join(
        f"{MD5},12,{name},{moment},text\n"
        for name, moment in (("a", "2023-01-02T03:04:05+02:00"), ("b", "2023-01-02 03:04:05"))
    )
    reading = read(tmp_path, f"md5,size,path,modified_at,mime\n{text}")

    assert {row["path"]: row["modified_at"] for row in files(reading)} == {
        "a": datetime(2023, 1, 2, 1, 4, 5, tzinfo=UTC), "b": None,
    }  # fmt: skip
    assert reading.report.notes == {
        "the time of the file has no zone or another form, not kept": 1,
        "the type of the file is no media type, not kept": 2,
    }
