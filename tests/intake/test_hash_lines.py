"""Lines at the border of what is allowed cost themselves alone, and say what they say."""

from pathlib import Path

import pytest

from mozaik.intake import BadRecord, MediaRecord, find_export
from mozaik.intake.exports import hash_csv
from mozaik.intake.formula import armed, disarmed
from tests.intake.support import digests, read_case_export, read_list

MD5, SHA1, SHA256 = digests("synthetic")


def read(path: Path, text: str) -> list[MediaRecord | BadRecord]:
    path.write_text(text, encoding="utf-8", newline="")
    return list(find_export(path).records(path))


def good(path: Path, text: str) -> list[MediaRecord]:
    return [record for record in read(path, text) if isinstance(record, MediaRecord)]


@pytest.mark.parametrize("length", [99, 100, 101, 199, 200, 201, 300, 301])
def test_a_line_of_any_length_takes_no_other_line_along(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, length: int
) -> None:
    monkeypatch.setattr(hash_csv, "MAX_LINE", 100)
    long = f"{MD5},".ljust(length - 1, "x") + "\n"

    records = read(tmp_path / "l.csv", f"md5,path\n{long}{MD5},a\n{MD5},b\n")

    assert [record.number for record in records] == [2, 3, 4]
    assert [isinstance(record, MediaRecord) for record in records] == [length <= 100, True, True]


def test_a_last_line_without_an_end_that_is_too_long_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hash_csv, "MAX_LINE", 100)
    records = read(tmp_path / "l.csv", f"md5,path\n{MD5},a\n{MD5},{'x' * 200}")
    assert [type(record) for record in records] == [MediaRecord, BadRecord]


def test_a_hashdeep_path_with_commas_and_quotes_is_kept_whole(tmp_path: Path) -> None:
    head = (
        f"%%%% HASHDEEP-1.0\n%%%% size,md5,sha256,filename\n## $ hashdeep -c md5,sha256 x\n9,{MD5},{SHA256},"
    )
    for name in ("/a, b.jpg", '"/a".jpg', "/a,,b,"):
        (record,) = good(tmp_path / "deep", head + name + "\n")
        assert record.places[0].path == name
        assert (record.size, record.sha256) == (9, bytes.fromhex(SHA256))


@pytest.mark.parametrize("table", [f"md5;sha1\n{MD5};{SHA1}\n", f"{MD5}  a.jpg\n", f"{MD5}\n"])
def test_a_comment_before_the_heading_hides_no_line(tmp_path: Path, table: str) -> None:
    (record,) = good(tmp_path / "l.csv", f"# a list of made-up hashes, 2023\n{table}")
    assert record.md5 == bytes.fromhex(MD5)


def test_a_comment_may_be_the_heading(tmp_path: Path) -> None:
    (record,) = good(tmp_path / "l.csv", f"#SHA1;MD5\n{SHA1};{MD5}\n")
    assert (record.sha1, record.md5) == (bytes.fromhex(SHA1), bytes.fromhex(MD5))


@pytest.mark.parametrize("name", ["md5", "sha1", "sha256"])
def test_a_digest_of_zeros_stands_for_none(tmp_path: Path, name: str) -> None:
    """Tools write zeros where they have no digest: two such files have nothing in common."""
    zeros = "0" * {"md5": 32, "sha1": 40, "sha256": 64}[name]
    table = tmp_path / "l.csv"
    table.write_text(f"{name},pdq,size\n{zeros},,5\n{zeros},{'f0' * 32},5\n")

    reading = read_list(table)

    assert [row[name] for row in reading.entries.to_pylist()] == [None]
    assert [(reject.number, reject.reason) for reject in reading.report.rejects] == [(2, "no usable hash")]


@pytest.mark.parametrize(
    ("size", "taken"), [("0", None), ("1", 1), (str((1 << 62) - 1), None), ("9" * 18, 10**18 - 1)]
)
def test_a_size_is_taken_up_to_eighteen_digits(tmp_path: Path, size: str, taken: int | None) -> None:
    (record,) = good(tmp_path / "l.csv", f"md5,size\n{MD5},{size}\n")
    assert record.size == (0 if size == "0" else taken)
    assert bool(record.notes) == (size != "0" and taken is None)


@pytest.mark.parametrize(
    ("quality", "taken"), [("0", 0), ("1", 1), ("100", 100), ("101", None), ("-1", None)]
)
def test_a_quality_lies_from_0_to_100(tmp_path: Path, quality: str, taken: int | None) -> None:
    (record,) = good(tmp_path / "l.csv", f"pdq,quality\n{'f0' * 32},{quality}\n")
    assert record.quality == taken


@pytest.mark.parametrize("cut", [1, 2, 3])
def test_a_line_without_its_hash_column_is_refused(tmp_path: Path, cut: int) -> None:
    line = ",".join(["x", "y", MD5, "z"][:cut])
    records = read(tmp_path / "l.csv", f"a,b,md5,c\n{line}\n")
    assert [type(record) for record in records] == [MediaRecord if cut == 3 else BadRecord]


def test_a_verdict_on_a_file_with_sha1_alone_is_no_row_about_nothing(tmp_path: Path) -> None:
    """The table `media` has no SHA-1: such a verdict would be one about every file and none."""
    table = tmp_path / "l.csv"
    table.write_text(f"sha1,size,category\n{SHA1},5,1\n{digests('b')[1]},,1\n")

    reading = read_case_export(table, "HR-MUP", "EX-1", "vics-us")

    assert reading.tables["media"].num_rows == 0
    assert reading.tables["files"]["sha1"].to_pylist() == [bytes.fromhex(SHA1)]
    assert [reject.number for reject in reading.report.rejects] == [3]
    assert sum(reading.report.notes.values()) == 1


@pytest.mark.parametrize("name", ["=1+1", "./=1", "././@x", "-", "+", "@"])
def test_a_formula_gets_one_more_step_and_loses_it_again(name: str) -> None:
    assert armed(name) == f"./{name}"
    assert disarmed(f"./{name}") == name


@pytest.mark.parametrize("name", ["a=1", "./a", "", ".", "./", ".=", "/=x", "a/=b"])
def test_a_plain_name_stays_as_it_is(name: str) -> None:
    assert armed(name) == disarmed(name) == name
