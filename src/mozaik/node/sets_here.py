"""Sets that a person of any authority signs elsewhere and a joint node keeps: records that were entered here.

What is kept is compared with everything else by the node's next cross-check.
"""

from mozaik.contribution import UnsignedContribution, contribution_to_sign, write_signed_contribution
from mozaik.errors import RefusedError
from mozaik.files import scratch_folder
from mozaik.node.place import Node
from mozaik.node.reception import keep_sound
from mozaik.parties import PersonRef
from mozaik.seal import Signature, TrustStore

_PLACE = "sealing-set"
"""Apart from where documents are sealed: a request is sealed while the set that it brings is kept."""


def set_to_sign(node: Node, unsigned: UnsignedContribution) -> bytes:
    """What the person signs; raises as `contribution_to_sign`."""
    with scratch_folder(node.folder / _PLACE) as scratch:
        return contribution_to_sign(scratch / "set", unsigned)


def take_signed_set(
    node: Node, unsigned: UnsignedContribution, person: PersonRef, signature: Signature, trust: TrustStore
) -> str:
    """Seal a set by the signature that its person made, and keep it; SHA-256 of the file in hex.

    RefusedError for the key of somebody else; raises as `write_signed_contribution`. Nothing is kept then.
    """
    require_key_of_person(signature.key_id, person, trust)
    with scratch_folder(node.folder / _PLACE) as scratch:
        path = scratch / "set"
        manifest = write_signed_contribution(path, unsigned, signature, trust)
        return keep_sound(path, manifest, node.store, node.index)


def require_key_of_person(key_id: str, person: PersonRef, trust: TrustStore) -> None:
    """RefusedError for a key that is known for another person; whether a key counts is asked when sealing."""
    key = trust.find(key_id)
    if key is not None and key.reference != person:
        raise RefusedError("the key belongs to another person", remedy="sign with your own key")
