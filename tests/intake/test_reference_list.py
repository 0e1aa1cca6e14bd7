"""A list keeps its good records, refuses the others with a reason, and accounts for every one."""

import csv
import io
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mozaik.errors import InvalidInputError
from tests.intake.support import digests, read_list, record, vics

EMPTY = digests("")


def test_good_records_survive_bad_ones(tmp_path: Path) -> None:
    records = [record(1), record(2, MD5="12"), record(1), record(3, MD5="", SHA1=EMPTY[1]),
               record(4, Category=1),
               record(5, MD5="", SHA1="", PhotoDNA="A" * 192), record(6, MD5=None, SHA1=None)]  # fmt: skip

    reading = read_list(vics(tmp_path / "l.json", list(records)), "vics-us")

    report = reading.report
    assert (report.read, report.accepted, report.duplicate, report.rejected) == (7, 2, 1, 4)
    assert [(reject.number, reject.reason) for reject in report.rejects] == [
        (2, "MD5 has not 32 hexadecimal digits"),
        (4, "the digest of the empty file"),
        (6, "only PhotoDNA, which is not matched here"),
        (7, "no usable hash"),
    ]
    assert (report.empty_files, report.photodna) == (1, 1)
    rows = {row["size"]: row for row in reading.entries.to_pylist()}
    assert (rows[104]["category_scheme"], rows[104]["category_code"]) == ("vics-us", "1")
    assert (rows[101]["category_scheme"], rows[101]["category_code"]) == (None, None)


def test_category_codes_without_a_scheme_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidInputError, match="--scheme"):
        read_list(vics(tmp_path / "l.json", [record(1), record(2, Category=0)]))


def test_one_file_graded_differently_is_two_entries(tmp_path: Path) -> None:
    path = vics(tmp_path / "l.json", [record(1, Category=1), record(1, Category=2), record(1, Category="1")])

    reading = read_list(path, "vics-us")

    assert sorted(reading.entries.column("category_code").to_pylist()) == ["1", "2"]
    assert reading.report.duplicate == 1


@pytest.mark.parametrize(
    "records",
    [[], [record(1, MD5=EMPTY[0], SHA1=EMPTY[1])], [record(1, MD5="", SHA1="", PhotoDNA="A" * 192)]],
)
def test_a_list_without_a_usable_hash_is_refused(tmp_path: Path, records: list[object]) -> None:
    with pytest.raises(InvalidInputError, match="no usable hash"):
        read_list(vics(tmp_path / "l.json", records))


def test_flags_are_counted_as_they_were_written(tmp_path: Path) -> None:
    given = [True, "false", None, ..., "false"]
    path = vics(tmp_path / "l.json", [record(n, VictimIdentified=flag) for n, flag in enumerate(given)])

    reading = read_list(path)

    counted = {key: n for key, n in reading.report.flags.items() if key.startswith("victim")}
    assert counted == {"victimidentified: true": 1, "victimidentified: text false": 2,
                       "victimidentified: null": 1, "victimidentified: absent": 1}  # fmt: skip
    rows = {row["size"]: row["victim_identified"] for row in reading.entries.to_pylist()}
    assert rows == {100: True, 101: False, 102: None, 103: None, 104: False}


HASHES = st.sampled_from(["", None, "12", "g" * 32, *digests("a"), *digests("b"), *EMPTY, 7, ["x"]])
RECORDS: st.SearchStrategy[object] = st.fixed_dictionaries(
    {},
    optional={
        "MD5": HASHES, "SHA1": HASHES, "Category": st.sampled_from([None, 0, 1, "2", 1.5, {}]),
        "MediaSize": st.sampled_from([0, 5, "5", "x", None, -1, True]),
        "PhotoDNA": st.sampled_from([None, "", "AAAA"]),
        "VictimIdentified": st.sampled_from([True, "no", 3, None]),
        "MediaFiles": st.sampled_from([None, "x", [1], [{}], [{"FileName": "a", "Written": "x"}]]),
        "AlternativeHashes": st.sampled_from([None, 5, [{}], [{"HashName": "PDQ", "HashValue": "0" * 64}]]),
    },
) | st.sampled_from([None, 1, "x", []])  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(RECORDS, max_size=12))
def test_every_vics_record_is_accepted_duplicate_or_rejected(records: list[object]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = vics(Path(folder) / "l.json", records)
        try:
            report = read_list(path, "vics-us").report
        except InvalidInputError as error:
            assert "no usable hash" in error.what  # noqa: PT017  # either outcome is right
            return
    assert report.read == len(records) == report.accepted + report.duplicate + report.rejected
    assert len(report.rejects) == report.rejected


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.lists(st.text(max_size=8) | st.sampled_from([*digests("a"), *EMPTY]), max_size=4), max_size=12
    )
)
def test_every_line_of_a_table_is_accepted_duplicate_or_rejected(rows: list[list[str]]) -> None:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([["md5", "sha1", "sha256", "name"], *rows])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "l.csv"
        path.write_bytes(text.getvalue().encode())
        lines = [line.strip("\r") for line in path.read_bytes().decode().split("\n")[1:]]
        try:
            report = read_list(path).report
        except InvalidInputError as error:
            assert "no usable hash" in error.what  # noqa: PT017  # either outcome is right
            return
    counted = sum(bool(line.strip()) and not line.startswith(("#", "%%%%")) for line in lines)
    assert report.read == counted == report.accepted + report.duplicate + report.rejected
