"""Files, values, exhibits and markings as nodes of CASE 1.5.0 and UCO 1.5.0, in JSON-LD."""

from collections.abc import Iterable

from mozaik.package.model import Package
from mozaik.package.renderings.contents import FileContent, Place
from mozaik.package.renderings.foreign_json import own_id, shared_id
from mozaik.typed_json import Json

CONTEXT: dict[str, Json] = {
    "kb": "https://mozaik.example/kb/",
    "mozaik": "https://mozaik.example/ns/package/1/",
    "case-investigation": "https://ontology.caseontology.org/case/investigation/",
    "uco-action": "https://ontology.unifiedcyberontology.org/uco/action/",
    "uco-analysis": "https://ontology.unifiedcyberontology.org/uco/analysis/",
    "uco-core": "https://ontology.unifiedcyberontology.org/uco/core/",
    "uco-identity": "https://ontology.unifiedcyberontology.org/uco/identity/",
    "uco-location": "https://ontology.unifiedcyberontology.org/uco/location/",
    "uco-marking": "https://ontology.unifiedcyberontology.org/uco/marking/",
    "uco-observable": "https://ontology.unifiedcyberontology.org/uco/observable/",
    "uco-types": "https://ontology.unifiedcyberontology.org/uco/types/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
"""What the prefixes stand for; `mozaik` is our own, used where UCO has no term."""
_METHODS = {"md5": "MD5", "sha1": "SHA1", "sha256": "SHA256"}
_SIMPLE = {
    "email": ("EmailAddress", "EmailAddressFacet", "addressValue"),
    "url": ("URL", "URLFacet", "fullValue"),
    "onion": ("DomainName", "DomainNameFacet", "value"),
    "phone": ("PhoneAccount", "PhoneAccountFacet", "phoneNumber"),
}
_ACCOUNTS = ("account", "btc", "eth")
"""Wallets have no class in UCO: they are accounts of a type."""

Object = dict[str, Json]


def node(package: Package, kind: str, *name: object) -> Object:
    """A node of a class, such as `uco-core:Grouping`, with an id within the package."""
    return {"@id": f"kb:{kind.partition(':')[2]}-{own_id(package, kind, *name)}", "@type": kind}


def organization(name: str) -> Object:
    """An authority."""
    number = shared_id("authority", name)
    return {"@id": f"kb:Organization-{number}", "@type": "uco-identity:Organization", "uco-core:name": name}


def marking(package: Package, statement: str) -> Object:
    """A handling code with its meaning, or an owner's note."""
    said = node(package, "uco-marking:StatementMarking", statement)
    return {
        **node(package, "uco-marking:MarkingDefinition", statement),
        "uco-marking:definitionType": "statement",
        "uco-marking:definition": [
            {**said, "uco-marking:definitionType": "statement", "uco-marking:statement": statement}
        ],
    }


def file_node(package: Package, content: FileContent, place: Place | None) -> Object:
    """A file at one place, or a file of which no place is told."""
    name = (*content.digests.values(), *content.pictures, *(() if place is None else _place_name(place)))
    facets: list[Json] = [_content_facet(package, content, name)]
    if place is not None:
        facets.append(_file_facet(package, content, place, name))
    if content.gradings:
        facets.append(_grading_facet(package, content, name))
    return {**node(package, "uco-observable:File", *name), "uco-core:hasFacet": facets}


def value_node(package: Package, kind: str, value: str) -> Object | None:
    """A selector; None for what UCO has no class for."""
    if kind in _SIMPLE:
        of_class, facet, field = _SIMPLE[kind]
        told = {**node(package, f"uco-observable:{facet}", value), f"uco-observable:{field}": value}
        return {**node(package, f"uco-observable:{of_class}", value), "uco-core:hasFacet": [told]}
    if kind in _ACCOUNTS:
        service, _, name = value.partition(":") if kind == "account" else (kind, "", value)
        told = {
            **node(package, "uco-observable:AccountFacet", kind, value),
            "uco-observable:accountIdentifier": name or value, "uco-observable:accountType": service,
        }  # fmt: skip
        account = node(package, "uco-observable:DigitalAccount", kind, value)
        return {**account, "uco-core:hasFacet": [told]}
    return None


def typed(kind: str, value: object) -> Object:
    """A literal of a type, such as `xsd:dateTime`."""
    return {"@type": kind, "@value": str(value)}


def refer(nodes: Iterable[Object]) -> list[Json]:
    """References to nodes, each once."""
    return [{"@id": name} for name in dict.fromkeys(str(each["@id"]) for each in nodes)]


def _place_name(place: Place) -> tuple[str, ...]:
    return place.authority, place.unit, place.container or "", place.path


def _content_facet(package: Package, content: FileContent, name: tuple[str, ...]) -> Object:
    hashes: list[Json] = [
        _hash(package, name, _METHODS[kind], value) for kind, value in sorted(content.digests.items())
    ]
    hashes += [_hash(package, name, "PDQ", value) for value in content.pictures]
    facet = {**node(package, "uco-observable:ContentDataFacet", *name), "uco-observable:hash": hashes}
    if content.mime:
        facet["uco-observable:mimeType"] = content.mime
    if content.size is not None:
        facet["uco-observable:sizeInBytes"] = content.size
    return facet


def _hash(package: Package, name: tuple[str, ...], method: str, value: str) -> Object:
    return {
        **node(package, "uco-types:Hash", *name, value),
        "uco-types:hashMethod": method,
        "uco-types:hashValue": typed("xsd:hexBinary", value.upper()),
    }


def _file_facet(package: Package, content: FileContent, place: Place, name: tuple[str, ...]) -> Object:
    facet: Object = {
        **node(package, "uco-observable:FileFacet", *name),
        "uco-observable:fileName": place.path.rsplit("/", 1)[-1],
        "uco-observable:filePath": place.path,
    }
    if content.size is not None:
        facet["uco-observable:sizeInBytes"] = content.size
    if place.at and place.zone_known:
        facet["uco-observable:modifiedTime"] = typed("xsd:dateTime", place.at)
    if place.container:
        facet["mozaik:container"] = place.container
    if place.deleted is not None:
        facet["mozaik:deleted"] = place.deleted
    return facet


def _grading_facet(package: Package, content: FileContent, name: tuple[str, ...]) -> Object:
    classes: list[Json] = [
        {
            **node(
                package, "uco-analysis:ArtifactClassification", *name, said.scheme, said.code, said.said_by
            ),
            "uco-analysis:class": f"{said.scheme} {said.code}",
            "mozaik:saidBy": said.said_by,
        }
        for said in sorted(content.gradings)
    ]
    facet = node(package, "uco-analysis:ArtifactClassificationResultFacet", *name)
    return {**facet, "uco-analysis:classification": classes}
