"""Litecoin addresses of the main network: base58check (L, M, and the old 3), bech32 and bech32m (ltc1).

An old script address begins with 3, as Bitcoin's do: it is read as Litecoin's only behind the coin's name,
and has the normal form that begins with M (litecoin-project, chainparams.cpp: versions 48, 50 and 5).
"""

import re
from collections.abc import Iterator

from mozaik.selectors.codec import base58check_decode, base58check_encode, segwit_decode
from mozaik.selectors.kind import Selector, SelectorKind, long_words_that_check
from mozaik.selectors.outline import Outline
from mozaik.terms import Handling

_NAME = re.compile(r"(?i)(?:ltc|litecoin)[\w :=\"'(-]{0,20}\Z")
_OLD_SCRIPT, _SCRIPT, _KEY = 5, 50, 48


def check(text: str) -> str | None:
    """The address in normal form when its checksum is right, or None."""
    text = text.strip()
    if text[:4].lower() == "ltc1":
        return text.lower() if segwit_decode("ltc", text) else None
    payload = base58check_decode(text)
    if payload is None or len(payload) != 21 or payload[0] not in (_OLD_SCRIPT, _SCRIPT, _KEY):
        return None
    return base58check_encode(bytes([_SCRIPT]) + payload[1:]) if payload[0] == _OLD_SCRIPT else text


def find(outline: Outline, _region: str | None) -> Iterator[Selector]:
    """Whole words that are addresses; of those with the old 3 only what the coin's name stands before."""
    for selector in long_words_that_check("ltc", "LMl3", check, outline):
        if selector.written[0] != "3" or outline.behind(_NAME, selector.start):
            yield selector


def show_safely(value: str) -> str:
    """The form and the last two characters: `ltc1…n9`, `L…Uz`."""
    return f"{'ltc1' if value.startswith('ltc1') else value[0]}…{value[-2:]}"


KIND = SelectorKind(
    name="ltc",
    doc="a Litecoin address with a right checksum",
    normal_form="base58 as written, with M for the old 3; bech32 and bech32m in lower case",
    examples=(
        (base58check_encode(bytes([_KEY]) + bytes(20)),) * 2,
        (
            base58check_encode(bytes([_OLD_SCRIPT]) + bytes(20)),
            base58check_encode(bytes([_SCRIPT]) + bytes(20)),
        ),
        ("LTC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KGMN4N9", "ltc1qw508d6qejxtdg4y5r3zarvary0c5xw7kgmn4n9"),
    ),
    counter_examples=(
        "LaMT348PWRnrqeeWArpwQPbuanpXDZGEUy",
        "ltc1qw508d6qejxtdg4y5r3zarvary0c5xw7kgmn4n8",
        "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4",
    ),
    handling=Handling.H0,
    erasure="erase the value, its writing and every link that names it",
    check=check,
    find=find,
    show_safely=show_safely,
)
