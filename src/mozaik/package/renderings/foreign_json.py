"""JSON for readers of other houses: one layout, the same bytes every time, no unseen letter."""

import json
import uuid

from mozaik.package.model import Package
from mozaik.typed_json import Json
from mozaik.visible import visible_json

_SPACE = uuid.UUID("5b0f2a0e-2f64-5d0c-9a51-8a5c6c1f7a13")


def json_bytes(value: Json) -> bytes:
    """A value as UTF-8 JSON with a line feed at its end; keys stay in the order in which they stand."""
    return (visible_json(json.dumps(value, ensure_ascii=False, indent=1)) + "\n").encode()


def own_id(package: Package, *parts: object) -> str:
    """The UUID of something within one package: the same each time, and another in every other package."""
    custody = package.custody
    whole = (package.operation, package.recipient.authority, custody.sequence, custody.audit_head, *parts)
    return shared_id(*whole)


def shared_id(*parts: object) -> str:
    """The UUID of something that is the same in every package, such as an authority or a handling code."""
    return str(uuid.uuid5(_SPACE, "\n".join(map(str, parts))))
