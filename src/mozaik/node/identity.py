"""The key of a node towards other nodes: it signs what goes by rule, and opens what is encrypted to the node.

It is the key with which the node signs the heads of its chains, in another context, and an age identity
beside it. Others trust it in the role `node`, in which no person signs anything.
"""

from datetime import datetime
from pathlib import Path

from mozaik.acts import NODE_KEY
from mozaik.errors import InvalidInputError
from mozaik.files import one_at_a_time, written_whole
from mozaik.node.place import Node
from mozaik.seal import KeyFileError, Role, SigningKey, TrustedKey, TrustStore

IDENTITY = "node.age"


def key_of(node: Node) -> SigningKey:
    """The node's key; its age identity is made when there is none. InvalidInputError for a damaged one."""
    secret = node.acts.secrets / IDENTITY
    try:
        seed = (node.acts.secrets / NODE_KEY).read_bytes()
        return SigningKey.from_secrets(node.authority, node.name, seed, _identity(node, secret))
    except (OSError, UnicodeDecodeError, KeyFileError) as error:
        raise InvalidInputError(
            "the key of this node is missing or damaged",
            where=str(node.acts.secrets),
            remedy="restore it from a backup: without it the node neither sends nor opens",
        ) from error


def public_key_of(node: Node, now: datetime) -> TrustedKey:
    """What other nodes trust, in the role `node` alone."""
    return key_of(node).trusted(now, (Role.NODE,))


def trust_in(node: Node, now: datetime) -> TrustStore:
    """A trust store with the key of this node alone, by which it reads what it signed itself."""
    own = public_key_of(node, now)
    return TrustStore({own.key_id: own})


def _identity(node: Node, secret: Path) -> str:
    if not secret.exists():
        with one_at_a_time(secret):
            if not secret.exists():
                made = SigningKey.generate(node.authority, node.name).identity
                with written_whole(secret) as stream:
                    stream.write(f"{made!s}\n".encode())
    return secret.read_text(encoding="ascii").strip()
