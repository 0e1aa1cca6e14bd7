"""The node that writes chains: its name and public keys among the acts, its private key among the secrets.

    node.json = {"format": 1, "keys": [hex of a public key, ...], "node": NAME}

The first key of the list counts for new heads; the others are earlier ones. Reading needs no secret.
"""

import re
from pathlib import Path

from mozaik.canonical import JsonValue, NotCanonicalError, from_canonical, is_number, to_canonical
from mozaik.chain import Node
from mozaik.errors import InvalidInputError
from mozaik.files import written_whole
from mozaik.seal import BadSignatureError, NodeKey, check_head_signature, key_id_of, new_seed

FORMAT = 1
LOCAL = "local"
"""The name of a node that is nobody's but its user's: the plain command line."""
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,31}", re.ASCII)
_PUBLIC = re.compile(r"[0-9a-f]{64}", re.ASCII)


def begin_node(description: Path, secret: Path, name: str) -> None:
    """Give a node its key, unless there is one, and then its name; InvalidInputError for a bad name."""
    if not _NAME.fullmatch(name):
        raise InvalidInputError(
            "a node needs a name",
            why="it is not 1 to 32 lower-case letters, digits or dashes",
            remedy="give a short name such as lyon-1",
        )
    if not secret.exists():
        with written_whole(secret) as stream:
            stream.write(new_seed())
    public = _private_key(secret).public_key.hex()
    with written_whole(description) as stream:
        stream.write(to_canonical({"format": FORMAT, "keys": [public], "node": name}))


def node_of(description: Path, secret: Path) -> Node:
    """The node that its description names; the private key is read when it signs.

    InvalidInputError for a description that cannot be read, and at signing for a key that is not the node's.
    """
    name, keys = _read(description)
    public = {key_id_of(key): key for key in keys}

    def sign(statement: bytes) -> tuple[str, bytes]:
        key = _private_key(secret)
        if key.public_key != keys[0]:
            raise _missing_key(secret)
        return key.key_id, key.sign_head(statement)

    def check(key_id: str, signature: bytes, statement: bytes, place: str) -> None:
        if key_id not in public:
            raise BadSignatureError(
                "the head of a segment is signed by another key than the node's",
                where=place,
                why=f"key {key_id[:16]} is not in {description.name}",
                remedy="keep the files for inquiry, and go back to a copy",
            )
        check_head_signature(public[key_id], signature, statement, place)

    return Node(name, sign, check)


def _read(description: Path) -> tuple[str, list[bytes]]:
    try:
        value = from_canonical(description.read_bytes(), str(description))
    except (OSError, NotCanonicalError) as error:
        raise _unreadable(description) from error
    if not isinstance(value, dict) or not is_number(value.get("format"), FORMAT):
        raise _unreadable(description)
    name, keys = value.get("node"), value.get("keys")
    if not isinstance(name, str) or not _NAME.fullmatch(name) or not isinstance(keys, list) or not keys:
        raise _unreadable(description)
    return name, [_public_key(key, description) for key in keys]


def _public_key(key: JsonValue, description: Path) -> bytes:
    if not isinstance(key, str) or not _PUBLIC.fullmatch(key):
        raise _unreadable(description)
    return bytes.fromhex(key)


def _private_key(secret: Path) -> NodeKey:
    try:
        return NodeKey.of_seed(secret.read_bytes())
    except (OSError, ValueError) as error:
        raise _missing_key(secret) from error


def _missing_key(secret: Path) -> InvalidInputError:
    return InvalidInputError(
        "the key of this node is missing or damaged",
        where=str(secret),
        why="it is not the one that the node's description names",
        remedy="restore it from a backup: without it no segment of a chain can be closed",
    )


def _unreadable(description: Path) -> InvalidInputError:
    return InvalidInputError(
        "the description of the node cannot be read",
        where=str(description),
        why="it is missing, damaged, or of another format",
        remedy="put it back from a backup",
    )
