"""Bitcoin addresses of the main network: base58check (P2PKH, P2SH), bech32 (version 0), bech32m (1 to 16)."""

import re
from collections.abc import Iterator

from mozaik.selectors.codec import base58check_decode, segwit_decode
from mozaik.selectors.kind import Selector, SelectorKind, long_words_that_check, words_that_check
from mozaik.selectors.noise import listed
from mozaik.selectors.outline import Outline
from mozaik.terms import Handling

_GLUED = re.compile(r"(?i:btc|bitcoin)(?<!\w...)(?<![^\W_].......)([13][1-9A-HJ-NP-Za-km-z]{24,34}+)(?!\w)")
"""An address right behind the coin's name."""
_WRAPPED = re.compile(
    r"[13](?<!\w[13])(?=[1-9A-HJ-NP-Za-km-z]{3,33}\r?\n[1-9A-HJ-NP-Za-km-z])[1-9A-HJ-NP-Za-km-z\r\n]{25,37}+(?!\w)"
)
_SPACED = re.compile(
    r"[bB][cC]1(?<!\w...)[02-9ac-hj-np-zAC-HJ-NP-Z]{1,87}[ \r\n][02-9ac-hj-np-zAC-HJ-NP-Z \r\n]{8,120}+"
)
"""An address in groups or over two lines: its checksum says whether the pieces belong together."""


def check(text: str) -> str | None:
    """The address in normal form when its checksum is right, or None."""
    text = text.strip()
    if text[:3].lower() == "bc1":
        return text.lower() if segwit_decode("bc", text) else None
    payload = base58check_decode(text)
    return text if payload is not None and len(payload) == 21 and payload[0] in (0, 5) else None


def find(outline: Outline, _region: str | None) -> Iterator[Selector]:
    """Whole words that are addresses, also behind the coin's name, in groups, or over two lines."""
    text = outline.text
    yield from long_words_that_check("btc", "13bB", check, outline)
    may_be_segwit = outline.has(b"bc1")
    for match in (
        _GLUED.finditer(text) if any(name in text for name in ("btc", "BTC", "itcoin", "ITCOIN")) else ()
    ):
        value = check(match[1])
        if value:
            yield Selector("btc", value, match[1], match.start(1))
    yield from words_that_check("btc", _WRAPPED, lambda word: check("".join(word.split())), text)
    for match in _SPACED.finditer(text) if may_be_segwit else ():
        yield from _spaced(match)


def _spaced(match: re.Match[str]) -> Iterator[Selector]:
    """The longest run of groups that is one address."""
    groups = match[0].split()
    for count in range(min(len(groups), 30), 1, -1):
        joined = "".join(groups[:count])
        value = check(joined) if len(joined) <= 90 else None
        if value:
            end = 0
            for group in groups[:count]:
                end = match[0].index(group, end) + len(group)
            yield Selector("btc", value, match[0][:end], match.start())
            return


def show_safely(value: str) -> str:
    """The form and the last two characters: `bc1…4q`, `1…Na`."""
    return f"{'bc1' if value.startswith('bc1') else value[0]}…{value[-2:]}"


def noise_reason(value: str) -> str | None:
    """Addresses that nobody owns or everybody quotes."""
    return listed("btc").get(value)


KIND = SelectorKind(
    name="btc",
    doc="a Bitcoin address with a right checksum",
    normal_form="base58 as written; bech32 and bech32m in lower case",
    examples=(
        ("1111111111111111111114oLvT2", "1111111111111111111114oLvT2"),
        (
            "BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4",
            "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4",
        ),
        (
            "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0",
            "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0",
        ),
    ),
    counter_examples=(
        "1111111111111111111114oLvT3",
        "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5",
        "bc1p38j9r5y49hruaue7wxjce0updqjuyyx0kh56v8s25huc6995vvpql3jow4",
        "tb1qw508d6qejxtdg4y5r3zarvary0c5xw7kxpjzsx",
    ),
    handling=Handling.H0,
    erasure="erase the value, its writing and every link that names it",
    check=check,
    find=find,
    show_safely=show_safely,
    noise_reason=noise_reason,
)
