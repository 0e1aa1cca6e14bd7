"""Chains of format 1, one file with one file of details an entry, written as segments; no entry changes."""

from collections.abc import Iterator
from pathlib import Path

from mozaik.chain.details import LIMIT, Kept, read_record
from mozaik.chain.entry import Entry, Head, broken, entry_from_line
from mozaik.chain.errors import DetailsError
from mozaik.chain.log import ready
from mozaik.chain.place import SEGMENT_BYTES, SEGMENT_ENTRIES, Chain
from mozaik.chain.walk import EMPTY
from mozaik.chain.writing import append_bytes
from mozaik.files import make_private_folder


def take_over(old: Path, chain: Chain) -> Head:
    """Write the entries of an old chain file, as they are, into a chain that has none; return the head.

    What a crash left of the old chain is completed. BrokenChainError or DetailsError for an old chain that is
    not whole; the old files stay as they are.
    """
    last, size, begun = EMPTY, 0, 1
    records: list[bytes] = []
    lines: list[bytes] = []
    make_private_folder(chain.details_folder)
    for entry, record in _entries(old):
        if len(lines) == SEGMENT_ENTRIES or size >= SEGMENT_BYTES:
            begun = _write(chain, begun, records, lines)
            records, lines, size = [], [], 0
        records.append(record)
        lines.append(entry.to_line())
        last, size = entry.head, size + len(record)
    if lines:
        _write(chain, begun, records, lines)
    return last


def _write(chain: Chain, segment: int, records: list[bytes], lines: list[bytes]) -> int:
    """Write one segment, close it if it is full, and return the number of the one that grows."""
    append_bytes(chain.details(segment), b"".join(records), 0)
    append_bytes(chain.lines(segment), b"".join(lines), 0)
    return ready(chain).segment


def _entries(old: Path) -> Iterator[tuple[Entry, bytes]]:
    """The entries in order, each with its record."""
    last = EMPTY
    with old.open("rb") as stream:
        while (details := _details(old, last.seq + 1)) is not None:
            record, kept = details
            line = stream.readline()
            entry = kept.entry_after(last.hash)
            if not entry.to_line().startswith(line):
                raise broken(
                    "a line does not follow, or its details are not its own", f"{old}, line {entry.seq}"
                )
            last = entry.head
            yield entry, record
        rest = stream.readline()
    if rest:
        entry_from_line(rest, f"{old}, line {last.seq + 1}")
        raise DetailsError(
            "the details of an entry are missing",
            where=f"{old}, entry {last.seq + 1}",
            why="their file is gone, and was not erased by this program",
            remedy="put it back from a copy",
        )


def _details(old: Path, seq: int) -> tuple[bytes, Kept] | None:
    path = old.with_name(f"{old.name}.details") / f"{seq:08d}.json"
    if not path.exists():
        return None
    with path.open("rb") as stream:
        record = stream.read(LIMIT + 1) + b"\n"
    kept = read_record(record, str(path))
    if kept.seq != seq:
        raise broken("its details are another entry's", str(path))
    return record, kept
