"""The key of a node: it signs how far the chains that the node writes have come, and nothing else.

    signed bytes = "mozaik chain head 1" LF, canonical JSON of what is said of the head

A node's key is no person's: with it nobody can judge, draft or release.
"""

import secrets
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from mozaik.seal import ed25519
from mozaik.seal.errors import BadSignatureError
from mozaik.seal.keys import key_id_of

SEED_BYTES = 32
_CONTEXT = b"mozaik chain head 1\n"


def new_seed() -> bytes:
    """The random 32 bytes of a new node's key."""
    return secrets.token_bytes(SEED_BYTES)


@dataclass(frozen=True, slots=True)
class NodeKey:
    """The private key of a node."""

    _private: Ed25519PrivateKey

    @classmethod
    def of_seed(cls, seed: bytes) -> "NodeKey":
        """The key of 32 secret bytes; ValueError for another length."""
        return cls(Ed25519PrivateKey.from_private_bytes(seed))

    @property
    def public_key(self) -> bytes:
        """The raw 32-byte Ed25519 public key."""
        return self._private.public_key().public_bytes_raw()

    @property
    def key_id(self) -> str:
        """The id of this key, 64 hex characters."""
        return key_id_of(self.public_key)

    def sign_head(self, statement: bytes) -> bytes:
        """The 64-byte signature over the canonical bytes of what is said of a head."""
        return self._private.sign(_CONTEXT + statement)


def check_head_signature(public_key: bytes, signature: bytes, statement: bytes, where: str) -> None:
    """BadSignatureError, naming `where`, unless a signature over a head is this node key's."""
    if not ed25519.fits(public_key, signature, _CONTEXT + statement):
        raise BadSignatureError(
            "the signature of a node does not fit the head of a segment",
            where=where,
            why=f"key {key_id_of(public_key)[:16]} signed something else",
            remedy="keep the files for inquiry, and go back to a copy",
        )
