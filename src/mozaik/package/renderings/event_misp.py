"""misp.json: the package as a MISP event, for sharing platforms; shared with nobody (`distribution` 0).

Nothing under H2 or H3 is in it: a platform passes on what it holds. Nothing is marked for detection
(`to_ids`): a value here names people and files, and no sensor may block or report it unread.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from mozaik.package.model import Hit, Package, Pointer
from mozaik.package.rendering import Form, Rendering
from mozaik.package.renderings.conditions import ask_line, asks_of, conditions_of, name_of, purpose_of
from mozaik.package.renderings.contents import FileContent, contents_of
from mozaik.package.renderings.foreign_json import json_bytes, own_id, shared_id
from mozaik.terms import Handling
from mozaik.typed_json import Json

KEPT_BACK = frozenset({Handling.H2, Handling.H3})
"""Codes of facts that no platform may hold: not to be passed on, and read the owner's note."""
LONGEST = 191
"""How many letters of a value MISP keeps; a longer one would be another value there."""
_FILE = ("688c46fb-5edb-40a3-8273-1af7923e2215", "25")
"""The template of a file and its version in misp-objects."""
_OTHER = ("text", "Other")
_TYPES = {
    "email": ("email", "Social network"), "url": ("url", "Network activity"),
    "onion": ("domain", "Network activity"), "phone": ("phone-number", "Other"),
    "btc": ("btc", "Financial fraud"), "account": ("text", "Social network"), "eth": _OTHER,
    "camera_serial": _OTHER,
}  # fmt: skip
"""The type and category of a kind of selector; MISP has none for some."""

_Object = dict[str, Json]
Told = Sequence[Hit | Pointer]
Attribute = Callable[..., _Object]


def package_misp(package: Package) -> bytes:
    """The package as an event; the same package gives the same bytes."""
    made_at = datetime.fromisoformat(package.drafted.at)
    files = [content for content in contents_of(package) if _may_be_held([*content.hits.values()])]
    attributes = list(_attributes(package))
    return json_bytes({
        "Event": {
            "uuid": own_id(package, "event"),
            "info": f"{name_of(package)}: {purpose_of(package)}",
            "date": made_at.date().isoformat(),
            "timestamp": str(int(made_at.timestamp())),
            "threat_level_id": "4",
            "analysis": "2",
            "distribution": "0",
            "published": False,
            "Orgc": {"name": package.sender, "uuid": shared_id("authority", package.sender)},
            "Tag": _tags([hit for hit in package.told if _may_be_held((hit,))]),
            "Attribute": [*attributes],
            "Object": [_file(package, content) for content in files],
        }
    })  # fmt: skip


def _attributes(package: Package) -> Iterator[_Object]:
    """What was left out and what it means, then the selectors, then hits that have no value MISP knows."""
    by_value: dict[tuple[str, str], list[Hit | Pointer]] = {}
    for hit in package.told:
        for kind, value in _values_of(hit):
            by_value.setdefault((kind, value), []).append(hit)
    held_back = sum(not _may_be_held((hit,)) for hit in package.told)
    too_long = sum(len(value) > LONGEST for _, value in by_value)
    yield _plain(package, "comment", "Internal reference", _left_out(package, held_back, too_long), ())
    for (kind, value), told in by_value.items():
        if _may_be_held(told) and len(value) <= LONGEST:
            yield _plain(package, *_TYPES[kind], value, told)
    for hit in package.told:
        if hit.reference.startswith("H-") and _is_only_said(hit) and _may_be_held((hit,)):
            yield _plain(package, "comment", "Other", f"{hit.reference}: {_kind_text(hit)}", (hit,))


def _left_out(package: Package, held_back: int, too_long: int) -> str:
    return (
        f"{package.statement} Left out of this form: all names; "
        f"hits and pointers under H2 or H3: {held_back}; values too long for MISP: {too_long}. "
        "package.json has all."
    )


def _values_of(told: Hit | Pointer) -> tuple[tuple[str, str], ...]:
    if isinstance(told, Pointer):
        return ((told.kind, told.value),) if told.value and told.kind in _TYPES else ()
    return tuple((told.value_kind, value) for value in told.values) if told.value_kind in _TYPES else ()


def _is_only_said(told: Hit | Pointer) -> bool:
    return isinstance(told, Hit) and told.value_kind not in (*_TYPES, "md5", "sha1", "sha256", "pdq")


def _kind_text(told: Hit | Pointer) -> str:
    return told.kind_text if isinstance(told, Hit) else told.kind


def _file(package: Package, content: FileContent) -> _Object:
    told = [*content.hits.values()]
    template, version = _FILE
    name = next(iter(content.digests.values()), "") or next(iter(content.pictures))
    parts: list[tuple[str, str, str]] = [
        (kind, kind, value) for kind, value in sorted(content.digests.items())
    ]
    if content.size is not None:
        parts.append(("size-in-bytes", "size-in-bytes", str(content.size)))
    if content.mime:
        parts.append(("mimetype", "mime-type", content.mime))
    parts += [("text", "text", f"PDQ {picture}") for picture in content.pictures]
    parts += [
        ("text", "text", f"category {said.code} of {said.scheme}, by {said.said_by}")
        for said in sorted(content.gradings)
    ]
    return {
        "name": "file", "meta-category": "file", "template_uuid": template, "template_version": version,
        "uuid": own_id(package, "file", name), "distribution": "0", "comment": _comment(told),
        "Attribute": [
            {"object_relation": relation, **_plain(package, kind, _category(kind), value, told, name)}
            for relation, kind, value in parts
        ],
    }  # fmt: skip


def _category(kind: str) -> str:
    return "Other" if kind in ("size-in-bytes", "text") else "Payload delivery"


def _plain(package: Package, kind: str, category: str, value: str, told: Told, within: str = "") -> _Object:
    return {
        "uuid": own_id(package, "attribute", within, kind, value), "type": kind, "category": category,
        "value": value, "to_ids": False, "distribution": "0", "disable_correlation": False,
        "comment": _comment(told), "Tag": _tags(told),
    }  # fmt: skip


def _comment(told: Told) -> str:
    if not told:
        return ""
    references = ", ".join(hit.reference for hit in told)
    return "; ".join([references, conditions_of(told).line, *map(ask_line, asks_of(told))])


def _tags(told: Told) -> list[Json]:
    """The conditions as tags, by which platforms filter; they stay on this platform (`local`)."""
    if not told:
        return []
    conditions = conditions_of(told)
    names = [f'mozaik:handling="{code}"' for code in conditions.codes] + [
        f'mozaik:grade="{conditions.grade}"'
    ]
    return [{"name": name, "local": True} for name in names]


def _may_be_held(told: Told) -> bool:
    """Whether no condition of what is told forbids a platform to hold it."""
    return not KEPT_BACK.intersection(conditions_of(told).codes)


PACKAGE_MISP = Rendering("misp.json", package_misp, Form.MISP)
