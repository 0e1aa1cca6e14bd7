"""Long work: every bar says total, rate, bytes and time left; a line every ten seconds without a terminal."""

import io
import itertools
import re
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mozaik.cli.bars import drawn_steps
from mozaik.cli.common import progress_bar
from mozaik.cli.pace import Pace, bytes_text, left_text, pace_line, parts_text, rate_text, size_text
from mozaik.cli.told_lines import EVERY, ToldLines, keep_telling, told_steps
from mozaik.progress import file_by_file

AMOUNTS = st.integers(0, 10**14)


class Clock:
    """Seconds as the test says them."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


class Terminal(io.StringIO):
    """A stream that says that it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("pace", "line"), [
    (Pace(0, 0, 0, 0, 3), "x: 0, 0:03 so far"),
    (Pace(7, 0, 0, 0, 2), "x: 7, 3.5/s, 0:02 so far"),
    (Pace(250, 1000, 0, 0, 30), "x: 250/1,000, 8.3/s, 1:30 left"),
    (Pace(1, 4, 900, 1000, 9), "x: 1/4, 900 B/1.00 kB, 100 B/s, 0:01 left"),
    (Pace(1234, 5678, 1_230_000_000, 3_400_000_000, 60),
     "x: 1,234/5,678, 1.23 GB/3.40 GB, 20.5 MB/s, 1:46 left"),
    (Pace(4, 4, 1000, 1000, 3725), "x: 4/4, 1.00 kB/1.00 kB, 0 B/s, in 1:02:05"),
    (Pace(1, 10**6, 0, 0, 86_400), "x: 1/1.00M, 0.0/s, 999999 days left"),
    (Pace(3, 4, 1000, 1000, 10), "x: 3/4, 1.00 kB/1.00 kB, 100 B/s, 0:00 left"),
])  # fmt: skip
def test_a_line_says_total_bytes_rate_and_time_left(pace: Pace, line: str) -> None:
    assert pace_line("x", pace) == line


@pytest.mark.parametrize(("size", "text"), [
    (0, "0 B"), (999, "999 B"), (1000, "1.00 kB"), (9994, "9.99 kB"), (9996, "10.0 kB"), (99_960, "100 kB"),
    (999_499, "999 kB"), (999_600, "1.00 MB"), (10**15, "1.00 PB"),
])  # fmt: skip
def test_a_size_has_three_digits(size: int, text: str) -> None:
    assert size_text(size) == text


@given(AMOUNTS, AMOUNTS, AMOUNTS, AMOUNTS, st.floats(0, 10**6))
def test_no_text_is_longer_than_its_place_on_80_columns(
    done: int, total: int, done_bytes: int, total_bytes: int, seconds: float
) -> None:
    pace = Pace(done, total, done_bytes, total_bytes, seconds)
    assert len(parts_text(pace)) <= 13
    assert len(bytes_text(pace)) <= 15
    if seconds >= 1:
        assert len(rate_text(pace)) <= 9
    if (pace.share or 1) > 10**-6:
        assert len(left_text(pace)) <= 18


def test_a_bar_says_all_of_it_on_one_line_of_80_columns() -> None:
    clock, stream = Clock(), Terminal()
    with drawn_steps(stream, clock, width=80) as begin:
        step = begin("triage of a card with a long name.dd\x1b[2J")
        clock.now += 30
        step(25_000, 99_999, 123_000_000_000, 984_000_000_000)
    assert "\x1b[2J" not in stream.getvalue()
    plain = re.sub(r"\x1b\[[?0-9;]*[A-Za-z]", "", stream.getvalue())
    shown = [line for line in re.split(r"[\r\n]+", plain) if line]
    assert all(len(line) <= 80 for line in shown)
    assert shown[-1].startswith("triage of a card")
    for text in ("25,000/99,999", "123 GB/984 GB", "4.10 GB/s", "3:30 left"):
        assert text in shown[-1]


def test_without_a_terminal_a_line_comes_every_ten_seconds() -> None:
    clock, stream = Clock(), io.StringIO()
    lines = ToldLines(stream, clock)
    step = lines.begin("triage card.dd")
    waited: list[float] = []
    tens = itertools.count(1)

    def wait(seconds: float) -> bool:
        waited.append(seconds)
        clock.now += seconds
        step(next(tens), 4)
        return len(waited) == 3

    keep_telling(lines, wait)
    lines.finish()
    assert waited == [EVERY] * 3 == [10.0] * 3
    assert stream.getvalue().splitlines() == [
        "triage card.dd: 1/4, 0.1/s, 0:30 left",
        "triage card.dd: 2/4, 0.1/s, 0:20 left",
        "triage card.dd: 3/4, 0.1/s, 0:10 left",
    ]


def test_work_that_was_told_of_ends_with_a_line_and_short_work_says_nothing() -> None:
    clock, stream = Clock(), io.StringIO()
    lines = ToldLines(stream, clock)
    step = lines.begin("long")
    clock.now += 10
    step(1, 2)
    lines.tell()
    clock.now += 2
    step(2, 2)
    lines.begin("short")(1, 1)
    lines.finish()
    lines.tell()
    assert stream.getvalue().splitlines() == ["long: 1/2, 0.1/s, 0:10 left", "long: 2/2, 0.2/s, in 0:12"]


def test_the_teller_ends_with_the_work_even_when_it_fails() -> None:
    def work() -> Iterator[None]:
        with told_steps(io.StringIO(), Clock()) as begin:
            begin("work")(1, 2)
            yield
            raise KeyError

    with pytest.raises(KeyError):
        list(work())
    assert "progress" not in {thread.name for thread in threading.enumerate()}


@pytest.mark.parametrize(("is_terminal", "kind"), [(True, "xterm"), (False, "xterm"), (False, "dumb")])
def test_bars_on_a_terminal_and_lines_elsewhere(
    monkeypatch: pytest.MonkeyPatch, is_terminal: bool, kind: str
) -> None:
    stream = io.StringIO() if kind == "xterm" and not is_terminal else Terminal()
    monkeypatch.setattr("sys.stderr", stream)
    monkeypatch.setenv("TERM", kind)
    with progress_bar("read") as step:
        tellers = [thread for thread in threading.enumerate() if thread.name == "progress"]
        step(1, 1, 10, 10)
    assert bool(stream.getvalue()) is is_terminal
    assert bool(tellers) is not is_terminal


def test_files_are_told_with_their_bytes_as_they_lie_behind(tmp_path: Path) -> None:
    files = [tmp_path / name for name in ("a", "b", "gone")]
    files[0].write_bytes(b"1" * 10)
    files[1].write_bytes(b"2" * 30)
    told: list[tuple[int, ...]] = []
    assert list(file_by_file(files, lambda *amounts: told.append(amounts))) == files
    assert told == [(0, 3, 0, 40), (1, 3, 10, 40), (2, 3, 40, 40), (3, 3, 40, 40)]
