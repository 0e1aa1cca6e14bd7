"""What triage would read of a source, before anything of it is read; runs in the child only.

Entries come from the same listing as for reading, and what is not read has the same reasons. Of a file only
the beginning is looked at, where it may be an archive whose members would be read too.
"""

from collections.abc import Iterable

from mozaik.errors import MozaikError
from mozaik.intake import HEAD_BYTES, Entry, bounded_name
from mozaik.triage import file_type
from mozaik.triage.confined import Say, allow
from mozaik.triage.examine import (
    NOT_LISTED,
    inner_container,
    inner_entries,
    is_opened,
    obstacle_of,
    unreadable,
)
from mozaik.triage.faults import FAULTS
from mozaik.triage.protocol import LISTING_SECONDS

_TOLD_EVERY = 1000


def list_entries(entries: Iterable[Entry], say: Say) -> int:
    """Say what would be read of the entries and of the archives among them; how many entries there are."""
    listing = _Listing(say)
    number = 0
    for entry in entries:
        allow(LISTING_SECONDS)
        number += 1
        _list_entry(entry, listing)
    listing.tell()
    return number


def _list_entry(entry: Entry, listing: "_Listing") -> None:
    if entry.open is None:
        listing.leave(entry.name, entry.container, obstacle_of(entry))
        return
    try:
        mime = _type_of(entry)
    except FAULTS as error:
        listing.leave(entry.name, entry.container, unreadable(error))
        return
    listing.add(entry)
    if mime and is_opened(entry, mime):
        _list_members(entry, mime, listing)


def _type_of(entry: Entry) -> str:
    """The type of what may be an archive; empty for what is packed, which is not unpacked for that."""
    if entry.open is None or not entry.expand or not entry.seekable:
        return ""
    with entry.open() as stream:
        return file_type.mime_of(stream.read(HEAD_BYTES))


def _list_members(entry: Entry, mime: str, listing: "_Listing") -> None:
    """List the members of the archive that an entry is."""
    if entry.open is None:
        return
    try:
        with entry.open() as stream:
            for member in inner_entries(entry, mime, stream):
                if member.open is None:
                    listing.leave(member.name, member.container, obstacle_of(member))
                else:
                    listing.add(member)
    except (MozaikError, *FAULTS):
        reason = file_type.NESTED_IMAGE if mime in file_type.IMAGES else NOT_LISTED
        listing.leave("", inner_container(entry), reason)


class _Listing:
    """What of the listing is not said yet: files and bytes of one container."""

    def __init__(self, say: Say) -> None:
        self._say = say
        self._container, self._files, self._bytes = "", 0, 0

    def add(self, entry: Entry) -> None:
        """Count an entry that would be read."""
        if entry.container != self._container or self._files >= _TOLD_EVERY:
            self.tell()
        self._container = entry.container
        self._files += 1
        self._bytes += entry.size or 0

    def leave(self, name: str, container: str, reason: str) -> None:
        """Say that an entry would not be read, and why."""
        path, place = bounded_name(name), bounded_name(container)
        self._say({"say": "unread", "path": path, "container": place, "reason": reason})

    def tell(self) -> None:
        """Say what was counted since the last time."""
        if self._files:
            place = bounded_name(self._container)
            self._say({"say": "listed", "container": place, "files": self._files, "bytes": self._bytes})
        self._files = self._bytes = 0
