"""Bitcoin Cash addresses of the main network in CashAddr form (bitcoincashorg, spec/cashaddr.md).

Addresses of the old form are Bitcoin's own and are read as these.
"""

import re
from collections.abc import Iterator

from mozaik.selectors.coin_codec import cashaddr_decode
from mozaik.selectors.kind import Selector, SelectorKind, long_words_that_check
from mozaik.selectors.outline import Outline
from mozaik.terms import Handling

_PREFIX = "bitcoincash:"
_PREFIXED = re.compile(r"(?i)bitcoincash:\Z")


def check(text: str) -> str | None:
    """The address with its prefix in lower case when its checksum is right, or None."""
    text = text.strip()
    if text not in (text.lower(), text.upper()):
        return None
    body = text.lower().removeprefix(_PREFIX)
    decoded = cashaddr_decode("bitcoincash", body)
    return _PREFIX + body if decoded and decoded[0] in (0, 1, 2, 3) and len(decoded[1]) in (20, 32) else None


def find(outline: Outline, _region: str | None) -> Iterator[Selector]:
    """Whole words that are addresses, with the prefix that stands before them."""
    for selector in long_words_that_check("bch", "qpzrQPZR", check, outline):
        start = selector.start
        if outline.behind(_PREFIXED, start):
            start -= len(_PREFIX)
        end = selector.start + len(selector.written)
        yield Selector("bch", selector.value, outline.text[start:end], start)


def show_safely(value: str) -> str:
    """The prefix and the last two characters: `bitcoincash:…6a`."""
    return f"{_PREFIX}…{value[-2:]}"


KIND = SelectorKind(
    name="bch",
    doc="a Bitcoin Cash address with a right checksum",
    normal_form="bitcoincash: and the address, in lower case",
    examples=(
        (
            "bitcoincash:qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a",
            "bitcoincash:qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a",
        ),
        (
            "QR95SY3J9XWD2AP32XKYKTTR4CVCU7AS4Y0QVERFUY",
            "bitcoincash:qr95sy3j9xwd2ap32xkykttr4cvcu7as4y0qverfuy",
        ),
    ),
    counter_examples=(
        "bitcoincash:qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6b",
        "bchtest:qpm2qsznhks23z7629mms6s4cwef74vcwvqcw003ap",
        "qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6",
    ),
    handling=Handling.H0,
    erasure="erase the value, its writing and every link that names it",
    check=check,
    find=find,
    show_safely=show_safely,
)
