"""VICS 2.0, the form of laboratories: a hash list (`#Media`) and the places by authority (`#Cases`).

Only pictures and videos that have an MD5 stand there: VICS names media by it; an annotation says how many
have none. A category is a code of one region: it is written as `Category` where the file is of that region,
and as scheme and code in any case.
"""

from collections.abc import Iterable, Sequence

from mozaik import __version__
from mozaik.package.model import Package
from mozaik.package.rendering import Form, Rendering
from mozaik.package.renderings.conditions import ask_line, asks_of, conditions_of, name_of, purpose_of
from mozaik.package.renderings.contents import FileContent, Place, contents_of
from mozaik.package.renderings.foreign_json import json_bytes, own_id
from mozaik.typed_json import Json

_MARK = "http://github.com/VICSDATAMODEL/ProjectVic/DataModels/2.0.xml/{region}/$metadata#{what}"
REGIONS = {"US": "US", "GB": "UK"}
"""The region of a country's readers; of every other country it is `Default`."""
SCHEMES = {"US": "vics-us", "UK": "caid-uk"}
"""The scheme of the categories in files of a region; `Default` has none that is agreed."""

_Object = dict[str, Json]


def vics_media(package: Package) -> bytes:
    """One record a distinct picture or video: what it is, and under which conditions one may know."""
    contents = _media_of(package)
    records: list[Json] = [_record(package, number, content) for number, content in enumerate(contents, 1)]
    return _document(package, "Media", records)


def vics_cases(package: Package) -> bytes:
    """One case an authority: its places of each picture or video, as far as they are told in full."""
    contents = _media_of(package)
    owners = sorted({place.authority for content in contents for place in content.places})
    cases: list[Json] = [_case(package, owner, contents) for owner in owners]
    return _document(package, "Cases", cases)


def region_of(package: Package) -> str:
    """The VICS region of the recipient's readers."""
    return REGIONS.get(package.recipient.country, "Default")


def without_md5(package: Package) -> int:
    """How many pictures and videos are told that VICS cannot name."""
    return sum("md5" not in content.digests for content in _depicting(package))


def _document(package: Package, what: str, value: list[Json]) -> bytes:
    """A list or cases, with an annotation of OData for what is not in it, where there is any."""
    document: _Object = {"@odata.context": _MARK.format(region=region_of(package), what=what), "value": value}
    if count := without_md5(package):
        document["@mozaik.withoutMD5"] = count
    return json_bytes(document)


def _media_of(package: Package) -> tuple[FileContent, ...]:
    return tuple(content for content in _depicting(package) if "md5" in content.digests)


def _depicting(package: Package) -> Iterable[FileContent]:
    """Pictures, videos, and files of unknown kind."""
    return (
        content
        for content in contents_of(package)
        if (content.mime or "image/").startswith(("image/", "video/"))
    )


def _case(package: Package, owner: str, contents: Sequence[FileContent]) -> _Object:
    name = f"{name_of(package)}/{owner}"
    held = [content for content in contents if any(place.authority == owner for place in content.places)]
    records: list[Json] = [_record(package, number, content, owner) for number, content in enumerate(held, 1)]
    return {
        "CaseID": own_id(package, "case", owner),
        "CaseNumber": name,
        "ContactOrganization": owner,
        "SourceApplicationName": "Mozaik",
        "SourceApplicationVersion": __version__,
        "TotalMediaFiles": len(records),
        "Media": records,
    }


def _record(package: Package, number: int, content: FileContent, owner: str | None = None) -> _Object:
    """A record of the hash list, or with the places of one authority."""
    md5 = content.digests["md5"]
    record: _Object = {
        "MediaID": number,
        "Category": _category(content, region_of(package)),
        "MD5": md5,
        "SHA1": content.digests.get("sha1", ""),
        "MediaSize": content.size,
        "MimeType": content.mime,
        "Series": "; ".join(sorted(content.series)),
        "Tags": ", ".join(f"{said.scheme} {said.code}" for said in sorted(content.gradings)),
        "Comments": _comments(package, content),
        "AlternativeHashes": _other_hashes(content),
        "MediaMetadata": [{"MD5": md5, **stated} for stated in _properties(content)],
    }
    if owner is not None:
        record["MediaFiles"] = [_place(md5, place) for place in content.places if place.authority == owner]
    return record


def _category(content: FileContent, region: str) -> int | None:
    """The code where everybody says the same in the scheme of the region; else none, never a guess."""
    codes = {said.code for said in content.gradings if said.scheme == SCHEMES.get(region)}
    code = codes.pop() if len(codes) == 1 else ""
    return int(code) if code.isascii() and code.isdigit() and len(code) < 6 else None


def _comments(package: Package, content: FileContent) -> str:
    told = list(content.hits.values())
    asks = map(ask_line, asks_of(told))
    return "; ".join([", ".join(content.hits), conditions_of(told).line, *asks, purpose_of(package)])


def _other_hashes(content: FileContent) -> list[Json]:
    hashes = [("SHA256", content.digests.get("sha256")), ("PDQ", next(iter(content.pictures), None))]
    return [{"HashName": name, "HashValue": value} for name, value in hashes if value]


def _properties(content: FileContent) -> Iterable[_Object]:
    for said in sorted(content.gradings):
        yield {"PropertyName": "CategoryScheme", "PropertyValue": said.scheme}
        yield {"PropertyName": "CategoryCode", "PropertyValue": said.code}
        yield {"PropertyName": "CategorySource", "PropertyValue": said.said_by}
    for quality in list(content.pictures.values())[:1]:
        if quality is not None:
            yield {"PropertyName": "PDQQuality", "PropertyValue": str(quality)}


def _place(md5: str, place: Place) -> _Object:
    told: _Object = {
        "MD5": md5,
        "FileName": place.path.rsplit("/", 1)[-1],
        "FilePath": place.path,
        "SourceID": place.unit,
    }
    if place.deleted is not None:
        told["Deleted"] = place.deleted
    if place.container:
        told["ParentFilePath"] = place.container
    if place.at:
        told["Written"] = place.at if place.zone_known else place.at.removesuffix("Z")
    return told


VICS_MEDIA = Rendering("vics-media.json", vics_media, Form.VICS)
VICS_CASES = Rendering("vics-cases.json", vics_cases)
