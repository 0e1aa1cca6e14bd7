"""Pages that describe a JSON form, held to real output: no field is left out, and none is made up."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from tests.house.support import REPOSITORY

FORMATS = REPOSITORY / "docs" / "formats"
_FIELD = re.compile(r"^\| `([a-z0-9_\[\].]+)` \|", re.MULTILINE)


def described(page: str, heading: str = "") -> set[str]:
    """The fields that a page of docs/formats describes below a heading, such as `hits[].told[].grade`."""
    text = Path(FORMATS / page).read_text(encoding="utf-8")
    below = text.partition(f"\n## {heading}\n")[2].partition("\n## ")[0] if heading else text
    fields = _FIELD.findall(below)
    assert len(set(fields)) == len(fields), "a field is described twice"
    return set(fields)


def stated(outputs: Iterable[object], open_maps: frozenset[str]) -> set[str]:
    """The fields of real outputs as paths; `open_maps` names objects whose keys are data, not fields."""
    return {path for output in outputs for path in _paths(output, "", open_maps)}


def _paths(value: object, place: str, open_maps: frozenset[str]) -> Iterator[str]:
    if isinstance(value, list):
        for part in value:
            yield from _paths(part, f"{place}[]", open_maps)
    elif isinstance(value, dict) and place.rpartition(".")[2] not in open_maps:
        for name, part in value.items():
            path = f"{place}.{name}" if place else name
            yield path
            yield from _paths(part, path, open_maps)
