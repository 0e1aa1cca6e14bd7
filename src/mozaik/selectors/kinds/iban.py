"""IBAN account numbers: country, two check digits, account (ISO 13616; lengths of the registry)."""

import re
from collections.abc import Iterator

from mozaik.selectors.check_digits import mod_97
from mozaik.selectors.kind import Selector, SelectorKind
from mozaik.selectors.outline import Outline
from mozaik.terms import Handling

_LENGTHS = {
    "AD": 24, "AE": 23, "AL": 28, "AT": 20, "AZ": 28, "BA": 20, "BE": 16, "BG": 22, "BH": 22, "BI": 27,
    "BR": 29, "BY": 28, "CH": 21, "CR": 22, "CY": 28, "CZ": 24, "DE": 22, "DJ": 27, "DK": 18, "DO": 28,
    "EE": 20, "EG": 29, "ES": 24, "FI": 18, "FK": 18, "FO": 18, "FR": 27, "GB": 22, "GE": 22, "GI": 23,
    "GL": 18, "GR": 27, "GT": 28, "HN": 28, "HR": 21, "HU": 28, "IE": 22, "IL": 23, "IQ": 23, "IS": 26,
    "IT": 27, "JO": 30, "KW": 30, "KZ": 20, "LB": 28, "LC": 32, "LI": 21, "LT": 20, "LU": 20, "LV": 21,
    "LY": 25, "MC": 27, "MD": 24, "ME": 22, "MK": 19, "MN": 20, "MR": 27, "MT": 31, "MU": 30, "NI": 28,
    "NL": 18, "NO": 15, "OM": 23, "PK": 24, "PL": 28, "PS": 29, "PT": 25, "QA": 29, "RO": 24, "RS": 22,
    "RU": 33, "SA": 24, "SC": 31, "SD": 18, "SE": 24, "SI": 19, "SK": 24, "SM": 27, "SO": 23, "ST": 25,
    "SV": 28, "TL": 23, "TN": 24, "TR": 26, "UA": 29, "VA": 22, "VG": 24, "XK": 20, "YE": 30,
}  # fmt: skip
"""How many characters the account numbers of a country have."""
_MARKS = (b"AA00", b"aa00", b"AA 00")
_WRITTEN = re.compile(r"[A-Za-z]{2}[ \u00a0]?\d{2}(?:[ \u00a0-]?[A-Za-z0-9]){11,30}")
_LEAD = re.compile(r"(?i)iban[^\n]{0,20}\Z")
_SEPARATORS = re.compile(r"[ \u00a0-]")


def check(text: str) -> str | None:
    """Capitals and digits without spaces when country, length and check digits are right, or None."""
    number = _SEPARATORS.sub("", text.strip()).upper()
    if len(number) != _LENGTHS.get(number[:2]) or not number.isascii() or not number.isalnum():
        return None
    return number if number[2:4].isdecimal() and mod_97(number[4:] + number[:4]) else None


def find(outline: Outline, _region: str | None) -> Iterator[Selector]:
    """Whole numbers, also in groups; with small letters only behind the word IBAN."""
    end = 0
    for place in sorted({place for mark in _MARKS for place in outline.shapes(mark)}):
        match = _WRITTEN.match(outline.text, place) if place >= end else None
        if match and not (
            outline.text[place - 1 : place].isalnum() or outline.text[place - 1 : place] == "_"
        ):
            written = _whole(match[0], outline.text[match.end() : match.end() + 1])
            value = check(written) if written else None
            if value and (written == written.upper() or outline.behind(_LEAD, place)):
                yield Selector("iban", value, written, place)
                end = place + len(written)


def _whole(run: str, after: str) -> str:
    """The beginning of a run that is as long as its country's numbers, if it ends a word there."""
    length = _LENGTHS.get(run[:2].upper(), 0)
    signs = 0
    for place, sign in enumerate(run):
        signs += sign.isalnum()
        if signs == length:
            rest = run[place + 1 : place + 2] or after
            return "" if rest.isalnum() or rest == "_" else run[: place + 1]
    return ""


def show_safely(value: str) -> str:
    """The country and the last two characters: `SI…86`."""
    return f"{value[:2]}…{value[-2:]}"


def country_of(value: str) -> str | None:
    """The country of the account."""
    return value[:2]


KIND = SelectorKind(
    name="iban",
    doc="a bank account number (IBAN) with right check digits",
    normal_form="capitals and digits without spaces",
    examples=(
        ("SI56 2633 0001 2039 086", "SI56263300012039086"),
        ("gb82 west 1234 5698 7654 32", "GB82WEST12345698765432"),
        ("XK051212012345678906", "XK051212012345678906"),
    ),
    counter_examples=(
        "SI56263300012039087",
        "GB82WEST1234569876543",
        "ZZ82WEST12345698765432",
        "SI5626330001203908",
    ),
    handling=Handling.H2,
    erasure="erase the value, its writing and every link that names it",
    check=check,
    find=find,
    show_safely=show_safely,
    country_of=country_of,
)
