"""Monero addresses of the main network: standard, subaddress and integrated (network bytes 18, 42 and 19)."""

from collections.abc import Iterator

from mozaik.selectors.coin_codec import monero_decode
from mozaik.selectors.kind import Selector, SelectorKind, long_words_that_check
from mozaik.selectors.outline import Outline
from mozaik.terms import Handling

_LENGTHS = {18: 65, 42: 65, 19: 73}
"""Bytes of network, keys and payment id by the network byte."""


def check(text: str) -> str | None:
    """The address when its checksum is right, or None."""
    text = text.strip()
    raw = monero_decode(text) if len(text) in (95, 106) else None
    return text if raw is not None and _LENGTHS.get(raw[0]) == len(raw) else None


def find(outline: Outline, _region: str | None) -> Iterator[Selector]:
    """Whole words that are addresses."""
    return long_words_that_check("xmr", "48", check, outline)


def show_safely(value: str) -> str:
    """The first and the last two characters: `4…3A`."""
    return f"{value[0]}…{value[-2:]}"


KIND = SelectorKind(
    name="xmr",
    doc="a Monero address with a right checksum",
    normal_form="as written",
    examples=(
        ("44AFFq5kSiGBoZ4NMDwYtN18obc8AemS33DBLWs3H7otXft3XjrpDtQGv7SqSsaBYBb98uNbr2VBBEt7f2wfn3RVGQBEP3A",)
        * 2,
        ("888tNkZrPN6JsEgekjMnABU4TBzc2Dt29EPAvkRxbANsAnjyPbb3iQ1YBRk1UXcdRsiKc9dhwMVgN5S9cQUiyoogDavup3H",)
        * 2,
    ),
    counter_examples=(
        "44AFFq5kSiGBoZ4NMDwYtN18obc8AemS33DBLWs3H7otXft3XjrpDtQGv7SqSsaBYBb98uNbr2VBBEt7f2wfn3RVGQBEP3B",
        "44AFFq5kSiGBoZ4NMDwYtN18obc8AemS33DBLWs3H7otXft3XjrpDtQGv7SqSsaBYBb98uNbr2VBBEt7f2wfn3RVGQBEP3",
        "4" * 95,
    ),
    handling=Handling.H0,
    erasure="erase the value, its writing and every link that names it",
    check=check,
    find=find,
    show_safely=show_safely,
)
