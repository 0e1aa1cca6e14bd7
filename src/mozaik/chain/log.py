"""A chain on the disk: append under a lock, crash-safe, and verify; nothing is ever changed or removed.

An entry counts once `append` has returned: its details and its line are on the disk by then. After a
crash the next `append` first completes what the crash interrupted. Reading never writes: it refuses a torn
chain instead.
"""

import errno
import fcntl
import os
import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, cast

from mozaik.canonical import JsonValue
from mozaik.chain.details import drop_details, read_details, write_details, write_erased
from mozaik.chain.entry import (
    LINE_LIMIT,
    SALT_SIZE,
    START,
    Entry,
    Head,
    broken,
    commitment_to,
    entry_from_line,
)
from mozaik.chain.errors import ChainError, DetailsError, HeadError, TornChainError
from mozaik.files import PRIVATE, force_folder, storage_errors
from mozaik.moments import utc_text

EMPTY = Head(0, START)
_TAIL = 2 * LINE_LIMIT
"""Bytes from the end that hold the last whole line and what a crash left of the next."""


def append(
    chain: Path, event: str, details: Mapping[str, object], now: datetime, salt: bytes | None = None
) -> Entry:
    """Add an entry and return it once it is safely on the disk.

    `event` is a short lower-case word, `details` JSON without fractions, `salt` 32 bytes (random unless
    given). Waits for other writers. Raises NotCanonicalError or ChainError for an entry that breaks it,
    BrokenChainError or TornChainError for a chain that must not grow, StorageError when the disk refuses;
    the chain is then as long as it was.
    """
    if now.tzinfo is None:
        raise ChainError("a time has no zone", where=str(chain), remedy="give the moment with its zone")
    kept = cast("Mapping[str, JsonValue]", details)
    return append_after(chain, event, lambda _: kept, now, salt)


def append_after(
    chain: Path,
    event: str,
    make: Callable[[Head], Mapping[str, JsonValue]],
    now: datetime,
    salt: bytes | None = None,
) -> Entry:
    """As `append`, with the details that `make` gives for the head after which the entry will stand.

    No other entry comes between. What `make` raises leaves the chain as it was.
    """
    salt = secrets.token_bytes(SALT_SIZE) if salt is None else salt
    with _locked(chain) as file:
        last = _recovered_head(chain, file)
        kept = make(last)
        commitment = commitment_to(salt, kept)
        entry = Entry(last.seq + 1, utc_text(now), event, commitment, last.hash)
        write_details(chain, entry, salt, kept)
        try:
            _write_line(chain, file, entry)
        except BaseException:
            drop_details(chain, entry.seq)
            raise
    return entry


def complete(chain: Path) -> Head:
    """Complete what a crash interrupted, as the next `append` would, and return the head."""
    with _locked(chain) as file:
        return _recovered_head(chain, file)


def head(chain: Path) -> Head:
    """The head of a chain, `EMPTY` if there is none yet; reads the last line only.

    TornChainError after a crash, BrokenChainError if the last line is not sound.
    """
    if not chain.exists():
        return EMPTY
    with chain.open("rb") as file:
        return _settled(chain, file)[0]


def entries(chain: Path) -> Iterator[Entry]:
    """The entries in order, each checked against the one before; the errors of `verify_chain`."""
    if not chain.exists():
        return
    last = EMPTY
    with chain.open("rb") as file:
        _, size = _settled(chain, file)
        while file.tell() < size:
            place = f"{chain}, line {last.seq + 1}"
            entry = entry_from_line(file.readline(LINE_LIMIT + 1), place)
            if entry.seq != last.seq + 1 or entry.previous != last.hash:
                raise broken("it does not follow from the entry before it", place)
            last = entry.head
            yield entry


def verify_chain(chain: Path, known: Head | None = None) -> Head:
    """Check every entry of a chain and return its head.

    With a `known` head, noted earlier elsewhere, the chain must lead through it. Raises BrokenChainError,
    TornChainError, HeadError, and DetailsError if details that are still there are not the ones that their
    entry commits to.
    """
    last, met = EMPTY, known is None or known == EMPTY
    for entry in entries(chain):
        last = entry.head
        met = met or last == known
        kept = read_details(chain, entry.seq)
        if kept is not None and not kept.belongs_to(entry):
            raise _foreign(chain, entry.seq)
    if not met:
        raise HeadError(
            "the chain does not lead through the known head",
            where=str(chain),
            why="entries were removed, or the chain was replaced by another",
            remedy="keep the file for inquiry, and go back to a copy that holds the known head",
        )
    return last


def details_of(chain: Path, entry: Entry) -> Mapping[str, JsonValue] | None:
    """The details of an entry; None once erased; DetailsError if they are missing or not its own."""
    kept = read_details(chain, entry.seq)
    if kept is None:
        raise DetailsError(
            "the details of an entry are missing",
            where=f"{chain}, entry {entry.seq}",
            why="their file is gone, and was not erased by this program",
            remedy="put it back from a copy",
        )
    if not kept.belongs_to(entry):
        raise _foreign(chain, entry.seq)
    return kept.details


def erase_details(chain: Path, entry: Entry, reason: str, now: datetime) -> Entry:
    """Erase the details of an entry and append that this was done; return the new entry.

    The chain stays verifiable. The event `erased` holds the number and the reason, never the content. The
    old bytes may remain on the medium: see docs/formats/chain.md. ChainError without a reason.
    """
    if not reason.strip():
        raise ChainError("erasing needs a reason", where=str(chain), remedy="give one")
    if details_of(chain, entry) is None:
        raise DetailsError(
            "the details were erased already",
            where=f"{chain}, entry {entry.seq}",
            remedy="nothing more is to do",
        )
    done = append(chain, "erased", {"entry": entry.seq, "reason": reason}, now)
    with _locked(chain):
        write_erased(chain, entry)
    return done


@contextmanager
def _locked(chain: Path) -> Iterator[BinaryIO]:
    """The chain file, open for one writer at a time."""
    fresh = not chain.exists()
    with storage_errors(chain):
        descriptor = os.open(chain, os.O_RDWR | os.O_CREAT | os.O_APPEND, PRIVATE)
    with storage_errors(chain), os.fdopen(descriptor, "r+b", buffering=0) as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        if fresh:
            force_folder(chain.parent)
        yield cast(BinaryIO, file)


def _settled(chain: Path, file: BinaryIO) -> tuple[Head, int]:
    """The head and the size in bytes of a chain that no writer is at work on; the file is at its start."""
    fcntl.flock(file, fcntl.LOCK_SH)
    whole, tail = _last_lines(file)
    last = _head_of(whole, chain) if not tail else EMPTY
    owed = tail or read_details(chain, last.seq + 1) is not None
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    fcntl.flock(file, fcntl.LOCK_UN)
    if owed:
        raise _torn(chain, "its last line is not whole, or missing")
    return last, size


def _recovered_head(chain: Path, file: BinaryIO) -> Head:
    """The head, after completing the lines that details call for and a crash tore or kept from the disk."""
    whole, tail = _last_lines(file)
    last = _head_of(whole, chain)
    while (kept := read_details(chain, last.seq + 1)) is not None:
        entry = kept.entry_after(last.hash)
        if not entry.to_line().startswith(tail):
            raise _torn(chain, "its last line is not the beginning of the one its details call for")
        _write_line(chain, file, entry, tail)
        last, tail = entry.head, b""
    if tail:
        raise _torn(chain, "its last line is not whole, and its details are gone")
    return last


def _write_line(chain: Path, file: BinaryIO, entry: Entry, written: bytes = b"") -> None:
    """Put the rest of an entry's line on the disk; if that fails, the chain is as long as it was."""
    end = file.seek(0, os.SEEK_END)
    rest = entry.to_line()[len(written) :]
    try:
        if file.write(rest) != len(rest):
            raise OSError(errno.EIO, "the line was not written whole")
        os.fsync(file.fileno())
    except BaseException:
        os.ftruncate(file.fileno(), end)
        raise


def _last_lines(file: BinaryIO) -> tuple[bytes | None, bytes]:
    """The last whole line (None if there is none) and the unfinished bytes after it."""
    file.seek(max(0, os.fstat(file.fileno()).st_size - _TAIL))
    data = file.read()
    lines, line_end, tail = data.rpartition(b"\n")
    return lines.rpartition(b"\n")[2] if line_end else None, tail


def _head_of(line: bytes | None, chain: Path) -> Head:
    return EMPTY if line is None else entry_from_line(line, f"{chain}, last line").head


def _torn(chain: Path, why: str) -> TornChainError:
    return TornChainError(
        "the end of the chain is torn, as a crash leaves it",
        where=str(chain),
        why=why,
        remedy="the next entry repairs it if it can; else put chain and details back from a copy",
    )


def _foreign(chain: Path, seq: int) -> DetailsError:
    return DetailsError(
        "the details of an entry are not the ones that it commits to",
        where=f"{chain}, entry {seq}",
        why="they were changed or exchanged",
        remedy="keep the files for inquiry, and go back to a copy",
    )
