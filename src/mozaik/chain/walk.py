"""Reading segments in order, each line held to what came before; the memory does not grow with the chain."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from mozaik.chain.entry import LINE_LIMIT, START, Entry, Head, broken, entry_from_line
from mozaik.chain.place import Chain
from mozaik.chain.signed_head import HEAD_LIMIT, Occurred, SegmentHead, head_from_line, is_head_line

EMPTY = Head(0, START)


@dataclass(slots=True)
class Walk:
    """A way along a chain: the head and what occurred so far; whether the segment before is closed."""

    chain: Chain
    last: Head = EMPTY
    events: dict[str, Occurred] = field(default_factory=dict)
    closed: bool = True

    @staticmethod
    def after(chain: Chain, segment: int) -> "Walk":
        """The way from the end of a closed segment on, by the head that closes it; 0 is the beginning."""
        if not segment:
            return Walk(chain)
        said = closing_head(chain, segment)
        return Walk(chain, said.head, dict(said.events))

    def entries(self, segment: int, size: int) -> Iterator[Entry]:
        """The entries in the first `size` bytes of a segment; BrokenChainError unless each follows.

        The head that closes the segment is held to the entries: number, hash, and every count.
        """
        path = self.chain.lines(segment)
        if not self.closed:
            raise broken("the segment before it is not closed", str(path))
        self.closed = False
        with open_segment(path) as stream:
            while stream.tell() < size:
                place = f"{path}, line after entry {self.last.seq}"
                line = stream.readline(HEAD_LIMIT)
                if self.closed:
                    raise broken("a line stands after the head of its segment", place)
                if is_head_line(line):
                    self.closed = True
                    self._close(head_from_line(line, self.chain.name, segment, self.chain.node, place), place)
                else:
                    yield self._follow(line, segment, place)

    def _follow(self, line: bytes, segment: int, place: str) -> Entry:
        entry, head = entry_from_line(line, place)
        if not line.endswith(b"\n") or entry.seq != self.last.seq + 1 or entry.previous != self.last.hash:
            raise broken("it does not follow from the entry before it", place)
        self.last = head
        known = self.events.get(entry.event)
        self.events[entry.event] = Occurred(known.count + 1 if known else 1, segment)
        return entry

    def _close(self, said: SegmentHead, place: str) -> None:
        if said.head != self.last or said.events != self.events:
            raise broken("the head of the segment is not the head of its entries", place)


def closing_head(chain: Chain, segment: int) -> SegmentHead:
    """The signed head that closes a segment, read from its end; BrokenChainError if it is not closed."""
    path = chain.lines(segment)
    with open_segment(path) as stream:
        line, tail = last_lines(stream)
    if tail or line is None or not is_head_line(line):
        raise broken("it is not closed, and another segment follows", str(path))
    return head_from_line(line, chain.name, segment, chain.node, f"{path}, last line")


def open_segment(path: Path) -> BinaryIO:
    """A stream over the lines of a segment; BrokenChainError if it is not there."""
    try:
        return path.open("rb")
    except FileNotFoundError as error:
        raise broken("a segment is missing", str(path)) from error


def last_lines(stream: BinaryIO) -> tuple[bytes | None, bytes]:
    """The last whole line (None if there is none) and the unfinished bytes after it."""
    size = stream.seek(0, 2)
    for reach in (4 * LINE_LIMIT, 2 * HEAD_LIMIT):
        stream.seek(max(0, size - reach))
        lines, line_end, tail = stream.read().rpartition(b"\n")
        _before, earlier_end, line = lines.rpartition(b"\n")
        if earlier_end or reach >= size:
            break
    return line if line_end else None, tail
