"""Canonical JSON after RFC 8785, restricted so that no two programs can read one document differently.

Allowed: objects, arrays, strings, booleans, null and integers within 2^53 - 1. Refused: floating-point
numbers, lone surrogates, duplicate keys, nesting deeper than 32, and any byte that the one canonical
form does not have. Keys are sorted by their UTF-16 code units, as the RFC lays down.
"""

import json
from collections.abc import Mapping, Sequence
from json.encoder import encode_basestring
from typing import cast

from mozaik.errors import InvalidInputError

JsonValue = None | bool | int | str | Sequence["JsonValue"] | Mapping[str, "JsonValue"]

LARGEST = 2**53 - 1
DEEPEST = 32
_QUICK = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), check_circular=False)


class NotCanonicalError(InvalidInputError):
    """A JSON document is not in its one canonical form, or a value has none."""


def to_canonical(value: JsonValue) -> bytes:
    """The one UTF-8 form of a JSON value; NotCanonicalError if the value has none."""
    if _is_plain(value, 0) and (text := _QUICK.encode(value)).isascii():
        return text.encode("ascii")
    try:
        return _write(value, 0).encode("utf-8")
    except UnicodeEncodeError as error:
        raise _refuse("a text holds half of a surrogate pair") from error


def from_canonical(data: bytes, where: str) -> JsonValue:
    """The value of canonical JSON bytes; NotCanonicalError, naming `where`, for any other bytes."""
    try:
        text = data.decode("utf-8")
        value: JsonValue = json.loads(
            text, object_pairs_hook=_object, parse_float=_no_float, parse_constant=_no_float
        )
        again = to_canonical(value)
    except NotCanonicalError as error:
        raise _refuse(error.why, where) from error
    except (ValueError, RecursionError) as error:
        raise _refuse("it is not JSON in UTF-8", where) from error
    if again != data:
        raise _refuse("its bytes are not the canonical form of its content", where)
    return value


def is_number(value: object, number: int) -> bool:
    """Whether a JSON value is this very integer; in Python `true` equals 1, and is another value."""
    return type(value) is int and value == number


def _is_plain(value: object, depth: int) -> bool:
    """Whether a value is of Python's own types alone, not too deep, with integers that are allowed.

    Written with sorted keys by Python itself it is canonical if all of it is ASCII: of such keys the order of
    UTF-16 code units is the order of the letters.
    """
    kind = type(value)
    if kind is str:
        return depth <= DEEPEST
    if kind is int:
        return depth <= DEEPEST and -LARGEST <= value <= LARGEST  # type: ignore[operator]
    if kind is dict:
        members = cast("dict[object, object]", value)
        return depth <= DEEPEST and all(
            type(key) is str and _is_plain(part, depth + 1) for key, part in members.items()
        )
    if kind is list or kind is tuple:
        parts = cast("list[object]", value)
        return depth <= DEEPEST and all(_is_plain(part, depth + 1) for part in parts)
    return depth <= DEEPEST and (value is None or kind is bool)


def _write(value: JsonValue, depth: int) -> str:
    if depth > DEEPEST:
        raise _refuse(f"it is nested deeper than {DEEPEST}")
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, str):
        return encode_basestring(str(value))
    if isinstance(value, int):
        if abs(value) > LARGEST:
            raise _refuse("an integer is beyond 2^53 - 1")
        return str(int(value))
    if isinstance(value, Mapping):
        if not all(isinstance(key, str) for key in value):
            raise _refuse("a key is not a text")
        pairs = sorted(value.items(), key=lambda pair: pair[0].encode("utf-16-be"))
        inside = (f"{_write(key, depth)}:{_write(part, depth + 1)}" for key, part in pairs)
        return "{" + ",".join(inside) + "}"
    if isinstance(value, Sequence) and not isinstance(value, bytes | bytearray):
        return "[" + ",".join(_write(part, depth + 1) for part in value) + "]"
    raise _refuse(f"a value of type {type(value).__name__} has no canonical form")


def _object(pairs: list[tuple[str, JsonValue]]) -> dict[str, JsonValue]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise _refuse("a key occurs twice")
    return members


def _no_float(text: str) -> JsonValue:
    raise _refuse("a number is not a plain integer")


def _refuse(why: str, where: str = "") -> NotCanonicalError:
    return NotCanonicalError(
        "not canonical JSON", where=where, why=why, remedy="ask the sender for the file as it was sealed"
    )
