"""A chain on the disk: append under a lock, crash-safe, and verify; nothing accepted is changed or removed.

An entry counts once `append` has returned: its details and its line are on the disk by then. After a
crash the next `append` first completes what the crash interrupted. Reading never writes: it refuses a torn
chain instead. An append reads the ends of the last segment, however long the chain is.
"""

import fcntl
import os
import secrets
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import cast

from mozaik.canonical import JsonValue, to_canonical
from mozaik.chain.details import Kept, erased_record_of, find_record, read_record, record_of, records_in
from mozaik.chain.entry import LINE_LIMIT, SALT_SIZE, Entry, Head, commitment_to, entry_from_line
from mozaik.chain.errors import ChainError, DetailsError, HeadError
from mozaik.chain.place import Chain
from mozaik.chain.signed_head import SegmentHead, signed_line
from mozaik.chain.state import State, state_of, torn
from mozaik.chain.walk import EMPTY, Walk
from mozaik.chain.writing import append_bytes, cut_off
from mozaik.files import make_private_folder, storage_errors, written_whole
from mozaik.moments import utc_text

ERASED = "erased"
"""The event that says that the details of an entry were erased."""


def append(
    chain: Chain, event: str, details: Mapping[str, object], now: datetime, salt: bytes | None = None
) -> Entry:
    """Add an entry and return it once it is safely on the disk.

    `event` is a short lower-case word, `details` JSON without fractions, `salt` 32 bytes (random unless
    given). Waits for other writers. Raises NotCanonicalError or ChainError for an entry that breaks it,
    BrokenChainError, TornChainError or DetailsError for a chain that must not grow, StorageError when the
    disk refuses; the chain is then as long as it was.
    """
    if now.tzinfo is None:
        raise ChainError(
            "a time has no zone", where=str(chain.folder), remedy="give the moment with its zone"
        )
    kept = cast("Mapping[str, JsonValue]", details)
    return append_after(chain, event, lambda _: kept, now, salt)


def append_after(
    chain: Chain,
    event: str,
    make: Callable[[Head], Mapping[str, JsonValue]],
    now: datetime,
    salt: bytes | None = None,
) -> Entry:
    """As `append`, with the details that `make` gives for the head after which the entry will stand.

    No other entry comes between. What `make` raises leaves the chain as it was.
    """
    salt = secrets.token_bytes(SALT_SIZE) if salt is None else salt
    with _alone(chain):
        state = ready(chain)
        kept = to_canonical(make(state.last))
        entry = Entry(state.last.seq + 1, utc_text(now), event, commitment_to(salt, kept), state.last.hash)
        record = record_of(entry, salt, kept, str(chain.folder))
        append_bytes(chain.details(state.segment), record, state.kept_size)
        try:
            append_bytes(chain.lines(state.segment), entry.to_line(), state.size)
        except BaseException:
            cut_off(chain.details(state.segment), state.kept_size)
            raise
    return entry


def complete(chain: Chain) -> Head:
    """Complete what a crash interrupted, as the next `append` would, and return the head."""
    if not chain.exists():
        return EMPTY
    with _alone(chain):
        return _completed(chain).last


def head(chain: Chain) -> Head:
    """The head of a chain, `EMPTY` if there is none yet; reads the ends of the last segment only.

    TornChainError after a crash, BrokenChainError if the last line is not sound.
    """
    return settled(chain).last if chain.exists() else EMPTY


def entries(chain: Chain) -> Iterator[Entry]:
    """The entries in order, each checked against the one before; the errors of `verify_chain`."""
    if chain.exists():
        walk = Walk(chain)
        for segment, size in _sizes(chain):
            yield from walk.entries(segment, size)


def verify_chain(chain: Chain, known: Head | None = None) -> Head:
    """Check every entry of a chain and return its head; the memory does not grow with the chain.

    With a `known` head, noted earlier elsewhere, the chain must lead through it. Raises BrokenChainError,
    TornChainError, HeadError, DetailsError if details are missing or not the ones that their entry commits
    to, and what the node's `check` raises of a segment's head. Without a folder of details the lines alone
    are checked.
    """
    last, met = EMPTY, known is None or known == EMPTY
    walk = Walk(chain)
    for segment, size in _sizes(chain):
        kept = records_in(chain.details(segment)) if chain.details_folder.is_dir() else None
        for entry in walk.entries(segment, size):
            last = walk.last
            met = met or last == known
            if kept is not None:
                _require_own(next(kept, None), entry, chain, segment)
        if kept is not None and next(kept, None) is not None:
            raise _foreign(chain.details(segment), last.seq + 1)
    if not met:
        raise HeadError(
            "the chain does not lead through the known head",
            where=str(chain.folder),
            why="entries were removed, or the chain was replaced by another",
            remedy="keep the files for inquiry, and go back to a copy that holds the known head",
        )
    return last


def details_of(chain: Chain, entry: Entry) -> Mapping[str, JsonValue] | None:
    """The details of an entry; None once erased; DetailsError if they are missing or not its own."""
    return details_in(chain, _segment_of(chain, entry.seq), entry)


def details_in(chain: Chain, segment: int, entry: Entry) -> Mapping[str, JsonValue] | None:
    """As `details_of`, of an entry that stands in this segment."""
    path = chain.details(segment)
    place = find_record(path, entry.seq)
    kept = None
    if place is not None:
        with path.open("rb") as stream:
            stream.seek(place[0])
            kept = read_record(stream.read(place[1] - place[0]), f"{path}, entry {entry.seq}")
    return _require_own(kept, entry, chain, segment).details


def erase_details(chain: Chain, entry: Entry, reason: str, now: datetime) -> Entry:
    """Erase the details of an entry and append that this was done; return the new entry.

    The chain stays verifiable. The event `erased` holds the number and the reason, never the content. The
    old bytes may remain on the medium: see docs/formats/chain.md. ChainError without a reason.
    """
    if not reason.strip():
        raise ChainError("erasing needs a reason", where=str(chain.folder), remedy="give one")
    if details_of(chain, entry) is None:
        raise DetailsError(
            "the details were erased already",
            where=f"{chain.folder}, entry {entry.seq}",
            remedy="nothing more is to do",
        )
    done = append(chain, ERASED, {"entry": entry.seq, "reason": reason}, now)
    path = chain.details(_segment_of(chain, entry.seq))
    with _alone(chain):
        begin, end = find_record(path, entry.seq) or (0, 0)
        content = path.read_bytes()
        with written_whole(path) as stream:
            stream.write(content[:begin] + erased_record_of(entry) + content[end:])
    return done


@contextmanager
def standing_still(chain: Chain) -> Iterator[None]:
    """Complete a chain that exists, and keep writers away from it, so that its files can be copied whole."""
    with _alone(chain):
        _completed(chain)
        yield


@contextmanager
def _alone(chain: Chain) -> Iterator[None]:
    """Keep all other writers of this chain away, and whoever looks at its end."""
    make_private_folder(chain.details_folder)
    with _locked(chain.folder, fcntl.LOCK_EX):
        yield


@contextmanager
def _locked(folder: Path, how: int) -> Iterator[None]:
    with storage_errors(folder):
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            fcntl.flock(descriptor, how)
            yield
        finally:
            os.close(descriptor)


def settled(chain: Chain) -> State:
    """How a chain ends that no writer is at work on; TornChainError if it does not end in a whole entry."""
    with _locked(chain.folder, fcntl.LOCK_SH):
        state = state_of(chain)
    if state.is_torn:
        raise torn(chain, "its last line or record is not whole, or missing")
    return state


def _sizes(chain: Chain) -> Iterator[tuple[int, int]]:
    """Each segment and how much of it is read: the last one as far as it was when the reading began."""
    if chain.exists():
        chain.segments()
        state = settled(chain)
        for segment in range(1, state.segment):
            yield segment, chain.lines(segment).stat().st_size
        if state.size:
            yield state.segment, state.size


def ready(chain: Chain) -> State:
    """How the chain ends when the next entry can be appended: completed, and a full segment closed."""
    state = _completed(chain)
    if not state.is_full:
        return state
    append_bytes(chain.lines(state.segment), _closing_line(chain, state), state.size)
    return state_of(chain)


def _completed(chain: Chain) -> State:
    """How the chain ends after what a crash left there was completed, or cut off if nobody accepted it."""
    state = state_of(chain)
    while state.is_owed:
        state = _write_owed(chain, state)
    if state.tail:
        if not (state.is_full and _closing_line(chain, state).startswith(state.tail)):
            raise torn(chain, "its last line is not whole, and no details call for it")
        cut_off(chain.lines(state.segment), state.size)
        state = state_of(chain)
    if state.kept_all > state.kept_size:
        cut_off(chain.details(state.segment), state.kept_size)
    return state


def _write_owed(chain: Chain, state: State) -> State:
    """Write the next line that details call for; TornChainError if what stands there is not its beginning."""
    path, seq = chain.details(state.segment), state.last.seq + 1
    place = find_record(path, seq)
    if place is None:
        raise torn(chain, "details of its last entries are missing")
    with path.open("rb") as stream:
        stream.seek(place[0])
        kept = read_record(stream.read(place[1] - place[0]), f"{path}, entry {seq}")
    line = kept.entry_after(state.last.hash).to_line()
    if not line.startswith(state.tail):
        raise torn(chain, "its last line is not the beginning of the one its details call for")
    append_bytes(chain.lines(state.segment), line, state.size)
    return state_of(chain)


def _closing_line(chain: Chain, state: State) -> bytes:
    """The signed head of a full segment, after reading all of it."""
    walk = Walk.after(chain, state.segment - 1)
    for _ in walk.entries(state.segment, state.size):
        pass
    said = SegmentHead(chain.name, chain.node.name, state.segment, walk.last, walk.events)
    return signed_line(said, chain.node)


def _segment_of(chain: Chain, seq: int) -> int:
    """The segment in which an entry stands, found by the first entries of segments."""

    def first_of(segment: int) -> int:
        with chain.lines(segment).open("rb") as stream:
            line = stream.readline(LINE_LIMIT)
        return entry_from_line(line, f"{chain.lines(segment)}, first line")[0].seq

    return bisect_right(range(1, chain.segments() + 1), seq, key=first_of)


def _require_own(kept: Kept | None, entry: Entry, chain: Chain, segment: int) -> Kept:
    path = chain.details(segment)
    if kept is None:
        raise DetailsError(
            "the details of an entry are missing",
            where=f"{path}, entry {entry.seq}",
            why="they are gone, and were not erased by this program",
            remedy="put the file back from a copy",
        )
    if not kept.belongs_to(entry):
        raise _foreign(path, entry.seq)
    return kept


def _foreign(path: Path, seq: int) -> DetailsError:
    return DetailsError(
        "the details of an entry are not the ones that it commits to",
        where=f"{path}, entry {seq}",
        why="they were changed or exchanged",
        remedy="keep the files for inquiry, and go back to a copy",
    )
