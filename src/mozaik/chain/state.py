"""How a chain ends: its last entry, and what a crash left after it; read from the ends of files alone."""

from dataclasses import dataclass

from mozaik.chain.details import last_record
from mozaik.chain.entry import LINE_LIMIT, Head, broken, entry_from_line
from mozaik.chain.errors import DetailsError, TornChainError
from mozaik.chain.place import SEGMENT_BYTES, SEGMENT_ENTRIES, Chain
from mozaik.chain.signed_head import head_from_line, is_head_line
from mozaik.chain.walk import EMPTY, closing_head, last_lines


@dataclass(frozen=True, slots=True)
class State:
    """The segment that grows, the chain's head, and the ends of the segment's two files.

    `begun` is the number of the segment's first entry, 0 without one; `size` the bytes of its whole lines and
    `tail` the bytes after them; `kept` the number of the last whole record, `kept_size` where it ends, and
    `kept_all` the size of the file.
    """

    segment: int
    last: Head
    begun: int
    size: int
    tail: bytes
    kept: int
    kept_size: int
    kept_all: int

    @property
    def is_torn(self) -> bool:
        """Whether a crash left something that the next writer completes, or cuts off."""
        return bool(self.tail) or self.is_owed or self.kept_all > self.kept_size

    @property
    def is_owed(self) -> bool:
        """Whether details call for lines that are not there."""
        return self.kept > self.last.seq

    @property
    def is_full(self) -> bool:
        """Whether the segment takes no more entries."""
        entries = self.last.seq - self.begun + 1 if self.begun else 0
        return entries >= SEGMENT_ENTRIES or self.kept_size >= SEGMENT_BYTES


def state_of(chain: Chain) -> State:
    """How the chain ends; BrokenChainError for an end that is not sound, DetailsError for lost details.

    Without a folder of details the lines alone are looked at.
    """
    segment = chain.last_segment()
    if not segment:
        return _state(chain, 1, EMPTY, b"")
    path = chain.lines(segment)
    with path.open("rb", buffering=0) as stream:
        first = stream.read(LINE_LIMIT).partition(b"\n")[0]
        line, tail = last_lines(stream)
    place = f"{path}, last line"
    if line is None:
        before = closing_head(chain, segment - 1).head if segment > 1 else EMPTY
        return _state(chain, segment, before, tail)
    if is_head_line(line):
        if tail:
            raise broken("something stands after the head of its segment", place)
        said = head_from_line(line, chain.name, segment, chain.node, place)
        return _state(chain, segment + 1, said.head, b"")
    _, last = entry_from_line(line, place)
    begun, _ = entry_from_line(first, f"{path}, first line")
    return _state(chain, segment, last, tail, begun.seq)


def _state(chain: Chain, segment: int, last: Head, tail: bytes, begun: int = 0) -> State:
    lines, details = chain.lines(segment), chain.details(segment)
    size = lines.stat().st_size - len(tail) if begun else 0
    kept = kept_size = kept_all = 0
    if details.exists():
        with details.open("rb", buffering=0) as stream:
            kept, kept_size = last_record(stream)
            kept_all = stream.seek(0, 2)
    if begun and kept < last.seq and chain.details_folder.is_dir():
        raise DetailsError(
            "the details of the last entry are missing",
            where=str(details),
            why="their file was cut off, or is gone",
            remedy="put it back from a copy",
        )
    return State(segment, last, begun, size, tail, kept, kept_size, kept_all)


def torn(chain: Chain, why: str) -> TornChainError:
    """The error for a chain that does not end in a whole entry."""
    return TornChainError(
        "the end of the chain is torn, as a crash leaves it",
        where=str(chain.folder),
        why=why,
        remedy="the next entry repairs it if it can; else put chain and details back from a copy",
    )
