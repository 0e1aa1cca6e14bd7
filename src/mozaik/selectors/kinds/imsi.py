"""IMSI numbers of subscribers: country, network and subscriber, 15 digits (ITU-T E.212, 3GPP TS 23.003)."""

import re
from collections.abc import Iterator

from mozaik.selectors.kind import Selector, SelectorKind, named_numbers
from mozaik.selectors.outline import Outline
from mozaik.terms import Handling

_NAME = re.compile(
    r"(?i)imsi(?:[ _]?\(?(?:sim|slot)?[ _]?[12]\)?(?!\d))?\W{0,6}"
    r"(?:(?:number|num|no|nr|broj|številka|stevilka|број|"
    r"номер|is|je)[^\w\n]{1,4}){0,2}\Z"
)
_DIGITS = re.compile(r"(?:\d{15}|\d{3}[ -]\d{2,3}[ -]\d{9,10})(?![\w]|[.-]\d)")
_COUNTRIES = {
    "202": "GR", "204": "NL", "206": "BE", "208": "FR", "214": "ES", "216": "HU", "218": "BA", "219": "HR",
    "220": "RS", "221": "XK", "222": "IT", "226": "RO", "228": "CH", "230": "CZ", "231": "SK", "232": "AT",
    "234": "GB", "235": "GB", "238": "DK", "240": "SE", "242": "NO", "244": "FI", "246": "LT", "247": "LV",
    "248": "EE", "250": "RU", "255": "UA", "257": "BY", "259": "MD", "260": "PL", "262": "DE", "268": "PT",
    "270": "LU", "272": "IE", "274": "IS", "276": "AL", "278": "MT", "280": "CY", "284": "BG", "286": "TR",
    "293": "SI", "294": "MK", "297": "ME",
}  # fmt: skip
"""Mobile country codes of Europe (ITU-T E.212, Operational Bulletin 1280)."""


def check(text: str) -> str | None:
    """The 15 digits of a number whose first three are the code of a country or of a network of no country."""
    digits = text.strip().replace(" ", "").replace("-", "")
    is_number = len(digits) == 15 and digits.isascii() and digits.isdecimal()
    return digits if is_number and (digits[0] in "234567" or digits[:3] == "901") else None


def find(outline: Outline, _region: str | None) -> Iterator[Selector]:
    """Numbers that are called IMSI: they have no check digit."""
    return named_numbers("imsi", _NAME, _DIGITS, check, outline) if outline.has(b"imsi") else iter(())


def show_safely(value: str) -> str:
    """The country code and the last two digits: `293…89`."""
    return f"{value[:3]}…{value[-2:]}"


def country_of(value: str) -> str | None:
    """The country of the subscriber's network, in Europe."""
    return _COUNTRIES.get(value[:3])


KIND = SelectorKind(
    name="imsi",
    doc="the number of a mobile subscriber (IMSI)",
    normal_form="15 digits",
    examples=(("293410123456789", "293410123456789"), ("219 01 0123456789", "219010123456789")),
    counter_examples=("29341012345678", "893410123456789", "2934101234567890", "29341012345678x"),
    handling=Handling.H2,
    erasure="erase the value, its writing and every link that names it",
    check=check,
    find=find,
    show_safely=show_safely,
    country_of=country_of,
)
