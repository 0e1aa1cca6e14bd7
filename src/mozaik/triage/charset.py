"""Bytes -> text: which code a text is written in, where nothing states it; decided by counting."""

import re

_BINARY = bytes({*range(0x20), 0x7F} - {0x07, 0x08, 0x09, 0x0A, 0x0C, 0x0D, 0x1B})
_SAMPLE = 1 << 16
_HIGH_RUN = re.compile(rb"[\x80-\xff]{2,2000}")
_CYRILLIC = ("cp1251", "koi8-r", "cp866")
_COMMON = "аеиоуянтсрвлкдмп"
"""The letters of which Slavic text in Cyrillic mostly consists, most of them small."""


def decode_text(content: bytes | bytearray) -> str:
    """Bytes as text: UTF-32, UTF-16, UTF-8 also with bad bytes in it, else an eight-bit code.

    What cannot be decoded becomes U+FFFD, which parts words. An eight-bit code is Cyrillic when the bytes
    beyond ASCII stand in whole words, else that of Central Europe; both have the same signs in ASCII.
    """
    code = wide_code(content[:_SAMPLE])
    if code:
        return content.decode(code, "replace").removeprefix("\ufeff")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("utf-8-sig", "replace")
    bad, high = text.count("\ufffd"), len(content) - len(content.translate(None, bytes(range(0x80, 0x100))))
    return text if high > 2 * bad else content.decode(_eight_bit_code(content[:_SAMPLE]), "replace")


def wide_code(head: bytes | bytearray) -> str | None:
    """The name of the code when bytes are UTF-32 or UTF-16, such as `utf-16-le`."""
    for code, zeros in (("utf-32-le", head[3::4]), ("utf-32-be", head[0::4])):
        if len(head) >= 8 and not any(zeros) and _is_printable(head[: len(head) & ~3], code):
            return code
    order = utf16_order(head)
    return f"utf-16-{order}" if order else None


def _is_printable(head: bytes | bytearray, code: str) -> bool:
    text = head.decode(code, "replace").removeprefix("\ufeff")
    odd = sum(sign == "\ufffd" or not (sign.isprintable() or sign in "\t\n\r") for sign in text)
    return bool(text) and odd <= len(text) // 20


def utf16_order(head: bytes | bytearray) -> str | None:
    """`le` or `be` when bytes are UTF-16: by its mark, or because one byte of most pairs is a script's."""
    if head.startswith(b"\xff\xfe"):
        return "le"
    if head.startswith(b"\xfe\xff"):
        return "be"
    size = len(head) & ~1
    if size < 8 or b"\0" not in head:
        return None
    for order, upper in (("le", head[1:size:2]), ("be", head[0:size:2])):
        pages = sum(upper.count(page) for page in (0x00, 0x01, 0x04, 0x20))
        lower = head[0:size:2] if order == "le" else head[1:size:2]
        zeros = lower.count(0)
        if pages >= 0.9 * len(upper) and zeros <= 0.25 * len(lower) and _is_plain(lower, upper):
            return order
    return None


def is_text(head: bytes) -> bool:
    """Whether bytes are text: hardly any control characters, and no more high bytes than a text code has."""
    if not head or wide_code(head):
        return bool(head)
    controls = len(head) - len(head.translate(None, _BINARY))
    if not controls:
        return True
    high = len(head) - len(head.translate(None, bytes(range(0x80, 0x100))))
    bad = head.decode("utf-8", "replace").count("\ufffd")
    return controls <= len(head) // 10 and (high <= 0.3 * len(head) or bad <= high // 10)


def _is_plain(lower: bytes | bytearray, upper: bytes | bytearray) -> bool:
    """Whether most pairs under the zero page are printable."""
    units = [low for low, page in zip(lower, upper, strict=False) if page == 0 and low]
    odd = sum((unit < 0x20 and unit not in (9, 10, 13)) or 0x7F <= unit < 0xA0 for unit in units)
    return bool(units) and odd <= len(units) // 20


def _eight_bit_code(sample: bytes | bytearray) -> str:
    high = len(sample) - len(sample.translate(None, bytes(range(0x80, 0x100))))
    in_runs = sum(len(run) for run in _HIGH_RUN.findall(sample))
    if 3 * in_runs <= 2 * high:
        return "cp1250"
    return max(_CYRILLIC, key=lambda code: _likeness(sample, code))


def _likeness(sample: bytes | bytearray, code: str) -> int:
    text = sample.decode(code, "replace")
    return sum(2 * text.count(letter) + text.count(letter.upper()) for letter in _COMMON)
