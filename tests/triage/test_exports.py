"""Case exports and lists are parsed in a child, streamed, and its answers checked (review 1, item 30)."""

import sys
import tracemalloc
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mozaik.errors import InvalidInputError
from mozaik.intake import BadRecord, FilePlace, MediaRecord, case_rows, find_export, list_rows
from mozaik.triage import export_protocol as records
from mozaik.triage import protocol, read_case_export, read_list
from mozaik.triage.exports import ExportReading
from mozaik.triage.protocol import Json, NonsenseError
from tests.intake.support import record, vics

HOSTILE = (sys.executable, "-I", "-B", str(Path(__file__).with_name("hostile_export_child.py")))
MOMENT = datetime(2023, 11, 6, 10, 0, 0, 125, tzinfo=UTC)
FULL = MediaRecord(
    7, bytes(16), bytes(20), bytes(range(32)), 5, "image/jpeg", b"\7" * 32, 99, "1", "série", True, False,
    None, 3, True, (FilePlace("a/ž.jpg", "k.zip", "EX-1", True, MOMENT, True), FilePlace("b")) * 9,
    {"victim_identified": "text true"}, ("size is unreadable",),
)  # fmt: skip


def test_a_record_comes_through_as_it_was() -> None:
    for given_record in (FULL, MediaRecord(1)):
        messages = [records.places_message(given_record.places[at : at + 8]) for at in range(0, 24, 8)]
        heard = [records.places_of(protocol.decode(protocol.encode(message))) for message in messages]
        message = protocol.decode(protocol.encode(records.record_message(given_record)))
        assert records.record_of(message, [place for part in heard for place in part]) == given_record


@pytest.mark.parametrize(
    "changes",
    [{"number": True}, {"md5": "0"}, {"sha256": 5}, {"size": -1}, {"size": True}, {"mime": "a\x1b"},
     {"category": ["1"]}, {"series": "x" * 2000}, {"victim_identified": 1}, {"photodna": None},
     {"flags": {"a": "no\x1b"}}, {"flags": []}, {"notes": ["\u202e"]}, {"notes": "a"}, {"pdq": "00"}],
    ids=str,
)  # fmt: skip
def test_a_record_of_another_shape_is_nonsense(changes: dict[str, Json]) -> None:
    with pytest.raises(NonsenseError):
        records.record_of({**records.record_message(FULL), **changes}, ())


@pytest.mark.parametrize(
    "row",
    [["a", "b", None, None, None], ["a\0", "", None, None, None, False], [1, "", None, None, None, False],
     ["a", "", None, "yes", None, False], ["a", "", None, None, "2023-11-06", False],
     ["a", "", None, None, None, None], "abcdef"],
    ids=str,
)  # fmt: skip
def test_a_place_of_another_shape_is_nonsense(row: Json) -> None:
    with pytest.raises(NonsenseError):
        records.places_of({"rows": [row]})


def test_the_child_gives_what_reading_in_this_process_gives(tmp_path: Path) -> None:
    written = [
        record(1),
        record(2, MD5="1"),
        record(1),
        record(3, MediaFiles=[{"FilePath": "a\\b.jpg"}] * 30),
    ]
    path = vics(tmp_path / "c.json", [*written, "no record"])
    export = find_export(path)
    case = case_rows(export.NAME, export.records(path), path.name, "HR-MUP", "EX-0")
    hashes = list_rows(export.NAME, export.records(path), path.name)

    by_child = read_case_export(path, "HR-MUP", "EX-0")

    assert by_child.tables == case.tables
    assert by_child.report == case.report
    assert (case.report.read, case.report.accepted, case.report.duplicate, case.report.rejected) == (
        5,
        2,
        1,
        2,
    )
    assert read_list(path).entries == hashes.entries


@pytest.mark.parametrize(
    ("order", "why"),
    [("!crash", "broke down"), ("!exit", "broke down"), ("!write", "broke down"), ("!flood", "nonsense"),
     ("!backwards", "nonsense"), ("!escape", "nonsense"), ("!half", "nonsense")],
)  # fmt: skip
def test_a_child_that_goes_wrong_is_an_error_of_the_export(tmp_path: Path, order: str, why: str) -> None:
    path = tmp_path / "c.json"
    path.write_text(order, encoding="utf-8")
    with pytest.raises(InvalidInputError, match=why) as caught:
        read_list(path, command=HOSTILE)
    assert caught.value.where.startswith("c.json, after record")
    assert caught.value.remedy
    assert not (tmp_path / "stolen").exists() or (tmp_path / "stolen").read_bytes() == b""


def test_what_is_no_export_is_said_in_the_words_of_intake(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("nothing", encoding="utf-8")
    with pytest.raises(InvalidInputError, match=r"no column with hashes|not a list or export") as caught:
        read_list(tmp_path / "x")
    assert caught.value.where == "x"
    with pytest.raises(InvalidInputError, match="cannot be read"):
        read_list(tmp_path / "absent")


def test_an_export_that_is_left_ends_its_child(tmp_path: Path) -> None:
    path = tmp_path / "c.json"
    path.write_text("!sleep", encoding="utf-8")
    with closing(ExportReading(path, HOSTILE)) as reading:
        assert next(iter(reading)) == BadRecord(1, "bad")


def many(count: int) -> Iterator[MediaRecord | BadRecord]:
    for number in range(1, count + 1):
        digest = number.to_bytes(16, "big")
        place = FilePlace(f"folder/{number}.jpg")
        yield replace(MediaRecord(number), md5=digest, size=number, places=(place,))
        yield BadRecord(number, "a reason")


def peak(count: int) -> int:
    tracemalloc.start()
    case = case_rows("VICS", many(count), "c.json", "HR-MUP")
    hashes = list_rows("VICS", many(count), "c.json")
    found = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (case.report.accepted, case.report.rejected) == (count, count)
    assert (hashes.entries.num_rows, hashes.report.rejected) == (count, count)
    return found


def test_memory_does_not_grow_with_the_records() -> None:
    assert peak(24_000) < 1.5 * peak(8_000)


ROWS = st.lists(st.tuples(st.integers(0, 3), st.sampled_from(["", "a", "b"])), max_size=12)


@settings(max_examples=40, deadline=None)
@given(ROWS)
def test_read_is_accepted_and_duplicate_and_rejected(rows: list[tuple[int, str]]) -> None:
    given_records: list[MediaRecord | BadRecord] = [
        replace(MediaRecord(number), md5=bytes([digest + 1]) * 16, size=1, places=(FilePlace(path),))
        if digest
        else BadRecord(number, "bad")
        for number, (digest, path) in enumerate(rows, 1)
    ]
    good = {row for row in rows if row[0]}
    if not good:
        with pytest.raises(InvalidInputError):
            case_rows("VICS", given_records, "x", "HR-MUP")
        return
    report = case_rows("VICS", given_records, "x", "HR-MUP").report
    assert report.read == len(rows) == report.accepted + report.duplicate + report.rejected
    assert report.accepted == len(good)
