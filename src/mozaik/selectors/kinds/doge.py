"""Dogecoin addresses of the main network: base58check, versions 30 (D) and 22 (A and 9)."""

from collections.abc import Iterator

from mozaik.selectors.codec import base58check_decode, base58check_encode
from mozaik.selectors.kind import Selector, SelectorKind, long_words_that_check
from mozaik.selectors.outline import Outline
from mozaik.terms import Handling


def check(text: str) -> str | None:
    """The address when its checksum is right, or None."""
    text = text.strip()
    payload = base58check_decode(text)
    return text if payload is not None and len(payload) == 21 and payload[0] in (22, 30) else None


def find(outline: Outline, _region: str | None) -> Iterator[Selector]:
    """Whole words that are addresses."""
    return long_words_that_check("doge", "DA9", check, outline)


def show_safely(value: str) -> str:
    """The first and the last two characters: `D…ob`."""
    return f"{value[0]}…{value[-2:]}"


KIND = SelectorKind(
    name="doge",
    doc="a Dogecoin address with a right checksum",
    normal_form="as written",
    examples=tuple((base58check_encode(bytes([version]) + bytes(range(20))),) * 2 for version in (30, 22)),
    counter_examples=(
        base58check_encode(b"\x1e" + bytes(range(20)))[:-1] + "2",
        base58check_encode(b"\x71" + bytes(20)),
        "DOGE",
    ),
    handling=Handling.H0,
    erasure="erase the value, its writing and every link that names it",
    check=check,
    find=find,
    show_safely=show_safely,
)
