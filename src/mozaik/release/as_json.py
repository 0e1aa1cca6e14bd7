"""A reading as plain JSON values, for machines: every field of the model under its own name."""

from dataclasses import fields, is_dataclass
from enum import Enum
from typing import TypeAlias

from mozaik.release.model import Reading
from mozaik.terms import Disclosure

Json: TypeAlias = "str | int | float | bool | list[Json] | dict[str, Json] | None"


def reading_as_json(reading: Reading) -> dict[str, Json]:
    """The reading as a JSON object; levels as `hit` and `full`, codes as their text."""
    return {entry.name: _plain(getattr(reading, entry.name)) for entry in fields(reading)}


def _plain(value: object) -> Json:
    if isinstance(value, Disclosure):
        return value.word
    if isinstance(value, Enum):
        return str(value.value)
    if is_dataclass(value):
        return {entry.name: _plain(getattr(value, entry.name)) for entry in fields(value)}
    if isinstance(value, tuple | list):
        return [_plain(entry) for entry in value]
    if isinstance(value, dict):
        return {str(name): _plain(entry) for name, entry in value.items()}
    if value is None or isinstance(value, str | int | float | bool):
        return value
    return str(value)
