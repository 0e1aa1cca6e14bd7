"""Where two announcements that should be one differ: the places by name, in the order of the content."""

from collections.abc import Iterator, Mapping
from dataclasses import fields

from mozaik.announce.model import Announcement


def places_that_differ(announcement: Announcement, other: Announcement) -> tuple[str, ...]:
    """The fields, figures, charts and blocks in which two announcements differ; empty for equal ones."""
    named = {"figures": _figures, "charts": _charts, "texts": _texts}
    places: list[str] = []
    for name in (each.name for each in fields(Announcement)):
        if getattr(announcement, name) == getattr(other, name):
            continue
        if name in named:
            parts, others = (named[name](each) for each in (announcement, other))
            places += list(_unequal(parts, others)) or [f"order of {name}"]
        else:
            places.append(name)
    return tuple(places)


def _figures(announcement: Announcement) -> Mapping[str, object]:
    return {f"figure {each.key} {each.scope} {each.as_of}": each for each in announcement.figures}


def _charts(announcement: Announcement) -> Mapping[str, object]:
    return {f"chart {each.kind}": each for each in announcement.charts}


def _texts(announcement: Announcement) -> Mapping[str, object]:
    """Every block by its language and key, and beside them what a text says of itself."""
    parts: dict[str, object] = {}
    for text in announcement.texts:
        parts[text.language] = (text.words, text.reviewer, [block.key for block in text.blocks])
        parts |= {f"{text.language}, {block.key}": block for block in text.blocks}
    return parts


def _unequal(parts: Mapping[str, object], others: Mapping[str, object]) -> Iterator[str]:
    for name in dict.fromkeys((*parts, *others)):
        if name not in parts or name not in others or parts[name] != others[name]:
            yield name
