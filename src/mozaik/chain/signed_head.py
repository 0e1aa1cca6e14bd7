"""The signed head that closes a segment: how far the chain has come, under the key of the writing node.

It says how often each event occurred so far, and in which segment last: whoever looks for one kind of entry,
or counts it, reads no other segment; and whoever trusts the node's key need not read what lies before.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from mozaik.canonical import JsonValue, NotCanonicalError, from_canonical, to_canonical
from mozaik.chain.entry import Head, broken

HEAD_LIMIT = 32 * 1024
"""Bytes of a head's line at most: some events, never as many as entries."""
_START = b'{"chain":'
_FIELDS = frozenset({"chain", "events", "hash", "key", "node", "segment", "seq", "signature"})
_EVENT = re.compile(r"[a-z][a-z0-9_.-]{0,63}", re.ASCII)
_HEX = {"hash": 64, "key": 64, "signature": 128}


@dataclass(frozen=True, slots=True)
class Node:
    """The node that writes a chain: its name, and what its key does.

    `sign` gives the key's id and the signature over a statement's bytes; `check` raises unless a signature is
    one of the node's keys', by id, over these bytes.
    """

    name: str
    sign: Callable[[bytes], tuple[str, bytes]]
    check: Callable[[str, bytes, bytes, str], None]


@dataclass(frozen=True, slots=True)
class Occurred:
    """How often an event occurred since the chain began, and in which segment last."""

    count: int
    segment: int


@dataclass(frozen=True, slots=True)
class SegmentHead:
    """What the node says when it closes a segment of the chain of this name."""

    chain: str
    node: str
    segment: int
    head: Head
    events: Mapping[str, Occurred]

    def statement(self) -> dict[str, JsonValue]:
        """What is signed, as a JSON object."""
        events: dict[str, JsonValue] = {
            event: {"count": said.count, "segment": said.segment} for event, said in self.events.items()
        }
        return {
            "chain": self.chain,
            "node": self.node,
            "segment": self.segment,
            "seq": self.head.seq,
            "hash": self.head.hash,
            "events": events,
        }


def signed_line(said: SegmentHead, node: Node) -> bytes:
    """The last line of a closed segment, line feed included."""
    statement = said.statement()
    key_id, signature = node.sign(to_canonical(statement))
    return to_canonical({**statement, "key": key_id, "signature": signature.hex()}) + b"\n"


def is_head_line(line: bytes) -> bool:
    """Whether a line is a segment's head and no entry; nothing is checked yet."""
    return line.startswith(_START)


def head_from_line(line: bytes, chain: str, segment: int, node: Node, place: str) -> SegmentHead:
    """The head in the last line of a segment, checked to be the node's for this segment of this chain.

    BrokenChainError, naming the `place`, for any other line, and what the node's `check` raises.
    """
    try:
        value = from_canonical(line.removesuffix(b"\n"), place)
    except NotCanonicalError as error:
        raise broken(error.why, place) from error
    if not isinstance(value, dict) or set(value) != _FIELDS:
        raise broken("it is not the head of a segment", place)
    said = SegmentHead(
        _text(value["chain"], place), _text(value["node"], place), _number(value["segment"], place),
        Head(_number(value["seq"], place), _text(value["hash"], place)), _events(value["events"], place),
    )  # fmt: skip
    if any(not re.fullmatch(f"[0-9a-f]{{{size}}}", _text(value[name], place)) for name, size in _HEX.items()):
        raise broken("a hash, key or signature is not lower-case hex", place)
    if (said.chain, said.node, said.segment) != (chain, node.name, segment):
        raise broken("it is the head of another chain, node or segment", place)
    statement, signature = to_canonical(said.statement()), bytes.fromhex(str(value["signature"]))
    node.check(str(value["key"]), signature, statement, place)
    return said


def _events(value: JsonValue, place: str) -> dict[str, Occurred]:
    if not isinstance(value, dict):
        raise broken("it does not count events", place)
    events = {}
    for event, said in value.items():
        if not isinstance(said, dict) or set(said) != {"count", "segment"} or not _EVENT.fullmatch(event):
            raise broken("it does not count events", place)
        events[event] = Occurred(_number(said["count"], place), _number(said["segment"], place))
    return events


def _text(value: JsonValue, place: str) -> str:
    if not isinstance(value, str):
        raise broken("a field is of another type", place)
    return value


def _number(value: JsonValue, place: str) -> int:
    if type(value) is not int or value < 1:
        raise broken("a field is of another type", place)
    return value
