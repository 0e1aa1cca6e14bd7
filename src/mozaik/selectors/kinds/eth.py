"""Ethereum addresses: 40 hexadecimal digits after 0x; mixed case must be a right EIP-55 checksum."""

import re
from collections.abc import Iterator

from mozaik.selectors.codec import keccak_256
from mozaik.selectors.kind import Selector, SelectorKind, words_that_check
from mozaik.selectors.outline import Outline
from mozaik.terms import Handling

_ADDRESS = re.compile(r"0[xX](?<!\w..)[0-9a-fA-F]{40}+(?!\w)")
_WRAPPED = re.compile(
    r"0[xX](?<!\w..)(?=[0-9a-fA-F]{1,39}\r?\n[0-9a-fA-F])"
    r"[0-9a-fA-F\r\n]{41,42}+(?!\w)"
)
"""An address over two lines; its letter case must check: nothing else joins the lines."""
_KEY = re.compile(r"(?i)(?:pgp|gpg|fingerprint|recv-keys)[^\n]{0,24}\Z")
"""A fingerprint of OpenPGP is as long, and is written with 0x too."""
_HEX = re.compile(r"[0-9a-fA-F]{40}+")


def check(text: str) -> str | None:
    """The address in lower case, or None; all lower or all upper case carries no checksum and is taken."""
    text = text.strip()
    digits = text[2:]
    if text[:2] not in ("0x", "0X") or not _HEX.fullmatch(digits):
        return None
    if digits not in (digits.lower(), digits.upper()) and digits != checksummed(digits):
        return None
    return "0x" + digits.lower()


def checksummed(digits: str) -> str:
    """The 40 digits with the letter case of EIP-55."""
    lower = digits.lower()
    guide = keccak_256(lower.encode("ascii")).hex()
    return "".join(digit.upper() if mark >= "8" else digit for digit, mark in zip(lower, guide, strict=False))


def find(outline: Outline, _region: str | None) -> Iterator[Selector]:
    """Whole words that are addresses; a transaction hash is longer and is none."""
    text = outline.text
    if not outline.has(b"0x"):
        return
    for selector in words_that_check("eth", _ADDRESS, check, text):
        if not outline.behind(_KEY, selector.start):
            yield selector
    yield from words_that_check("eth", _WRAPPED, _checked, text)


def _checked(written: str) -> str | None:
    """The normal form of an address whose pieces carry a right checksum."""
    digits = "".join(written.split())[2:]
    return check("0x" + digits) if digits not in (digits.lower(), digits.upper()) else None


def show_safely(value: str) -> str:
    """The last two digits: `0x…ed`."""
    return f"0x…{value[-2:]}"


def noise_reason(value: str) -> str | None:
    """Addresses that nobody owns, and the small numbers of built-in contracts."""
    digits = value[2:]
    if digits.startswith("0" * 36):
        return "zero address or built-in contract: nobody owns it"
    if len(set(digits)) == 1 or digits == "dead".rjust(40, "0") or digits == "dead" * 10:
        return "burn address: nobody owns it"
    return None


KIND = SelectorKind(
    name="eth",
    doc="an Ethereum address; in mixed case with a right checksum",
    normal_form="0x and 40 lower-case hexadecimal digits",
    examples=(
        ("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed"),
        ("0x5AAEB6053F3E94C9B9A09F33669435E7EF1BEAED", "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed"),
    ),
    counter_examples=(
        "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeD",
        "5aaeb6053f3e94c9b9a09f33669435e7ef1beaed",
        "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beae",
    ),
    handling=Handling.H0,
    erasure="erase the value, its writing and every link that names it",
    check=check,
    find=find,
    show_safely=show_safely,
    noise_reason=noise_reason,
)
