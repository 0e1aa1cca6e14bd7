"""ICCID numbers of SIM cards: 89, country, issuer, account, and a Luhn digit (ITU-T E.118)."""

import re
from collections.abc import Iterator

import phonenumbers

from mozaik.selectors.check_digits import luhn
from mozaik.selectors.kind import Selector, SelectorKind, named_numbers
from mozaik.selectors.outline import Outline
from mozaik.terms import Handling

_NAME = re.compile(
    r"(?i)(?:iccid|sim)[^\W\d_]{0,6}(?:[ _]?[12](?!\d))?[^\w\n]{0,6}"
    r"(?:(?:card|kartic\w{1,2}|number|num|no|nr|serial|broj|številka|stevilka|id|is|je)[^\w\n]{1,4}){0,4}\Z"
)
_BARE = re.compile(r"(?<![\w.-])89\d{17,18}[fF]?(?![\w]|[.-]\d)")
_DIGITS = re.compile(r"89\d{2}(?:[ -]?\d){15,16}[fF]?(?![\w]|[.-]\d)")


def check(text: str) -> str | None:
    """The 19 or 20 digits, without a filler, of a number with a right check digit and a country; or None."""
    digits = text.strip().replace(" ", "").replace("-", "").rstrip("fF")
    is_number = len(digits) in (19, 20) and digits.isascii() and digits.isdecimal()
    return digits if is_number and digits[:2] == "89" and _region(digits) and luhn(digits) else None


def _region(digits: str) -> str | None:
    """The region of the country code behind 89; 001 for a network of no country."""
    codes = (int(digits[2 : 2 + size]) for size in (1, 2, 3) if digits[2:5].isdecimal())
    regions = (phonenumbers.region_code_for_country_code(code) for code in codes)
    return next((region for region in regions if region != "ZZ"), None)


def find(outline: Outline, _region: str | None) -> Iterator[Selector]:
    """Whole numbers of this form, and grouped ones that are called so."""
    taken = set()
    for selector in named_numbers("iccid", _NAME, _DIGITS, check, outline):
        taken.add(selector.start)
        yield selector
    for start, end in outline.numbers:
        match = _BARE.match(outline.text, start) if end - start > 18 else None
        value = check(match[0]) if match else None
        if match and value and start not in taken:
            yield Selector("iccid", value, match[0], start)


def show_safely(value: str) -> str:
    """The first four and the last two digits: `8938…12`."""
    return f"{value[:4]}…{value[-2:]}"


def country_of(value: str) -> str | None:
    """The country of the issuer."""
    region = _region(value)
    return region if region and region.isalpha() else None


KIND = SelectorKind(
    name="iccid",
    doc="the number of a SIM card (ICCID), with a right check digit",
    normal_form="19 or 20 digits",
    examples=(
        ("8965880812100011146", "8965880812100011146"),
        ("8938 6401 0000 0000 007F", "8938640100000000007"),
    ),
    counter_examples=(
        "8965880812100011147",
        "7965880812100011147",
        "896588081210001114",
        "89658808121000111460123",
    ),
    handling=Handling.H2,
    erasure="erase the value, its writing and every link that names it",
    check=check,
    find=find,
    show_safely=show_safely,
    country_of=country_of,
)
