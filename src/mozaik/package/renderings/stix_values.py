"""Values and files as STIX 2.1 observables; equal values have equal ids everywhere, as STIX lays down."""

import uuid
from urllib.parse import quote

from mozaik.canonical import to_canonical
from mozaik.package.renderings.contents import FileContent
from mozaik.package.renderings.foreign_json import shared_id
from mozaik.typed_json import Json

EXTENSION = f"extension-definition--{shared_id('extension', 'package', '1')}"
_SPACE = uuid.UUID("00abedb4-aa42-466c-9c01-fed23315a9b7")
"""The namespace of the ids of observables (STIX 2.1, section 2.9)."""
_HASHES = {"md5": "MD5", "sha1": "SHA-1", "sha256": "SHA-256"}
_ALLOWED = "!#$%&'()*+,/:;=?@[]~"
"""What stands in an address as it is (RFC 3986); other letters are written `%XX`."""

_Object = dict[str, Json]


def stix_id(kind: str, number: str) -> str:
    """The id of an object of a kind."""
    return f"{kind}--{number}"


def file_object(content: FileContent) -> _Object:
    """A file by its digests; a picture of which no digest is told has its picture hash as its name."""
    hashes: _Object = {_HASHES[name]: content.digests[name] for name in _HASHES if name in content.digests}
    stated: _Object = (
        {"hashes": hashes} if hashes else {"name": f"picture with PDQ {next(iter(content.pictures))}"}
    )
    told: dict[str, list[Json]] = {
        "pictures": [
            {"method": "pdq", "value": value, "quality": quality}
            for value, quality in content.pictures.items()
        ],
        "gradings": [
            {"scheme": said.scheme, "code": said.code, "said_by": said.said_by}
            for said in sorted(content.gradings)
        ],
        "series": [*sorted(content.series)],
    }
    kept: _Object = {name: parts for name, parts in told.items() if parts}
    if kept:
        stated["extensions"] = without_nothing({EXTENSION: {"extension_type": "property-extension", **kept}})
    made = _observable("file", stated)
    return {**made, "size": content.size, "mime_type": content.mime}


def value_object(kind: str, value: str) -> _Object | None:
    """A selector as an observable; None for what is no selector, such as a digest or a name."""
    match kind:
        case "email":
            return _observable("email-addr", {"value": value})
        case "url":
            return _observable("url", {"value": quote(value, safe=_ALLOWED)})
        case "onion":
            return _observable("domain-name", {"value": value})
        case "account":
            service, _, name = value.partition(":")
            return _observable("user-account", {"account_type": service, "user_id": name or value})
        case "phone" | "btc" | "eth" | "camera_serial":
            return _observable("user-account", {"account_type": kind.replace("_", "-"), "user_id": value})
    return None


def _observable(kind: str, stated: _Object) -> _Object:
    """An observable with the id that follows from what identifies it."""
    identifying = dict(stated)
    hashes = stated.get("hashes")
    if isinstance(hashes, dict):
        strongest = next(name for name in _HASHES.values() if name in hashes)
        identifying["hashes"] = {strongest: hashes[strongest]}
    number = uuid.uuid5(_SPACE, to_canonical(identifying).decode())
    return {"type": kind, "spec_version": "2.1", "id": stix_id(kind, str(number)), **stated}


def without_nothing(value: Json) -> Json:
    """The value without members that say nothing: STIX knows neither null nor an empty list."""
    if isinstance(value, dict):
        kept = {name: without_nothing(part) for name, part in value.items()}
        return {name: part for name, part in kept.items() if part is not None and part != []}
    return [without_nothing(part) for part in value] if isinstance(value, list) else value
