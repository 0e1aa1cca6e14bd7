"""VICS files of every version and with every measured quirk give their records."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mozaik.errors import InvalidInputError
from mozaik.intake import BadRecord, MediaRecord, find_export
from mozaik.intake.exports.vics import read_time
from tests.intake.support import MARKERS, digests, read_list, record, vics


def read(path: Path) -> list[MediaRecord | BadRecord]:
    return list(find_export(path).records(path))


def good(path: Path) -> list[MediaRecord]:
    return [record for record in read(path) if isinstance(record, MediaRecord)]


@pytest.mark.parametrize("version", sorted(MARKERS))
@pytest.mark.parametrize("bom", [False, True])
def test_media_of_every_version_are_read(tmp_path: Path, version: str, bom: bool) -> None:
    path = vics(tmp_path / "list.json", [record(1), record(2)], version, bom=bom)

    records = good(path)

    assert [record.md5.hex() if record.md5 else "" for record in records] == [
        digests(f"synthetic {n}")[0] for n in (1, 2)
    ]
    assert [record.size for record in records] == [101, 102]


@pytest.mark.parametrize("version", sorted(MARKERS))
def test_cases_of_every_version_are_read(tmp_path: Path, version: str) -> None:
    cases = [
        {"CaseID": "a", "Media": [record(1)], "TotalMediaFiles": "99"},
        {"CaseID": "b", "Media": [record(2)]},
    ]

    assert len(good(vics(tmp_path / "case.json", list(cases), version, "Cases"))) == 2


def test_an_array_at_the_root_is_read(tmp_path: Path) -> None:
    path = tmp_path / "root.json"
    path.write_text(json.dumps([record(1), {"Media": [record(2)]}]))

    assert len(good(path)) == 2


def test_members_before_and_after_the_array_and_links_are_ignored(tmp_path: Path) -> None:
    path = tmp_path / "odd.json"
    media = record(1, **{"odata.id": "http://example.org/x", "MediaFiles@odata.navigationLink": "y"})
    path.write_text(
        json.dumps({"x": {"deep": [1, {"value": [2]}]}, "value": [media], "odata.metadata": "#Media"})
    )

    assert len(good(path)) == 1


@pytest.mark.parametrize(
    ("given", "expected", "written"),
    [(True, True, "true"), (False, False, "false"), ("true", True, "text true"),
     ("False", False, "text false"),
     (None, None, "null"), (..., None, "absent"), ("", None, "empty"), ("perhaps", None, "unreadable")],
)  # fmt: skip
def test_a_flag_keeps_how_it_was_written(
    tmp_path: Path, given: object, expected: bool | None, written: str
) -> None:
    (one,) = good(vics(tmp_path / "l.json", [record(1, VictimIdentified=given)]))

    assert one.victim_identified is expected
    assert one.flags_as_written["victimidentified"] == written


@pytest.mark.parametrize(
    ("given", "expected"), [(0, "0"), (5, "5"), ("A", "A"), ("8", "8"), (None, None), ("", None), (..., None)]
)
def test_a_category_stays_the_code_it_is(tmp_path: Path, given: object, expected: str | None) -> None:
    (one,) = good(vics(tmp_path / "l.json", [record(1, Category=given)]))

    assert one.category == expected


def test_hashes_are_read_from_fields_and_alternatives(tmp_path: Path) -> None:
    md5, sha1, sha256 = digests("x")
    alternatives = [
        {"HashName": "SHA-256", "HashValue": sha256.upper()},
        {"HashName": "pdq", "HashValue": "f" * 64},
        {"HashName": "PhotoDNA", "HashValue": "A" * 192},
        {"HashName": "eDonkey", "HashValue": "1" * 32},
    ]

    (one,) = good(
        vics(tmp_path / "l.json", [record(1, MD5=md5.upper(), SHA1="", AlternativeHashes=alternatives)])
    )

    assert (one.md5, one.sha1, one.sha256) == (bytes.fromhex(md5), None, bytes.fromhex(sha256))
    assert (one.pdq, one.photodna) == (b"\xff" * 32, True)
    assert sha1


@pytest.mark.parametrize(
    "changes",
    [{"MD5": "12"}, {"MD5": "z" * 32}, {"MD5": 5}, {"SHA1": "a" * 32}, {"SHA1": ["x"]},
     {"AlternativeHashes": [{"HashName": "PDQ", "HashValue": "a" * 32}]},
     {"AlternativeHashes": [{"HashName": "MD5", "HashValue": "a" * 32}]}],
    ids=str,
)  # fmt: skip
def test_a_record_with_a_wrong_hash_is_refused_by_number_and_the_others_stand(
    tmp_path: Path, changes: dict[str, object]
) -> None:
    records = read(vics(tmp_path / "l.json", [record(1), record(2, **changes), record(3), "text", None]))

    refused = [record for record in records if isinstance(record, BadRecord)]
    assert [record.number for record in refused] == [2, 4, 5]
    assert len(records) == 5
    assert all("a" * 32 not in record.reason for record in refused)


def test_every_place_of_a_file_is_kept(tmp_path: Path) -> None:
    places = [
        {"FileName": "1.jpg", "FilePath": "C:\\Users\\x", "SourceID": "EX-1", "Deleted": "false",
         "Written": "2023-11-06T10:00:00.1234567+01:00"},
        {"FileName": "1.jpg", "FilePath": "DCIM/1.jpg", "sourceID": "EX-2", "Deleted": True,
         "Written": "2023-11-06T10:00:00"},
        {"FilePath": "only", "Written": "/Date(1699261200000)/"},
        {"FileName": "name", "Written": "soon"},
    ]  # fmt: skip

    (one,) = good(vics(tmp_path / "l.json", [{"Media": [record(1, MediaFiles=places)]}], "2.0", "Cases"))

    assert [place.path for place in one.places] == ["C:\\Users\\x\\1.jpg", "DCIM/1.jpg", "only", "name"]
    assert [place.source_id for place in one.places] == ["EX-1", "EX-2", None, None]
    assert [place.deleted for place in one.places] == [False, True, None, None]
    assert [place.zone_known for place in one.places] == [True, False, True, False]
    assert one.places[0].modified_at == datetime(2023, 11, 6, 9, 0, 0, 123456, UTC)
    assert one.places[1].modified_at == datetime(2023, 11, 6, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "text", ["2023-13-01", "", "12:00", "/Date(x)/", "9999-99-99T00:00:00Z", "0001-01-01T00:00:00+14:00"]
)
def test_an_odd_time_is_no_time_and_no_fault(text: str) -> None:
    assert read_time(text) == (None, False)


@pytest.mark.parametrize(
    "text",
    ["{}", "[", '{"value": [', '{"value": [{"MD5": "x"', '{"value": [{}]} x',
     '{"value": 5}', "[" * 100_000, '{"value": [' + "[" * 100_000],
    ids=lambda text: text[:20],
)  # fmt: skip
def test_what_is_no_vics_file_is_one_clear_error(tmp_path: Path, text: str) -> None:
    path = tmp_path / "bad.json"
    path.write_text(text)

    with pytest.raises(InvalidInputError) as caught:
        read(path)

    assert caught.value.where.startswith("bad.json")


def test_a_file_that_is_not_utf8_is_one_clear_error(tmp_path: Path) -> None:
    path = tmp_path / "bad.json"
    path.write_bytes(b'{"value": [{"MD5": "\xff"}]}')

    with pytest.raises(InvalidInputError, match="not UTF-8"):
        read(path)


@pytest.mark.parametrize(
    "bad",
    ['{"MD5": "%s", "MediaSize": 5, "Tags": ' + "[" * 5000 + "]" * 5000 + "}",
     '{"MD5": "%s", "MediaSize": ' + "9" * 5000 + "}",
     '{"MD5": "%s", "MediaSize": NaN}',
     '{"MD5": "%s", "MediaSize": 5, "Comments": undefined}',
     '{"MD5": "%s", "MediaSize": 5, "Category": "\\ud800"}',
     '{"MD5": "%s", "MediaSize": 5, "Series": "a\x01b"}',
     '{"MD5" "%s"}', "[" * 5000 + "]" * 5000, "nonsense"],
    ids=["deep", "long number", "NaN", "word", "surrogate", "control", "no colon", "deep record", "no value"],
)  # fmt: skip
def test_a_hostile_record_takes_no_good_record_along(tmp_path: Path, bad: str) -> None:
    first, last = (f'{{"MD5": "{digit * 32}", "MediaSize": 5}}' for digit in "ab")
    export = tmp_path / "l.json"
    hostile = bad.replace("%s", "c" * 32)
    export.write_text(f'{{"value": [{{"CaseID": "x", "Media": [{first}, {hostile}, {last}]}}]}}')

    report = read_list(export, "vics-us").report

    assert report.read == report.accepted + report.duplicate + report.rejected == 3
    assert report.accepted >= 2
