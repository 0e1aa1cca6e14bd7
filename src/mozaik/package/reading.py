"""Reading package.json, in every format there was; what a format does not lay down is refused."""

from collections.abc import Callable, Mapping

from mozaik.canonical import JsonValue, from_canonical
from mozaik.errors import InvalidInputError
from mozaik.package.model import FORMAT, Package
from mozaik.typed_json import ShapeError, from_json


class NewerPackageError(InvalidInputError):
    """A package has a format that this program does not know."""


def read_package(data: bytes, where: str) -> Package:
    """The package that canonical JSON bytes state.

    NewerPackageError for a format of a later program, NotCanonicalError for bytes that are not canonical,
    ShapeError for an unknown or missing field and for a value of another type; all name `where`.
    """
    return package_from_json(from_canonical(data, where), where)


def package_from_json(value: JsonValue, where: str) -> Package:
    """The package of a JSON value; raises as `read_package`."""
    stated = value.get("format") if isinstance(value, Mapping) else None
    if type(stated) is not int or not isinstance(value, Mapping):
        raise ShapeError("no package", where=where, why="it does not state its format",
                         remedy="ask the sender for the file as it was sealed")  # fmt: skip
    if stated not in _UPGRADES:
        raise NewerPackageError(
            "a package of another format", where=where, why=f"it is of format {stated}, this program reads "
            f"{', '.join(map(str, _UPGRADES))}", remedy="use a newer version of the program",
        )  # fmt: skip
    return from_json(Package, _UPGRADES[stated](value, where), where)


def is_as_sealed(package: Package) -> bool:
    """Whether a package as it was read states the bytes that were sealed, and nothing that came later."""
    return _UPGRADES[package.format] is _as_it_is


def _as_it_is(value: Mapping[str, JsonValue], where: str) -> JsonValue:
    return value


def _from_format_2(value: Mapping[str, JsonValue], where: str) -> JsonValue:
    """A package of format 2 with what it did not know yet: for what it may be used."""
    return _with(value, {"use": None}, where)


def _from_format_1(value: Mapping[str, JsonValue], where: str) -> JsonValue:
    """A package of format 1 with what it did not know yet: last days, places of files, hits of pointers."""
    hit = {"keep_until": None}
    parts: Mapping[str, Mapping[str, JsonValue]] = {"hits": hit, "pointers": {**hit, "hit": None}}
    grown = {
        name: [_grown(part, parts[name], where) for part in stated]
        for name, stated in value.items()
        if name in parts and isinstance(stated, list)
    }
    return _with({**value, **grown}, {"keep_until": None, "use": None}, where)


def _grown(part: JsonValue, more: Mapping[str, JsonValue], where: str) -> JsonValue:
    """A hit or pointer of format 1 with the fields that it and its holders have since."""
    if not isinstance(part, Mapping):
        return part
    holders: Mapping[str, Mapping[str, JsonValue]] = {
        "told": {"keep_until": None, "places": []}, "ask": {"keep_until": None}
    }  # fmt: skip
    grown = {
        name: [_with(holder, holders[name], where) for holder in stated]
        for name, stated in part.items()
        if name in holders and isinstance(stated, list)
    }
    return _with({**part, **grown}, more, where)


def _with(value: JsonValue, more: Mapping[str, JsonValue], where: str) -> JsonValue:
    """An object with fields that its format did not have; ShapeError if it has one all the same."""
    if not isinstance(value, Mapping):
        return value
    if set(value) & set(more):
        raise ShapeError("a package has a field of a later format than its own", where=where,
                         remedy="ask the sender for the file as it was sealed")  # fmt: skip
    return {**value, **more}


_UPGRADES: Mapping[int, Callable[[Mapping[str, JsonValue], str], JsonValue]] = {
    1: _from_format_1,
    2: _from_format_2,
    3: _as_it_is,
    4: _as_it_is,
    FORMAT: _as_it_is,
}
