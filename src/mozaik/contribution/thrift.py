"""Reads the Thrift compact protocol, as far as Parquet's footer and page headers need it.

Every value keeps its wire type, so that a caller takes a field only in the type that the format lays down.
Fields given twice, deep nesting, endless numbers and lists longer than the bytes are refused. Source:
the Apache Thrift specification, "Thrift compact protocol".
"""

from typing import TypeAlias

TRUE, FALSE, BYTE, I16, I32, I64, DOUBLE, BINARY, LIST, SET, MAP, STRUCT = range(1, 13)
DEEPEST = 12


class ThriftError(Exception):
    """The bytes are not what the format lays down; the text says how, without values."""


Field: TypeAlias = "tuple[int, object]"
"""A wire type and a value: a number, bytes, a `Struct`, or a list of such values."""


class Struct:
    """The fields of a struct by their id."""

    def __init__(self, fields: dict[int, Field]) -> None:
        self._fields = fields

    def number(self, key: int, kind: int) -> int:
        """A number that must be there in this wire type."""
        value = self.optional(key, kind)
        if value is None:
            raise ThriftError("a required number is missing")
        return value

    def optional(self, key: int, kind: int) -> int | None:
        """A number, or None if the struct has no such field; ThriftError in another wire type."""
        field = self._fields.get(key)
        if field is None:
            return None
        stated, value = field
        bound = 1 << (31 if kind == I32 else 63)
        if stated != kind or not isinstance(value, int) or not -bound <= value < bound:
            raise ThriftError("a number is of another type")
        return value

    def struct(self, key: int) -> "Struct":
        """A struct that must be there."""
        field = self._fields.get(key)
        if field is None or not isinstance(field[1], Struct):
            raise ThriftError("a required part is missing")
        return field[1]

    def structs(self, key: int) -> list["Struct"]:
        """A list of structs that must be there."""
        field = self._fields.get(key)
        if field is None or not isinstance(field[1], list):
            raise ThriftError("a required list is missing")
        structures = [element for element in field[1] if isinstance(element, Struct)]
        if len(structures) != len(field[1]):
            raise ThriftError("a list holds other things than it should")
        return structures

    def has(self, key: int) -> bool:
        """Whether the struct has this field, in any type."""
        return key in self._fields


def read_struct(data: bytes) -> tuple[Struct, int]:
    """The struct at the start of the bytes and its length; IndexError if the bytes end within it."""
    reader = _Reader(data)
    return reader.struct(0), reader.at


class _Reader:
    """Small files cost what this costs, so numbers of one byte, which most are, take no call."""

    __slots__ = ("at", "data")

    def __init__(self, data: bytes) -> None:
        self.data, self.at = data, 0

    def struct(self, depth: int) -> Struct:
        if depth > DEEPEST:
            raise ThriftError("it is nested too deep")
        data, fields, last = self.data, dict[int, Field](), 0
        while first := data[self.at]:
            self.at += 1
            kind = first & 15
            last = last + (first >> 4) if first >> 4 else self._zigzag()
            if last in fields:
                raise ThriftError("a field is given twice")
            fields[last] = kind, None if kind <= FALSE and kind else self._value(kind, depth)
        self.at += 1
        return Struct(fields)

    def _value(self, kind: int, depth: int) -> object:
        if I16 <= kind <= I64:
            return self._zigzag()
        if kind == BINARY:
            return self._take(self._varint())
        if kind == STRUCT:
            return self.struct(depth + 1)
        if kind == LIST:
            return self._list(depth + 1)
        if kind in (TRUE, FALSE, BYTE):
            return self._take(1)
        if kind == DOUBLE:
            return self._take(8)
        raise ThriftError("a value is of a type that Parquet does not use")

    def _list(self, depth: int) -> list[object]:
        if depth > DEEPEST:
            raise ThriftError("it is nested too deep")
        first = self.data[self.at]
        self.at += 1
        count = first >> 4 if first >> 4 != 15 else self._varint()
        if count > len(self.data) - self.at:
            raise IndexError
        return [self._value(first & 15, depth) for _ in range(count)]

    def _take(self, length: int) -> bytes:
        if length > len(self.data) - self.at:
            raise IndexError
        self.at += length
        return self.data[self.at - length : self.at]

    def _varint(self) -> int:
        byte = self.data[self.at]
        self.at += 1
        value = shift = 0
        while byte >= 128:
            value |= (byte & 127) << shift
            shift += 7
            if shift > 63:
                raise ThriftError("a number does not end")
            byte = self.data[self.at]
            self.at += 1
        return value | byte << shift

    def _zigzag(self) -> int:
        value = self._varint()
        return (value >> 1) ^ -(value & 1)
