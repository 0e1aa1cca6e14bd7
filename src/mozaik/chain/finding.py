"""Finding the entries of one event without reading the others: by the signed heads that close segments."""

import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import TypeAlias

from mozaik.canonical import JsonValue
from mozaik.chain.entry import LINE_LIMIT, Entry, broken, entry_from_line
from mozaik.chain.log import details_in, settled
from mozaik.chain.place import Chain
from mozaik.chain.signed_head import Occurred
from mozaik.chain.walk import Walk, closing_head, open_segment
from mozaik.files import storage_errors

_NEVER = Occurred(0, 0)

Mark: TypeAlias = tuple[int, tuple[tuple[int, int], ...]]
"""How a chain ends on the disk, for asking whether it has grown."""


def mark_of(chain: Chain) -> Mark:
    """What changes with every entry: the last segment, and size and time of change of its two files."""
    segment = chain.last_segment()
    stats = []
    for path in (chain.lines(segment), chain.details(segment)):
        with storage_errors(path), suppress(FileNotFoundError, NotADirectoryError):
            stats.append(os.stat(path))  # noqa: PTH116 (asked of every chain at every page)
    return segment, tuple((stat.st_size, stat.st_mtime_ns) for stat in stats)


def count_events(chain: Chain, event: str) -> int:
    """How many entries of one event a chain has; reads the last segment alone."""
    return count_all(chain).get(event, 0)


def count_all(chain: Chain) -> Mapping[str, int]:
    """How many entries of each event a chain has; reads the last segment alone."""
    if not chain.exists():
        return {}
    state = settled(chain)
    walk = Walk.after(chain, state.segment - 1)
    if state.size:
        for _ in walk.entries(state.segment, state.size):
            pass
    return {event: occurred.count for event, occurred in walk.events.items()}


def entries_of(chain: Chain, event: str) -> Iterator[tuple[Entry, Mapping[str, JsonValue] | None]]:
    """The entries of one event in order, each with its details, None once erased.

    Reads the last segment, and of the others those that the signed heads name. BrokenChainError if one of
    them has not as many as the heads say; DetailsError as `details_of`.
    """
    if not chain.exists():
        return
    last, earlier, growing = _growing(chain, event)
    parts = [(last, growing)]
    while earlier.count:
        segment = earlier.segment
        before = _occurred(chain, segment - 1, event)
        parts.append((segment, _scanned(chain, segment, event, earlier.count - before.count)))
        earlier = before
    for segment, entries in reversed(parts):
        for entry in entries:
            yield entry, details_in(chain, segment, entry)


def _growing(chain: Chain, event: str) -> tuple[int, Occurred, list[Entry]]:
    """The segment that grows, what occurred before it, and its own entries of an event."""
    state = settled(chain)
    walk = Walk.after(chain, state.segment - 1)
    before = walk.events.get(event, _NEVER)
    entries = walk.entries(state.segment, state.size) if state.size else ()
    return state.segment, before, [entry for entry in entries if entry.event == event]


def _occurred(chain: Chain, segment: int, event: str) -> Occurred:
    return closing_head(chain, segment).events.get(event, _NEVER) if segment else _NEVER


def _scanned(chain: Chain, segment: int, event: str, count: int) -> list[Entry]:
    """The entries of an event in a closed segment, as many as the heads of segments say."""
    path, mark = chain.lines(segment), b'"event":"%s"' % event.encode()
    with open_segment(path) as stream:
        lines = [line for line in stream if mark in line[:LINE_LIMIT]]
    entries = [entry_from_line(line, f"{path}, a line of {event}")[0] for line in lines]
    if len(entries) != count:
        raise broken("it has not the entries that the heads of segments count", str(path))
    return entries
