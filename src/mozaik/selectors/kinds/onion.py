"""Onion services: version 3, with a checksum in the address (Tor rend-spec-v3, section 6), and version 2.

Addresses of version 2 (16 characters, until 2021) have no checksum: they count only with `.onion` behind.
"""

import base64
import hashlib
import re
from collections.abc import Iterator

from mozaik.selectors.kind import Selector, SelectorKind
from mozaik.selectors.outline import Outline
from mozaik.terms import Handling

_ANCHOR = re.compile(r"\.[oO][nN][iI][oO][nN](?![\w-])")
_LINES = re.compile(
    r"(?=(?:[a-zA-Z2-7][ \r\n>]{0,4}){56})[a-zA-Z2-7]{1,55}(?:[ >]{0,2}\n\r?[a-zA-Z2-7]{1,55}){1,3}"
)
"""An address that lines part, read backwards."""
_ADDRESS = re.compile(r"[a-z2-7]{56}+")
_OLD = re.compile(r"[a-z2-7]{16}+")
_OLD_BEFORE = re.compile(r"[a-zA-Z2-7]{16}(?![\w-])")


def check(text: str) -> str | None:
    """The 56 characters of version 3 (with or without `.onion` and names before it), or the 16 of 2."""
    text = text.strip().lower().removesuffix(".onion").rpartition(".")[2]
    if _OLD.fullmatch(text) and not text.isalpha():
        return text
    if not _ADDRESS.fullmatch(text):
        return None
    raw = base64.b32decode(text.upper())
    key, given, version = raw[:32], raw[32:34], raw[34:]
    expected = hashlib.sha3_256(b".onion checksum" + key + version).digest()[:2]
    return text if version == b"\x03" and given == expected else None


def find(outline: Outline, _region: str | None) -> Iterator[Selector]:
    """What stands before each `.onion`, also where a line break parts it, and bare addresses of version 3."""
    text = outline.text
    for anchor in _ANCHOR.finditer(text) if outline.has(b".onion") else ():
        start = anchor.start() - 56
        lines = _LINES.match(text[max(0, anchor.start() - 64) : anchor.start()][::-1])
        old = None if lines else _OLD_BEFORE.match(text[max(0, anchor.start() - 20) : anchor.start()][::-1])
        if lines or old:
            start = anchor.start() - len((lines or old or anchor)[0])
        if start < 0 or (start and (text[start - 1].isalnum() or text[start - 1] in "-_")):
            continue
        value = check("".join(text[start : anchor.start()].split()))
        if value:
            yield Selector("onion", value, text[start : anchor.end()], start)
    for start, word in outline.long_words:
        if len(word) == 56 and not _ANCHOR.match(text, start + 56):
            value = check(word)
            if value:
                yield Selector("onion", value, word, start)


def encode(key: bytes) -> str:
    """The address of a 32-byte public key."""
    check_bytes = hashlib.sha3_256(b".onion checksum" + key + b"\x03").digest()[:2]
    return base64.b32encode(key + check_bytes + b"\x03").decode("ascii").lower()


def show_safely(value: str) -> str:
    """The first two characters: `ab….onion`."""
    return f"{value[:2]}….onion"


def noise_reason(value: str) -> str | None:
    """Addresses without a checksum, of a network that was closed."""
    return (
        "address of version 2: it has no checksum, and has led nowhere since 2021"
        if len(value) == 16
        else None
    )


_EXAMPLE = encode(bytes(range(32)))

KIND = SelectorKind(
    name="onion",
    doc="an onion service, of version 3 with a right checksum",
    normal_form="56 (version 2: 16) lower-case base32 characters, without .onion",
    examples=(
        (f"http://{_EXAMPLE}.onion".removeprefix("http://"), _EXAMPLE),
        (_EXAMPLE.upper() + ".ONION", _EXAMPLE),
        ("expyuzz4wqqyqhjn.onion", "expyuzz4wqqyqhjn"),
    ),
    counter_examples=("a" * 56 + ".onion", _EXAMPLE[:-1] + ".onion", "example.onion"),
    handling=Handling.H0,
    erasure="erase the value, its writing and the web addresses on it",
    check=check,
    find=find,
    show_safely=show_safely,
    noise_reason=noise_reason,
)
