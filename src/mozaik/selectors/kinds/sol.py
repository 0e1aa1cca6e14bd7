"""Solana addresses: 32 bytes in base58. They carry no checksum, so only the coin's name tells them."""

import re
from collections.abc import Iterator

from mozaik.selectors.codec import base58_decode
from mozaik.selectors.kind import Selector, SelectorKind, long_words_that_check
from mozaik.selectors.noise import listed
from mozaik.selectors.outline import Outline
from mozaik.terms import Handling

_NAME = re.compile(
    r"(?i)(?<![^\W_])(?:sol(?:ana)?|phantom|solflare|spl|соланa?|солана)(?![^\W_])[^\n]{0,24}\Z|(?:solscan\.io|solana\.com)/[\w/]{0,20}\Z"
)
_FIRST = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_BEHIND = re.compile(r"(?i)[ \t,.;:()]{1,3}(?:\(?(?:on )?sol(?:ana)?|spl)(?![^\W_])")


def check(text: str) -> str | None:
    """The address when it stands for 32 bytes, or None."""
    text = text.strip()
    if not 32 <= len(text) <= 44:
        return None
    raw = base58_decode(text)
    return text if raw is not None and len(raw) == 32 else None


def find(outline: Outline, _region: str | None) -> Iterator[Selector]:
    """Whole words that are addresses and have the coin's name on their line."""
    if not outline.has(b"sol", b"phantom", b"spl") and "олан" not in outline.text:
        return
    for selector in long_words_that_check("sol", _FIRST, check, outline):
        end = selector.start + len(selector.written)
        if outline.behind(_NAME, selector.start) or _BEHIND.match(outline.text, end):
            yield selector


def show_safely(value: str) -> str:
    """The last two characters: `…1v`."""
    return f"…{value[-2:]}"


def noise_reason(value: str) -> str | None:
    """Programs and currencies that every wallet names."""
    return listed("sol").get(value)


KIND = SelectorKind(
    name="sol",
    doc="a Solana address, named as one",
    normal_form="as written",
    examples=(
        ("TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA",) * 2,
        ("EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v",) * 2,
    ),
    counter_examples=(
        "TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5D",
        "0okenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA",
        "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa",
    ),
    handling=Handling.H0,
    erasure="erase the value, its writing and every link that names it",
    check=check,
    find=find,
    show_safely=show_safely,
    noise_reason=noise_reason,
)
