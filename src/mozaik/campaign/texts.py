"""Texts as the templates use them: escaped, with marked words, and with `lang` on every foreign phrase."""

import re
from collections.abc import Iterable
from datetime import date

from babel.dates import format_date
from markupsafe import Markup, escape

from mozaik.campaign.catalogue import Catalogue
from mozaik.campaign.languages import SOURCE_TAG, country_name_in, locale_of, name_in, own_name, sort_key
from mozaik.campaign.reporting import Named
from mozaik.campaign.source import messages

_STRONG = re.compile(r"\*\*(.+?)\*\*")
_QUOTED = re.compile(r"&#34;(.+?)&#34;")


class Texts:
    """The texts of one language for the templates: `text(key)` gives HTML, `plain(key)` gives bare text."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.tag = catalogue.text_tag

    def __call__(self, key: str, **values: str | int | Markup) -> Markup:
        """The text of a key as HTML, with {placeholders} filled in, and English marked as such."""
        text, tag = self.catalogue.text(key)
        return self._foreign(_filled(rich(text), values), tag)

    def plain(self, key: str, **values: str | int) -> str:
        """The text of a key without any mark, for attributes, titles and printed pages."""
        text, _ = self.catalogue.text(key)
        return _unmarked(text).format_map(values) if values else _unmarked(text)

    def counted(self, key: str, count: int) -> Markup:
        """The text that goes with a count, in the right plural form."""
        text, tag = self.catalogue.counted(key, count)
        return self._foreign(_filled(rich(text), {"count": count}), tag)

    def several(self, prefix: str) -> list[Markup]:
        """The texts `prefix_1`, `prefix_2` and so on, as HTML."""
        return [self(key) for key in numbered(prefix)]

    def name(self, named: Named) -> Markup:
        """A name from the reporting points, marked with its language where that is another one."""
        return self._foreign(escape(named.text), named.tag or SOURCE_TAG)

    def country(self, code: str) -> str:
        """What a country is called in this language."""
        return country_name_in(code, self.tag)

    def language(self, tag: str) -> str:
        """What a language is called in this language."""
        return name_in(tag, self.tag)

    def day(self, day: date) -> str:
        """A day written out in this language."""
        return str(format_date(day, "long", locale=locale_of(self.tag)))

    def _foreign(self, html: Markup, tag: str) -> Markup:
        return html if tag == self.tag else Markup('<span lang="{}">{}</span>').format(tag, html)


def numbered(prefix: str) -> list[str]:
    """The keys `prefix_1`, `prefix_2` ... that the English text has."""
    keys: list[str] = []
    while (key := f"{prefix}_{len(keys) + 1}") in messages():
        keys.append(key)
    return keys


def language_names(tags: Iterable[str]) -> list[tuple[str, str]]:
    """Each tag with the language's name for itself, sorted by that name."""
    return sorted(((tag, own_name(tag)) for tag in tags), key=lambda one: sort_key(one[1], SOURCE_TAG))


def rich(text: str) -> Markup:
    """A text as HTML: **words** are strong, straight quotation marks become those of the language."""
    html = str(escape(text))
    html = _STRONG.sub(r"<strong>\1</strong>", html)
    return Markup(_QUOTED.sub(r"<q>\1</q>", html))  # noqa: S704  # escaped above


def _unmarked(text: str) -> str:
    return text.replace("**", "")


def _filled(html: Markup, values: dict[str, str | int | Markup]) -> Markup:
    return html.format_map(values) if values else html
