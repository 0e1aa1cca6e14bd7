"""Places as coordinates (WGS 84): decimal pairs, degrees with minutes and seconds, `geo:` and links of maps.

The normal form has four decimals, about ten metres: two devices at one place never write more of it alike.
"""

import re
from collections.abc import Iterator
from decimal import ROUND_HALF_EVEN, Decimal
from itertools import chain

from mozaik.selectors.kind import Selector, SelectorKind
from mozaik.selectors.outline import Outline
from mozaik.terms import Handling

_NUMBER = r"[+-]?[0-9]{1,3}\.[0-9]{2,15}"
_WHOLE = r"[+-]?[0-9]{1,3}(?:\.[0-9]{1,15})?"
_PAIR = re.compile(
    r"(?<![\w.,/+-])(?<![0-9][,;] )([+-]?[0-9]{1,2}\.[0-9]{4,15})°?(?:,[ ]?|;[ ]?|"
    r"[ ])([+-]?[0-9]{1,3}\.[0-9]{4,15})°?(?![\w]|[.:%°]\w|[,;][ ]?[+-]?[0-9]|[ ][+-]?[0-9])"
)
_NAMED = re.compile(
    r"(?i)(?<![a-z])(?:m?lat(?:itude)?|g(?:eografsk[aei]? )?širina)[\"']?[ ]?[:=][ ]?[\"']?("
    + _NUMBER
    + r")[\"']?[^\n0-9]{1,24}?"
    r"(?:m?lon(?:g|gitude)?|lng|dolžina|dužina)[\"']?[ ]?[:=][ ]?[\"']?(" + _NUMBER + r")(?![\w]|\.[0-9])"
)
_LINK = re.compile(
    r"(?i)(?:geo:|[?&](?:q|ll|sll|center|query|daddr|saddr|destination|cp)=(?:loc:)?|/@|/maps/(?:place|search|dir)/(?:[^\s/]{0,80}/)?@?|/place/|#map=[0-9]{1,2}/)"
    r"(" + _WHOLE + r")(?:,|%2C|/|~|,\+)(" + _WHOLE + r")(?![\w.]?[0-9])"
)
_DEGREES = re.compile(
    r"([NS])?[ ]?([0-9]{1,2})°[ ]?(?:([0-9]{1,2}(?:\.[0-9]{1,10})?)['′’][ ]?(?:([0-9]{1,2}(?:\.[0-9]"
    r"{1,10})?)(?:[\"″”]|'')[ ]?)?)?([NS])?"
    r"[ ,;/]{1,3}([EW])?[ ]?([0-9]{1,3})°[ ]?(?:([0-9]{1,2}(?:\.[0-9]{1,10})?)['′’][ ]?(?:([0-9]"
    r"{1,2}(?:\.[0-9]{1,10})?)(?:[\"″”]|'')[ ]?)?)?([EW])?"
)
_TURNED = re.compile(
    r"(?<![\w.])([NS])?[ ]?([0-9]{1,2}\.[0-9]{3,15})°?[ ]?([NS])?[ ,;/]{1,3}([EW])?[ ]?([0-9]{1,3}\."
    r"[0-9]{3,15})°?[ ]?([EW])?(?!\w)"
)
_TYPED = re.compile(rf"(?:geo:)?({_WHOLE})[ ]?[,; ][ ]?({_WHOLE})(?:[,;?].{{0,80}})?")
_SMALL = Decimal("0.0001")


def check(text: str) -> str | None:
    """`latitude,longitude` with four decimals, of any of the writings; None for no place, and for 0, 0."""
    text = text.strip()
    match = _TYPED.fullmatch(text) or _LINK.search(text)
    return _read(text) or (_value(match[1], match[2]) if match else None)


def _value(latitude: str, longitude: str) -> str | None:
    north, east = Decimal(latitude), Decimal(longitude)
    if abs(north) > 90 or abs(east) > 180 or not (north or east):
        return None
    rounded = (number.quantize(_SMALL, ROUND_HALF_EVEN) + 0 for number in (north, east))
    return ",".join(map(str, rounded))


def _read(text: str) -> str | None:
    """The value of a writing in degrees, or with letters for the points of the compass."""
    match = _DEGREES.fullmatch(text)
    if match:
        north, south = _sign(match[1], match[5]), _sign(match[6], match[10])
        parts = _decimal(match[2], match[3], match[4]), _decimal(match[7], match[8], match[9])
        return _value(north + parts[0], south + parts[1]) if all((north, south, *parts)) else None
    turned = _TURNED.fullmatch(text)
    if turned is None:
        return None
    signs = _sign(turned[1], turned[3]), _sign(turned[4], turned[6])
    return _value(signs[0] + turned[2], signs[1] + turned[5]) if all(signs) else None


def _sign(before: str | None, behind: str | None) -> str:
    """`+` or `-` by the one letter of a writing; empty when it has none or two."""
    letter = before or behind or ""
    return "" if not letter or (before and behind) else "-" if letter in "SW" else "+"


def _decimal(degrees: str, minutes: str | None, seconds: str | None) -> str:
    """Degrees as a decimal number; empty for 60 minutes and more."""
    if Decimal(minutes or 0) >= 60 or Decimal(seconds or 0) >= 60:
        return ""
    return str(Decimal(degrees) + Decimal(minutes or 0) / 60 + Decimal(seconds or 0) / 3600)


def find(outline: Outline, _region: str | None) -> Iterator[Selector]:
    """Pairs of decimals with four places or more, and whatever a name, a link or a letter marks."""
    taken: set[int] = set()
    for selector in chain(_in_links(outline), _in_degrees(outline), _in_pairs(outline)):
        span = range(selector.start, selector.start + len(selector.written))
        if taken.isdisjoint(span):
            taken.update(span)
            yield selector


def _in_links(outline: Outline) -> Iterator[Selector]:
    if outline.has(b"geo:", b"=", b"/@", b"/maps/", b"/place/"):
        yield from _matched(_LINK, outline.text)
    if outline.has(b"lat") or "irina" in outline.text:
        yield from _matched(_NAMED, outline.text)


def _in_degrees(outline: Outline) -> Iterator[Selector]:
    if "°" in outline.text:
        for match in _DEGREES.finditer(outline.text):
            value = _read(match[0])
            if value:
                yield Selector("geo", value, match[0], match.start())
    for place in outline.shapes(b"0.000"):
        turned = _TURNED.search(outline.text, max(0, place - 6), place + 40)
        value = _read(turned[0]) if turned and turned.start() <= place else None
        if turned and value:
            yield Selector("geo", value, turned[0], turned.start())


def _in_pairs(outline: Outline) -> Iterator[Selector]:
    for place in outline.shapes(b"0.0000"):
        match = _PAIR.search(outline.text, max(0, place - 2), place + 40)
        if match and match.start() <= place:
            value = _value(match[1], match[2])
            if value and max(abs(float(match[1])), abs(float(match[2]))) >= 5:
                yield Selector("geo", value, match[0], match.start())


def _matched(pattern: re.Pattern[str], text: str) -> Iterator[Selector]:
    for match in pattern.finditer(text):
        value = _value(match[1], match[2])
        if value and "." in match[1] + match[2]:
            yield Selector("geo", value, text[match.start(1) : match.end(2)], match.start(1))


def show_safely(value: str) -> str:
    """The degrees without their parts: `46.…,14.…`."""
    latitude, _, longitude = value.partition(",")
    return f"{latitude.partition('.')[0]}.…,{longitude.partition('.')[0]}.…"


KIND = SelectorKind(
    name="geo",
    doc="a place as coordinates (WGS 84)",
    normal_form="latitude,longitude in degrees with four decimals",
    examples=(
        ("geo:46.05108,14.50513;u=35", "46.0511,14.5051"),
        ("46°03'05.0\"N 14°30'20.0\"E", "46.0514,14.5056"),
        ("46.05108, 14.50513", "46.0511,14.5051"),
    ),
    counter_examples=("91.0000, 14.5051", "0.0000, 0.0000", "46°63'05.0\"N 14°30'20.0\"E", "46.05"),
    handling=Handling.H2,
    erasure="erase the value, its writing and every link that names it",
    check=check,
    find=find,
    as_written=True,
    show_safely=show_safely,
)
