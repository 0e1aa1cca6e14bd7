"""The salted details of entries, kept beside the lines of a segment, so that they can go.

A record is one line of canonical JSON. It is written before the line of its entry, and holds all that the
line is made of: a line that a crash tore, or kept from being written, can be completed. Erasing replaces salt
and details by the bare commitment.
"""

import mmap
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from mozaik.canonical import JsonValue, NotCanonicalError, from_canonical, to_canonical
from mozaik.chain.entry import Entry, commitment_to
from mozaik.chain.errors import ChainError, DetailsError

LIMIT = 4 * 1024 * 1024
_KEPT = frozenset({"seq", "at", "event", "salt", "details"})
_ERASED = frozenset({"seq", "at", "event", "commitment"})
_END = re.compile(rb'"seq":([1-9][0-9]{0,15})\}\n\Z')
_END_SIZE = 32


@dataclass(frozen=True, slots=True)
class Kept:
    """A record: the entry's number, time, event and commitment; `details` is None once erased."""

    seq: int
    at: str
    event: str
    commitment: str
    details: Mapping[str, JsonValue] | None

    def entry_after(self, previous: str) -> Entry:
        """The entry that belongs to these details when it follows the hash `previous`."""
        return Entry(self.seq, self.at, self.event, self.commitment, previous)

    def belongs_to(self, entry: Entry) -> bool:
        """Whether the entry commits to exactly this."""
        return self.entry_after(entry.previous) == entry


def record_of(entry: Entry, salt: bytes, details: bytes, where: str) -> bytes:
    """The record of an entry with the canonical JSON of its details, line feed included.

    ChainError, naming `where`, for one that is too large.
    """
    after = f',"event":"{entry.event}","salt":"{salt.hex()}","seq":{entry.seq}}}'
    data = f'{{"at":"{entry.at}","details":'.encode() + details + after.encode()
    if len(data) > LIMIT:
        raise ChainError(
            "details are too large",
            where=where,
            why=f"more than {LIMIT} bytes",
            remedy="write less into one entry",
        )
    return data + b"\n"


def erased_record_of(entry: Entry) -> bytes:
    """What stands in place of salt and details once they are erased, line feed included."""
    bare: dict[str, JsonValue] = {
        "seq": entry.seq,
        "at": entry.at,
        "event": entry.event,
        "commitment": entry.commitment,
    }
    return to_canonical(bare) + b"\n"


def read_record(line: bytes, where: str) -> Kept:
    """The record in a line; DetailsError, naming `where`, if it is not sound."""
    try:
        return _kept(from_canonical(line.removesuffix(b"\n"), where))
    except (NotCanonicalError, ChainError, ValueError, TypeError) as error:
        raise DetailsError(
            "the details of an entry cannot be read",
            where=where,
            why="a record is not as it was written",
            remedy="put the file back from a copy",
        ) from error


def records_in(path: Path) -> Iterator[Kept]:
    """The records of a file in order, none without one; DetailsError for one that is not sound in itself."""
    if not path.exists():
        return
    with path.open("rb") as stream:
        number = 0
        while line := stream.readline(LIMIT + 1):
            number += 1
            yield read_record(line, f"{path}, record {number}")


def last_record(stream: BinaryIO) -> tuple[int, int]:
    """The number of the last whole record, 0 without one, and where it ends: a torn one may follow.

    Reads the end alone, however long the file is. BrokenChainError is left to whoever compares numbers.
    """
    size = stream.seek(0, 2)
    stream.seek(max(0, size - _END_SIZE))
    if end := _END.search(stream.read()):
        return int(end[1]), size
    if not size:
        return 0, 0
    with mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as content:
        whole = content.rfind(b"\n") + 1
        end = _END.search(content[max(0, whole - _END_SIZE) : whole])
    return (int(end[1]), whole) if end else (0, whole)


def find_record(path: Path, seq: int) -> tuple[int, int] | None:
    """Where the record of an entry begins and ends in a file; None if it is not there."""
    if not path.exists() or not path.stat().st_size:
        return None
    with path.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as content:
        mark = b'"seq":%d}\n' % seq
        ending = content.find(b"," + mark)
        return None if ending < 0 else (content.rfind(b"\n", 0, ending) + 1, ending + len(mark) + 1)


def _kept(value: JsonValue) -> Kept:
    if not isinstance(value, dict) or type(seq := value.get("seq")) is not int:
        raise ValueError
    details = value.get("details")
    texts = {name: str(text) for name, text in value.items() if isinstance(text, str)}
    if set(value) == _ERASED == {*texts, "seq"}:
        return Kept(seq, texts["at"], texts["event"], texts["commitment"], None)
    if set(value) != _KEPT or {*texts, "seq", "details"} != _KEPT or not isinstance(details, dict):
        raise ValueError
    commitment = commitment_to(bytes.fromhex(texts["salt"]), to_canonical(details))
    return Kept(seq, texts["at"], texts["event"], commitment, details)
