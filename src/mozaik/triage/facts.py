"""What is known of one content, as the parent keeps it once a child's answer has been checked."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What one content is: digests as bytes, size in bytes, type, and what the listing says about it."""

    md5: bytes
    sha1: bytes
    sha256: bytes
    size: int
    mime: str
    deleted: bool
    modified_at: datetime | None
    zone_known: bool


@dataclass(frozen=True, slots=True)
class AcquisitionFacts:
    """What a disk image states of its media: digests as bytes or None, its chunks, how many are damaged."""

    md5: bytes | None
    sha1: bytes | None
    chunks: int
    damaged: int


@dataclass(frozen=True, slots=True)
class PictureFacts:
    """What one picture is: PDQ (32 bytes), quality 0..100, size in pixels, camera and time as text."""

    pdq: bytes
    quality: int
    width: int
    height: int
    camera_make: str | None
    camera_model: str | None
    camera_serial: str | None
    taken_at: str | None


@dataclass(frozen=True, slots=True)
class SelectorFacts:
    """One selector of one file: kind, normal form, the characters as found first, and how often."""

    kind: str
    value: str
    written: str
    count: int


@dataclass(frozen=True, slots=True)
class LinkFacts:
    """One link of one file: sender and recipient as kind and normal form, direction, number of messages.

    `at` is when the first of them was sent, in UTC, where the database says so with a zone.
    """

    sender: tuple[str, str]
    recipient: tuple[str, str]
    direction: str
    count: int
    at: datetime | None = None
