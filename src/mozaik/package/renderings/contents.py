"""The distinct files that a package tells of: one content, however many hits, rows and places name it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from mozaik.package.model import Hit, Holder, Package
from mozaik.parties import Authority

DIGESTS = ("md5", "sha1", "sha256")
PICTURE_HASH = "pdq"


@dataclass(frozen=True, slots=True)
class Place:
    """Where an authority holds the file, as far as it is told in full; `at` is UTC where `zone_known`."""

    authority: Authority
    own: bool
    unit: str
    path: str
    container: str | None
    deleted: bool | None
    at: str | None
    zone_known: bool


@dataclass(frozen=True, slots=True, order=True)
class Grading:
    """What an authority or list says that the file is: a code of a scheme."""

    scheme: str
    code: str
    said_by: str


@dataclass(slots=True)
class FileContent:
    """One file by its digests (lower-case hexadecimal), with everything that the package tells of it.

    `pictures` are PDQ hashes with their quality, in the order in which they were met. `hits` are those in
    which it is told: whoever reads of the file stands under the conditions of all of them.
    """

    digests: dict[str, str] = field(default_factory=dict)
    pictures: dict[str, int | None] = field(default_factory=dict)
    size: int | None = None
    mime: str | None = None
    places: dict[Place, None] = field(default_factory=dict)
    gradings: set[Grading] = field(default_factory=set)
    series: set[str] = field(default_factory=set)
    hits: dict[str, Hit] = field(default_factory=dict)


def contents_of(package: Package) -> tuple[FileContent, ...]:
    """The distinct files of all hits on files and pictures, in the order in which the hits stand.

    Rows that share a digest and contradict each other in none are one file: an MD5 alone can be forged.
    """
    contents: list[FileContent] = []
    by_name: dict[tuple[str, str], FileContent] = {}
    for hit in package.hits:
        for holder in hit.told:
            if names := _names_of(hit, holder):
                content = _same(names, by_name) or _new(contents)
                _take(content, names, hit, holder)
                for name in names.items():
                    by_name.setdefault(name, content)
    return tuple(contents)


def _names_of(hit: Hit, holder: Holder) -> dict[str, str]:
    """What names the file of a row: its digests, or the picture's hash where no digest is told."""
    stated = {name: str(holder.fields[name]) for name in DIGESTS if holder.fields.get(name)}
    if hit.value_kind in DIGESTS and holder.value:
        stated.setdefault(hit.value_kind, holder.value)
    if not stated and (picture := _picture_of(hit, holder)):
        return {PICTURE_HASH: picture}
    return stated


def _picture_of(hit: Hit, holder: Holder) -> str | None:
    stated = holder.fields.get(PICTURE_HASH)
    if stated:
        return str(stated)
    return holder.value if hit.value_kind == PICTURE_HASH else None


def _same(names: Mapping[str, str], by_name: Mapping[tuple[str, str], FileContent]) -> FileContent | None:
    for name in names.items():
        content = by_name.get(name)
        if content and all(content.digests.get(kind, value) == value for kind, value in names.items()):
            return content
    return None


def _new(contents: list[FileContent]) -> FileContent:
    contents.append(FileContent())
    return contents[-1]


def _take(content: FileContent, names: Mapping[str, str], hit: Hit, holder: Holder) -> None:
    """Take in what a row says of the file."""
    row = holder.fields
    content.hits[hit.reference] = hit
    content.digests.update({name: value for name, value in names.items() if name != PICTURE_HASH})
    if picture := _picture_of(hit, holder):
        quality = row.get("quality")
        content.pictures.setdefault(picture, quality if isinstance(quality, int) else None)
    if content.size is None and isinstance(row.get("size"), int):
        content.size = int(row["size"] or 0)
    content.mime = content.mime or _text(row.get("mime"))
    content.places.update(dict.fromkeys(_places_of(holder)))
    scheme, code = row.get("category_scheme"), row.get("category_code")
    if scheme and code:
        content.gradings.add(Grading(str(scheme), str(code), str(row.get("graded_by") or holder.authority)))
    if series := _text(row.get("series")):
        content.series.add(series)


def _places_of(holder: Holder) -> Iterator[Place]:
    if holder.set_kind.is_list or holder.unit is None:
        return
    row, own, unit = holder.fields, holder.own, holder.unit
    if path := _text(row.get("path")):
        deleted, known = row.get("deleted"), row.get("time_zone_known") is True
        yield Place(
            holder.authority, own, unit, path, _text(row.get("container")),
            deleted if isinstance(deleted, bool) else None, _text(row.get("modified_at")), known,
        )  # fmt: skip
    for place in holder.places:
        yield Place(
            holder.authority, own, unit, place.path, place.container, place.deleted, None, False
        )  # fmt: skip


def _text(value: object) -> str | None:
    return str(value) if value else None
