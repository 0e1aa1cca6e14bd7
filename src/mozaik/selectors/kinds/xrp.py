"""Addresses of the XRP Ledger: classic ones (r...) and X-addresses, which carry a tag beside the account.

Sources: XRPL documentation on base58 encodings; XLS-5 on X-addresses. The normal form is the account: a tag
names a customer of an exchange, and `written` keeps it.
"""

from collections.abc import Iterator

from mozaik.selectors.codec import RIPPLE58, base58check_decode, base58check_encode
from mozaik.selectors.kind import Selector, SelectorKind, long_words_that_check
from mozaik.selectors.noise import listed
from mozaik.selectors.outline import Outline
from mozaik.terms import Handling

_MAIN = b"\x05\x44"
"""The prefix of an X-address of the main network."""


def check(text: str) -> str | None:
    """The classic address of an account when the checksum is right, or None."""
    text = text.strip()
    payload = base58check_decode(text, RIPPLE58)
    if payload is None:
        return None
    if len(payload) == 21 and payload[0] == 0:
        return text
    is_tagged = len(payload) == 31 and payload[:2] == _MAIN and payload[22] in (0, 1)
    return base58check_encode(b"\0" + payload[2:22], RIPPLE58) if is_tagged else None


def find(outline: Outline, _region: str | None) -> Iterator[Selector]:
    """Whole words that are addresses."""
    return long_words_that_check("xrp", "rX", check, outline)


def show_safely(value: str) -> str:
    """The first and the last two characters: `r…Th`."""
    return f"r…{value[-2:]}"


def noise_reason(value: str) -> str | None:
    """Accounts that nobody owns or everybody quotes."""
    return listed("xrp").get(value)


KIND = SelectorKind(
    name="xrp",
    doc="an account of the XRP Ledger with a right checksum",
    normal_form="the classic address as written; an X-address as its classic one, without the tag",
    examples=(
        ("rHb9CJAWyB4rj91VRWn96DkukG4bwdtyTh", "rHb9CJAWyB4rj91VRWn96DkukG4bwdtyTh"),
        ("X7AcgcsBL6XDcUb289X4mJ8djcdyKaB5hJDWMArnXr61cqZ", "r9cZA1mLK5R5Am25ArfXFmqgNwjZgnfk59"),
    ),
    counter_examples=(
        "rHb9CJAWyB4rj91VRWn96DkukG4bwdtyTg",
        "rhb9cjawyb4rj91vrwn96dkukg4bwdtyth",
        "T719a5UwUCnEs54UsxG9CJYYDhwmFCqkr7wxCcNcfZ6p5GZ",
    ),
    handling=Handling.H0,
    erasure="erase the value, its writing and every link that names it",
    check=check,
    find=find,
    show_safely=show_safely,
    noise_reason=noise_reason,
)
