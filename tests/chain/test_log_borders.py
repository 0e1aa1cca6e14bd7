"""A chain at its borders: an empty file, the longest line, and a tail as long as a crash can leave."""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mozaik import chain
from mozaik.chain import BrokenChainError, TornChainError
from mozaik.chain.entry import LINE_LIMIT

NOW = datetime(2023, 11, 20, 9, 0, tzinfo=UTC)


def grown(path: Path, count: int) -> Path:
    for number in range(count):
        chain.append(path, "read", {"number": number}, NOW)
    return path


def test_a_new_chain_has_its_name_on_the_disk_even_where_its_details_have_a_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, forced, real = tmp_path / "a.jsonl", [], os.fsync

    def noted(descriptor: int) -> None:
        forced.append(os.fstat(descriptor).st_ino)
        real(descriptor)

    path.with_name("a.jsonl.details").mkdir(mode=0o700)
    monkeypatch.setattr(os, "fsync", noted)
    grown(path, 1)
    assert {tmp_path.stat().st_ino, path.stat().st_ino} <= set(forced)


def test_the_end_of_a_long_chain_is_completed_at_any_byte(tmp_path: Path) -> None:
    path = grown(tmp_path / "a.jsonl", 9)
    good, known = path.read_bytes(), chain.head(path)
    last = len(good.splitlines(keepends=True)[-1])
    assert len(good) > 2 * LINE_LIMIT
    assert chain.verify_chain(path) == known
    for size in range(len(good) - last, len(good), 7):
        path.write_bytes(good[:size])
        chain.append(path, "read", {}, NOW)
        assert chain.verify_chain(path, known).seq == 10
        path.with_name("a.jsonl.details").joinpath("00000010.json").unlink()


@pytest.mark.parametrize("count", [1, 9])
@pytest.mark.parametrize(
    "size", [1, LINE_LIMIT, 2 * LINE_LIMIT - 1, 2 * LINE_LIMIT, 2 * LINE_LIMIT + 1, 9999]
)
def test_a_tail_of_any_length_that_is_no_line_is_refused_and_kept(
    tmp_path: Path, count: int, size: int
) -> None:
    path = grown(tmp_path / "a.jsonl", count)
    torn = path.read_bytes() + b"x" * size
    path.write_bytes(torn)
    for step in (chain.head, chain.verify_chain, lambda place: chain.append(place, "read", {}, NOW)):
        with pytest.raises((TornChainError, BrokenChainError)):
            step(path)
    assert path.read_bytes() == torn


def test_an_empty_file_is_a_chain_without_entries(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.touch()
    assert chain.head(path) == chain.verify_chain(path) == chain.EMPTY
    assert grown(path, 1).stat().st_size > 0
    assert chain.head(path).seq == 1


@pytest.mark.parametrize("count", [0, 1, 3])
def test_nothing_is_written_behind_a_blank_line(tmp_path: Path, count: int) -> None:
    path = grown(tmp_path / "a.jsonl", count)
    good = path.read_bytes() if count else b""
    for data in (good + b"\n", good + b"\n\n"):
        path.write_bytes(data)
        with pytest.raises(chain.ChainError):
            chain.verify_chain(path)
        with pytest.raises(chain.ChainError):
            chain.append(path, "read", {}, NOW)
        assert path.read_bytes() == data
