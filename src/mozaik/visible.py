"""What other people's text may do to a screen or a table: nothing; what would act becomes visible.

A name, note or reason from a seized device or a foreign file can hold terminal escapes, marks that turn text
around, and letters that nobody sees. Each is shown as its code point, such as `[U+202E]`, as in documents
(`typeset/printable.py`). In JSON the value stays, and such a letter is written as an escape.
"""

import re
import unicodedata
from collections.abc import Callable

_UNSEEN = ("Cc", "Cf", "Cs", "Zl", "Zp")
ACTING = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""Controls, line separators and marks of direction: what no name, note or reason holds."""


def visible(text: str) -> str:
    """The text with every control, mark and unseen letter as `[U+....]`; line feeds stay."""
    return text if text.isascii() and text.isprintable() else text.translate(_SHOWN)


def visible_line(text: str) -> str:
    """The text on one line: a line feed becomes visible too."""
    return visible(text).replace("\n", "[U+000A]")


def visible_json(text: str) -> str:
    r"""JSON text that is the same value and holds nothing unseen: such letters as `\u....`."""
    return text if text.isascii() and text.isprintable() else text.translate(_ESCAPED)


class _Table(dict[int, str]):
    """A table for `str.translate` that is filled as letters are met."""

    def __init__(self, written: Callable[[int], str]) -> None:
        super().__init__()
        self._written = written

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        unseen = code != 10 and unicodedata.category(letter) in _UNSEEN
        self[code] = self._written(code) if unseen else letter
        return self[code]


def _escape(code: int) -> str:
    """A letter as JSON writes it, beyond U+FFFF as a surrogate pair."""
    if code <= 0xFFFF:
        return f"\\u{code:04x}"
    return f"\\u{0xD800 + (code - 0x10000 >> 10):04x}\\u{0xDC00 + (code & 0x3FF):04x}"


_SHOWN = _Table(lambda code: f"[U+{code:04X}]")
_ESCAPED = _Table(_escape)
