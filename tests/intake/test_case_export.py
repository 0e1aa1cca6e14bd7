"""A case export becomes rows of files and verdicts, each with its exhibit."""

from pathlib import Path

import pytest

from mozaik.errors import InvalidInputError
from tests.intake.support import digests, read_case_export, record, vics


def case(tmp_path: Path, records: list[object]) -> Path:
    return vics(tmp_path / "case.json", [{"CaseID": "x", "Media": records}], "2.0", "Cases")


def test_every_place_is_a_row_and_every_verdict_names_its_grader(tmp_path: Path) -> None:
    places = [
        {"FileName": "a.jpg", "SourceID": "EX-1"},
        {"FileName": "b.jpg", "SourceID": "EX-2"},
        {"FileName": "c"},
    ]
    path = case(tmp_path, [record(1, Category=2, MediaFiles=places), record(2)])

    reading = read_case_export(path, "HR-MUP", "EX-0", "vics-us")

    files = {row["path"]: row for row in reading.tables["files"].to_pylist()}
    assert {path: row["item_id"] for path, row in files.items()} == {
        "a.jpg": "EX-1", "b.jpg": "EX-2", "c": "EX-0", None: "EX-0",
    }  # fmt: skip
    verdicts = reading.tables["media"].to_pylist()
    assert {row["item_id"] for row in verdicts} == {"EX-0", "EX-1", "EX-2"}
    assert {(row["category_scheme"], row["category_code"], row["graded_by"]) for row in verdicts} == {
        ("vics-us", "2", "HR-MUP")
    }


def test_many_entries_of_one_file_keep_every_place(tmp_path: Path) -> None:
    records = [record(1, MediaFiles=[{"FileName": f"{number % 3}.jpg"}]) for number in range(6)]

    reading = read_case_export(case(tmp_path, list(records)), "HR-MUP", "EX-0")

    assert sorted(reading.tables["files"].column("path").to_pylist()) == ["0.jpg", "1.jpg", "2.jpg"]
    report = reading.report
    assert (report.read, report.accepted, report.duplicate, report.rejected) == (6, 3, 3, 0)


def test_records_without_facts_are_refused_with_a_reason(tmp_path: Path) -> None:
    empty = digests("")
    records = [
        record(1),
        record(2, MD5="", SHA1=""),
        record(3, MD5=empty[0], SHA1=""),
        record(4, MediaSize=...),
    ]

    report = read_case_export(case(tmp_path, list(records)), "HR-MUP", "EX-0").report

    assert [(reject.number, reject.reason) for reject in report.rejects] == [
        (2, "no digest"),
        (3, "the digest of the empty file"),
        (4, "no size, and neither a category nor a picture hash"),
    ]


def test_an_export_without_a_usable_record_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidInputError, match="no usable record"):
        read_case_export(case(tmp_path, [record(1, MD5="1")]), "HR-MUP")
