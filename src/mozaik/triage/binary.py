"""Texts inside binary values: property lists, typed streams and protocol buffers, one inside another.

Each is read by its own lengths, never by how its bytes look: a length that happens to be a letter or a digit
would change the value behind it. What does not fit its format to the last byte gives nothing.
"""

import plistlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from mozaik.triage.charset import decode_text, is_text
from mozaik.triage.typed_stream import MARK, NoStreamError, texts_of_stream

PROPERTY_LIST = b"bplist00"
_DEEPEST = 16
_MOST_VALUES = 500_000
_PLIST_FAULTS = (ValueError, IndexError, KeyError, TypeError, OverflowError, RecursionError)
"""What the library raises on a property list that is broken."""
_CONTROLS = bytes({*range(0x20), 0x7F} - {0x09, 0x0A, 0x0D})
_VARINT, _FIXED_64, _BYTES, _FIXED_32 = 0, 1, 2, 5


@dataclass(slots=True)
class BinaryTexts:
    """The texts of a binary value, and how many values in it are no text and of no known format."""

    texts: list[str] = field(default_factory=list)
    left_out: int = 0
    values: int = 0


def read_binary(content: bytes) -> BinaryTexts:
    """The texts of a value: itself where it is one, else those inside it, where its format is known."""
    read = BinaryTexts()
    _add(content, read, 0)
    return read


def read_property_list(content: bytes) -> BinaryTexts | None:
    """The texts of a binary property list; None when it is broken."""
    read = BinaryTexts()
    return read if _read_list(content, read, 0) else None


def _read_value(content: bytes, read: BinaryTexts, depth: int) -> bool:
    """Add what a value holds; False, with nothing added, when its format is not known."""
    if depth > _DEEPEST:
        return False
    if content.startswith(PROPERTY_LIST):
        return _read_list(content, read, depth)
    if content.startswith(MARK):
        return _read_stream(content, read, depth)
    fields = _message(content)
    if fields is None:
        return False
    for piece in fields:
        _add(piece, read, depth)
    return True


def _add(piece: bytes, read: BinaryTexts, depth: int) -> None:
    """Add a value that is a text, or what it holds; else count it."""
    read.values += 1
    if read.values > _MOST_VALUES:
        read.left_out += 1
    elif is_plain(piece):
        read.texts.append(decode_text(piece))
    elif not _read_value(piece, read, depth + 1):
        if is_text(piece[:4096]):
            read.texts.append(decode_text(piece))
        else:
            read.left_out += bool(piece)


def is_plain(content: bytes) -> bool:
    """Whether a value is surely a text: without controls, and no mark of a message's first field."""
    return (
        not content.startswith(b"\n")
        and len(content.translate(None, _CONTROLS)) == len(content)
        and _is_utf8(content)
    )


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True


def _read_stream(content: bytes, read: BinaryTexts, depth: int) -> bool:
    try:
        pieces = texts_of_stream(content)
    except NoStreamError:
        return False
    for piece in pieces:
        _add(piece, read, depth)
    return True


def _read_list(content: bytes, read: BinaryTexts, depth: int) -> bool:
    """The strings and data of a property list, each object once: a hostile one names its parts again."""
    try:
        waiting = [plistlib.loads(content, fmt=plistlib.FMT_BINARY)]
    except (plistlib.InvalidFileException, *_PLIST_FAULTS):
        return False
    seen: set[int] = set()
    held = []
    while waiting:
        value = waiting.pop()
        if isinstance(value, str):
            read.texts.append(value)
        elif isinstance(value, bytes):
            _add(value, read, depth)
        elif isinstance(value, dict | list) and id(value) not in seen:
            seen.add(id(value))
            held.append(value)
            waiting.extend(reversed(list(_parts(value))))
    return True


def _parts(value: dict[object, object] | list[object]) -> Iterator[object]:
    if isinstance(value, list):
        yield from value
    else:
        for name, part in value.items():
            yield name
            yield part


def _message(content: bytes) -> list[bytes] | None:
    """The fields of a protocol buffer that have a length; None unless every byte fits (wire format)."""
    fields: list[bytes] = []
    at = 0
    while at < len(content):
        tag, at = _varint(content, at)
        kind, number = tag & 7, tag >> 3
        if at < 0 or not 0 < number < 1 << 29:
            return None
        if kind == _VARINT:
            _, at = _varint(content, at)
        elif kind in (_FIXED_64, _FIXED_32):
            at += 8 if kind == _FIXED_64 else 4
        elif kind == _BYTES:
            length, at = _varint(content, at)
            if at < 0 or at + length > len(content):
                return None
            fields.append(content[at : at + length])
            if len(fields) > _MOST_VALUES:
                return None
            at += length
        else:
            return None
        if not 0 <= at <= len(content):
            return None
    return fields or None


def _varint(content: bytes, at: int) -> tuple[int, int]:
    """A number of variable length and where it ends; -1 for the end where there is none."""
    value = shift = 0
    while at < len(content) and shift < 64:
        byte = content[at]
        value |= (byte & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if byte < 0x80:
            return value, at
    return 0, -1
