"""Files of the eDonkey network by their hash, from `ed2k://` links and where programs name it."""

import re
from collections.abc import Iterator

from mozaik.selectors.kind import Selector, SelectorKind, named_values
from mozaik.selectors.outline import Outline
from mozaik.terms import Handling

_LINK = re.compile(r"(?i)ed2k://\|file\|[^|\n]{1,400}\|\d{1,20}\|([0-9a-f]{32})(?:\||(?![^\W_]))")
_URN = re.compile(r"(?i)(?:urn:ed2k(?:hash)?:|ed2k:)([0-9a-f]{32})(?![^\W_])")
_LEAD = re.compile(r"(?i)(?:e[dD]2k|emule|edonkey)(?:[ _-]?(?:file)?[ _-]?hash)?(?: je| is)?[\s:=\"']{1,5}")
_HEX = re.compile(r"[0-9a-fA-F]{32}(?![^\W_])")
_EMPTY = "31d6cfe0d16ae931b73c59d7e0c089c0"


def check(text: str) -> str | None:
    """The 32 digits in lower case, also out of a link; None for the empty file's."""
    text = text.strip()
    link = _LINK.match(text) or _URN.fullmatch(text)
    digits = (link[1] if link else text).lower()
    is_hash = len(digits) == 32 and _HEX.fullmatch(digits) is not None and len(set(digits)) > 3
    return digits if is_hash and digits != _EMPTY else None


def find(outline: Outline, _region: str | None) -> Iterator[Selector]:
    """What stands in links, and what is called a hash of eDonkey or eMule."""
    taken = set()
    for place in outline.places(b"ed2k"):
        match = _LINK.match(outline.text, place) or _URN.match(outline.text, place)
        value = check(match[1]) if match else None
        if match and value:
            taken.add(match.start(1))
            yield Selector("ed2k", value, match[1], match.start(1))
    for selector in named_values("ed2k", (b"ed2k", b"emule", b"edonkey"), _LEAD, _HEX, check, outline):
        if selector.start not in taken:
            yield selector


def show_safely(value: str) -> str:
    """The first four digits: `31d6…`."""
    return f"{value[:4]}…"


KIND = SelectorKind(
    name="ed2k",
    doc="the hash of a file on the eDonkey network",
    normal_form="32 hexadecimal digits in lower case",
    examples=(
        (
            "ed2k://|file|a%20b.avi|14997504|965c013e991ee246d63d45ea71954c4d|/",
            "965c013e991ee246d63d45ea71954c4d",
        ),
        ("965C013E991EE246D63D45EA71954C4D", "965c013e991ee246d63d45ea71954c4d"),
    ),
    counter_examples=(
        "ed2k://|file|a|0|31d6cfe0d16ae931b73c59d7e0c089c0|/",
        "965c013e991ee246d63d45ea71954c4",
        "ed2k://|server|192.0.2.7|4661|/",
    ),
    handling=Handling.H0,
    erasure="erase the value, its writing and every link that names it",
    check=check,
    find=find,
    show_safely=show_safely,
)
