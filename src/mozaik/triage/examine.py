"""One entry of a source -> what the child says about it; runs in the child only.

The digests go out before any parser touches the content, so that a content that breaks its parser still
counts with its digests. All content stays in the memory of this process and is dropped with the entry.
"""

import contextlib
import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import BinaryIO

from mozaik.errors import InvalidInputError, MozaikError
from mozaik.intake import Acquisition, Doubt, Entry, archive, image
from mozaik.selectors import normalise
from mozaik.triage import file_type
from mozaik.triage.content import MAX_INNER_ARCHIVE, Budget, Content, ContentError, Say, read_content
from mozaik.triage.faults import FAULTS
from mozaik.triage.other_files import search_other, search_wallet
from mozaik.triage.picture import NotDecodableError, read_picture
from mozaik.triage.protocol import LONGEST_VALUE, MAX_ROWS, Json, Message
from mozaik.triage.text import NotReadableError, Tally, search_database, search_property_list, search_text
from mozaik.triage.write_ahead import MAX_LOG, UNREADABLE, in_log_mode

NOT_LISTED = "archive not expanded: it cannot be listed"
TOO_LARGE = "archive inside an archive too large to be opened, not expanded"
ALIVE_WHILE_SEARCHING = 2 << 20
"""Characters searched between two signs of life."""


def examine(entry: Entry, say: Say, budget: Budget, region: str | None = None) -> Content | None:
    """Say everything about one entry; the content, when it has one. The last message is `end` or `bad`.

    `region` (ISO 3166-1) is the country as which phone numbers without a country code are read.
    """
    if entry.open is None:
        say({"say": "bad", "reason": obstacle_of(entry)})
        return None
    try:
        with entry.open() as stream:
            hold_archive = entry.expand and not entry.seekable
            content = read_content(stream, say, budget, packed=entry.packed, hold_archive=hold_archive)
    except ContentError as error:
        say({"say": "bad", "reason": str(error)})
        return None
    except FAULTS as error:
        say({"say": "bad", "reason": unreadable(error)})
        return None
    say(_file_message(entry, content))
    doubts = _doubts(entry)
    if entry.acquisition is not None:
        say(_acquisition_message(entry.acquisition()))
    notes = dict.fromkeys(doubt.reason for doubt in doubts)
    if entry.unsearched is not None:
        notes |= dict.fromkeys([entry.unsearched] if entry.unsearched else [])
    elif content.mime in file_type.PICTURES and any(doubt.is_mixed for doubt in doubts):
        notes["picture not compared: a part of its content is not its own"] = None
    else:
        content.log = _log_of(entry, content)
        notes |= dict.fromkeys(_look_inside(content, say, Tally(region)))
    if content.mime in file_type.ARCHIVES and entry.container and not entry.expand:
        notes["not searched: an archive inside an archive, not opened"] = None
    if content.mime in file_type.IMAGES and entry.unsearched is None and not entry.expand:
        notes[file_type.NESTED_IMAGE] = None
    say({"say": "end", "notes": list(notes)})
    return content


def obstacle_of(entry: Entry) -> str:
    """Why an entry without content is not read."""
    return entry.obstacle or "no content"


def unreadable(error: BaseException) -> str:
    """Why an entry is not read whose content cannot be opened or read to its end."""
    why = _reason(error) if isinstance(error, OSError) else "its place in the source is damaged"
    return f"cannot be read: {why}"


def is_opened(entry: Entry, mime: str) -> bool:
    """Whether an entry of a type is an archive that is opened, as far as it can be told before it is read."""
    return entry.expand and mime in file_type.ARCHIVES | file_type.IMAGES and entry.open is not None


def inner_archive(entry: Entry, content: Content) -> tuple[BinaryIO | None, str]:
    """A stream of the archive that an entry is, if it is one that may be opened; else None and the reason."""
    if entry.open is None or not is_opened(entry, content.mime):
        return None, ""
    if entry.seekable:
        return entry.open(), ""
    if content.size > MAX_INNER_ARCHIVE or content.data is None:
        return None, TOO_LARGE
    return io.BytesIO(content.data), ""


def inner_entries(entry: Entry, mime: str, stream: BinaryIO) -> Iterator[Entry]:
    """The members of an archive that is itself an entry, deleted with it.

    What is doubted of a TAR is doubted of its members; other archives check each of theirs.
    """
    doubts = entry.doubts if mime == "application/x-tar" else tuple
    if mime in file_type.IMAGES:
        yield from _of_image(entry, stream)
        return
    for member in archive.members(stream, inner_container(entry), expand=True):
        yield replace(member, deleted=entry.deleted, doubts=doubts)


def _of_image(entry: Entry, stream: BinaryIO) -> Iterator[Entry]:
    """The files of an image that is itself an entry; what is doubted of it is doubted of each of them."""
    for member in image.members(stream, entry.path, inner_container(entry)):
        deleted = entry.deleted or member.deleted
        yield replace(member, deleted=deleted, doubts=_both(entry.doubts, member.doubts))


def _both(
    outer: Callable[[], tuple[Doubt, ...]], inner: Callable[[], tuple[Doubt, ...]]
) -> Callable[[], tuple[Doubt, ...]]:
    return lambda: (*outer(), *inner())


def inner_container(entry: Entry) -> str:
    """The container of the members of an archive that is itself an entry."""
    return f"{entry.container}!/{entry.name}" if entry.container else entry.name


def _reason(error: OSError) -> str:
    """A reason without names: the system's words, or those of our own archive reader."""
    return error.strerror or (str(error) if type(error) is OSError and len(str(error)) < 100 else "damaged")


def _doubts(entry: Entry) -> tuple[Doubt, ...]:
    """Why the content may not be its own; a record that cannot be asked any more says nothing."""
    try:
        return entry.doubts()
    except OSError:
        return ()


def _log_of(entry: Entry, content: Content) -> bytes | None:
    """The write-ahead log beside a database in that mode; of one that cannot be read, no log."""
    is_logged = content.mime == file_type.DATABASE and content.data is not None and in_log_mode(content.data)
    if not is_logged or entry.beside is None:
        return None
    try:
        stream = entry.beside(b"-wal")
        if stream is None:
            return b""
        with stream:
            return stream.read(MAX_LOG + 1)
    except (MozaikError, *FAULTS):
        return UNREADABLE


def _acquisition_message(stated: Acquisition) -> Message:
    return {
        "say": "image",
        "md5": stated.md5,
        "sha1": stated.sha1,
        "chunks": stated.chunks,
        "damaged": stated.damaged,
    }


def _file_message(entry: Entry, content: Content) -> Message:
    return {
        "say": "file",
        "md5": content.md5,
        "sha1": content.sha1,
        "sha256": content.sha256,
        "size": content.size,
        "mime": content.mime,
        "deleted": entry.deleted,
        "modified_at": entry.modified_at.isoformat() if entry.modified_at else None,
        "zone_known": entry.zone_known and entry.modified_at is not None,
    }


def _look_inside(content: Content, say: Say, tally: Tally) -> Iterator[str]:
    """Give a content to its parser, say what it found; yields notes."""
    try:
        yield from _parse(content, tally, say)
    except (NotDecodableError, NotReadableError) as error:
        yield str(error)
    except MemoryError:
        yield "content not searched: it needs more memory than allowed"
    selectors = list(tally.rows())
    rows: list[Json] = [
        [row.kind, row.value, row.written[:LONGEST_VALUE], row.count]
        for row in selectors
        if len(row.value) <= LONGEST_VALUE
    ]
    if len(rows) < len(selectors):
        yield f"selectors of more than {LONGEST_VALUE} characters are left out"
    for at in range(0, len(rows), MAX_ROWS):
        say({"say": "found", "rows": rows[at : at + MAX_ROWS]})
    links: list[Json] = [
        [*sender, *recipient, way, count, at.isoformat() if at else None]
        for sender, recipient, way, count, at in tally.links.rows()
    ]
    for at in range(0, len(links), MAX_ROWS):
        say({"say": "linked", "rows": links[at : at + MAX_ROWS]})
    if tally.links.overflow:
        yield "more distinct links than are kept of one file"
    if tally.overflow:
        yield "more distinct selectors than are kept of one file"


def _parse(content: Content, tally: Tally, say: Say) -> Iterator[str]:
    if content.mime in file_type.PICTURES:
        if content.data is None:
            raise NotDecodableError("picture not decodable: the file is larger than allowed")
        yield from _parse_picture(content.data, tally, say)
    elif content.mime in file_type.TEXTS and content.data is not None:
        yield from search_text(content.data, tally, _alive(content, say))
        if content.size > len(content.data):
            yield "only the beginning of the text was searched"
    elif content.mime == file_type.DATABASE:
        if content.data is None:
            raise NotReadableError("database not readable: larger than allowed")
        yield from search_database(content.data, tally, _alive(content, say), content.log)
        search_wallet(content.data, tally)
    elif content.mime == file_type.PROPERTY_LIST:
        if content.data is None:
            raise NotReadableError("property list not readable: larger than allowed")
        yield from search_property_list(bytes(content.data), tally, _alive(content, say))
    elif content.mime in file_type.OTHERS:
        yield from search_other(content, tally, _alive(content, say))
    elif content.size:
        yield from file_type.unsearched(content.mime)


def _alive(content: Content, say: Say) -> Callable[[int], None]:
    """Signs of life while a content is searched: a long search is not a hanging one."""
    last = 0

    def searched(count: int) -> None:
        nonlocal last
        if count - last >= ALIVE_WHILE_SEARCHING:
            last = count
            say({"say": "alive", "bytes": content.size + count})

    return searched


def _parse_picture(data: bytearray, tally: Tally, say: Say) -> tuple[str, ...]:
    picture = read_picture(data)
    facts = picture.facts
    say(
        {
            "say": "picture",
            "pdq": facts.pdq.hex(),
            "quality": facts.quality,
            "width": facts.width,
            "height": facts.height,
            "camera_make": facts.camera_make,
            "camera_model": facts.camera_model,
            "camera_serial": facts.camera_serial,
            "taken_at": facts.taken_at,
        }
    )
    told = [("camera_serial", serial) for serial in picture.serials]
    told += [("geo", picture.place)] if picture.place else []
    for kind, text in told:
        with contextlib.suppress(InvalidInputError):  # a field without such a value in it
            tally.add(kind, normalise(kind, text), text)
    for text in picture.texts:
        tally.search(text)
    return picture.notes
