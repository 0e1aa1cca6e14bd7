"""How far long work is, as texts of bounded length: parts, bytes, rate, and the time that is left."""

from dataclasses import dataclass

_STEPS = ("", "k", "M", "G", "T", "P")
_LONGEST_COUNT = 100_000
_DAY = 86_400


@dataclass(frozen=True, slots=True)
class Pace:
    """Parts and bytes that are done, of how many (0 while it is not known), after so many seconds."""

    done: int
    total: int
    done_bytes: int
    total_bytes: int
    seconds: float

    @property
    def share(self) -> float | None:
        """The part that is done, 0 to 1: by bytes where they are known; None while nothing is known."""
        if self.total_bytes:
            return min(1.0, self.done_bytes / self.total_bytes)
        return min(1.0, self.done / self.total) if self.total else None


def parts_text(pace: Pace) -> str:
    """`1,234/5,678`; the first alone while the total is not known."""
    return f"{_count(pace.done)}/{_count(pace.total)}" if pace.total else _count(pace.done)


def bytes_text(pace: Pace) -> str:
    """`1.23 GB/3.40 GB`; empty for work that reads no bytes."""
    return "/".join(size_text(size) for size in (pace.done_bytes, pace.total_bytes) if size)


def rate_text(pace: Pace) -> str:
    """`45.6 MB/s`, or `12/s` for work that reads no bytes; empty before anything is done."""
    if pace.seconds <= 0:
        return ""
    if pace.done_bytes:
        return f"{size_text(round(pace.done_bytes / pace.seconds))}/s"
    return f"{_rate(pace.done / pace.seconds)}/s" if pace.done else ""


def left_text(pace: Pace) -> str:
    """`0:42 left`; `in 1:05` once all is done, and how long it has taken so far while nothing can be said."""
    share = pace.share
    if share is not None and share >= 1 and pace.done >= pace.total:
        return f"in {_clock(pace.seconds)}"
    if not share:
        return f"{_clock(pace.seconds)} so far"
    return f"{_clock(pace.seconds * (1 - share) / share)} left"


def pace_line(title: str, pace: Pace) -> str:
    """All of it on one line: `triage card.dd: 1,234/5,678, 1.23 GB/3.40 GB, 45.6 MB/s, 0:42 left`."""
    texts = (parts_text(pace), bytes_text(pace), rate_text(pace), left_text(pace))
    return f"{title}: {', '.join(text for text in texts if text)}"


def size_text(size: int) -> str:
    """A number of bytes in three digits: `7 B`, `1.23 GB`; at most seven characters below 1000 PB."""
    return f"{size} B" if size < 1000 else f"{_three_digits(size, ' ')}B"


def _count(number: int) -> str:
    return f"{number:,}" if number < _LONGEST_COUNT else _three_digits(number, "")


def _rate(number: float) -> str:
    return f"{number:.1f}" if number < 10 else _count(round(number))


def _three_digits(number: int, gap: str) -> str:
    """A number from 1000 up in three digits and its power of a thousand."""
    power, short = 0, float(number)
    while short >= 999.5 and power < len(_STEPS) - 1:
        power, short = power + 1, short / 1000
    digits = max(0, 2 - (short >= 9.995) - (short >= 99.95))
    return f"{short:.{digits}f}{gap}{_STEPS[power]}"


def _clock(seconds: float) -> str:
    """`0:42`, `1:02:03`; days from the second on: `3 days`."""
    whole = round(seconds)
    if whole >= 2 * _DAY:
        return f"{whole // _DAY} days"
    minutes, rest = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
