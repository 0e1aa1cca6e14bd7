"""National numbers of people, by country (`national_numbers`); a wrong check digit is none."""

import re
from collections.abc import Iterator

from mozaik.selectors.kind import Selector, SelectorKind
from mozaik.selectors.national_numbers import NATIONAL_NUMBERS, NationalNumber
from mozaik.selectors.outline import Outline
from mozaik.terms import Handling

_BY_NAME = {number.name: number for number in NATIONAL_NUMBERS}
_GAP = (
    r"(?:[ ]?(?:br(?:oj)?|št(?:evilka)?|st|no|nr|num(?:ber|[eé]ro)?|je|is|е|è|ist|est|es|číslo)\b)?"
    r"[ \t.:=#\"'()\]\[>-]{0,8}(?P<before>SI[ ]?|[A-TX-Zx-z]-?)?"
)
_NAMES = "|".join(f"(?P<{number.name.replace('-', '_')}>{number.called})" for number in NATIONAL_NUMBERS)
_CALLED = re.compile(f"(?i)(?<![^\\W_])(?:{_NAMES})(?![^\\W_]){_GAP}\\Z")
"""What a number is called, up to the number; two forms have letters before their digits."""
_JMBG = re.compile(r"(?<![\w.,:/+-])[0-9]{13}(?![\w]|[.,:/-][0-9])")
_CODICE = re.compile(r"(?<![^\W_])[A-Z]{6}[0-9]{2}[A-Z][0-9]{2}[A-Z][0-9]{3}[A-Z](?![^\W_])")
_CODICE_SHAPE = b"AAAAAA00A00A000A"
_SEPARATORS = str.maketrans("", "", " ./-")
_MILLISECONDS = range(1_300_000_000_000, 2_000_000_000_000)
"""Times of computers, from 2011 to 2033: they are written like a number that begins with a day."""
_REPUBLICS = {"1": "BA", "2": "ME", "3": "HR", "4": "MK", "5": "SI", "7": "RS", "8": "RS", "9": "XK"}
"""The region of a JMBG by the first of its two digits; 0 and 6 name no country of today."""


def check(text: str) -> str | None:
    """`name:number` with a right check digit, or the number behind what people call it; else None."""
    text = text.strip()
    name, _, written = text.partition(":")
    if name in _BY_NAME:
        return _value(_BY_NAME[name], written.strip())
    first = next((place for place, sign in enumerate(text) if sign.isdecimal()), 0)
    called = _CALLED.match(text[:first])
    return _value(_named(called), text[first - len(called["before"] or "") :]) if called else None


def national(text: str, region: str) -> str | None:
    """A number without its name, as the region's own; None when two of its numbers fit."""
    fitting = {
        _value(number, text.strip())
        for number in NATIONAL_NUMBERS
        if number.country == region or (number.name == "jmbg" and region in {*_REPUBLICS.values()})
    } - {None}
    return fitting.pop() if len(fitting) == 1 else None


def _named(called: re.Match[str]) -> NationalNumber:
    return next(number for number in NATIONAL_NUMBERS if called[number.name.replace("-", "_")])


def _value(number: NationalNumber, written: str) -> str | None:
    if not written.isascii() or not number.shape.fullmatch(written):
        return None
    plain = written.translate(_SEPARATORS).upper()
    plain = plain.removeprefix("SI") if number.name == "si-tax" else plain
    return f"{number.name}:{plain}" if number.check(plain) else None


def find(outline: Outline, _region: str | None) -> Iterator[Selector]:
    """Numbers behind what people call them; those of former Yugoslavia and of Italy also alone."""
    text = outline.text
    for start, end in outline.numbers:
        if _is_led(text, start) and (called := _CALLED.search(text, max(0, start - 64), start)):
            begin = start - len(called["before"] or "")
            yield from _matched(_named(called), _named(called).shape.match(text, begin))
        elif end - start == 13 and not _is_moment(text[start:end]):
            yield from _matched(_BY_NAME["jmbg"], _JMBG.match(text, start))
    for place in outline.shapes(_CODICE_SHAPE):
        yield from _matched(_BY_NAME["it-cf"], _CODICE.match(text, place))


def _matched(number: NationalNumber, match: re.Match[str] | None) -> Iterator[Selector]:
    value = _value(number, match[0]) if match else None
    if match and value:
        yield Selector("national_number", value, match[0], match.start())


def _is_moment(digits: str) -> bool:
    return digits.isdecimal() and int(digits) in _MILLISECONDS


def _is_led(text: str, start: int) -> bool:
    """Whether a word may stand before a number on its line."""
    before = text[max(0, start - 12) : start].rpartition("\n")[2]
    return any(sign.isalpha() for sign in before)


def show_safely(value: str) -> str:
    """The name of the number and its last two signs: `jmbg:…06`."""
    return f"{value.partition(':')[0]}:…{value[-2:]}"


def country_of(value: str) -> str | None:
    """The country that gave the number."""
    name, _, number = value.partition(":")
    if name == "jmbg":
        return _REPUBLICS.get(number[7:8])
    return _BY_NAME[name].country if name in _BY_NAME else None


KIND = SelectorKind(
    name="national_number",
    doc="a number that a country gives to a person, with a right check digit",
    normal_form="the name of the number, a colon, and the number without spaces: jmbg:, hr-oib:, bg-egn:",
    examples=(
        ("EMŠO: 0101006500006", "jmbg:0101006500006"),
        ("hr-oib:33392005961", "hr-oib:33392005961"),
        ("ЕГН 752316 926 3", "bg-egn:7523169263"),
    ),
    counter_examples=("EMŠO 0101006500007", "OIB 33392005962", "33392005961", "ЕГН 7523169264"),
    handling=Handling.H2,
    erasure="erase the value, its writing and every link that names it",
    check=check,
    find=find,
    show_safely=show_safely,
    national=national,
    country_of=country_of,
)
