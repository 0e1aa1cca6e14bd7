"""The registry of kinds and the functions that other rooms call."""

from types import MappingProxyType

import phonenumbers

from mozaik.errors import InvalidInputError
from mozaik.parties import Authority, iso_code
from mozaik.selectors import cues
from mozaik.selectors.kind import Selector, SelectorKind
from mozaik.selectors.kinds import ALL, phone
from mozaik.selectors.layers import Reading
from mozaik.selectors.outline import Outline
from mozaik.selectors.reading import page_of, pages
from mozaik.selectors.typed import alone_in

KINDS = MappingProxyType({kind.name: kind for kind in ALL})
"""Every kind by its name."""


def region_of(authority: Authority) -> str | None:
    """The region (ISO 3166-1, XK for Kosovo) in which an authority such as `SI-GPD` writes phone numbers.

    None for one of no country, such as an agency of the Union.
    """
    country = iso_code(authority.country)
    return country if country in phonenumbers.SUPPORTED_REGIONS else None


def find(text: str, region: str | None = None) -> list[Selector]:
    """Every selector that a reader of a text sees, sorted by place; escapes and tags are read first.

    `region` (ISO 3166-1) lets national phone numbers count. `written` is how the text has it.
    Time is linear in the length of the text, whatever stands in it.
    """
    selectors = []
    for page in pages(text):
        folded = Outline(page.folded.text)
        written = folded if page.written is page.folded else Outline(page.written.text)
        for kind in ALL:
            reading, outline = (page.written, written) if kind.as_written else (page.folded, folded)
            selectors += [reading.in_given(selector, text) for selector in kind.find(outline, region)]
    return sorted(selectors, key=lambda selector: (selector.start, selector.kind, selector.value))


def find_in_field(name: str, cell: str | int, region: str | None = None) -> str | None:
    """The phone number (E.164) that a cell is which `find` cannot tell, because only its field's name does.

    A field for phones alone (`phone`, `mobile`) may hold a national number without its zero; one that may
    hold other things too (`address`, `sender`) only one with its country code or as its country writes it.
    """
    strength = cues.field_strength(name)
    text = str(cell).strip()
    if strength is None or (isinstance(cell, int) and strength is not cues.Field.PHONES):
        return None
    return phone.read_field(text, region, lenient=strength is cues.Field.PHONES)


def is_phone_field(name: str) -> bool:
    """Whether a field's or column's name says that its cells may be bare phone numbers."""
    return cues.field_strength(name) is not None


def normalise(kind: str, text: str, region: str | None = None) -> str:
    """The normal form of a value; InvalidInputError (without the value) when it is not of this kind.

    `region` (ISO 3166-1) is the country in which a national writing counts; only phones have one. A value
    may stand in what only dresses it: a link, `mailto:`, angle brackets.
    """
    rules = _kind(kind)
    page = page_of(Reading(text))
    plain = (page.written if rules.as_written else page.folded).text
    value = rules.check(plain) or (rules.national(plain, region) if region else None)
    value = value or alone_in(text, [selector for selector in find(text, region) if selector.kind == kind])
    if value is None:
        raise InvalidInputError(
            f"not a valid {kind}", why=_kind(kind).doc, remedy=f"write it as {_kind(kind).normal_form}"
        )
    return value


def show_safely(kind: str, value: str) -> str:
    """The value masked: enough to talk about, too little to use; of what is not a normal form, nothing."""
    rules = _kind(kind)
    return rules.show_safely(value) if rules.check(value) == value else "…"


def noise_reason(kind: str, value: str) -> str | None:
    """Why the value alone proves little, or None; a noisy value ranks lower and is never dropped."""
    return _kind(kind).noise_reason(value)


def country_of(kind: str, value: str) -> str | None:
    """The ISO 3166-1 country (XK for Kosovo) that the value itself names, or None."""
    return _kind(kind).country_of(value)


def weak_keys(kind: str, value: str) -> tuple[str, ...]:
    """Second, weaker keys (provider rules for e-mail); a hit on one is a lead, never an equality."""
    return _kind(kind).weak_keys(value)


def warning(kind: str, value: str) -> str | None:
    """Why a reader should look twice (a domain that mixes look-alike letters), or None."""
    return _kind(kind).warning(value)


def _kind(name: str) -> SelectorKind:
    try:
        return KINDS[name]
    except KeyError:
        raise InvalidInputError("unknown kind of selector", remedy=f"use one of {', '.join(KINDS)}") from None
