"""Reading package.json, in every format there was; what a format does not lay down is refused."""

from collections.abc import Callable, Mapping

from mozaik.canonical import JsonValue, from_canonical
from mozaik.errors import InvalidInputError
from mozaik.package.model import FORMAT, Package
from mozaik.typed_json import Json, ShapeError, from_json, to_json


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
    return package.format >= _SINCE_STATED


def as_sealed(package: Package) -> Json:
    """The JSON value that was sealed, where `is_as_sealed`; of an earlier format all that is known now."""
    stated = to_json(package)
    if not isinstance(stated, dict) or not is_as_sealed(package):
        return stated
    return {name: value for name, value in stated.items() if package.format >= _SINCE.get(name, 0)}


def _as_it_is(value: Mapping[str, JsonValue], where: str) -> JsonValue:
    return value


def _from_format_6(value: Mapping[str, JsonValue], where: str) -> JsonValue:
    """A package of format 6 with what it did not know yet: groups of near pictures."""
    return _with(value, {"groups": []}, where)


def _from_format_3(value: Mapping[str, JsonValue], where: str) -> JsonValue:
    """A package of format 3 to 5 with what it did not know yet: the custody of its items."""
    return _from_format_6(_with(value, {"exhibits": []}, where), where)


def _from_format_2(value: Mapping[str, JsonValue], where: str) -> JsonValue:
    """A package of format 2 with what it did not know yet: for what it may be used."""
    return _from_format_3(_with(value, {"use": None}, where), where)


def _from_format_1(value: Mapping[str, JsonValue], where: str) -> JsonValue:
    """A package of format 1 with what it did not know yet: last days, places of files, hits of pointers."""
    hit = {"keep_until": None}
    parts: Mapping[str, Mapping[str, JsonValue]] = {"hits": hit, "pointers": {**hit, "hit": None}}
    grown = {
        name: [_grown(part, parts[name], where) for part in stated]
        for name, stated in value.items()
        if name in parts and isinstance(stated, list)
    }
    return _from_format_2(_with({**value, **grown}, {"keep_until": None}, where), where)


def _grown(part: JsonValue, more: Mapping[str, JsonValue], where: str) -> JsonValue:
    """A hit or pointer of format 1 with the fields that it and its holders have since."""
    if not isinstance(part, Mapping):
        return part
    holders: Mapping[str, Mapping[str, JsonValue]] = {
        "told": {"keep_until": None, "places": []}, "ask": {"keep_until": None}
    }  # fmt: skip
    grown = {
        name: [_grown_holder(holder, holders[name], where) for holder in stated]
        for name, stated in part.items()
        if name in holders and isinstance(stated, list)
    }
    return _with({**part, **grown}, more, where)


def _grown_holder(value: JsonValue, more: Mapping[str, JsonValue], where: str) -> JsonValue:
    return _with(value, more, where) if isinstance(value, Mapping) else value


def _with(
    value: Mapping[str, JsonValue], more: Mapping[str, JsonValue], where: str
) -> Mapping[str, JsonValue]:
    """An object with fields that its format did not have; ShapeError if it has one all the same."""
    if set(value) & set(more):
        raise ShapeError("a package has a field of a later format than its own", where=where,
                         remedy="ask the sender for the file as it was sealed")  # fmt: skip
    return {**value, **more}


_UPGRADES: Mapping[int, Callable[[Mapping[str, JsonValue], str], JsonValue]] = {
    1: _from_format_1,
    2: _from_format_2,
    3: _from_format_3,
    4: _from_format_3,
    5: _from_format_3,
    6: _from_format_6,
    FORMAT: _as_it_is,
}
_SINCE_STATED = 3
"""The format since which package.json states all that is read of it, but for what came after."""
_SINCE = {"exhibits": 6, "groups": 7}
"""The formats since which the custody of items and groups of near pictures are told."""
