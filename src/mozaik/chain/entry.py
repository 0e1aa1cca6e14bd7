"""One entry of a chain: a commitment to details that are kept apart, tied to all entries before it.

    commitment = SHA-256("mozaik commitment 1\\n" + 32 bytes of salt + canonical JSON of the details)
    hash       = SHA-256("mozaik chain 1\\n" + canonical JSON of the entry without its hash)

The salt keeps anybody from guessing details, such as a name, by trying values against the commitment.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from mozaik.canonical import JsonValue, NotCanonicalError, from_canonical, to_canonical
from mozaik.chain.errors import BrokenChainError, ChainError
from mozaik.moments import is_utc_text

START = "0" * 64
SALT_SIZE = 32
LINE_LIMIT = 1024
_CHAIN, _COMMITMENT = b"mozaik chain 1\n", b"mozaik commitment 1\n"
_EVENT = re.compile(r"[a-z][a-z0-9_.-]{0,63}", re.ASCII)
_HASH = re.compile(r"[0-9a-f]{64}", re.ASCII)
_FIELDS = frozenset({"seq", "at", "event", "commitment", "previous", "hash"})


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
        return hashlib.sha256(_CHAIN + to_canonical(self._hashed())).hexdigest()

    @property
    def head(self) -> Head:
        """The entry as the head of its chain."""
        return Head(self.seq, self.hash)

    def to_line(self) -> bytes:
        """The line of the chain file, line feed included."""
        return to_canonical({**self._hashed(), "hash": self.hash}) + b"\n"

    def _hashed(self) -> dict[str, JsonValue]:
        return {
            "seq": self.seq,
            "at": self.at,
            "event": self.event,
            "commitment": self.commitment,
            "previous": self.previous,
        }


def commitment_to(salt: bytes, details: Mapping[str, JsonValue]) -> str:
    """The commitment to details under a salt of 32 bytes; NotCanonicalError if the details are no JSON."""
    if len(salt) != SALT_SIZE:
        raise _bad(f"a salt is {SALT_SIZE} bytes")
    return hashlib.sha256(_COMMITMENT + salt + to_canonical(details)).hexdigest()


def entry_from_line(line: bytes, place: str) -> Entry:
    """The entry in a line; BrokenChainError, naming the `place`, if it is not a sound one."""
    try:
        value = from_canonical(line.removesuffix(b"\n"), place)
    except NotCanonicalError as error:
        raise broken(error.why, place) from error
    if not isinstance(value, dict) or set(value) != _FIELDS:
        raise broken("it is not an entry", place)
    texts = {name: entry for name, entry in value.items() if name not in ("seq", "hash")}
    if type(value["seq"]) is not int or not all(isinstance(text, str) for text in texts.values()):
        raise broken("a field is of another type", place)
    try:
        entry = Entry(seq=value["seq"], **cast("dict[str, str]", texts))
    except ChainError as error:
        raise broken(error.why, place) from error
    if entry.hash != value["hash"]:
        raise broken("its hash is not the hash of its content", place)
    return entry


def broken(why: str, place: str) -> BrokenChainError:
    """The error for a chain that somebody or something changed."""
    return BrokenChainError(
        "the chain is broken",
        where=place,
        why=why,
        remedy="keep the file as it is for inquiry, and go back to a copy that fits the last known head",
    )


def _bad(why: str) -> ChainError:
    return ChainError("an entry breaks the format", why=why, remedy="correct the call")
