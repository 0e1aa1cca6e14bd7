"""The JSON Schema of an answer, derived from the classes that lay it down: no form is written twice.

A dataclass or a typed dictionary is an object with exactly its fields; the rest as `typed_json` writes it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from inspect import getdoc
from pathlib import Path
from types import NoneType, UnionType
from typing import Literal, TypeAlias, Union, get_args, get_origin, get_type_hints, is_typeddict

from mozaik.typed_json import Json, to_json

Schema: TypeAlias = dict[str, Json]


@dataclass(frozen=True, slots=True)
class Joined:
    """The members of several forms in one object."""

    forms: "tuple[type | Chosen, ...]"


@dataclass(frozen=True, slots=True)
class Chosen:
    """Some members of a form."""

    form: type
    names: tuple[str, ...]


DRAFT = "https://json-schema.org/draft/2020-12/schema"
_PLAIN = {str: "string", int: "integer", float: "number", bool: "boolean", NoneType: "null"}


def schema_of_answer(name: str, kind: object) -> Schema:
    """The schema of the answer `name`, such as `mozaik.keys.list/1`: the form `kind` and the member `schema`.

    A form that is a union of objects, such as a sealed or another file, is one of them; `Joined` is
    all at once.
    """
    parts: dict[str, Schema] = {}
    forms = get_args(kind) if get_origin(kind) in (Union, UnionType) else (kind,)
    answers = [_answer(name, form, parts) for form in forms]
    shape: Schema = answers[0] if len(answers) == 1 else {"oneOf": list(answers)}
    title = f"What {name.partition('/')[0].replace('.', ' ')} says with --json"
    defined: Schema = {"$defs": {part: parts[part] for part in sorted(parts)}} if parts else {}
    return {"$schema": DRAFT, "$id": name, "title": title, **shape, **defined}


def schema_with_parts(kind: object) -> tuple[Schema, dict[str, Schema]]:
    """The schema of a type, and by name the parts that it refers to as `#/$defs/NAME`."""
    parts: dict[str, Schema] = {}
    return _schema(kind, parts), parts


def _answer(name: str, form: object, parts: dict[str, Schema]) -> Schema:
    joined = form.forms if isinstance(form, Joined) else (form,)
    members: Schema = {"schema": {"const": name}}
    for each in joined:
        members |= _members(each, parts)
    return _closed(_told(joined[0]), members)


def _schema(kind: object, parts: dict[str, Schema]) -> Schema:
    """The schema of a type; objects of a name of their own are kept among the parts, and referred to."""
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is Literal:
        return {"enum": list(arguments)}
    if origin in (Union, UnionType):
        return _union(arguments, parts)
    if origin in (Mapping, dict):
        return {"type": "object", "additionalProperties": _schema(arguments[1], parts)}
    if origin in (tuple, list, Sequence):
        return _array(arguments, parts)
    if is_dataclass(kind) or is_typeddict(kind):
        name = getattr(kind, "__name__", "").lstrip("_")
        known = parts.get(name)
        if known is None:
            parts[name] = {}
            parts[name] = _closed(_told(kind), _members(kind, parts))
        elif known and known != _closed(_told(kind), _members(kind, parts)):
            raise TypeError(f"two classes of one answer are called {name}")
        return {"$ref": f"#/$defs/{name}"}
    return _single(kind)


def _single(kind: object) -> Schema:
    if kind in _PLAIN:
        return {"type": _PLAIN[kind]}
    if not isinstance(kind, type):
        raise TypeError(f"{kind} is not a type that an answer holds")
    if issubclass(kind, Enum):
        return {"enum": [to_json(member) for member in kind]}
    if issubclass(kind, date):
        return {"type": "string", "format": "date-time" if issubclass(kind, datetime) else "date"}
    if issubclass(kind, str | Path):
        return {"type": "string"}
    raise TypeError(f"{kind.__name__} has no form in an answer")


def _members(kind: object, parts: dict[str, Schema]) -> Schema:
    """The schema of each member of an object."""
    if isinstance(kind, Chosen):
        chosen = get_type_hints(kind.form)
        return {name: _schema(chosen[name], parts) for name in kind.names}
    hints = get_type_hints(kind)
    names = [field.name for field in fields(kind)] if is_dataclass(kind) else list(hints)
    return {name: _schema(hints[name], parts) for name in names}


def _closed(told: str, members: Schema) -> Schema:
    """An object that has exactly these members."""
    required: list[Json] = list(members)
    return {
        "description": told, "type": "object", "additionalProperties": False,
        "required": required, "properties": members,
    }  # fmt: skip


def _told(kind: object) -> str:
    """The first sentence of a class's docstring."""
    return (getdoc(kind) or "").partition("\n")[0]


def _array(arguments: tuple[object, ...], parts: dict[str, Schema]) -> Schema:
    """Of one type for all, or of a fixed number of places."""
    if len(arguments) == 1 or arguments[1:] == (...,):
        return {"type": "array", "items": _schema(arguments[0], parts)}
    places: list[Json] = [_schema(argument, parts) for argument in arguments]
    return {"type": "array", "prefixItems": places, "items": False, "minItems": len(places)}


def _union(arguments: tuple[object, ...], parts: dict[str, Schema]) -> Schema:
    """Plain types in one list, others side by side."""
    if all(argument in _PLAIN for argument in arguments):
        return {"type": [_PLAIN[argument] for argument in arguments]}  # type: ignore[index]
    return {"anyOf": [_schema(argument, parts) for argument in arguments]}
