"""The write-ahead log of a SQLite database: its committed pages laid over those of the database.

The last messages of a device may stand there alone. Layout and checksums: sqlite.org, "WAL-mode File Format".
"""

import struct

MAGIC = (b"\x37\x7f\x06\x82", b"\x37\x7f\x06\x83")
MAX_LOG = 64 << 20
"""Bytes of the longest log that is read."""
UNREADABLE = b"?"
"""What stands for a log that is there and cannot be read."""
_HEADER = struct.Struct(">4s7L")
_FRAME = struct.Struct(">6L")
_SMALLEST, _LARGEST = 512, 65536
_MASK = 0xFFFFFFFF


class LogError(Exception):
    """A log is damaged at its beginning, or of another database."""


def in_log_mode(content: bytearray) -> bool:
    """Whether a database says that its changes may stand in a log."""
    return content[18:20] == b"\x02\x02"


def lay_over(content: bytearray, log: bytes, largest: int) -> None:
    """Lay the committed pages of a log over a database of at most `largest` bytes, as SQLite reads both.

    What stands behind the last sound commit is left out: it is unfinished, or of a log before. Raises
    LogError, with the content untouched.
    """
    page_size, frames = _frames(log)
    own_size = int.from_bytes(content[16:18], "big")
    if page_size != (65536 if own_size == 1 else own_size):
        raise LogError
    pages: dict[int, int] = {}
    committed: dict[int, int] = {}
    count = 0
    for number, commit, place in frames:
        pages[number] = place
        if commit:
            committed.update(pages)
            pages, count = {}, commit
    if count * page_size > largest:
        raise LogError
    if not committed:
        return
    content.extend(bytes(max(0, count * page_size - len(content))))
    for number, place in committed.items():
        if 0 < number <= count:
            content[(number - 1) * page_size : number * page_size] = log[place : place + page_size]
    del content[count * page_size :]


def _frames(log: bytes) -> tuple[int, list[tuple[int, int, int]]]:
    """The size of a page, and of each sound frame its page, the size after its commit or 0, and its place."""
    if len(log) < _HEADER.size:
        raise LogError
    magic, _, page_size, _, salt_1, salt_2, sum_1, sum_2 = _HEADER.unpack_from(log)
    order = ">" if magic == MAGIC[1] else "<"
    is_size = _SMALLEST <= page_size <= _LARGEST and page_size & (page_size - 1) == 0
    sums = _summed(log[:24], order, (0, 0))
    if magic not in MAGIC or not is_size or sums != (sum_1, sum_2):
        raise LogError
    frames, at = [], _HEADER.size
    while at + _FRAME.size + page_size <= len(log):
        number, commit, own_1, own_2, sum_1, sum_2 = _FRAME.unpack_from(log, at)
        place = at + _FRAME.size
        sums = _summed(log[at : at + 8], order, sums)
        sums = _summed(log[place : place + page_size], order, sums)
        if (own_1, own_2) != (salt_1, salt_2) or sums != (sum_1, sum_2):
            break
        frames.append((number, commit, place))
        at = place + page_size
    return page_size, frames


def _summed(content: bytes, order: str, sums: tuple[int, int]) -> tuple[int, int]:
    """The two running sums of a log over more bytes, a multiple of 8."""
    first, second = sums
    words = iter(struct.unpack(f"{order}{len(content) // 4}L", content))
    for even, odd in zip(words, words, strict=True):
        first = (first + even + second) & _MASK
        second = (second + odd + first) & _MASK
    return first, second
