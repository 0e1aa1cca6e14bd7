"""Typed streams of Apple's NSArchiver, in which iMessage keeps the text of a message (`attributedBody`).

Values stand behind their types (Objective-C encodings); strings and objects are numbered as they come and are
named again by number. Layout: GNUstep and Darwin `typedstream`, version 4, little-endian.
"""

import re
import struct

MARK = b"\x04\x0bstreamtyped"
_NEW, _NIL, _END = 0x84, 0x85, 0x86
_SHORT, _LONG, _REAL = 0x81, 0x82, 0x83
_FIRST = 0x92
_DEEPEST = 64
_MOST_VALUES = 200_000
_TYPE = re.compile(rb"\[(\d{1,9})(.)\]|\{[^={}]{0,200}=([^{}]{0,200})\}|(.)", re.DOTALL)
_WHOLE = b"cCsSiIlLqQB"


class NoStreamError(Exception):
    """The bytes are no typed stream, or a broken one."""


def texts_of_stream(content: bytes) -> list[bytes]:
    """The strings that are values in a stream, in order, without names of classes; raises NoStreamError."""
    reader = _Reader(content)
    try:
        reader.read_all()
    except (IndexError, struct.error) as error:
        raise NoStreamError from error
    return reader.texts


class _Reader:
    def __init__(self, content: bytes) -> None:
        if not content.startswith(MARK):
            raise NoStreamError
        self._content, self._at = content, len(MARK)
        self._strings: list[bytes] = []
        self._values = 0
        self.texts: list[bytes] = []

    def read_all(self) -> None:
        self._whole()  # the version of the system
        while self._at < len(self._content):
            self._group(0)

    def _group(self, depth: int) -> None:
        """A string of types, then a value of each."""
        types = self._shared()
        if types is None:
            raise NoStreamError
        for kind in _TYPE.finditer(types):
            self._value(kind, depth)

    def _value(self, kind: re.Match[bytes], depth: int) -> None:
        self._values += 1
        if depth > _DEEPEST or self._values > _MOST_VALUES:
            raise NoStreamError
        if kind[1] is not None:
            self._array(int(kind[1]), kind[2], depth)
        elif kind[3] is not None:
            for inner in _TYPE.finditer(kind[3]):
                self._value(inner, depth + 1)
        else:
            self._simple(kind[4], depth)

    def _simple(self, kind: bytes, depth: int) -> None:
        if kind == b"@":
            self._object(depth + 1)
        elif kind == b"#":
            self._class()
        elif kind == b"+":
            self.texts.append(self._unshared())
        elif kind == b"*":
            self._c_string()
        elif kind in b"%:":
            self._shared()
        elif kind in b"fd":
            self._real(kind)
        elif kind in _WHOLE:
            self._whole()
        else:
            raise NoStreamError

    def _array(self, count: int, kind: bytes, depth: int) -> None:
        if kind in b"cC":
            self.texts.append(self._take(count))
            return
        if count > _MOST_VALUES:
            raise NoStreamError
        for _ in range(count):
            self._value(_match(kind), depth + 1)

    def _object(self, depth: int) -> None:
        if depth > _DEEPEST:
            raise NoStreamError
        tag = self._byte()
        if tag == _NIL or tag >= _FIRST or tag in (_SHORT, _LONG):
            self._skip_reference(tag)
            return
        if tag != _NEW:
            raise NoStreamError
        self._class()
        while self._content[self._at] != _END:
            self._group(depth)
        self._at += 1

    def _class(self) -> None:
        """A class and those above it, up to nothing or to one that was named before."""
        while (tag := self._byte()) == _NEW:
            if self._shared() is None:
                raise NoStreamError
            self._whole()  # its version
        if tag != _NIL and tag < _FIRST and tag not in (_SHORT, _LONG):
            raise NoStreamError
        self._skip_reference(tag)

    def _c_string(self) -> None:
        """A string that is numbered like an object."""
        tag = self._byte()
        if tag == _NEW:
            self._shared()
        else:
            self._skip_reference(tag)

    def _skip_reference(self, tag: int) -> None:
        if tag in (_SHORT, _LONG):
            self._take(2 if tag == _SHORT else 4)

    def _shared(self) -> bytes | None:
        """A string that is kept under a number, or one that is named by its number; None for none."""
        tag = self._byte()
        if tag == _NIL:
            return None
        if tag == _NEW:
            self._strings.append(self._unshared())
            return self._strings[-1]
        number = self._number(tag) - (_FIRST - 256)
        if not 0 <= number < len(self._strings):
            raise NoStreamError
        return self._strings[number]

    def _unshared(self) -> bytes:
        """A string with its length, which has no sign."""
        tag = self._byte()
        if tag in (_SHORT, _LONG):
            tag = int.from_bytes(self._take(2 if tag == _SHORT else 4), "little")
        elif tag > 127:
            raise NoStreamError
        return self._take(tag)

    def _whole(self) -> int:
        return self._number(self._byte())

    def _number(self, tag: int) -> int:
        if tag == _SHORT:
            return int(struct.unpack("<h", self._take(2))[0])
        if tag == _LONG:
            return int(struct.unpack("<i", self._take(4))[0])
        return tag - 256 if tag > 127 else tag

    def _real(self, kind: bytes) -> None:
        if self._byte() == _REAL:
            self._take(4 if kind == b"f" else 8)

    def _byte(self) -> int:
        self._at += 1
        return self._content[self._at - 1]

    def _take(self, length: int) -> bytes:
        start, end = self._at, self._at + length
        if not 0 <= start <= end <= len(self._content):
            raise NoStreamError
        self._at = end
        return self._content[start:end]


def _match(kind: bytes) -> re.Match[bytes]:
    match = _TYPE.match(kind)
    if match is None:
        raise NoStreamError
    return match
