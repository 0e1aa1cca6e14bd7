"""Texts as the templates use them: escaped, with marked words, and with `lang` on every foreign phrase."""

import re
from datetime import date
from functools import cache

from babel.dates import format_date, get_day_names
from markupsafe import Markup, escape

from mozaik.campaign.catalogue import Catalogue
from mozaik.campaign.facts import Fact, Kind
from mozaik.campaign.hours import Hours, Span
from mozaik.campaign.languages import SOURCE_TAG, country_name_in, locale_of, name_in, own_name, sort_key
from mozaik.campaign.source import messages, pieces

_STRONG = re.compile(r"\*\*(.+?)\*\*")
_QUOTED = re.compile(r"&#34;(.+?)&#34;")
_NAMELESS = {
    Kind.POLICE_EMERGENCY: "report.police",
    Kind.EMERGENCY_TEXT: "call.emergency_text",
    Kind.POLICE_PHONE: "call.police_phone",
}
"""What a fact without a proper name is called, where its part of the page does not say enough."""


class Texts:
    """The texts of one language for the templates: `text(key)` gives HTML, `plain(key)` gives bare text."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.tag = catalogue.text_tag
        self._told: dict[str, Markup] = {}

    def __call__(self, key: str, **values: str | int | Markup) -> Markup:
        """The text of a key as HTML, with {placeholders} filled in, and English marked as such."""
        if values:
            text, tag = self.catalogue.text(key)
            return self._foreign(_filled(rich(text), values), tag)
        if key not in self._told:
            text, tag = self.catalogue.text(key)
            self._told[key] = self._foreign(rich(text), tag)
        return self._told[key]

    def plain(self, key: str, **values: str | int) -> str:
        """The text of a key without any mark, for attributes, titles and printed pages."""
        text, _ = self.catalogue.text(key)
        words = pieces(_unmarked(text)) if values else [(_unmarked(text), "")]
        return "".join(f"{piece}{values[name] if name else ''}" for piece, name in words)

    def counted(self, key: str, count: int) -> Markup:
        """The text that goes with a count, in the right plural form."""
        text, tag = self.catalogue.counted(key, count)
        return self._foreign(_filled(rich(text), {"count": count}), tag)

    def several(self, prefix: str) -> list[Markup]:
        """The texts `prefix_1`, `prefix_2` and so on, as HTML."""
        return [self(key) for key in numbered(prefix)]

    def nav(self, name: str) -> Markup:
        """What a page is called in the menu: a short name of its own, or its title."""
        return self(f"nav.{name}" if f"nav.{name}" in messages() else f"{name}.title")

    def name(self, fact: Fact) -> Markup:
        """What a fact is called: its proper name marked with its language, or what its kind is called."""
        if fact.name:
            return Markup('<span data-name lang="{}">{}</span>').format(fact.name_lang, fact.name)
        return self(_NAMELESS[fact.kind]) if fact.kind in _NAMELESS else Markup("")

    def plain_name(self, fact: Fact) -> str:
        """What a fact is called, without any mark, for printed pages."""
        return fact.name or (self.plain(_NAMELESS[fact.kind]) if fact.kind in _NAMELESS else "")

    def hours(self, hours: Hours) -> str:
        """When somebody answers, and the year in which that was so."""
        if hours.always:
            return f"{self.plain('call.always')} ({hours.year})"
        return f"{'; '.join(self._span(span) for span in hours.spans)} ({hours.year})"

    def spoken(self, fact: Fact) -> str:
        """The languages of a fact, each once, as they are called in this language."""
        return ", ".join(dict.fromkeys(self.language(tag) for tag in fact.languages))

    def country(self, code: str) -> str:
        """What a country is called in this language."""
        return country_name_in(code, self.tag)

    def language(self, tag: str) -> str:
        """What a language is called in this language."""
        return name_in(tag, self.tag)

    def day(self, day: date) -> str:
        """A day written out in this language."""
        return str(format_date(day, "long", locale=locale_of(self.tag)))

    def _span(self, span: Span) -> str:
        names = get_day_names("abbreviated", context="format", locale=locale_of(self.tag))
        runs = (
            names[first] if first == last else f"{names[first]}–{names[last]}" for first, last in span.days
        )
        return f"{', '.join(runs)} {span.begin}–{span.end}"

    def _foreign(self, html: Markup, tag: str) -> Markup:
        return html if tag == self.tag else Markup('<span lang="{}">{}</span>').format(tag, html)


def numbered(prefix: str) -> list[str]:
    """The keys `prefix_1`, `prefix_2` ... that the English text has."""
    keys: list[str] = []
    while (key := f"{prefix}_{len(keys) + 1}") in messages():
        keys.append(key)
    return keys


@cache
def language_names(tags: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Each tag with the language's name for itself, sorted by that name."""
    return tuple(
        sorted(((tag, own_name(tag)) for tag in tags), key=lambda named: sort_key(named[1], SOURCE_TAG))
    )


def rich(text: str) -> Markup:
    """A text as HTML: **words** are strong, straight quotation marks become those of the language."""
    html = str(escape(text))
    html = _STRONG.sub(r"<strong>\1</strong>", html)
    return Markup(_QUOTED.sub(r"<q>\1</q>", html))  # noqa: S704  # escaped above


def _unmarked(text: str) -> str:
    return text.replace("**", "")


def _filled(html: Markup, values: dict[str, str | int | Markup]) -> Markup:
    """The text with each placeholder replaced by its value, escaped."""
    filled = (f"{words}{escape(values[name]) if name else ''}" for words, name in pieces(str(html)))
    return Markup("".join(filled)) if values else html  # noqa: S704  # words and values are escaped
