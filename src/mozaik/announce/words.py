"""What the pages say around a text, in one language: nouns of figures, footnotes, labels; gettext catalogues.

`locale/announce.pot` holds the English of every key; what figures are called and mean stands in the catalogue
of the house. A language without a catalogue of its own shows that of its closest language, and says so.
Numbers, days, lists and countries are written as CLDR (by Babel) writes them.
"""

import gettext
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path

from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.lists import format_list
from babel.numbers import format_decimal

from mozaik.announce.model import ENGLISH
from mozaik.errors import InvalidInputError
from mozaik.figures import DEFINITIONS, JOINT, UNNAMED
from mozaik.parties import Authority, iso_code
from mozaik.wording import Message, english, entries_of, entry_fault, forms_of, read_po

FALLBACKS = {"cnr": "sr-Latn"}
"""Where the closest texts are, until a language has its own."""
LANGUAGES = ("en", "sl", "hr", "bs", "sr-Cyrl", "sr-Latn", "cnr", "mk", "sq", "hu")
"""The languages of the operation, English first."""
CAMPAIGN = "campaign"
_LOCALES = {"cnr": "sr-Latn-ME", "en": "en-GB", "bs": "bs-Latn"}
_ENGLISH_NAMES = {"BA": "Bosnia and Herzegovina"}
"""What texts of ours call a country whose name CLDR writes with a sign."""
_OWN_NAMES = {"cnr": "crnogorski", "en": "English"}


@dataclass(frozen=True, slots=True)
class Words:
    """One language: its tag, the language of its texts, and the texts by key, one for each plural form."""

    tag: str
    text_tag: str
    texts: Mapping[str, tuple[str, ...]]
    form_of: Callable[[int], int]
    faults: Mapping[str, str]

    def say(self, key: str, /, *, count: int | None = None, **values: object) -> str:
        """The text of a key with its values in place; KeyError for a key that nobody wrote."""
        message, forms = messages()[key], self.texts.get(key)
        filled = {**values, "count": self.number(count)} if count is not None else values
        if message.plural and count is not None:
            spoken = message.text if count == 1 else message.plural
            return (forms[self.form_of(count)] if forms else spoken).format(**filled)
        return (forms[0] if forms else message.text).format(**filled)

    def number(self, value: int) -> str:
        """A whole number as the language writes it."""
        return str(format_decimal(value, locale=_locale(self.tag)))

    def day(self, day: date) -> str:
        """A day in words, such as `20 November 2023`."""
        return str(format_date(day, "long", locale=_locale(self.tag)))

    def short_day(self, day: date) -> str:
        """A day without its year, for charts."""
        return str(format_skeleton("MMMd", day, locale=_locale(self.tag)))

    def days(self, first: date, last: date) -> str:
        """Two days in words, such as `6–17 November 2023`."""
        if first == last:
            return self.day(first)
        if first.year != last.year:
            return f"{self.day(first)} – {self.day(last)}"
        months = _locale(self.tag).months["format"]["wide"]
        key = "days.in_month" if first.month == last.month else "days.in_year"
        return self.say(
            key, first=first.day, last=last.day, year=last.year, first_month=months[first.month],
            month=months[last.month],
        )  # fmt: skip

    def listed(self, words: Sequence[str]) -> str:
        """Words as a phrase."""
        return str(format_list(list(words), locale=_locale(self.tag)))

    def country(self, code: str) -> str:
        """What a country is called in this language."""
        if code == UNNAMED:
            return self.say("unnamed_country")
        if self.tag == ENGLISH and code in _ENGLISH_NAMES:
            return _ENGLISH_NAMES[code]
        return str(_locale(self.tag).territories.get(iso_code(code), code))

    def country_codes(self) -> tuple[str, ...]:
        """The ISO codes of all countries that have a name in this language."""
        codes = map(str, _locale(self.tag).territories)
        return tuple(code for code in codes if len(code) == 2 and code.isalpha())

    def scope(self, scope: str) -> str:
        """What a scope is called: all together, the campaign, or a country."""
        if scope in (JOINT, CAMPAIGN):
            return self.say(f"scope.{scope}")
        return self.country(Authority(scope).country)

    @property
    def falls_back(self) -> bool:
        """Whether the texts are those of another language."""
        return self.tag != self.text_tag


@cache
def words_of(tag: str) -> Words:
    """The words of a language of the operation; InvalidInputError for another language."""
    if tag not in LANGUAGES:
        raise InvalidInputError(
            "an announcement is not made in this language", where=tag,
            remedy=f"use one of: {', '.join(LANGUAGES)}; another needs a catalogue and its number words",
        )  # fmt: skip
    text_tag = FALLBACKS.get(tag, tag)
    if text_tag == ENGLISH:
        return Words(tag, ENGLISH, {}, lambda count: int(count != 1), {})
    path = Path(str(files("mozaik.announce").joinpath("locale", f"{text_tag}.po")))
    if not path.is_file():
        return Words(tag, ENGLISH, {}, lambda count: int(count != 1), {})
    texts, form_of, faults = _from_po(path)
    return Words(tag, text_tag, texts, form_of, faults)


@cache
def messages() -> Mapping[str, Message]:
    """The English of every key: of the room, and what the house calls its figures and their gaps."""
    entries = read_po(Path(str(files("mozaik.announce").joinpath("locale", "announce.pot"))))
    own = {entry.msgctxt: Message(entry.msgctxt, entry.msgid, entry.msgid_plural) for entry in entries}
    figures = {f"figure.{definition.key}." for definition in DEFINITIONS} | {"figure.unknown."}
    house = {
        key: message
        for key, message in english().items()
        if any(key.startswith(figure) for figure in figures)
    }
    return own | house


def own_name(tag: str) -> str:
    """What a language calls itself."""
    locale = _locale(tag)
    return _OWN_NAMES.get(tag) or str(locale.get_display_name(locale))


def _from_po(path: Path) -> tuple[Mapping[str, tuple[str, ...]], Callable[[int], int], Mapping[str, str]]:
    po = read_po(path)
    header = dict(
        part.strip().split("=", 1) for part in po.metadata.get("Plural-Forms", "").split(";") if "=" in part
    )
    count, form_of, entries = int(header["nplurals"]), gettext.c2py(header["plural"]), entries_of(po)
    texts, faults = {}, {}
    for key, message in messages().items():
        entry = entries.get(key)
        fault = entry_fault(entry, message.text, message.plural)
        forms = forms_of(entry, count) if entry else ()
        if fault or not all(forms):
            faults[key] = fault or "it is not translated"
        else:
            texts[key] = forms
    return texts, form_of, faults


@cache
def _locale(tag: str) -> Locale:
    return Locale.parse(_LOCALES.get(tag, tag), sep="-")
