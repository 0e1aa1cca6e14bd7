"""Which languages the site has and what each is called, from CLDR (by Babel) and the catalogues found.

A language is a BCP 47 tag, such as `sl` or `sr-Cyrl`. A folder of catalogues decides which there are.
"""

import re
import unicodedata
from functools import cache

from babel import Locale, UnknownLocaleError

from mozaik.errors import InvalidInputError

SOURCE_TAG = "en"

FALLBACKS = {"cnr": "sr-Latn"}
"""Where the closest complete text is, until a language has its own catalogue; the page says so."""

_LOCALES = {"pt": "pt-PT", "en": "en-GB", "cnr": "sr-Latn-ME"}
_OWN_NAMES = {"cnr": "crnogorski", "pt": "português", "en": "English"}
_SOURCE_COUNTRY_NAMES = {"BA": "Bosnia and Herzegovina"}
_LAST_LETTERS = {"sv": "åäö", "fi": "åäö", "da": "æøå", "nb": "æøå", "nn": "æøå", "et": "õäöü"}
_ARTICLES = {
    "mt": re.compile(r"^i?\w{1,2}-"),
    "ga": re.compile(r"^(an t-?|an |na h?)(?=[A-ZÁÉÍÓÚ])", re.IGNORECASE),
}
_TAG = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?")


@cache
def locale_of(tag: str) -> Locale:
    """The CLDR data of a tag; InvalidInputError if the tag is malformed or CLDR does not know it."""
    if _TAG.fullmatch(tag):
        try:
            return Locale.parse(_LOCALES.get(tag, tag), sep="-")
        except (UnknownLocaleError, ValueError):
            pass
    raise InvalidInputError(
        "unknown language tag", where=tag, remedy="use a BCP 47 tag, such as sl or sr-Cyrl"
    )


def own_name(tag: str) -> str:
    """What a language calls itself, such as `slovenščina` or `српски (ћирилица)`."""
    locale = locale_of(tag)
    return _OWN_NAMES.get(tag) or locale.get_display_name(locale) or tag


def name_in(tag: str, language: str) -> str:
    """What a language is called in another language; its own name where that is not known."""
    return locale_of(language).languages.get(tag.partition("-")[0]) or own_name(tag)


def country_name_in(code: str, language: str) -> str:
    """What a country is called in a language, by its ISO code; the code where that is not known."""
    if language == SOURCE_TAG and code in _SOURCE_COUNTRY_NAMES:
        return _SOURCE_COUNTRY_NAMES[code]
    return str(locale_of(language).territories.get(code, code))


def is_country(code: str) -> bool:
    """Whether CLDR knows a country by this two-letter code."""
    return len(code) == 2 and code in locale_of(SOURCE_TAG).territories


def base_language(tag: str) -> str:
    """The language without its script: Serbian in two scripts is one language."""
    return tag.partition("-")[0]


def sort_key(text: str, language: str) -> tuple[list[tuple[int, str]], str]:
    """A key that sorts names as its readers expect: accents after the plain letter, no articles."""
    last = _LAST_LETTERS.get(language, "")
    letters = []
    bare = _ARTICLES[language].sub("", text) if language in _ARTICLES else text
    for letter in bare.casefold():
        if letter in last:
            letters.append((2 + last.index(letter), letter))
        else:
            letters.extend((1, plain) for plain in unicodedata.normalize("NFKD", letter) if plain.isalnum())
    return letters, text
