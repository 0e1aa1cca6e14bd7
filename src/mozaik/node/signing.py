"""Who signs at a node what a person decides: a person of its authority, whose key counts."""

from mozaik.errors import RefusedError
from mozaik.node.place import Node
from mozaik.release import require_key_of
from mozaik.seal import SigningKey, TrustStore


def require_own_signer(node: Node, key: SigningKey, trust: TrustStore) -> None:
    """RefusedError for a key of another authority; raises as `require_key_of` for one that does not count."""
    if key.authority != node.authority:
        raise RefusedError("the key is of another authority", remedy="sign with a key of your own")
    require_key_of(key.reference, key, trust)
