"""What is known of one entry of a source -> rows of the tables of records."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import TypeAlias

from mozaik.media import ALGORITHM, ALGORITHM_VERSION
from mozaik.selectors import NORMALISER_VERSION, noise_reason
from mozaik.triage.facts import FileFacts, PictureFacts
from mozaik.triage.follow import Examined

Row: TypeAlias = dict[str, object]
_DECODERS = {"image/heic": ("libheif (pi-heif)", "pi-heif")}
"""Types that are decoded by another library than Pillow: its name, and under which its version is told."""


def place(container: str, path: str) -> str:
    """A place inside a source as one text: the container, `!/`, and the path in it."""
    return f"{container}!/{path}" if container else path


def file_row(item_id: str, examined: Examined, facts: FileFacts) -> Row:
    """The row of one entry with a content."""
    return {
        "sha256": facts.sha256,
        "sha1": facts.sha1,
        "md5": facts.md5,
        "size": facts.size,
        "item_id": item_id,
        "path": examined.path,
        "container": examined.container,
        "mime": facts.mime,
        "deleted": facts.deleted,
        "modified_at": facts.modified_at,
        "time_zone_known": facts.zone_known if facts.modified_at else None,
    }


def gap_row(item_id: str, examined: Examined, reason: str) -> Row:
    """What was not looked into of one entry; of a refused one only its place is known."""
    facts = examined.file
    return {
        "item_id": item_id,
        "path": examined.path,
        "container": examined.container,
        "reason": reason,
        "mime": facts.mime if facts else None,
        "size": facts.size if facts else None,
        "sha256": facts.sha256 if facts else None,
    }


def media_row(item_id: str, facts: FileFacts, picture: PictureFacts, versions: Mapping[str, str]) -> Row:
    """The row of one content; copies of one picture at several places are one picture."""
    decoder, library = _DECODERS.get(facts.mime, ("Pillow", "pillow"))
    return {
        "pdq": picture.pdq,
        "quality": picture.quality,
        "sha256": facts.sha256,
        "md5": facts.md5,
        "item_id": item_id,
        "method": ALGORITHM,
        "method_version": ALGORITHM_VERSION,
        "decoder": decoder,
        "decoder_version": versions.get(library, ""),
        "frame_ms": 0,
        "width": picture.width,
        "height": picture.height,
        "camera_make": picture.camera_make,
        "camera_model": picture.camera_model,
        "camera_serial": picture.camera_serial,
        "taken_at": picture.taken_at,
    }


def selector_rows(item_id: str, examined: Examined) -> Iterator[Row]:
    """The rows of what was found in one entry."""
    for selector in examined.selectors:
        yield {
            "kind": selector.kind,
            "normal": selector.value,
            "found": selector.written,
            "item_id": item_id,
            "path": place(examined.container, examined.path),
            "count": selector.count,
            "noise": _noise(selector.kind, selector.value),
            "normaliser": NORMALISER_VERSION,
        }


def link_rows(item_id: str, examined: Examined) -> Iterator[Row]:
    """The rows of who wrote to whom in one entry."""
    for link in examined.links:
        yield {
            "relation": "message",
            "from_kind": link.sender[0],
            "from_normal": link.sender[1],
            "to_kind": link.recipient[0],
            "to_normal": link.recipient[1],
            "direction": link.direction,
            "at": link.at,
            "count": link.count,
            "item_id": item_id,
            "path": place(examined.container, examined.path),
        }


@lru_cache(maxsize=100_000)
def _noise(kind: str, value: str) -> str | None:
    return noise_reason(kind, value)
