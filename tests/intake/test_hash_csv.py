"""Hash tables of every kind give their records, line by line."""

from pathlib import Path

import pytest

from mozaik.errors import InvalidInputError
from mozaik.intake import BadRecord, MediaRecord, find_export
from tests.intake.support import digests

MD5, SHA1, SHA256 = digests("synthetic")


def read(path: Path, text: str, encoding: str = "utf-8") -> list[MediaRecord | BadRecord]:
    path.write_text(text, encoding=encoding, newline="")
    return list(find_export(path).records(path))


ICSE = (
    "MD5;SHA1;PhotoDNA;Image ID;Is distributed;Victim identified;Offender identified;Series name;"
    "Number of submissions;File Available;Media Type;Baseline\r\n"
    f"{MD5.upper()};{SHA1};{'0' * 288};17;true;FALSE;;Synthetic series;42;yes;image;yes\r\n"
)


def test_the_icse_baseline_list_is_read(tmp_path: Path) -> None:
    (record,) = read(tmp_path / "icse.csv", ICSE)

    assert isinstance(record, MediaRecord)
    assert record.md5 == bytes.fromhex(MD5)
    assert (record.is_distributed, record.victim_identified, record.offender_identified) == (
        True,
        False,
        None,
    )
    assert (record.series, record.submissions, record.photodna) == ("Synthetic series", 42, True)


@pytest.mark.parametrize(
    "text",
    [
        f"md5,sha1,sha256\n{MD5},{SHA1},{SHA256}\n",
        f"SHA-256;SHA-1;MD5\n{SHA256.upper()};{SHA1};{MD5}\n",
        f"x\tMD5 hash\tSHA_1\tsha 256\n1\t{MD5}\t{SHA1}\t{SHA256}\n",
        f'"SHA-1","MD5","SHA256","FileName"\n"{SHA1}","{MD5}","{SHA256}","a;b.jpg"\n',
        f"{MD5},{SHA1},{SHA256}\n",
    ],
    ids=["commas", "semicolons", "tabs", "quoted", "no heading"],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_common_tables_are_read(tmp_path: Path, text: str, encoding: str) -> None:
    (record,) = read(tmp_path / "list.csv", text, encoding)

    assert isinstance(record, MediaRecord)
    assert (record.md5, record.sha1, record.sha256) == tuple(
        bytes.fromhex(digest) for digest in (MD5, SHA1, SHA256)
    )


def test_hashdeep_and_md5sum_manifests_are_read(tmp_path: Path) -> None:
    deep = f"%%%% HASHDEEP-1.0\n%%%% size,md5,sha256,filename\n## made up\n##\n9,{MD5},{SHA256},/a, b.jpg\n"
    plain = f"{MD5}  a b.jpg\n{MD5} *c.jpg\n"

    (first,) = read(tmp_path / "deep", deep)
    second, third = read(tmp_path / "plain", plain)

    assert isinstance(first, MediaRecord)
    assert (first.size, first.md5, first.sha256) == (9, bytes.fromhex(MD5), bytes.fromhex(SHA256))
    assert isinstance(second, MediaRecord)
    assert isinstance(third, MediaRecord)
    assert (second.places[0].path, third.places[0].path) == ("a b.jpg", "c.jpg")


def test_bad_lines_are_refused_by_number_and_the_others_stand(tmp_path: Path) -> None:
    lines = [
        "md5,sha1",
        f"{MD5},",
        "abc,",
        f'"{MD5},',
        f"{MD5},{SHA1}",
        "",
        "x" * 300_000,
        ",",
        f"{MD5},{'g' * 40}",
    ]

    records = read(tmp_path / "l.csv", "\n".join(lines))

    assert [record.number for record in records if isinstance(record, BadRecord)] == [3, 4, 7, 9]
    assert [record.number for record in records if isinstance(record, MediaRecord)] == [2, 5, 8]


def test_a_headless_64_digit_column_is_sha256_and_never_pdq(tmp_path: Path) -> None:
    (record,) = read(tmp_path / "l.csv", SHA256)

    assert isinstance(record, MediaRecord)
    assert (record.sha256, record.pdq) == (bytes.fromhex(SHA256), None)


@pytest.mark.parametrize("text", ["name,size\na,1\n", "", "just words"])
def test_a_table_without_hashes_is_a_clear_error(tmp_path: Path, text: str) -> None:
    with pytest.raises(InvalidInputError):
        read(tmp_path / "l.csv", text)


def test_two_columns_of_one_digest_that_differ_refuse_their_line_alone(tmp_path: Path) -> None:
    """The first counted in silence (review 1, item 30)."""
    other = digests("another")[0]
    same, differing = read(tmp_path / "l.csv", f"MD5,md5 hash\n{MD5},{MD5.upper()}\n{MD5},{other}\n")
    assert isinstance(same, MediaRecord)
    assert differing == BadRecord(3, "it has two different values of MD5")
