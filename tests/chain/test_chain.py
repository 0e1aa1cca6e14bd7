"""A chain grows by appending, shows every change to it, and outlives a crash at any byte."""

import json
import os
import shutil
import stat
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mozaik import chain
from mozaik.canonical import NotCanonicalError, from_canonical, to_canonical
from mozaik.chain import BrokenChainError, ChainError, DetailsError, Entry, Head, HeadError, TornChainError
from mozaik.files import StorageError
from tests.chain.support import NOW, chain_at, grown


def lines_of(path: Path) -> list[bytes]:
    return path.read_bytes().splitlines(keepends=True)


def cut(path: Path, size: int) -> None:
    os.truncate(path, size)


def test_entries_follow_from_each_other_and_keep_their_details(tmp_path: Path) -> None:
    own = grown(tmp_path / "a", 3)
    found = list(chain.entries(own))
    assert [entry.seq for entry in found] == [1, 2, 3]
    assert found[1].previous == found[0].hash
    assert chain.details_of(own, found[2]) == {"number": 2, "text": "Živa Čeh / Жива"}
    assert chain.verify_chain(own) == chain.head(own) == found[2].head


def test_a_line_is_the_canonical_json_of_its_fields(tmp_path: Path) -> None:
    own = grown(tmp_path / "a", 2)
    for line, record in zip(lines_of(own.lines(1)), lines_of(own.details(1)), strict=True):
        value, kept = from_canonical(line[:-1], "line"), from_canonical(record[:-1], "record")
        assert isinstance(value, dict)
        assert isinstance(kept, dict)
        assert set(value) == {"seq", "at", "event", "commitment", "previous", "hash"}
        assert set(kept) == {"seq", "at", "event", "salt", "details"}


def test_an_absent_chain_is_empty(tmp_path: Path) -> None:
    none = chain_at(tmp_path / "none")
    assert chain.head(none) == chain.verify_chain(none) == chain.complete(none) == chain.EMPTY
    assert (list(chain.entries(none)), list(chain.entries_of(none, "read"))) == ([], [])
    assert not none.exists()


def test_only_the_owner_can_read_chain_and_details(tmp_path: Path) -> None:
    own = grown(tmp_path / "a", 1)
    files = [own.lines(1), own.details(1)]
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    assert {stat.S_IMODE(path.stat().st_mode) for path in (own.folder, own.details_folder)} == {0o700}


def test_the_lines_do_not_show_the_details_and_are_verified_without_them(tmp_path: Path) -> None:
    own = grown(tmp_path / "a", 3)
    assert "Živa" not in own.lines(1).read_text()
    known = chain.head(own)
    own.details(1).unlink()
    own.details_folder.rmdir()
    assert chain.verify_chain(own, known) == known
    with pytest.raises(DetailsError):
        chain.append(own, "read", {}, NOW)
    with pytest.raises(DetailsError):
        chain.verify_chain(own, known)


def test_every_changed_byte_is_found_in_the_lines_alone(tmp_path: Path) -> None:
    own = grown(tmp_path / "a", 2)
    shutil.rmtree(own.details_folder)
    good = own.lines(1).read_bytes()
    for at in range(len(good)):
        if good[at : at + 1] in b"0123456789abcdef":
            other = b"1" if good[at : at + 1] != b"1" else b"2"
            own.lines(1).write_bytes(good[:at] + other + good[at + 1 :])
            with pytest.raises(ChainError):
                chain.verify_chain(own)


@pytest.mark.parametrize("which", ["lines", "details"])
def test_every_changed_byte_is_found(tmp_path: Path, which: str) -> None:
    own = grown(tmp_path / "a", 2)
    path, known = (own.lines(1) if which == "lines" else own.details(1)), chain.head(own)
    good = path.read_bytes()
    for at in range(len(good)):
        path.write_bytes(good[:at] + bytes([good[at] ^ (0x01 if at % 2 else 0x80)]) + good[at + 1 :])
        with pytest.raises(ChainError):
            chain.verify_chain(own, known)
    path.write_bytes(good)
    chain.verify_chain(own, known)


@pytest.mark.parametrize("order", [(1, 2), (0, 2), (1, 0, 2), (0, 1, 1, 2), (0, 0, 1, 2), (2,)])
def test_removed_moved_and_repeated_entries_are_found(tmp_path: Path, order: tuple[int, ...]) -> None:
    own = grown(tmp_path / "a", 3)
    lines = lines_of(own.lines(1))
    own.lines(1).write_bytes(b"".join(lines[at] for at in order))
    with pytest.raises(BrokenChainError, match=r"00000001\.jsonl, line"):
        chain.verify_chain(own)


def test_an_entry_written_anew_with_its_own_hash_does_not_fit_the_next(tmp_path: Path) -> None:
    own = grown(tmp_path / "a", 3)
    lines, second = lines_of(own.lines(1)), list(chain.entries(own))[1]
    own.lines(1).write_bytes(lines[0] + replace(second, event="release").to_line() + lines[2])
    with pytest.raises(BrokenChainError, match="line after entry 2"):
        list(chain.entries(own))


def test_entries_removed_from_the_end_are_found_against_a_known_head(tmp_path: Path) -> None:
    own = grown(tmp_path / "a", 3)
    known = chain.head(own)
    for path in (own.lines(1), own.details(1)):
        path.write_bytes(b"".join(lines_of(path)[:2]))
    chain.verify_chain(own)
    with pytest.raises(HeadError):
        chain.verify_chain(own, known)


def test_a_chain_may_have_grown_since_its_head_was_noted(tmp_path: Path) -> None:
    own = grown(tmp_path / "a", 2)
    known = chain.head(own)
    chain.append(own, "judge", {}, NOW)
    assert chain.verify_chain(own, known).seq == 3
    with pytest.raises(HeadError):
        chain.verify_chain(own, Head(2, "0" * 64))


def test_a_replaced_chain_is_found_against_a_known_head(tmp_path: Path) -> None:
    known, other = chain.head(grown(tmp_path / "a", 2)), chain_at(tmp_path / "b")
    for number in range(3):
        chain.append(other, "read", {"number": number}, NOW)
    with pytest.raises(HeadError):
        chain.verify_chain(other, known)


def test_a_line_torn_at_any_byte_is_completed_and_no_entry_is_lost(tmp_path: Path) -> None:
    own = grown(tmp_path / "a", 3)
    path, good, found = own.lines(1), own.lines(1).read_bytes(), list(chain.entries(own))
    kept = own.details(1).read_bytes()
    for size in range(len(b"".join(lines_of(path)[:2])), len(good)):
        path.write_bytes(good[:size])
        for read in (chain.verify_chain, chain.head):
            with pytest.raises(TornChainError, match="Remedy"):
                read(own)
        chain.append(own, "read", {"size": size}, NOW)
        assert list(chain.entries(own))[:3] == found
        path.write_bytes(good)
        own.details(1).write_bytes(kept)


def test_a_record_torn_at_any_byte_was_never_accepted(tmp_path: Path) -> None:
    own = grown(tmp_path / "a", 3)
    lines, kept = lines_of(own.lines(1)), own.details(1).read_bytes()
    begin = len(b"".join(lines_of(own.details(1))[:2]))
    for size in range(begin, len(kept)):
        own.lines(1).write_bytes(b"".join(lines[:2]))
        own.details(1).write_bytes(kept[:size])
        if size > begin:
            with pytest.raises(TornChainError):
                chain.head(own)
        assert chain.complete(own).seq == chain.head(own).seq == 2
        grown(tmp_path / "a", 1, start=2)
        assert (own.lines(1).read_bytes(), own.details(1).read_bytes()) == (b"".join(lines), kept)


def test_several_lost_lines_come_back_from_their_details(tmp_path: Path) -> None:
    own = grown(tmp_path / "a", 4)
    known = chain.head(own)
    own.lines(1).write_bytes(lines_of(own.lines(1))[0])
    chain.append(own, "read", {}, NOW)
    assert chain.verify_chain(own, known).seq == 5


def test_a_torn_line_without_details_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    own = grown(tmp_path / "a", 2)
    torn = own.lines(1).read_bytes()[:-10]
    own.lines(1).write_bytes(torn)
    own.details(1).write_bytes(lines_of(own.details(1))[0])
    with pytest.raises(TornChainError):
        chain.append(own, "read", {}, NOW)
    assert own.lines(1).read_bytes() == torn


def test_a_torn_line_that_is_not_its_own_is_refused(tmp_path: Path) -> None:
    own = grown(tmp_path / "a", 2)
    own.lines(1).write_bytes(own.lines(1).read_bytes() + b"x" * 5000)
    with pytest.raises(TornChainError):
        chain.append(own, "read", {}, NOW)


@pytest.mark.parametrize("which", ["lines", "details"])
def test_a_full_disk_leaves_the_chain_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, which: str
) -> None:
    own = grown(tmp_path / "a", 2)
    before, full_file = chain.verify_chain(own), own.lines(1) if which == "lines" else own.details(1)
    real, calls = os.fsync, []

    def full(descriptor: int) -> None:
        if os.fstat(descriptor).st_ino == full_file.stat().st_ino:
            calls.append(descriptor)
            raise OSError(28, "No space left on device")
        real(descriptor)

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StorageError, match="No space"):
        chain.append(own, "read", {}, NOW)
    monkeypatch.undo()
    assert calls
    assert chain.verify_chain(own) == before


def test_writers_wait_for_each_other(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path\nfrom mozaik import chain\n"
        "from tests.chain.support import NOW, chain_at\n"
        "own = chain_at(Path(sys.argv[1]))\n"
        "for number in range(20): chain.append(own, 'read', {'number': number}, NOW)"
    )
    arguments = [sys.executable, "-c", program, str(tmp_path / "a")]
    writers = [subprocess.Popen(arguments) for _ in range(3)]
    assert [writer.wait() for writer in writers] == [0, 0, 0]
    assert chain.verify_chain(chain_at(tmp_path / "a")).seq == 60


def test_erasing_details_leaves_the_chain_verifiable(tmp_path: Path) -> None:
    own = grown(tmp_path / "a", 3)
    second, known = list(chain.entries(own))[1], chain.head(own)
    chain.erase_details(own, second, "review date passed", NOW)
    assert chain.details_of(own, second) is None
    assert chain.verify_chain(own, known).seq == 4
    kept = lines_of(own.details(1))[1].decode()
    assert "salt" not in kept
    assert "Živa" not in kept
    with pytest.raises(DetailsError):
        chain.erase_details(own, second, "again", NOW)
    with pytest.raises(ChainError, match="reason"):
        chain.erase_details(own, second, " ", NOW)


def test_an_erased_entry_survives_a_torn_line(tmp_path: Path) -> None:
    own = grown(tmp_path / "a", 1)
    chain.erase_details(own, next(chain.entries(own)), "review date passed", NOW)
    known = chain.head(own)
    own.lines(1).write_bytes(lines_of(own.lines(1))[0][:50])
    chain.append(own, "read", {}, NOW)
    assert chain.verify_chain(own, known).seq == 3


def test_changed_or_missing_details_are_found(tmp_path: Path) -> None:
    own = grown(tmp_path / "a", 2)
    first, path = next(chain.entries(own)), own.details(1)
    whole = path.read_bytes()
    path.write_bytes(whole.replace(b'"number":0', b'"number":7'))
    for step in (chain.verify_chain, lambda place: chain.details_of(place, first)):
        with pytest.raises(DetailsError):
            step(own)
    for number in (b"true", b'"1"', b"[]"):  # in Python `true` equals 1 (review 1, item 1)
        path.write_bytes(whole.replace(b'"seq":1}', b'"seq":' + number + b"}"))
        with pytest.raises(DetailsError):
            chain.verify_chain(own)
    path.write_bytes(lines_of(path)[1])
    with pytest.raises(DetailsError):
        chain.details_of(own, first)


def test_what_cannot_be_an_entry_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    own = chain_at(tmp_path / "a")
    with pytest.raises(NotCanonicalError):
        chain.append(own, "read", {"score": 0.5}, NOW)
    with pytest.raises(ChainError):
        chain.append(own, "Read it!", {}, NOW)
    with pytest.raises(ChainError):
        chain.append(own, "read", {}, NOW.replace(tzinfo=None))
    with pytest.raises(ChainError):
        chain.append(own, "read", {}, NOW, salt=b"short")
    assert chain.verify_chain(own) == chain.EMPTY


def test_the_same_details_have_another_commitment_each_time(tmp_path: Path) -> None:
    own = chain_at(tmp_path / "a")
    first, second = (chain.append(own, "read", {"name": "x"}, NOW) for _ in range(2))
    assert first.commitment != second.commitment


def test_the_bytes_of_a_line_are_those_of_the_description() -> None:
    entry = Entry(7, "2023-11-20T09:00:00Z", "read-hits", "ab" * 32, "cd" * 32)
    fields = {name: getattr(entry, name) for name in ("seq", "at", "event", "commitment", "previous")}
    assert entry.to_line() == to_canonical({**fields, "hash": entry.hash}) + b"\n"
    assert json.loads(entry.to_line())["hash"] == entry.hash


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.binary(min_size=1, max_size=1500))
def test_any_bytes_for_a_chain_are_read_or_refused_clearly(tmp_path: Path, data: bytes) -> None:
    own = chain_at(tmp_path / "a")
    own.details_folder.mkdir(parents=True, exist_ok=True)
    for path in (own.lines(1), own.details(1)):
        path.write_bytes(data)
        with pytest.raises(ChainError):
            chain.verify_chain(own)
