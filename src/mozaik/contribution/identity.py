"""The id of a sealed set: whose it is, what it is, and a tag of its content that only the signer can make.

The same content sealed by the same key has the same id, whenever and under whatever file name it is sealed.
Nobody without the key can test a guess about rows, an item's reference or the time of sealing by an id.
"""

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path

from mozaik.contribution.spec import ContributionSpec
from mozaik.seal import SigningKey, to_canonical

TAG_DIGITS = 16
"""Hexadecimal digits of the tag: 64 bits, so that two sets of one owner do not meet by chance."""

_UNSAFE = re.compile(r"[^A-Za-z0-9_-]+")


def derived_id(spec: ContributionSpec, members: Mapping[str, bytes | Path], key: SigningKey) -> str:
    """The id `<sender>.<label>.<tag>` of a set with these members, such as `SI-GPD.item.1f90ac35b2d7e604`."""
    content = to_canonical(
        {
            "sender": spec.sender,
            "edition": spec.edition,
            "label": spec.label,
            "item": spec.item,
            "supersedes": sorted(spec.supersedes),
            "members": {name: _sha256(content) for name, content in members.items()},
        }
    )
    words = (spec.sender, _UNSAFE.sub("-", spec.label)[:40].strip("-"))
    return ".".join([*(word for word in words if word), key.secret_tag(content).hex()[:TAG_DIGITS]])


def _sha256(content: bytes | Path) -> str:
    if isinstance(content, bytes):
        return hashlib.sha256(content).hexdigest()
    with content.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
