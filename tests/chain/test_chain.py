"""A chain grows by appending, shows every change to it, and outlives a crash at any byte."""

import json
import os
import stat
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mozaik import chain
from mozaik.canonical import NotCanonicalError
from mozaik.chain import (
    BrokenChainError,
    ChainError,
    DetailsError,
    Head,
    HeadError,
    TornChainError,
)
from mozaik.files import StorageError

NOW = datetime(2023, 11, 20, 9, 0, tzinfo=UTC)


def grown(path: Path, count: int) -> Path:
    """A chain with this many entries, of fixed salts."""
    for number in range(count):
        details = {"number": number, "text": "Živa Čeh / Жива"}
        chain.append(path, "read", details, NOW + timedelta(seconds=number), salt=bytes([number]) * 32)
    return path


def lines_of(path: Path) -> list[bytes]:
    return path.read_bytes().splitlines(keepends=True)


def test_entries_follow_from_each_other_and_keep_their_details(tmp_path: Path) -> None:
    path = grown(tmp_path / "SI-GPD.jsonl", 3)
    found = list(chain.entries(path))
    assert [entry.seq for entry in found] == [1, 2, 3]
    assert found[1].previous == found[0].hash
    assert chain.details_of(path, found[2]) == {"number": 2, "text": "Živa Čeh / Жива"}
    assert chain.verify_chain(path) == chain.head(path) == found[2].head


def test_an_absent_chain_is_empty(tmp_path: Path) -> None:
    assert chain.head(tmp_path / "none.jsonl") == chain.verify_chain(tmp_path / "none.jsonl") == chain.EMPTY


def test_only_the_owner_can_read_chain_and_details(tmp_path: Path) -> None:
    path = grown(tmp_path / "a.jsonl", 1)
    files = [path, *path.with_name("a.jsonl.details").iterdir()]
    assert len(files) == 2
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    assert stat.S_IMODE(path.with_name("a.jsonl.details").stat().st_mode) == 0o700


def test_the_chain_file_does_not_show_the_details(tmp_path: Path) -> None:
    path = grown(tmp_path / "a.jsonl", 1)
    assert "Živa" not in path.read_text()
    assert set(json.loads(path.read_text())) == {"seq", "at", "event", "commitment", "previous", "hash"}


def test_every_changed_byte_is_found(tmp_path: Path) -> None:
    path = grown(tmp_path / "a.jsonl", 2)
    good, known = path.read_bytes(), chain.head(path)
    for at in range(len(good)):
        for flip in (0x01, 0x80):
            path.write_bytes(good[:at] + bytes([good[at] ^ flip]) + good[at + 1 :])
            with pytest.raises(ChainError):
                chain.verify_chain(path, known)
    path.write_bytes(good)
    chain.verify_chain(path, known)


@pytest.mark.parametrize("order", [(1, 2), (0, 2), (1, 0, 2), (0, 1, 1, 2), (0, 0, 1, 2), (2,)])
def test_removed_moved_and_repeated_entries_are_found(tmp_path: Path, order: tuple[int, ...]) -> None:
    path = grown(tmp_path / "a.jsonl", 3)
    lines = lines_of(path)
    path.write_bytes(b"".join(lines[at] for at in order))
    with pytest.raises(BrokenChainError, match=r"a\.jsonl, line"):
        chain.verify_chain(path)


def test_an_entry_written_anew_with_its_own_hash_does_not_fit_the_next(tmp_path: Path) -> None:
    path = grown(tmp_path / "a.jsonl", 3)
    lines, second = lines_of(path), list(chain.entries(path))[1]
    path.write_bytes(lines[0] + replace(second, event="judge").to_line() + lines[2])
    with pytest.raises(BrokenChainError, match="line 3"):
        list(chain.entries(path))


def test_entries_removed_from_the_end_are_found_against_a_known_head(tmp_path: Path) -> None:
    path = grown(tmp_path / "a.jsonl", 3)
    known = chain.head(path)
    path.write_bytes(b"".join(lines_of(path)[:2]))
    path.with_name("a.jsonl.details").joinpath("00000003.json").unlink()
    chain.verify_chain(path)
    with pytest.raises(HeadError):
        chain.verify_chain(path, known)


def test_a_chain_may_have_grown_since_its_head_was_noted(tmp_path: Path) -> None:
    path = grown(tmp_path / "a.jsonl", 2)
    known = chain.head(path)
    chain.append(path, "judge", {}, NOW)
    assert chain.verify_chain(path, known).seq == 3
    with pytest.raises(HeadError):
        chain.verify_chain(path, Head(2, "0" * 64))


def test_a_replaced_chain_is_found_against_a_known_head(tmp_path: Path) -> None:
    known = chain.head(grown(tmp_path / "a.jsonl", 2))
    other = tmp_path / "b.jsonl"
    for number in range(3):
        chain.append(other, "read", {"number": number}, NOW)
    with pytest.raises(HeadError):
        chain.verify_chain(other, known)


def test_a_line_torn_at_any_byte_is_completed_and_no_entry_is_lost(tmp_path: Path) -> None:
    path = grown(tmp_path / "a.jsonl", 3)
    good, found = path.read_bytes(), list(chain.entries(path))
    for size in range(len(b"".join(lines_of(path)[:2])), len(good)):
        path.write_bytes(good[:size])
        for read in (chain.verify_chain, chain.head):
            with pytest.raises(TornChainError, match="Remedy"):
                read(path)
        chain.append(path, "read", {"size": size}, NOW)
        assert list(chain.entries(path))[:3] == found
        path.write_bytes(good)
        path.with_name("a.jsonl.details").joinpath("00000004.json").unlink()


def test_several_lost_lines_come_back_from_their_details(tmp_path: Path) -> None:
    path = grown(tmp_path / "a.jsonl", 4)
    known = chain.head(path)
    path.write_bytes(lines_of(path)[0])
    chain.append(path, "read", {}, NOW)
    assert chain.verify_chain(path, known).seq == 5


def test_a_torn_line_without_details_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    path = grown(tmp_path / "a.jsonl", 2)
    torn = path.read_bytes()[:-10]
    path.write_bytes(torn)
    path.with_name("a.jsonl.details").joinpath("00000002.json").unlink()
    with pytest.raises(TornChainError):
        chain.append(path, "read", {}, NOW)
    assert path.read_bytes() == torn


def test_a_torn_line_that_is_not_its_own_is_refused(tmp_path: Path) -> None:
    path = grown(tmp_path / "a.jsonl", 2)
    path.write_bytes(path.read_bytes() + b"x" * 5000)
    with pytest.raises(TornChainError):
        chain.append(path, "read", {}, NOW)


def test_a_full_disk_leaves_the_chain_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = grown(tmp_path / "a.jsonl", 2)
    before = chain.verify_chain(path)
    real, calls = os.fsync, []

    def full(descriptor: int) -> None:
        if stat.S_ISREG(os.fstat(descriptor).st_mode) and os.fstat(descriptor).st_ino == path.stat().st_ino:
            calls.append(descriptor)
            raise OSError(28, "No space left on device")
        real(descriptor)

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StorageError, match="No space"):
        chain.append(path, "read", {}, NOW)
    monkeypatch.undo()
    assert calls
    assert chain.verify_chain(path) == before


def started(program: str, *arguments: str) -> subprocess.Popen[bytes]:
    """Another process that runs a few lines with `chain`, `NOW` and `path` at hand."""
    head = (
        "import os, sys; from datetime import UTC, datetime; from pathlib import Path\n"
        "from mozaik import chain\n"
        "NOW = datetime(2023, 11, 20, tzinfo=UTC); path = Path(sys.argv[1])\n"
    )
    return subprocess.Popen([sys.executable, "-c", head + program, *arguments])


def test_a_crash_before_the_line_completes_it_later(tmp_path: Path) -> None:
    path = grown(tmp_path / "a.jsonl", 2)
    dying = "chain.log._write_line = lambda *_: os._exit(7)\nchain.append(path, 'judge', {'hit': 1}, NOW)"
    assert started(dying, str(path)).wait() == 7
    with pytest.raises(TornChainError):
        chain.verify_chain(path)
    chain.append(path, "read", {}, NOW)
    assert [entry.event for entry in chain.entries(path)] == ["read", "read", "judge", "read"]


def test_writers_wait_for_each_other(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    program = "for number in range(20): chain.append(path, 'read', {'number': number}, NOW)"
    writers = [started(program, str(path)) for _ in range(3)]
    assert [writer.wait() for writer in writers] == [0, 0, 0]
    assert chain.verify_chain(path).seq == 60


def test_erasing_details_leaves_the_chain_verifiable(tmp_path: Path) -> None:
    path = grown(tmp_path / "a.jsonl", 3)
    second = list(chain.entries(path))[1]
    known = chain.head(path)
    chain.erase_details(path, second, "review date passed", NOW)
    assert chain.details_of(path, second) is None
    assert chain.verify_chain(path, known).seq == 4
    kept = path.with_name("a.jsonl.details").joinpath("00000002.json").read_text()
    assert "salt" not in kept
    assert "Živa" not in kept
    with pytest.raises(DetailsError):
        chain.erase_details(path, second, "again", NOW)


def test_an_erased_entry_survives_a_torn_line(tmp_path: Path) -> None:
    path = grown(tmp_path / "a.jsonl", 1)
    chain.erase_details(path, next(chain.entries(path)), "review date passed", NOW)
    known = chain.head(path)
    path.write_bytes(lines_of(path)[0][:50])
    chain.append(path, "read", {}, NOW)
    assert chain.verify_chain(path, known).seq == 3


def test_changed_or_missing_details_are_found(tmp_path: Path) -> None:
    path = grown(tmp_path / "a.jsonl", 2)
    first = next(chain.entries(path))
    file = path.with_name("a.jsonl.details") / "00000001.json"
    whole = file.read_bytes()
    file.write_bytes(file.read_bytes().replace(b'"number":0', b'"number":7'))
    with pytest.raises(DetailsError):
        chain.verify_chain(path)
    with pytest.raises(DetailsError):
        chain.details_of(path, first)
    for number in (b"true", b'"1"', b"[]"):  # in Python `true` equals 1 (review 1, item 1)
        write_with_number(file, whole, number)
        with pytest.raises(DetailsError):
            chain.verify_chain(path)
    file.write_bytes(b"[]")
    with pytest.raises(DetailsError):
        chain.verify_chain(path)
    file.unlink()
    with pytest.raises(DetailsError):
        chain.details_of(path, first)


def write_with_number(file: Path, whole: bytes, number: bytes) -> None:
    assert whole.count(b'"seq":1') == 1
    file.write_bytes(whole.replace(b'"seq":1', b'"seq":' + number))


def test_what_cannot_be_an_entry_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    with pytest.raises(NotCanonicalError):
        chain.append(path, "read", {"score": 0.5}, NOW)
    with pytest.raises(ChainError):
        chain.append(path, "Read it!", {}, NOW)
    with pytest.raises(ChainError):
        chain.append(path, "read", {}, NOW.replace(tzinfo=None))
    with pytest.raises(ChainError):
        chain.append(path, "read", {}, NOW, salt=b"short")
    assert chain.verify_chain(path) == chain.EMPTY


def test_the_same_details_have_another_commitment_each_time(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    first, second = (chain.append(path, "read", {"name": "x"}, NOW) for _ in range(2))
    assert first.commitment != second.commitment


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.binary(max_size=1500))
def test_any_bytes_for_a_chain_are_read_or_refused_clearly(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(data)
    if data:
        with pytest.raises(ChainError):
            chain.verify_chain(path)
