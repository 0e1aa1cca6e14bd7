"""What a parser child may say: JSON lines, each checked by the parent for types, lengths and order.

A child has read hostile bytes, so nothing that it says is believed as it stands: a message of another shape
raises `NonsenseError`, and the parent ends the child. Paths, notes, reasons and camera texts are lines
without controls and marks of direction; values are normal forms of kinds that exist. Times are ISO 8601 in
UTC, digests lower-case hex.

parent: job      {job, source, shard, shards, after: [index, member], region, listing}
child:  ready    {versions}  once, after its limits are set
        begin    {at: [index, member], path, container, size}
        alive    {bytes}                          while a long content is being hashed
        file     {md5, sha1, sha256, size, mime, deleted, modified_at, zone_known}
        image    {md5, sha1, chunks, damaged}     what a disk image states, where the entry is its media
        picture  {pdq, quality, width, height, camera_make, camera_model, camera_serial, taken_at}
        found    {rows: [[kind, value, written, count], ...]}
        linked   {rows: [[kind, value, kind, value, direction, count, at], ...]}
        end      {notes}     the entry is done    bad {reason}  or it is refused
        within   {container} an archive is opened, members follow; empty: done
        kernels  {}          the entry is left to a child that can hash pictures; this one ends
        listed   {container, files, bytes} unread {path, container, reason}  of a listing, see `listed`
        done     {listed}    the job is done      failed {what, why, remedy, missing}  or it cannot be
"""

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Final, TypeAlias

from mozaik.intake import MAX_NAME
from mozaik.selectors import KINDS
from mozaik.triage.facts import AcquisitionFacts, FileFacts, LinkFacts, PictureFacts, SelectorFacts
from mozaik.visible import ACTING

Json: TypeAlias = "str | int | float | bool | list[Json] | dict[str, Json] | None"
Message: TypeAlias = dict[str, Json]

LISTING_SECONDS: Final = 600.0
"""Longest time between two entries, and for the start of a child."""
MAX_LINE: Final = 1 << 20
"""Longest line, in bytes."""
MAX_PATH: Final = MAX_NAME
"""Longest path or container, in characters."""
MAX_ROWS: Final = 500
"""Most selectors in one message."""
LONGEST_VALUE: Final = 4096
"""Most characters of a value, in its normal form or as it was found."""
BEFORE_MEMBERS: Final = -1  # in `after`: of an archive that is read itself no member is done yet
LAST_PLACE: Final = (1 << 31) - 1
"""The last index in a listing or archive."""
DIRECTIONS: Final = frozenset({"sent", "received", "unknown"})
"""What a link may say about its direction, seen from the item's user."""
_HEX = re.compile(r"[0-9a-f]*\Z")
_MIME = re.compile(r"[a-z0-9.+-]{1,40}/[a-z0-9.+-]{1,60}\Z")
_KIND = re.compile(r"[a-z0-9_]{1,40}\Z")
_LIMIT = 1 << 62

Place: TypeAlias = tuple[int, int]
"""Where an entry stands: its index in the listing, and 0 or its number inside the archive that it is."""


@dataclass(frozen=True, slots=True)
class Job:
    """One share of one source: entries with `index % shards == shard`, without what was done up to `after`.

    `source` is an absolute path; bytes of it that are not UTF-8 stand as surrogates. `region` (ISO 3166-1) is
    the country as which phone numbers without a country code are read; a `listing` says what would be read.
    """

    source: str
    shard: int
    shards: int
    after: Place = (-1, 0)
    region: str | None = None
    listing: bool = False


class KernelsNeededError(Exception):
    """A picture is met by a child that has no kernels for it, and may not compile any more."""


class NonsenseError(ValueError):
    """A child said something that the protocol does not allow."""


def encode(message: Message) -> bytes:
    """A message as one line."""
    return json.dumps(message, separators=(",", ":")).encode("ascii") + b"\n"


def decode(line: bytes) -> Message:
    """A line as a message; NonsenseError when it is none."""
    try:
        message = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise NonsenseError("not JSON") from error
    if not isinstance(message, dict) or not isinstance(message.get("say"), str):
        raise NonsenseError("not a message")
    return message


def job_message(job: Job) -> Message:
    """A job as a message."""
    return {
        "say": "job", "source": job.source, "shard": job.shard, "shards": job.shards,
        "after": list(job.after), "region": job.region, "listing": job.listing,
    }  # fmt: skip


def job_of(message: Message) -> Job:
    """The job in a message; a child believes its parent, so only the types are checked."""
    source, after = message["source"], message["after"]
    if not isinstance(source, str) or not isinstance(after, list):
        raise NonsenseError("not a job")
    index, member = (number for number in after if isinstance(number, int))
    shard, shards = count(message, "shard"), count(message, "shards")
    region, listing = optional_line(message, "region", 2), flag(message, "listing")
    return Job(source, shard, shards, (index, member), region, listing)


def place_of(message: Message) -> Place:
    """The place in a `begin`."""
    at = message.get("at")
    if not isinstance(at, list) or len(at) != 2:
        raise NonsenseError("no place")
    index, member = _count(at[0]), _count(at[1])
    if max(index, member) > LAST_PLACE:
        raise NonsenseError("no place")
    return index, member


def file_facts(message: Message) -> FileFacts:
    """The facts in a `file`."""
    return FileFacts(
        md5=digest(message, "md5", 16),
        sha1=digest(message, "sha1", 20),
        sha256=digest(message, "sha256", 32),
        size=_count(message.get("size")),
        mime=_matching(message, "mime", _MIME),
        deleted=flag(message, "deleted"),
        modified_at=moment(message.get("modified_at")),
        zone_known=flag(message, "zone_known"),
    )


def acquisition_facts(message: Message) -> AcquisitionFacts:
    """The facts in an `image`."""
    md5 = digest(message, "md5", 16) if message.get("md5") is not None else None
    sha1 = digest(message, "sha1", 20) if message.get("sha1") is not None else None
    chunks, damaged = count(message, "chunks"), count(message, "damaged")
    if damaged > chunks:
        raise NonsenseError("more damaged chunks than chunks")
    return AcquisitionFacts(md5, sha1, chunks, damaged)


def picture_facts(message: Message) -> PictureFacts:
    """The facts in a `picture`."""
    quality = _count(message.get("quality"))
    if quality > 100:
        raise NonsenseError("quality above 100")
    return PictureFacts(
        pdq=digest(message, "pdq", 32),
        quality=quality,
        width=_count(message.get("width")),
        height=_count(message.get("height")),
        camera_make=optional_line(message, "camera_make", 200),
        camera_model=optional_line(message, "camera_model", 200),
        camera_serial=optional_line(message, "camera_serial", 200),
        taken_at=optional_line(message, "taken_at", 64),
    )


def selector_facts(message: Message) -> list[SelectorFacts]:
    """The facts in a `found`."""
    rows = message.get("rows")
    if not isinstance(rows, list) or len(rows) > MAX_ROWS:
        raise NonsenseError("no rows")
    return [_selector(row) for row in rows]


def link_facts(message: Message) -> list[LinkFacts]:
    """The facts in a `linked`."""
    rows = message.get("rows")
    if not isinstance(rows, list) or len(rows) > MAX_ROWS:
        raise NonsenseError("no rows")
    return [_link(row) for row in rows]


def notes_of(message: Message) -> tuple[str, ...]:
    """The notes in an `end`."""
    notes = message.get("notes")
    if not isinstance(notes, list) or len(notes) > 20:
        raise NonsenseError("no notes")
    return tuple(_line(note, 300) for note in notes)


def versions_of(message: Message) -> dict[str, str]:
    """The versions in a `ready`."""
    versions = message.get("versions")
    if not isinstance(versions, dict) or len(versions) > 50:
        raise NonsenseError("no versions")
    return {_line(name, 50): _line(value, 100) for name, value in versions.items()}


def line(message: Message, key: str, longest: int) -> str:
    """A text of at most `longest` characters without controls, line ends and marks of direction."""
    return _line(message.get(key), longest)


def optional_line(message: Message, key: str, longest: int) -> str | None:
    """Such a text, or None."""
    return None if message.get(key) is None else line(message, key, longest)


def flag(message: Message, key: str) -> bool:
    """A truth value."""
    value = message.get(key)
    if not isinstance(value, bool):
        raise NonsenseError(f"{key} is not a truth value")
    return value


def count(message: Message, key: str) -> int:
    """A whole number from 0 up."""
    return _count(message.get(key))


def _selector(row: Json) -> SelectorFacts:
    if not isinstance(row, list) or len(row) != 4:
        raise NonsenseError("not a selector")
    kind, value = _end(row[0], row[1])
    return SelectorFacts(kind, value, _bounded(row[2], LONGEST_VALUE), _count(row[3]))


def _link(row: Json) -> LinkFacts:
    if not isinstance(row, list) or len(row) != 7:
        raise NonsenseError("not a link")
    direction = _bounded(row[4], 10)
    if direction not in DIRECTIONS:
        raise NonsenseError("not a direction")
    return LinkFacts(_end(row[0], row[1]), _end(row[2], row[3]), direction, _count(row[5]), moment(row[6]))


def _end(kind: Json, value: Json) -> tuple[str, str]:
    """A kind of selector and a normal form."""
    name = _bounded(kind, 40)
    if not _KIND.match(name):
        raise NonsenseError("not a kind")
    text = _bounded(value, LONGEST_VALUE)
    if not _is_normal(name, text):
        raise NonsenseError("not a normal form")
    return name, text


@lru_cache(maxsize=100_000)
def _is_normal(kind: str, value: str) -> bool:
    """Whether a value is a normal form of a kind that exists: what is compared with others must be one."""
    return kind in KINDS and KINDS[kind].check(value) == value


def _bounded(value: Json, longest: int) -> str:
    if not isinstance(value, str) or len(value) > longest:
        raise NonsenseError("not a text, or too long")
    try:
        value.encode("utf-8")
    except UnicodeEncodeError as error:
        raise NonsenseError("not a valid text") from error
    return value


def _line(value: Json, longest: int) -> str:
    text = _bounded(value, longest)
    if ACTING.search(text):
        raise NonsenseError("a control in a line")
    return text


def _count(value: Json) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < _LIMIT:
        raise NonsenseError("not a count")
    return value


def digest(message: Message, key: str, length: int) -> bytes:
    """A digest of so many bytes, from lower-case hex."""
    value = _matching(message, key, _HEX)
    if len(value) != 2 * length:
        raise NonsenseError(f"{key} has a wrong length")
    return bytes.fromhex(value)


def _matching(message: Message, key: str, pattern: re.Pattern[str]) -> str:
    value = _bounded(message.get(key), 128)
    if not pattern.match(value):
        raise NonsenseError(f"{key} has a wrong form")
    return value


def moment(value: Json) -> datetime | None:
    """A time with its zone, or None."""
    if value is None:
        return None
    try:
        stated = datetime.fromisoformat(_bounded(value, 40))
        if stated.tzinfo is None:
            raise NonsenseError("a time without zone")
        return stated.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise NonsenseError("not a time") from error
