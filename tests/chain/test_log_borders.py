"""A chain at its borders: an empty file, the longest line, and a tail as long as a crash can leave."""

import os
from pathlib import Path

import pytest

from mozaik import chain
from mozaik.chain import BrokenChainError, TornChainError
from mozaik.chain.entry import LINE_LIMIT
from tests.chain.support import NOW, chain_at, grown


def test_a_new_chain_has_its_names_on_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    forced, real = [], os.fsync

    def noted(descriptor: int) -> None:
        forced.append(os.fstat(descriptor).st_ino)
        real(descriptor)

    monkeypatch.setattr(os, "fsync", noted)
    own = grown(tmp_path / "a", 1)
    places = (tmp_path, own.folder, own.details_folder, own.lines(1), own.details(1))
    assert {place.stat().st_ino for place in places} <= set(forced)


def test_the_end_of_a_long_chain_is_completed_at_any_byte(tmp_path: Path) -> None:
    own = grown(tmp_path / "a", 20)
    good, kept, known = own.lines(1).read_bytes(), own.details(1).read_bytes(), chain.head(own)
    last = len(good.splitlines(keepends=True)[-1])
    assert len(good) > 4 * LINE_LIMIT
    for size in range(len(good) - last, len(good), 7):
        own.lines(1).write_bytes(good[:size])
        chain.append(own, "read", {}, NOW)
        assert chain.verify_chain(own, known).seq == 21
        own.details(1).write_bytes(kept)


@pytest.mark.parametrize("count", [1, 9])
@pytest.mark.parametrize("size", [1, LINE_LIMIT, 4 * LINE_LIMIT, 4 * LINE_LIMIT + 1, 64 * LINE_LIMIT, 99999])
def test_a_tail_of_any_length_that_is_no_line_is_refused_and_kept(
    tmp_path: Path, count: int, size: int
) -> None:
    own = grown(tmp_path / "a", count)
    torn = own.lines(1).read_bytes() + b"x" * size
    own.lines(1).write_bytes(torn)
    for step in (chain.head, chain.verify_chain, lambda place: chain.append(place, "read", {}, NOW)):
        with pytest.raises((TornChainError, BrokenChainError)):
            step(own)
    assert own.lines(1).read_bytes() == torn


def test_an_empty_file_is_a_chain_without_entries(tmp_path: Path) -> None:
    own = chain_at(tmp_path / "a")
    own.folder.mkdir()
    own.lines(1).touch()
    assert chain.head(own) == chain.verify_chain(own) == chain.EMPTY
    assert grown(own.folder, 1).lines(1).stat().st_size > 0
    assert chain.head(own).seq == 1


@pytest.mark.parametrize("count", [0, 1, 3])
def test_nothing_is_written_behind_a_blank_line(tmp_path: Path, count: int) -> None:
    own = grown(tmp_path / "a", max(count, 1))
    good = own.lines(1).read_bytes() if count else b""
    for data in (good + b"\n", good + b"\n\n"):
        own.lines(1).write_bytes(data)
        with pytest.raises(chain.ChainError):
            chain.verify_chain(own)
        with pytest.raises(chain.ChainError):
            chain.append(own, "read", {}, NOW)
        assert own.lines(1).read_bytes() == data
