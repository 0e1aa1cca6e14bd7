"""Info-hashes of torrents, from magnet links and where programs name them (BEP 9, BEP 52)."""

import base64
import binascii
import re
from collections.abc import Iterator

from mozaik.selectors.kind import Selector, SelectorKind
from mozaik.selectors.outline import Outline
from mozaik.terms import Handling

_URN = re.compile(r"(?i)bt(?:ih:([0-9a-f]{40}|[a-z2-7]{32})|mh:1220([0-9a-f]{64}))(?![^\W_])")
_LEAD = re.compile(r"(?i)(?:info|torrent)[ _-]{0,1}hash(?:[ _]?v[12])?[ \"']{0,3}[:= ][\s\"']{0,4}")
_HEX = re.compile(r"(?:[0-9a-fA-F]{40}|[0-9a-fA-F]{64})(?![^\W_])")
_VALUE = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")


def check(text: str) -> str | None:
    """The 40 (or, of version 2, 64) digits in lower case, also out of a magnet link, or None."""
    text = text.strip()
    urn = _URN.search(text) if text[:7].lower() in ("magnet:", "urn:bti", "urn:btm") else None
    digits = (urn[1] or urn[2] if urn else text).lower()
    if len(digits) == 32 and urn:
        digits = _from_base32(digits)
    return digits if _VALUE.fullmatch(digits) and len(set(digits)) > 3 else None


def _from_base32(letters: str) -> str:
    try:
        return base64.b32decode(letters.upper()).hex()
    except binascii.Error:
        return ""


def find(outline: Outline, _region: str | None) -> Iterator[Selector]:
    """What stands in magnet links and URNs, and what is called an info-hash."""
    for mark in (b"btih:", b"btmh:"):
        for place in outline.places(mark):
            match = _URN.match(outline.text, place)
            value = check("urn:" + match[0]) if match else None
            if match and value:
                written = match[1] or match[2]
                yield Selector("info_hash", value, written, match.end() - len(written))
    for place in outline.places(b"hash"):
        start = max(0, place - 8)
        lead = _LEAD.search(outline.text, start, place + 24)
        match = _HEX.match(outline.text, lead.end()) if lead else None
        value = check(match[0]) if match else None
        if match and value:
            yield Selector("info_hash", value, match[0], match.start())


def show_safely(value: str) -> str:
    """The first four digits: `c12f…`."""
    return f"{value[:4]}…"


KIND = SelectorKind(
    name="info_hash",
    doc="the info-hash of a torrent",
    normal_form="40 hexadecimal digits in lower case, 64 for version 2",
    examples=(
        (
            "magnet:?xt=urn:btih:C12FE1C06BBA254A9DC9F519B335AA7C1367A88A&dn=x",
            "c12fe1c06bba254a9dc9f519b335aa7c1367a88a",
        ),
        ("urn:btih:YEX6DQDLXISUVHOJ6UM3GNNKPQJWPKEK", "c12fe1c06bba254a9dc9f519b335aa7c1367a88a"),
    ),
    counter_examples=("magnet:?xt=urn:btih:C12FE1C06BBA254A9DC9F519B335AA7C1367A88", "btih:xyz", "0" * 40),
    handling=Handling.H0,
    erasure="erase the value, its writing and every link that names it",
    check=check,
    find=find,
    show_safely=show_safely,
)
