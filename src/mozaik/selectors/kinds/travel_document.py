"""Numbers of passports and identity cards: from machine-readable zones, or named with their country.

A zone (ICAO Doc 9303, parts 4 to 6) has check digits for number, dates and whole line; all must be right. The
same digits are given by many countries, so a number without its country is none.
"""

import re
from collections.abc import Iterator

from mozaik.selectors.check_digits import zone_check
from mozaik.selectors.kind import Selector, SelectorKind
from mozaik.selectors.outline import Outline
from mozaik.terms import Handling

_TWO_LINES = re.compile(
    r"(?<![A-Z0-9<])([A-Z0-9<]{9})([0-9])([A-Z]{3}|[A-Z]<<)([0-9]{6})([0-9])[MFX<]([0-9]{6})([0-9])(?:([A-Z0-9<]{14})([0-9<])|([A-Z0-9<]{7}))([0-9])(?![A-Z0-9<])"
)
_THREE_LINES = re.compile(
    r"(?<![A-Z0-9<])([AIC][A-Z0-9<])([A-Z]{3}|[A-Z]<<)([A-Z0-9<]{9})([0-9])([A-Z0-9<]{15})[\s]{1,3}"
    r"([0-9]{6})([0-9])[MFX<]([0-9]{6})([0-9])([A-Z]{3}|[A-Z]<<)"
    r"([A-Z0-9<]{11})([0-9])(?![A-Z0-9<])"
)
_LEAD = re.compile(
    r"(?i)(?:passports?|reisepass\w{0,8}|potn\w{0,3} list\w{0,2}|putovnic\w{1,2}|"
    r"paso[sš]\w{0,2}|pașaport\w{0,3}|pasaport\w{0,3}|útlevél\w{0,6}|"
    r"osebn\w{1,2} izkaznic\w{1,2}|osobn\w{1,2} iskaznic\w{1,2}|"
    r"ličn\w{1,2} kart\w{1,2}|"
    r"licn\w{1,2} kart\w{1,2}|id[ -]?card|personalausweis\w{0,8})"
    r"[ ]?(?:no|nr|number|num|št|st|broj|br|številka)?\.?[ ]?[:#=]?[ ]?\(?\Z"
)
_WITH_COUNTRY = re.compile(r"([A-Z]{3})\)?[ :-]{1,3}([A-Z0-9]{6,9})(?![\w]|[.-]\w)")
_NORMAL = re.compile(r"([A-Z]{1,3}):([A-Z0-9]{4,9})")
_COUNTRIES = {
    "ALB": "AL", "AUT": "AT", "BEL": "BE", "BGR": "BG", "BIH": "BA", "CHE": "CH", "CYP": "CY", "CZE": "CZ",
    "D": "DE", "DNK": "DK", "ESP": "ES", "EST": "EE", "FIN": "FI", "FRA": "FR", "GBR": "GB", "GRC": "GR",
    "HRV": "HR", "HUN": "HU", "IRL": "IE", "ITA": "IT", "LTU": "LT", "LUX": "LU", "LVA": "LV", "MDA": "MD",
    "MKD": "MK", "MLT": "MT", "MNE": "ME", "NLD": "NL", "NOR": "NO", "POL": "PL", "PRT": "PT", "RKS": "XK",
    "ROU": "RO", "RUS": "RU", "SRB": "RS", "SVK": "SK", "SVN": "SI", "SWE": "SE", "TUR": "TR", "UKR": "UA",
    "USA": "US", "UTO": "",
}  # fmt: skip
"""Codes of Doc 9303, part 3, section 5; `UTO` is its Utopia, of which specimens are."""


def check(text: str) -> str | None:
    """`COUNTRY:number` by the letters of Doc 9303, also out of a whole zone with right check digits."""
    text = text.strip()
    for pattern in (_TWO_LINES, _THREE_LINES):
        zone = pattern.fullmatch(text)
        if zone:
            return _of_zone(zone)
    named = _NORMAL.fullmatch(text) or _WITH_COUNTRY.fullmatch(text)
    is_number = (
        named is not None and named[1] in _COUNTRIES and sum(sign.isdecimal() for sign in named[2]) >= 4
    )
    return f"{named[1]}:{named[2]}" if named and is_number else None


def _of_zone(zone: re.Match[str]) -> str | None:
    if zone.re is _THREE_LINES:
        _, country, number, mark, rest, birth, born, expiry, ends, _, more, whole = zone.groups("")
        fields = ((number, mark), (birth, born), (expiry, ends))
        composite = number + mark + rest + birth + born + expiry + ends + more
    else:
        number, mark, country, birth, born, expiry, ends, personal, kept, short, whole = zone.groups("")
        fields = ((number, mark), (birth, born), (expiry, ends))
        composite = number + mark + birth + born + expiry + ends + (personal + kept if personal else short)
    is_right = all(zone_check(text) == int(digit) for text, digit in (*fields, (composite, whole)))
    number, country = number.rstrip("<"), country.rstrip("<")
    return (
        f"{country}:{number}"
        if is_right and _NORMAL.fullmatch(f"{country}:{number}") and country in _COUNTRIES
        else None
    )


def find(outline: Outline, _region: str | None) -> Iterator[Selector]:
    """Machine-readable zones, and numbers behind a word for documents and a country's three letters."""
    if "<" in outline.text:
        for pattern in (_TWO_LINES, _THREE_LINES):
            for zone in pattern.finditer(outline.text):
                value = _of_zone(zone)
                if value:
                    yield Selector("travel_document", value, zone[0], zone.start())
    for place in outline.shapes(b"AAA"):
        named = _WITH_COUNTRY.match(outline.text, place)
        value = check(named[0]) if named and outline.behind(_LEAD, place) else None
        if named and value:
            yield Selector("travel_document", value, named[0], place)


def show_safely(value: str) -> str:
    """The country and the last two signs: `SVN:…36`."""
    return f"{value.partition(':')[0]}:…{value[-2:]}"


def country_of(value: str) -> str | None:
    """The country that issued the document."""
    return _COUNTRIES.get(value.partition(":")[0]) or None


KIND = SelectorKind(
    name="travel_document",
    doc="the number of a passport or identity card, with its country",
    normal_form="COUNTRY:number, the country as ICAO Doc 9303 writes it",
    examples=(
        ("L898902C36UTO7408122F1204159ZE184226B<<<<<10", "UTO:L898902C3"),
        ("UTO:D23145890", "UTO:D23145890"),
        ("SVN PB1234567", "SVN:PB1234567"),
    ),
    counter_examples=(
        "L898902C37UTO7408122F1204159ZE184226B<<<<<10",
        "PB1234567",
        "XYZ:PB1234567",
        "SVN:ABCDEFG",
    ),
    handling=Handling.H2,
    erasure="erase the value, its writing and every link that names it",
    check=check,
    find=find,
    show_safely=show_safely,
    country_of=country_of,
)
