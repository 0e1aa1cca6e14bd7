"""What can be printed: a character that the font lacks or that would deceive a reader becomes visible.

A name or selector from seized data may hold control characters, direction marks that turn text around, or
letters that the font does not have. The PDF standards refuse missing letters; a reader needs to see that
something is there. Such a character is printed as its code point, such as `[U+202E]`.
"""

import struct
import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

FONT_FOLDER = Path(__file__).parent / "fonts"
TEXT_FONT = FONT_FOLDER / "NotoSans-Regular.ttf"

Json = str | int | float | bool | None | Sequence["Json"] | Mapping[str, "Json"]
"""What a template may be given."""


def printable(value: Json) -> Json:
    """The same JSON value with every text in it made printable; keys stay as they are."""
    if isinstance(value, str):
        return printable_text(value)
    if isinstance(value, Mapping):
        return {key: printable(part) for key, part in value.items()}
    if isinstance(value, Sequence):
        return [printable(part) for part in value]
    return value


def printable_text(text: str) -> str:
    """The text with each character that cannot or must not be printed as `[U+....]`; NFC first."""
    composed = unicodedata.normalize("NFC", text)
    if composed.isascii() and composed.isprintable():
        return composed
    return "".join(letter if _is_printable(letter) else f"[U+{ord(letter):04X}]" for letter in composed)


@lru_cache(maxsize=4096)
def _is_printable(letter: str) -> bool:
    if letter == "\n":
        return True
    drawn = unicodedata.category(letter)[0] not in "CZ" and ord(letter) in covered()
    return drawn or letter in " \u00a0"


@lru_cache(maxsize=1)
def covered() -> frozenset[int]:
    """The code points of the Basic Multilingual Plane for which the bundled text font has a glyph."""
    data = TEXT_FONT.read_bytes()
    count = struct.unpack_from(">H", data, 4)[0]
    for index in range(count):
        tag, _, offset, _ = struct.unpack_from(">4sIII", data, 12 + 16 * index)
        if tag == b"cmap":
            return _read_cmap(data, offset)
    raise ValueError("the bundled font has no character map")


def _read_cmap(data: bytes, start: int) -> frozenset[int]:
    """The code points of the first subtable in format 4 (OpenType specification, table cmap)."""
    for index in range(struct.unpack_from(">H", data, start + 2)[0]):
        offset = start + struct.unpack_from(">HHI", data, start + 4 + 8 * index)[2]
        if struct.unpack_from(">H", data, offset)[0] == 4:
            return frozenset(_format_4(data, offset))
    raise ValueError("the bundled font has no character map in format 4")


def _format_4(data: bytes, offset: int) -> list[int]:
    """Code points whose glyph is not 0, segment by segment."""
    segments = struct.unpack_from(">H", data, offset + 6)[0] // 2
    ends = struct.unpack_from(f">{segments}H", data, offset + 14)
    starts = struct.unpack_from(f">{segments}H", data, offset + 16 + 2 * segments)
    deltas = struct.unpack_from(f">{segments}H", data, offset + 16 + 4 * segments)
    ranges_at = offset + 16 + 6 * segments
    codes = []
    for segment in range(segments):
        shift = struct.unpack_from(">H", data, ranges_at + 2 * segment)[0]
        for code in range(starts[segment], min(ends[segment], 0xFFFE) + 1):
            glyph = code
            if shift:
                place = ranges_at + 2 * segment + shift + 2 * (code - starts[segment])
                glyph = struct.unpack_from(">H", data, place)[0]
                if glyph == 0:
                    continue
            if (glyph + deltas[segment]) % 65536:
                codes.append(code)
    return codes
