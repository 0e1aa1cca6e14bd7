"""What lies inside an entry: the members of an archive, of archives in it and so on; runs in the child only.

All of it is numbered in one order and stands under one budget: of bytes (an inner archive counts by what it
took of the outermost), of members, of depth, and of memory for what cannot be opened where it lies.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from mozaik.errors import MissingPartError, MozaikError
from mozaik.intake import HEAD_BYTES, Entry, bounded_name
from mozaik.triage import file_type
from mozaik.triage.content import (
    MAX_INNER_ARCHIVE,
    USUAL,
    Budget,
    Content,
    ContentError,
    Say,
    read_content,
)
from mozaik.triage.examine import (
    NOT_LISTED,
    TOO_LARGE,
    examine,
    inner_archive,
    inner_container,
    inner_entries,
    is_opened,
)
from mozaik.triage.faults import FAULTS

DEEPEST = 8
"""Archives in archives that are opened."""
FEWEST_ALLOWED = 100_000
"""Members that any entry may hold; a larger one may hold one for each `_BYTES_A_MEMBER` of its bytes."""
_BYTES_A_MEMBER = 64
MAX_HELD = 2 * MAX_INNER_ARCHIVE
"""Bytes of inner archives that are held in memory at once."""
TOO_MANY = "archive not expanded: it holds more members than its size allows"

Begin = Callable[[int, Entry], None]
"""Announces the member of a number."""


class TooManyError(Exception):
    """An entry holds more members than its size allows."""


@dataclass(frozen=True, slots=True)
class _Level:
    """How deep in archives something lies, and its share: bytes of the outermost that one byte of it took."""

    depth: int
    share: float
    size: int


class Members:
    """The members of one entry of a source, from number `first` on; those before are only gone through."""

    def __init__(self, size: int, first: int, begin: Begin, say: Say, region: str | None) -> None:
        self._budget, self._first = Budget(size), first
        self._begin, self._say, self._region = begin, say, region
        self._number = self._held = 0
        self._most = max(FEWEST_ALLOWED, size // _BYTES_A_MEMBER)

    def serve(self, entry: Entry, content: Content) -> None:
        """Say everything about what lies inside an entry that was read."""
        try:
            self._expand(entry, content, _Level(1, 1.0, content.size))
        except TooManyError:
            self._refuse(entry, TOO_MANY)

    def _expand(self, entry: Entry, content: Content, level: _Level) -> None:
        if not is_opened(entry, content.mime):
            return
        self._say({"say": "within", "container": bounded_name(inner_container(entry))})
        reason = ""
        held = 0 if content.data is None or entry.seekable else len(content.data)
        self._held += held
        try:
            stream, reason = inner_archive(entry, content)
            if self._held > MAX_HELD:
                stream, reason = None, TOO_LARGE
            if stream is not None:
                with stream:
                    for member in inner_entries(entry, content.mime, stream):
                        self._serve_member(member, level)
        except MissingPartError:
            reason = file_type.gap(content.mime)
        except (MozaikError, OSError):
            reason = file_type.NESTED_IMAGE if content.mime in file_type.IMAGES else NOT_LISTED
        finally:
            self._held -= held
        if reason:
            self._refuse(entry, reason)

    def _refuse(self, entry: Entry, reason: str) -> None:
        """Say of what lies inside an entry why it, or the rest of it, is not read."""
        self._number += 1
        if self._number >= self._first:
            self._begin(self._number, Entry("", inner_container(entry)))
            self._say({"say": "bad", "reason": reason})

    def _serve_member(self, member: Entry, level: _Level) -> None:
        self._number += 1
        if self._number >= self._most:
            raise TooManyError
        member = replace(
            member, expand=member.expand and level.depth < DEEPEST, packed=_packed(member, level)
        )
        if self._number < self._first:
            content = again(member, self._budget)
        else:
            self._begin(self._number, member)
            content = examine(member, self._say, self._budget, self._region)
        if content is not None and content.size:
            taken = member.packed() if member.packed else content.size
            share = min(level.share, max(taken / content.size, level.share / USUAL))
            self._expand(member, content, _Level(level.depth + 1, share, content.size))


def _packed(member: Entry, level: _Level) -> Callable[[], int]:
    """How many bytes of the outermost container a member takes, by its share of those around it."""
    own = member.packed
    if own is not None:
        return lambda: int(level.share * own())
    stored = int(level.share * min(member.size or 0, level.size))
    return lambda: stored


def again(entry: Entry, budget: Budget) -> Content | None:
    """An entry that was said before, as far as it takes to open it: what lies inside it goes on."""
    if entry.open is None:
        return None
    try:
        with entry.open() as stream:
            if not entry.seekable:
                return read_content(stream, _silently, budget, packed=entry.packed, hold_archive=entry.expand)
            head = stream.read(HEAD_BYTES)
            return Content("", "", "", entry.size or len(head), file_type.mime_of(head), None)
    except (ContentError, *FAULTS):
        return None


def _silently(_message: object) -> None:
    """Say nothing: the parent has heard it already."""
