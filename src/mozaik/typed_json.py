"""Frozen values as JSON and back: one serialiser for every document of ours, driven by the classes.

A dataclass is an object with every field under its own name; a tuple is an array; a mapping an object; a
text with a grammar of its own is a text; a text enum its value, a number enum its name in lower case; a day
is `YYYY-MM-DD`. There are no fractions, so every document has a canonical form. Reading is strict: what a
class does not lay down is refused.
"""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum, IntEnum
from functools import cache
from types import NoneType, UnionType
from typing import TypeAlias, TypeVar, Union, get_args, get_origin, get_type_hints

from mozaik.errors import InvalidInputError

Json: TypeAlias = "bool | int | str | list[Json] | dict[str, Json] | None"
"""JSON without fractions."""

T = TypeVar("T")


class ShapeError(InvalidInputError):
    """A JSON document has not the fields and types that its format lays down."""


def to_json(value: object) -> Json:
    """The JSON of a frozen value; TypeError for a type that no document of ours holds."""
    if isinstance(value, Enum):
        return value.name.lower() if isinstance(value, IntEnum) else str(value.value)
    if isinstance(value, str):
        return str(value)
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, tuple | list):
        return [to_json(part) for part in value]
    if isinstance(value, Mapping):
        return {str(name): to_json(part) for name, part in value.items()}
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    if is_dataclass(value) and not isinstance(value, type):
        return {name: to_json(getattr(value, name)) for name in _names(type(value))}
    raise TypeError(f"{type(value).__name__} has no form in a document")


def from_json(kind: type[T], value: object, where: str) -> T:
    """The value of a class that a JSON value states; ShapeError names the place, never what stands there."""
    read = _read(kind, value, where)
    if not isinstance(read, kind):  # `_read` gives nothing else; mypy cannot know
        raise _refuse(where, "a value has another type than the format says")
    return read


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


@cache
def _types(kind: type) -> Mapping[str, object]:
    hints = get_type_hints(kind)
    return {name: hints[name] for name in _names(kind)}


def _read(kind: object, value: object, where: str) -> object:
    """The value as the type says; a text stays a text, a number a number, yes is never one."""
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        return _read_union(arguments, value, where)
    if origin is tuple:
        parts = _expect(list, value, where)
        return tuple(_read(arguments[0], part, f"{where}[{place}]") for place, part in enumerate(parts))
    if origin is Mapping:
        pairs = _expect(dict, value, where)
        return {str(name): _read(arguments[1], part, f"{where}, an entry") for name, part in pairs.items()}
    if not isinstance(kind, type):
        raise TypeError(f"{kind} is not a type that a document of ours holds")
    return _read_plain(kind, value, where)


def _read_plain(kind: type, value: object, where: str) -> object:
    if is_dataclass(kind):
        return _read_object(kind, value, where)
    if issubclass(kind, Enum):
        return _read_word(kind, _expect(str, value, where), where)
    if issubclass(kind, str) and kind is not str:
        return _read_name(kind, _expect(str, value, where), where)
    if kind is date:
        return _read_day(_expect(str, value, where), where)
    return _expect(kind, value, where)


def _read_union(kinds: tuple[object, ...], value: object, where: str) -> object:
    if value is None and NoneType in kinds:
        return None
    others = [kind for kind in kinds if kind is not NoneType]
    if len(others) == 1:
        return _read(others[0], value, where)
    if type(value) not in others:
        raise _refuse(where, "a value has another type than the format says")
    return value


def _read_object(kind: type, value: object, where: str) -> object:
    stated, wanted = _expect(dict, value, where), _types(kind)
    if missing := [name for name in wanted if name not in stated]:
        raise _refuse(where, f"the field {missing[0]} is missing")
    if len(stated) > len(wanted):
        raise _refuse(where, "there is a field that the format does not have")
    return kind(**{name: _read(hint, stated[name], f"{where}, {name}") for name, hint in wanted.items()})


def _read_word(kind: type[Enum], word: str, where: str) -> Enum:
    for member in kind:
        if to_json(member) == word:
            return member
    raise _refuse(where, "a word is not one of those that the format has")


def _read_name(kind: type[str], text: str, where: str) -> str:
    """A text with a grammar of its own, such as the id of an authority."""
    try:
        return kind(text)
    except InvalidInputError as error:
        raise _refuse(where, f"a text is none that the format allows: {error.what}") from error


def _read_day(text: str, where: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or day.isoformat() != text:
        raise _refuse(where, "a day is not written YYYY-MM-DD")
    return day


def _expect(kind: type[T], value: object, where: str) -> T:
    if type(value) is not kind:
        raise _refuse(where, "a value has another type than the format says")
    return value


def _refuse(where: str, why: str) -> ShapeError:
    return ShapeError(
        "the document has another shape than its format", where=where, why=why,
        remedy="ask the sender for the file as it was sealed",
    )  # fmt: skip
