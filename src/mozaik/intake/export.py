"""A case export or hash list of another tool: a stream of records, good ones and refused ones.

A reader of `exports/` gives one `MediaRecord` a record, or a `BadRecord` with its number and the reason; a
fault of the whole file raises. An absent flag is not false: flags are True, False or None, and how each was
written (`false`, `"false"`, `null`, absent) is kept beside it for the report.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

EMPTY_FILE = frozenset(
    bytes.fromhex(digest)
    for digest in (
        "d41d8cd98f00b204e9800998ecf8427e",
        "da39a3ee5e6b4b0d3255bfef95601890afd80709",
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    )
)
"""MD5, SHA-1 and SHA-256 of no bytes: they say nothing and are dropped from every list."""


@dataclass(frozen=True, slots=True)
class FilePlace:
    """Where a record's file lay on a device; times as in `mozaik.intake.source.Entry`."""

    path: str
    container: str = ""
    source_id: str | None = None
    deleted: bool | None = None
    modified_at: datetime | None = None
    zone_known: bool = False


@dataclass(frozen=True, slots=True)
class MediaRecord:
    """One record: digests as bytes, size in bytes, what is said about the file, and all its places.

    `category` is the code as text in a scheme that the record does not name; None when there is none.
    `photodna` says that a PhotoDNA value is there: it is counted, and never matched. `flags_as_written` holds
    how each flag was given; `notes` what could not be read without harm to the rest.
    """

    number: int
    md5: bytes | None = None
    sha1: bytes | None = None
    sha256: bytes | None = None
    size: int | None = None
    mime: str | None = None
    pdq: bytes | None = None
    quality: int | None = None
    category: str | None = None
    series: str | None = None
    victim_identified: bool | None = None
    offender_identified: bool | None = None
    is_distributed: bool | None = None
    submissions: int | None = None
    photodna: bool = False
    places: tuple[FilePlace, ...] = ()
    flags_as_written: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BadRecord:
    """A refused record: its number in the file, from 1, and the reason, without a value from it."""

    number: int
    reason: str


class BadRecordError(Exception):
    """A record cannot be taken; the text is the reason, without a value."""


def read_digest(value: object, name: str, length: int) -> bytes | None:
    """Hexadecimal text in either case as bytes; None for null or empty; BadRecordError otherwise.

    A digest of zeros is None too: tools write it where they have none, and it would join what has nothing in
    common. A PDQ of zeros is the value of a blank picture.
    """
    if value is None or value == "":
        return None
    digits = value.strip() if isinstance(value, str) else ""
    try:
        digest = bytes.fromhex(digits) if digits.isalnum() else b""
    except ValueError:
        digest = b""
    if len(digest) != length:
        raise BadRecordError(f"{name} has not {2 * length} hexadecimal digits")
    return digest if name == "PDQ" or any(digest) else None


def read_flag(given: object, present: bool = True) -> tuple[bool | None, str]:
    """A flag as True, False or None, and how it was written."""
    if not present:
        return None, "absent"
    if given is None or given == "":
        return None, "null" if given is None else "empty"
    if isinstance(given, bool):
        return given, "true" if given else "false"
    word = given.strip().lower() if isinstance(given, str) else ""
    if word in ("true", "yes", "1"):
        return True, "text true"
    if word in ("false", "no", "0"):
        return False, "text false"
    return None, "unreadable"


def read_count(given: object) -> int | None:
    """A whole number from 0 up, also as text; None when there is none; ValueError for anything else."""
    if given is None or given == "":
        return None
    if isinstance(given, str) and given.strip().isascii() and given.strip().isdigit() and len(given) < 19:
        return int(given)
    if isinstance(given, int) and not isinstance(given, bool) and 0 <= given < 1 << 62:
        return given
    raise ValueError("not a count")
