"""Chains of a node with a fixed key, in segments as short as a test wants them."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from mozaik import chain
from mozaik.chain import Chain, Node
from mozaik.seal import BadSignatureError, NodeKey, check_head_signature

NOW = datetime(2023, 11, 20, 9, 0, tzinfo=UTC)


def node_of(seed: bytes = b"k" * 32, name: str = "local") -> Node:
    key = NodeKey.of_seed(seed)

    def check(key_id: str, signature: bytes, statement: bytes, place: str) -> None:
        if key_id != key.key_id:
            raise BadSignatureError("another key", where=place, remedy="none")
        check_head_signature(key.public_key, signature, statement, place)

    return Node(name, lambda statement: (key.key_id, key.sign_head(statement)), check)


def chain_at(folder: Path, name: str = "SI-GPD", node: Node | None = None) -> Chain:
    return Chain(folder, name, node or node_of())


def grown(folder: Path, count: int, start: int = 0) -> Chain:
    """A chain with this many entries, of fixed salts: every third a judgement."""
    own = chain_at(folder)
    for number in range(start, start + count):
        event, details = "judge" if number % 3 == 2 else "read", {"number": number, "text": "Živa Čeh / Жива"}
        chain.append(own, event, details, NOW + timedelta(seconds=number), salt=bytes([number % 256]) * 32)
    return own
