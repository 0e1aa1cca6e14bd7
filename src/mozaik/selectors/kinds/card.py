"""Numbers of payment cards: an issuer's range, its length, and a Luhn digit (ISO/IEC 7812-1)."""

import re
from collections.abc import Iterator

from mozaik.selectors.check_digits import luhn
from mozaik.selectors.kind import Selector, SelectorKind
from mozaik.selectors.noise import listed
from mozaik.selectors.outline import Outline
from mozaik.terms import Handling

_RANGES: tuple[tuple[str, frozenset[int]], ...] = (
    ("4", frozenset({13, 16, 19})),
    ("5[1-5]", frozenset({16})),
    ("222[1-9]|22[3-9]|2[3-6]|27[01]|2720", frozenset({16})),
    ("3[47]", frozenset({15})),
    ("6011|64[4-9]|65", frozenset({16, 19})),
    ("30[0-5]|36|38|39", frozenset({14, 16})),
    ("35[3-8]|352[89]", frozenset({16})),
    ("50|5[6-8]|6", frozenset(range(12, 20))),
    ("9891", frozenset({16})),
)
"""Beginnings and lengths: Visa, Mastercard (two), American Express, Discover, Diners, JCB, Maestro and
UnionPay, Dina; the published tables of the schemes."""
_PATTERNS = tuple((re.compile(start), lengths) for start, lengths in _RANGES)
_WRITTEN = re.compile(
    r"(?<![\w.,+#-])(?<!\d[ :/])(?:\d{4}([ -])\d{4}\1\d{4}\1\d{1,4}(?:\1\d{3})?|"
    r"\d{4}([ -])\d{6}\2\d{4,5}|\d{12,19})"
    r"(?![\w#]|[.,:/-]\d|[ -]\d\d(?!/))"
)
_LEAD = re.compile(
    r"(?i)(?:card|kart\w{0,3}|kartic\w{0,3}|visa|master ?card|maestro|amex|american express|pan|"
    r"картиц\w{0,2}|картичк\w{0,2}|карт\w{1,2}|"
    r"kreditn\w{1,3}|cc)(?![^\W_])[^\n]{0,24}\Z"
)
_EXPIRY = re.compile(r"[ |;:,]{1,3}(?:exp\w{0,8}[ .:]{1,2})?(?:0[1-9]|1[0-2])[ |/-](?:20)?[2-4]\d(?!\d)")
"""What stands behind a card that is passed on: `4111...|12/27|`."""


def check(text: str) -> str | None:
    """The digits of a number with an issuer's range, its length and a right check digit, or None."""
    digits = text.strip().replace(" ", "").replace("-", "")
    if not digits.isascii() or not digits.isdecimal() or not 12 <= len(digits) <= 19 or len(set(digits)) < 2:
        return None
    is_issued = any(start.match(digits) and len(digits) in lengths for start, lengths in _PATTERNS)
    return digits if is_issued and luhn(digits) else None


def find(outline: Outline, _region: str | None) -> Iterator[Selector]:
    """Numbers in groups; without groups behind a word for cards, or before a month and year."""
    for start, end in outline.numbers:
        match = _WRITTEN.match(outline.text, start) if end - start > 11 else None
        value = check(match[0]) if match else None
        if match and value and _is_told(outline, match):
            yield Selector("card", value, match[0], start)


def _is_told(outline: Outline, match: re.Match[str]) -> bool:
    """Whether groups, a word or an expiry say that a number is a card's: one in ten checks by chance."""
    if match[1] or match[2]:
        return True
    return outline.behind(_LEAD, match.start()) or _EXPIRY.match(outline.text, match.end()) is not None


def show_safely(value: str) -> str:
    """The first and the last two digits: `4…11`; less than what the schemes let print on a receipt."""
    return f"{value[0]}…{value[-2:]}"


def noise_reason(value: str) -> str | None:
    """Numbers that payment services publish for tests."""
    return listed("card").get(value)


KIND = SelectorKind(
    name="card",
    doc="a payment card number with a right check digit",
    normal_form="digits without spaces",
    examples=(("4539 1488 0343 6467", "4539148803436467"), ("3782-822463-10005", "378282246310005")),
    counter_examples=("4539 1488 0343 6468", "1111111111111117", "411111111111111", "0000000000000000"),
    handling=Handling.H2,
    erasure="erase the value, its writing and every link that names it",
    check=check,
    find=find,
    show_safely=show_safely,
    noise_reason=noise_reason,
)
