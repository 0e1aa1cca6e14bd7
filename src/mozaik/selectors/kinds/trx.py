"""Tron addresses, on which USDT is sent most: prefix byte 0x41 and base58check (Tron's documentation)."""

from collections.abc import Iterator

from mozaik.selectors.codec import base58check_decode, base58check_encode
from mozaik.selectors.kind import Selector, SelectorKind, long_words_that_check
from mozaik.selectors.noise import listed
from mozaik.selectors.outline import Outline
from mozaik.terms import Handling


def check(text: str) -> str | None:
    """The address when its checksum is right, or None."""
    text = text.strip()
    payload = base58check_decode(text)
    return text if payload is not None and len(payload) == 21 and payload[0] == 0x41 else None


def find(outline: Outline, _region: str | None) -> Iterator[Selector]:
    """Whole words that are addresses."""
    return long_words_that_check("trx", "T", check, outline)


def show_safely(value: str) -> str:
    """The first and the last two characters: `T…6t`."""
    return f"T…{value[-2:]}"


def noise_reason(value: str) -> str | None:
    """Contracts that everybody uses, and addresses that nobody owns."""
    return listed("trx").get(value)


KIND = SelectorKind(
    name="trx",
    doc="a Tron address (TRX, USDT) with a right checksum",
    normal_form="as written",
    examples=(
        ("TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t", "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t"),
        (base58check_encode(b"\x41" + bytes(range(20))),) * 2,
    ),
    counter_examples=(
        "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6u",
        "tr7nhqjekqxgtci8q8zy4pl8otszgjlj6t",
        base58check_encode(b"\xa0" + bytes(20)),
    ),
    handling=Handling.H0,
    erasure="erase the value, its writing and every link that names it",
    check=check,
    find=find,
    show_safely=show_safely,
    noise_reason=noise_reason,
)
