"""Hostile content costs itself at most: its digests count, its parser's end is told, the run goes on."""

import struct
import sys
import threading
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from mozaik.errors import InvalidInputError, RefusedError
from mozaik.intake.source import MAX_NAME
from mozaik.triage import TriageResult, Workers, triage_source
from mozaik.triage.content import MOST_BOMBS, Budget, ContentError
from mozaik.triage.protocol import Job
from tests.triage.support import HOSTILE_CHILD, NOTE, encoded, picture, run, sha256, tarred, zipped


@pytest.fixture(scope="module")
def misled() -> Iterator[Workers]:
    """Workers whose parsers do what a content orders."""
    with Workers(1, seconds=2.0, command=HOSTILE_CHILD) as pool:
        yield pool


def paths(result: TriageResult) -> list[str]:
    return sorted(result.tables["files"].column("path").to_pylist())


@pytest.mark.parametrize(
    ("order", "reason"),
    [
        ("!hang", "its parser took longer than allowed"),
        ("!spin", "its parser took longer than allowed"),
        ("!crash", "its parser broke down"),
        ("!exit", "its parser broke down"),
        ("!nonsense", "its parser answered nonsense"),
        ("!lie", "its parser answered nonsense"),
        ("!early end", "its parser answered nonsense"),
        ("!flood", "its parser answered nonsense"),
    ],
)
def test_a_parser_that_goes_wrong_costs_its_file_only(
    tmp_path: Path, misled: Workers, order: str, reason: str
) -> None:
    for name, content in (("1.txt", NOTE), ("2.txt", order.encode()), ("3.txt", NOTE)):
        (tmp_path / name).write_bytes(content)

    result = triage_source(tmp_path, "I", misled)

    assert paths(result) == ["1.txt", "2.txt", "3.txt"]
    assert result.report.notes == {f"content not searched: {reason}": 1}
    assert sha256(order.encode()) in result.tables["files"].column("sha256").to_pylist()
    assert sorted(set(result.tables["selectors"].column("path").to_pylist())) == ["1.txt", "3.txt"]


def test_a_parser_that_dies_inside_an_inner_archive_goes_on_behind_it(
    tmp_path: Path, misled: Workers
) -> None:
    members = {"1.txt": NOTE, "2.txt": b"!crash", "3.txt": NOTE}
    (tmp_path / "a.zip").write_bytes(zipped(members))
    (tmp_path / "b.tgz").write_bytes(tarred(members, "w:gz"))
    (tmp_path / "c.txt").write_bytes(NOTE)

    result = triage_source(tmp_path, "I", misled)

    assert (result.report.read, result.report.accepted) == (9, 9)
    assert result.report.notes == {"content not searched: its parser broke down": 2}
    assert result.tables["selectors"].num_rows == 2 * (2 + 2 + 1)


@pytest.mark.parametrize("before", [0, 2])
def test_a_reader_that_dies_while_it_lists_an_archive_is_said(
    tmp_path: Path, misled: Workers, before: int
) -> None:
    """What followed in the archive was lost in silence."""
    members = {**{f"{number}.txt": NOTE for number in range(before)}, "!listing": b"x", "last.txt": NOTE}
    (tmp_path / "a.zip").write_bytes(zipped(members))
    (tmp_path / "b.txt").write_bytes(NOTE)

    report = triage_source(tmp_path, "I", misled).report

    assert (report.accepted, report.rejected) == (before + 2, 1)
    (reject,) = report.rejects
    assert (reject.where, reject.reason) == ("a.zip!/", "archive not expanded: its parser broke down")


def test_too_much_memory_is_a_note_and_the_child_lives_on(tmp_path: Path, misled: Workers) -> None:
    (tmp_path / "1.txt").write_bytes(b"!memory")
    (tmp_path / "2.txt").write_bytes(NOTE)

    report = triage_source(tmp_path, "I", misled).report

    assert report.accepted == 2
    assert report.notes == {"content not searched: it needs more memory than allowed": 1}


def test_a_parser_cannot_write_a_file(tmp_path: Path, misled: Workers) -> None:
    source, target = tmp_path / "source", tmp_path / "stolen"
    source.mkdir()
    (source / "1.txt").write_bytes(b"!write " + bytes(target))

    report = triage_source(source, "I", misled).report

    assert report.accepted == 1
    assert not target.exists() or target.read_bytes() == b""


def test_what_a_library_prints_does_not_reach_the_protocol(tmp_path: Path, misled: Workers) -> None:
    (tmp_path / "1.txt").write_bytes(b"!print " + NOTE)

    result = triage_source(tmp_path, "I", misled)

    assert result.report.notes == {}
    assert result.tables["selectors"].num_rows == 2


def test_a_child_that_does_not_start_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "1.txt").write_bytes(NOTE)
    broken = (sys.executable, "-I", "-c", "raise SystemExit(1)")

    with Workers(1, command=broken) as workers, pytest.raises(InvalidInputError, match="cannot be listed"):
        triage_source(tmp_path, "I", workers)


def test_a_run_that_is_left_ends_its_children_at_once(tmp_path: Path) -> None:
    (tmp_path / "1.txt").write_bytes(NOTE)
    (tmp_path / "2.txt").write_bytes(b"!hang")

    with Workers(1, seconds=3600, command=HOSTILE_CHILD) as workers:
        begun = threading.Event()
        share = workers.submit(Job(str(tmp_path), 0, 1), lambda _: begun.set())
        assert begun.wait(60)

    with pytest.raises(RefusedError, match="stopped"):
        share.result()


def damaged(content: bytes) -> bytes:
    """A file with its middle changed: its pixels break off half way."""
    half = len(content) // 2
    return content[:half] + bytes(byte ^ 0x55 for byte in content[half : half + 64]) + content[half + 64 :]


def test_broken_pictures_count_with_their_digests(tmp_path: Path, workers: Workers) -> None:
    whole = encoded(picture())
    broken = {
        "cut.jpg": whole[: len(whole) // 2],
        "damaged.png": damaged(encoded(picture(), "PNG")),
        "noise.png": b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
        "tiff.tif": b"II*\x00" + bytes(64),
        "future.heic": b"\x00\x00\x00\x18ftypheic" + bytes(64),
    }
    for name, content in broken.items():
        (tmp_path / name).write_bytes(content)

    result = triage_source(tmp_path, "I", workers)

    assert paths(result) == sorted(broken)
    assert result.tables["media"].num_rows == 0
    assert (result.report.pictures, result.report.not_compared) == (5, 5)
    assert result.report.notes == {
        "picture not decodable: broken or of an unknown variant": 5,
    }


def test_a_picture_bomb_is_not_decoded(tmp_path: Path, workers: Workers) -> None:
    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    chunk = b"IHDR" + header
    bomb = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + chunk + struct.pack(">I", zlib.crc32(chunk))
    bomb += struct.pack(">I", 0) + b"IDAT" + struct.pack(">I", zlib.crc32(b"IDAT"))
    (tmp_path / "bomb.png").write_bytes(bomb)

    report = triage_source(tmp_path, "I", workers).report

    assert report.notes == {"picture not decodable: more pixels than allowed": 1}


def test_members_that_share_their_bytes_are_read_once(tmp_path: Path, workers: Workers) -> None:
    """586 of them in 79 kB would have given 14 GB of answers (review 1, item 17)."""
    path = tmp_path / "bomb.zip"
    content = bytearray(zipped({"note.txt": NOTE}))
    central = content.rfind(b"PK\x01\x02")
    local, record, end = content[:central], content[central:-22], content[-22:]
    copies = 600  # every name points to the same compressed bytes
    struct.pack_into("<HHLL", end, 8, copies, copies, len(record) * copies, len(local))
    path.write_bytes(bytes(local + record * copies + end))

    report = triage_source(path, "I", workers).report

    assert (report.read, report.accepted, report.rejected) == (601, 2, 599)
    assert all("overlapping" in reject.reason for reject in report.rejects)


def test_a_bomb_costs_nothing_that_follows_it(tmp_path: Path, workers: Workers) -> None:
    """A sparse member of 1 GiB in a TAR archive of some kB (review 1, item 16)."""
    with (tmp_path / "0-bomb").open("wb") as stream:
        stream.truncate(1 << 30)
    (tmp_path / "1.txt").write_bytes(NOTE)
    run("tar", "-C", str(tmp_path), "-S", "-cf", str(tmp_path / "bomb.tar"), "0-bomb", "1.txt")

    result = triage_source(tmp_path / "bomb.tar", "I", workers)

    assert paths(result) == ["1.txt", "bomb.tar"]
    assert [(reject.where, "a bomb" in reject.reason) for reject in result.report.rejects] == [
        ("bomb.tar!/0-bomb", True)
    ]
    assert result.tables["selectors"].num_rows == 2


def test_only_what_is_beyond_the_usual_is_counted_against_a_bomb() -> None:
    """Small bombs use the allowance up, and ordinary members are still read (review 1, item 16)."""
    mib = 1 << 20
    budget = Budget(1000)
    for _ in range(2):
        budget.check(120 * mib, 10)
        budget.spend(120 * mib, 10)
    with pytest.raises(ContentError, match="a bomb"):
        budget.check(20 * mib, 10)
    budget.check(15 * mib, 10)  # a refused bomb took nothing off
    for _ in range(MOST_BOMBS):
        with pytest.raises(ContentError):
            budget.check(300 * mib, 10)
    with pytest.raises(ContentError):
        budget.check(mib, 10)
    budget.check(60_000, 0)
    budget.check(500 * mib, 5 * mib)


def test_a_long_content_needs_no_more_than_signs_of_life(tmp_path: Path) -> None:
    """The processor limit of a file counts from its last sign of life (review 1, item 16)."""
    with (tmp_path / "large.bin").open("wb") as stream:
        stream.truncate(1300 << 20)

    with Workers(1, seconds=1.9) as workers:
        report = triage_source(tmp_path, "I", workers).report

    assert (report.accepted, list(report.rejects)) == (1, [])


def test_ten_thousand_members_and_deep_paths_are_listed(tmp_path: Path, workers: Workers) -> None:
    members = {f"d{n % 7}/{n}.txt": b"%d" % n for n in range(10_000)} | {"a/" * 20_000 + "deep": b"deep"}
    path = tmp_path / "many.zip"
    path.write_bytes(zipped(members))

    result = triage_source(path, "I", workers)

    assert (result.report.read, result.report.accepted) == (10_002, 10_002)
    longest = max(paths(result), key=len)
    assert longest.startswith("a/a/a/")
    assert len(longest.encode()) <= MAX_NAME


def test_a_member_listed_twice_is_a_duplicate_and_one_with_other_content_is_not(
    tmp_path: Path, workers: Workers
) -> None:
    path = tmp_path / "twice.tar"
    one, other = tarred({"a.txt": b"one"})[:1024], tarred({"a.txt": b"other"})
    path.write_bytes(one + one + other)

    report = triage_source(path, "I", workers).report

    assert (report.read, report.accepted, report.duplicate, report.rejected) == (4, 3, 1, 0)


def test_a_cut_archive_gives_what_is_whole_and_says_the_rest(tmp_path: Path, workers: Workers) -> None:
    path = tmp_path / "cut.tar"
    path.write_bytes(tarred({"1.txt": NOTE, "2.txt": bytes(5000), "3.txt": NOTE})[:4000])

    result = triage_source(path, "I", workers)

    assert paths(result) == ["1.txt", "cut.tar"]
    reasons = [reject.reason for reject in result.report.rejects]
    assert len(reasons) == 2
    assert any("breaks off after 2 members" in reason for reason in reasons)


def test_damaged_members_of_a_zip_are_refused_one_by_one(tmp_path: Path, workers: Workers) -> None:
    content = bytearray(zipped({"1": b"A" * 400, "2": b"B" * 400, "3": b"C" * 400}, zipfile.ZIP_STORED))
    content[content.index(b"B" * 400) + 7] ^= 1
    path = tmp_path / "damaged.zip"
    path.write_bytes(bytes(content))

    result = triage_source(path, "I", workers)

    assert paths(result) == ["1", "3", "damaged.zip"]
    assert [(reject.where, reject.reason) for reject in result.report.rejects] == [
        ("damaged.zip!/2", "cannot be read: its content does not agree with its checksum")
    ]


def test_an_encrypted_member_is_named_and_not_opened(tmp_path: Path, workers: Workers) -> None:
    content = bytearray(zipped({"secret.txt": NOTE}))
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    path = tmp_path / "locked.zip"
    path.write_bytes(bytes(content))

    report = triage_source(path, "I", workers).report

    assert [reject.reason for reject in report.rejects] == ["encrypted in the archive, not opened"]


def test_a_bad_name_does_not_hide_the_archive(tmp_path: Path, workers: Workers) -> None:
    content = zipped({"naïve.txt": NOTE, "other.txt": b"x"}).replace("naïve".encode(), b"na\xff\xfeve")
    path = tmp_path / "names.zip"
    path.write_bytes(content)

    assert paths(triage_source(path, "I", workers)) == [r"na\xff\xfeve.txt", "names.zip", "other.txt"]
