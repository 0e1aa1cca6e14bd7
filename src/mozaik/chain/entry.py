"""One entry of a chain: a commitment to details that are kept apart, tied to all entries before it.

    commitment = SHA-256("mozaik commitment 1\\n" + 32 bytes of salt + canonical JSON of the details)
    hash       = SHA-256("mozaik chain 1\\n" + canonical JSON of the entry without its hash)

The salt keeps anybody from guessing details, such as a name, by trying values against the commitment.
"""

import hashlib
import re
from dataclasses import dataclass

from mozaik.canonical import LARGEST
from mozaik.chain.errors import BrokenChainError, ChainError
from mozaik.moments import is_utc_text

START = "0" * 64
SALT_SIZE = 32
LINE_LIMIT = 1024
_CHAIN, _COMMITMENT = b"mozaik chain 1\n", b"mozaik commitment 1\n"
_EVENT = re.compile(r"[a-z][a-z0-9_.-]{0,63}", re.ASCII)
_HASH = re.compile(r"[0-9a-f]{64}", re.ASCII)
_LINE = re.compile(
    rb'(\{"at":"([0-9TZ:-]{20})","commitment":"([0-9a-f]{64})","event":"([a-z][a-z0-9_.-]{0,63})",)'
    rb'"hash":"([0-9a-f]{64})",("previous":"([0-9a-f]{64})","seq":([1-9][0-9]{0,15})\})\n?'
)
"""The one canonical form of a line, in its parts: before the hash, the hash, and after it."""


@dataclass(frozen=True, slots=True)
class Head:
    """The last entry's number, 0 for an empty chain, and its hash: others note it to hold a chain to it."""

    seq: int
    hash: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a chain; `at` is UTC as `2023-11-20T09:00:00Z`, hashes are lower-case hex.

    ChainError if a field is not valid.
    """

    seq: int
    at: str
    event: str
    commitment: str
    previous: str

    def __post_init__(self) -> None:
        hashes = self.commitment, self.previous
        if self.seq < 1 or not is_utc_text(self.at) or not all(_HASH.fullmatch(digest) for digest in hashes):
            raise _bad("a number, time or hash is not valid")
        if not _EVENT.fullmatch(self.event):
            raise _bad("an event is a short lower-case word such as read or judge")

    @property
    def hash(self) -> str:
        """What the next entry, and everybody who notes the head, refers to."""
        return hashlib.sha256(_CHAIN + b"".join(self._around_hash())).hexdigest()

    @property
    def head(self) -> Head:
        """The entry as the head of its chain."""
        return Head(self.seq, self.hash)

    def to_line(self) -> bytes:
        """The line of the chain file, line feed included."""
        before, after = self._around_hash()
        return before + f'"hash":"{self.hash}",'.encode() + after + b"\n"

    def _around_hash(self) -> tuple[bytes, bytes]:
        """The canonical JSON of the entry without its hash, in two parts: the hash stands between them."""
        before = f'{{"at":"{self.at}","commitment":"{self.commitment}","event":"{self.event}",'
        return before.encode(), f'"previous":"{self.previous}","seq":{self.seq}}}'.encode()


def commitment_to(salt: bytes, details: bytes) -> str:
    """The commitment to the canonical JSON of details under a salt of 32 bytes."""
    if len(salt) != SALT_SIZE:
        raise _bad(f"a salt is {SALT_SIZE} bytes")
    return hashlib.sha256(_COMMITMENT + salt + details).hexdigest()


def entry_from_line(line: bytes, place: str) -> tuple[Entry, Head]:
    """The entry in a line, and it as a head; BrokenChainError, naming the `place`, if it is not sound.

    A line has one canonical form, so its bytes are looked at and nothing is parsed twice.
    """
    parts = _LINE.fullmatch(line)
    if parts is None or len(line) > LINE_LIMIT or (seq := int(parts[8])) > LARGEST:
        raise broken("it is not an entry in its canonical form", place)
    if hashlib.sha256(_CHAIN + parts[1] + parts[6]).hexdigest() != parts[5].decode():
        raise broken("its hash is not the hash of its content", place)
    try:
        entry = Entry(seq, parts[2].decode(), parts[4].decode(), parts[3].decode(), parts[7].decode())
    except ChainError as error:
        raise broken(error.why, place) from error
    return entry, Head(seq, parts[5].decode())


def broken(why: str, place: str) -> BrokenChainError:
    """The error for a chain that somebody or something changed."""
    return BrokenChainError(
        "the chain is broken",
        where=place,
        why=why,
        remedy="keep the files as they are for inquiry, and go back to a copy that fits the last known head",
    )


def _bad(why: str) -> ChainError:
    return ChainError("an entry breaks the format", why=why, remedy="correct the call")
