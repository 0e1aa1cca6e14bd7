"""Segments: closed by heads that the node signs, so that nothing is lost, swapped or cut off unseen."""

import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from mozaik import chain
from mozaik.canonical import from_canonical, to_canonical
from mozaik.chain import (
    BrokenChainError,
    Chain,
    ChainError,
    DetailsError,
    TornChainError,
    count_events,
    entries_of,
)
from mozaik.seal import BadSignatureError
from tests.chain.support import NOW, chain_at, grown, node_of
from tests.killing import STEPS, killed_before_change

FOUND = (ChainError, BadSignatureError)


@pytest.fixture(autouse=True)
def _short_segments(monkeypatch: pytest.MonkeyPatch) -> None:
    for room in ("state", "earlier"):
        monkeypatch.setattr(f"mozaik.chain.{room}.SEGMENT_ENTRIES", 4)


def files_of(own: Chain) -> dict[str, bytes]:
    return {str(p.relative_to(own.folder)): p.read_bytes() for p in own.folder.rglob("*") if p.is_file()}


def test_a_chain_of_many_segments_reads_as_one(tmp_path: Path) -> None:
    own = grown(tmp_path / "a", 13)
    assert own.segments() == 4
    assert [entry.seq for entry in chain.entries(own)] == list(range(1, 14))
    for entry in chain.entries(own):
        assert chain.details_of(own, entry) == {"number": entry.seq - 1, "text": "Živa Čeh / Жива"}
    assert chain.verify_chain(own).seq == 13


@pytest.mark.parametrize("count", [0, 1, 3, 4, 5, 8, 9, 13])
def test_one_event_is_found_and_counted_without_reading_the_others(tmp_path: Path, count: int) -> None:
    own = grown(tmp_path / "a", count)
    for event in ("judge", "read", "never"):
        slow = [entry for entry in chain.entries(own) if entry.event == event]
        assert [entry for entry, _ in entries_of(own, event)] == slow
        assert count_events(own, event) == len(slow)
    for entry, details in entries_of(own, "judge"):
        assert details == chain.details_of(own, entry)


def test_segments_without_the_event_are_not_opened(tmp_path: Path) -> None:
    own = chain_at(tmp_path / "a")
    for event in ("judge", *["read"] * 12, "judge"):
        chain.append(own, event, {}, NOW)
    own.lines(2).write_bytes(b"what stands here is not looked at" + own.lines(2).read_bytes()[33:])
    assert [entry.seq for entry, _ in entries_of(own, "judge")] == [1, 14]
    with pytest.raises(BrokenChainError):
        chain.verify_chain(own)


def test_many_bytes_close_a_segment_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mozaik.chain.state.SEGMENT_BYTES", 1000)
    own = chain_at(tmp_path / "a")
    for _ in range(4):
        chain.append(own, "read", {"text": "x" * 600}, NOW)
    assert own.segments() == 2
    assert chain.verify_chain(own).seq == 4


CHANGES: dict[str, Callable[[Chain], object]] = {
    "first lost": lambda own: own.lines(1).unlink(),
    "middle lost": lambda own: own.lines(2).unlink(),
    "two swapped": lambda own: _swap(own.lines(1), own.lines(2)),
    "middle empty": lambda own: own.lines(2).write_bytes(b""),
    "not closed": lambda own: _write(own, 2, _split(own, 2)[:-1]),
    "head of another": lambda own: _write(own, 2, [*_split(own, 2)[:-1], _split(own, 1)[-1]]),
    "entry after the head": lambda own: _write(own, 1, [_lines(own, 1), _split(own, 2)[0]]),
    "one entry less": lambda own: _write(own, 2, [*_split(own, 2)[:-2], _split(own, 2)[-1]]),
    "a strange segment": lambda own: own.lines(9).write_bytes(_lines(own, 1)),
    "details lost": lambda own: own.details(2).unlink(),
    "details swapped": lambda own: _swap(own.details(1), own.details(2)),
    "details cut off": lambda own: os.truncate(own.details(3), own.details(3).stat().st_size - 40),
    "last cut off": lambda own: os.truncate(own.lines(4), own.lines(4).stat().st_size - 40),
    "head cut off": lambda own: os.truncate(own.lines(3), own.lines(3).stat().st_size - 40),
}  # fmt: skip


def _lines(own: Chain, segment: int) -> bytes:
    return own.lines(segment).read_bytes()


def _split(own: Chain, segment: int) -> list[bytes]:
    return _lines(own, segment).splitlines(keepends=True)


def _write(own: Chain, segment: int, lines: list[bytes]) -> None:
    own.lines(segment).write_bytes(b"".join(lines))


def _swap(one: Path, other: Path) -> None:
    first, second = one.read_bytes(), other.read_bytes()
    one.write_bytes(second)
    other.write_bytes(first)


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_lost_swapped_and_edited_segments_are_found(
    tmp_path: Path, change: Callable[[Chain], object]
) -> None:
    own = grown(tmp_path / "a", 14)
    chain.verify_chain(own)
    change(own)
    with pytest.raises(FOUND):
        chain.verify_chain(own)


@pytest.mark.parametrize(
    "change",
    [
        {"seq": 9}, {"hash": "0" * 64}, {"chain": "HR-MUP"}, {"node": "other"}, {"segment": 1},
        {"events": {}},
        {"events": {"read": {"count": 99, "segment": 2}, "judge": {"count": 2, "segment": 2}}},
        {"signature": "0" * 128}, {"key": "0" * 64}, {"more": 1}, {"seq": True}, {"signature": "x"},
    ],
)  # fmt: skip
def test_a_head_that_was_changed_is_found_even_under_a_key_of_somebody_else(
    tmp_path: Path, change: dict[str, object]
) -> None:
    own = grown(tmp_path / "a", 10)
    *entries, head = _split(own, 2)
    value = from_canonical(head[:-1], "head")
    assert isinstance(value, dict)
    forged = to_canonical({**value, **change})  # type: ignore[dict-item]
    own.lines(2).write_bytes(b"".join((*entries, forged + b"\n")))
    with pytest.raises(FOUND):
        chain.verify_chain(own)
    with pytest.raises(FOUND):
        list(entries_of(own, "judge"))


def test_a_chain_built_anew_under_another_key_or_name_is_not_this_nodes(tmp_path: Path) -> None:
    own = grown(tmp_path / "a", 9)
    for other in (
        chain_at(own.folder, node=node_of(b"z" * 32)),
        chain_at(own.folder, "HR-MUP"),
        chain_at(own.folder, node=node_of(name="other")),
    ):
        with pytest.raises(FOUND):
            chain.verify_chain(other)
        with pytest.raises(FOUND):
            list(entries_of(other, "read"))


def test_a_judgement_cut_out_of_a_closed_segment_is_found_when_judgements_are_read(tmp_path: Path) -> None:
    own = grown(tmp_path / "a", 10)
    own.lines(1).write_bytes(b"".join(line for line in _split(own, 1) if b'"event":"judge"' not in line))
    with pytest.raises(BrokenChainError, match="count"):
        list(entries_of(own, "judge"))


def test_an_entry_cut_out_before_the_last_head_is_found(tmp_path: Path) -> None:
    """Nothing follows that would show it but the head itself."""
    own = grown(tmp_path / "a", 9)
    for path in (own.lines(3), own.details(3)):
        path.unlink()
    assert chain.verify_chain(own).seq == 8
    _write(own, 2, [*_split(own, 2)[:-2], _split(own, 2)[-1]])
    records = own.details(2).read_bytes().splitlines(keepends=True)
    own.details(2).write_bytes(b"".join(records[:-1]))
    with pytest.raises(BrokenChainError, match="head of its entries"):
        chain.verify_chain(own)


def test_a_last_entry_exchanged_for_another_is_found_by_the_head_alone(tmp_path: Path) -> None:
    own = grown(tmp_path / "a", 9)
    own.lines(3).unlink()
    shutil.rmtree(own.details_folder)
    assert chain.verify_chain(own).seq == 8
    last = list(chain.entries(own))[-1]
    other = replace(last, commitment="0" * 64).to_line()
    _write(own, 2, [*_split(own, 2)[:-2], other, _split(own, 2)[-1]])
    with pytest.raises(BrokenChainError, match="head of its entries"):
        chain.verify_chain(own)


def test_details_of_a_closed_segment_can_be_erased(tmp_path: Path) -> None:
    own = grown(tmp_path / "a", 9)
    second, known = list(chain.entries(own))[1], chain.head(own)
    chain.erase_details(own, second, "review date passed", NOW)
    assert chain.details_of(own, second) is None
    assert [details is None for _, details in entries_of(own, "read")].count(True) == 1
    assert chain.verify_chain(own, known).seq == 10


def test_a_crash_before_any_write_loses_nothing_that_was_accepted(tmp_path: Path) -> None:
    """Killed before its n-th change to the disk, over the closing of a segment."""
    calm = grown(tmp_path / "calm", 9)
    for step in STEPS:
        own = grown(tmp_path / str(step), 3)
        accepted = chain.head(own)
        if not killed_before_change(step, partial(grown, own.folder, 3, 3)):
            break
        chain.complete(own)
        done = chain.verify_chain(own, accepted).seq
        assert 3 <= done <= 6
        grown(own.folder, 9 - done, done)
        assert files_of(own) == files_of(calm)
    assert 12 < step < 397
    shutil.rmtree(tmp_path)


def test_a_reader_refuses_what_a_writer_can_complete(tmp_path: Path) -> None:
    own = grown(tmp_path / "a", 5)
    whole = files_of(own)
    for size in range(len(_split(own, 1)[0]), len(_lines(own, 1)), 101):
        shutil.rmtree(own.folder)
        grown(own.folder, 4)
        own.lines(1).write_bytes(whole["00000001.jsonl"][:size])
        if len(_lines(own, 1).splitlines(keepends=True)[-1]) and not _lines(own, 1).endswith(b"\n"):
            with pytest.raises(TornChainError):
                chain.head(own)
        grown(own.folder, 1, 4)
        assert files_of(own) == whole


def test_lost_details_stop_the_chain_from_growing(tmp_path: Path) -> None:
    own = grown(tmp_path / "a", 6)
    own.details(2).write_bytes(b"")
    with pytest.raises(DetailsError):
        chain.append(own, "read", {}, NOW)
