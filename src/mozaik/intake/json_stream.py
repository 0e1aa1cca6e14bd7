"""JSON read piece by piece, so that an export of any length needs little memory.

The reader walks the outer arrays and objects itself and leaves each inner value to the standard decoder.
A value has a greatest length and depth. One that is beyond them, or is not JSON, is stepped over and comes
as UNREADABLE, so that it costs its own record alone; nothing here recurses into what the file chooses.
"""

import json
import re
from collections.abc import Iterator
from typing import TextIO, TypeAlias

from mozaik.errors import InvalidInputError

Json: TypeAlias = "str | int | float | bool | list[Json] | dict[str, Json] | None"

MAX_VALUE = 16 << 20
"""Greatest length of one value, in characters."""
UNREADABLE = float("nan")
"""Stands for a value that cannot be read, and for a number that is none or has too many digits."""
_LONGEST_NUMBER = 1000
_PIECE = 1 << 18
_SPACE = " \t\n\r"
_NUMBER_END = frozenset(",]}" + _SPACE)
_MARK = re.compile(r'[\\"\[\]{},]')
_SURE = 16
"""A fault so many characters before the end of the text is none of a value that the piece cuts."""


def _whole_number(digits: str) -> int | float:
    return int(digits) if len(digits) <= _LONGEST_NUMBER else UNREADABLE


def _object(members: list[tuple[str, Json]]) -> Json:
    """An object; one that says two things under one key is unreadable: each reader would take another."""
    fields = dict(members)
    if len(fields) < len(members) and any(fields[key] != value for key, value in members):
        return UNREADABLE
    return fields


class JsonStream:
    """A cursor in JSON text; every fault raises InvalidInputError with the character it stands at."""

    def __init__(self, stream: TextIO, where: str) -> None:
        self._stream, self._where = stream, where
        self._text, self._at, self._before = "", 0, 0
        self._decoder = json.JSONDecoder(
            strict=False,
            parse_constant=lambda _name: UNREADABLE,
            parse_int=_whole_number,
            object_pairs_hook=_object,
        )

    def peek(self) -> str:
        """The next character that is not white space; empty at the end."""
        while True:
            while self._at < len(self._text) and self._text[self._at] in _SPACE:
                self._at += 1
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._more():
                return ""

    def value(self) -> Json:
        """The whole next value, or UNREADABLE; a fault when its end cannot be found either."""
        self.peek()
        wanted = 0
        while True:
            try:
                value, end = self._decoder.raw_decode(self._text, self._at)
            except RecursionError:
                return self._step_over()
            except json.JSONDecodeError as error:
                wanted = max(_PIECE, 2 * wanted)
                is_cut = error.pos + _SURE > len(self._text) or error.msg.startswith("Unterminated")
                if not is_cut or len(self._text) - self._at > MAX_VALUE or not self._more(wanted):
                    return self._step_over()
                continue
            ends = self._text[end : end + 1] in _NUMBER_END
            if isinstance(value, int | float) and not ends and self._more():
                continue  # a number that the piece cuts goes on
            self._at = end
            checked: Json = value
            return checked

    def items(self) -> Iterator[None]:
        """Stands before each item of an array in turn; the caller reads it before going on."""
        self._take("[")
        if self.peek() == "]":
            self._at += 1
            return
        while True:
            yield None
            if self.peek() == "]":
                self._at += 1
                return
            self._take(",")

    def members(self) -> Iterator[str]:
        """Gives each key of an object in turn and stands before its value; the caller reads it."""
        self._take("{")
        if self.peek() == "}":
            self._at += 1
            return
        while True:
            key = self.value() if self.peek() == '"' else None
            if not isinstance(key, str):
                raise self.fault("a key is missing")
            self._take(":")
            yield key
            if self.peek() == "}":
                self._at += 1
                return
            self._take(",")

    def end(self) -> None:
        """Check that nothing follows."""
        if self.peek():
            raise self.fault("something follows its end")

    def fault(self, why: str) -> InvalidInputError:
        """The error for a fault at this place."""
        return InvalidInputError(
            "the JSON file cannot be read",
            where=f"{self._where}, character {self._before + self._at}",
            why=why,
            remedy="export it again, or ask the sender to",
        )

    def _step_over(self) -> float:
        """Go behind the next value by its brackets and quotation marks alone, in little memory."""
        if self.peek() in ",]}":
            raise self.fault("a value is missing, it is cut off or not JSON")
        depth, in_text = 0, False
        while True:
            sign = self._next_mark()
            if in_text:
                in_text = sign != '"'
            elif sign == '"':
                in_text = True
            elif not depth and sign in ",]}":  # what encloses the value goes on here
                self._at -= 1
                return UNREADABLE
            else:
                depth += (sign in "[{") - (sign in "]}")
            if not depth and not in_text and sign in '"]}':
                return UNREADABLE

    def _next_mark(self) -> str:
        """The next bracket, comma or quotation mark that no backslash precedes; stands behind it."""
        while True:
            mark = _MARK.search(self._text, self._at)
            if mark and mark.end() < len(self._text):
                self._at = mark.end()
                if mark[0] != "\\":
                    return mark[0]
                self._at += 1
                continue
            self._at = mark.start() if mark else len(self._text)
            if not self._more():
                if not mark or mark[0] == "\\":
                    raise self.fault("it is cut off or not JSON")
                self._at = mark.end()
                return mark[0]

    def _take(self, sign: str) -> None:
        if self.peek() != sign:
            raise self.fault(f"'{sign}' is missing, it is cut off or not JSON")
        self._at += 1

    def _more(self, wanted: int = 0) -> bool:
        """Read on; False at the end of the file."""
        try:
            data = self._stream.read(wanted or _PIECE)
        except UnicodeError as error:
            raise self.fault("it is not UTF-8") from error
        self._before += self._at
        self._text, self._at = self._text[self._at :] + data, 0
        return bool(data)
