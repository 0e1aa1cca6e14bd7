"""Which languages the site has and what each is called, from CLDR (by Babel) and the catalogues found.

A language is a BCP 47 tag, such as `sl` or `sr-Cyrl`. A folder of catalogues decides which there are.
"""

import re
import unicodedata
from functools import cache

from babel import Locale, UnknownLocaleError
from babel.core import get_global

from mozaik.errors import InvalidInputError

SOURCE_TAG = "en"

FALLBACKS = {"cnr": "sr-Latn"}
"""Where the closest complete text is, until a language has its own catalogue; the page says so."""

_LOCALES = {"pt": "pt-PT", "en": "en-GB", "cnr": "sr-Latn-ME"}
_OWN_NAMES = {"cnr": "crnogorski", "pt": "português", "en": "English"}
_SOURCE_COUNTRY_NAMES = {"BA": "Bosnia and Herzegovina"}
_SCRIPTS = (None, "Latn", "Grek", "Cyrl")
"""Scripts that the bundled fonts hold; CLDR leaves out the script of a few languages in Latin letters."""

_CLOSE = (frozenset(("bs", "cnr", "hr", "sr")), frozenset(("nb", "nn")))
"""Languages whose speakers understand each other."""

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


def require_settable(tag: str) -> None:
    """Raise InvalidInputError for a language whose script the pages and fonts cannot set yet."""
    locale = locale_of(tag)
    written = Locale.parse(get_global("likely_subtags").get(str(locale), str(locale)))
    if locale.text_direction != "ltr" or written.script not in _SCRIPTS:
        raise InvalidInputError(
            "the language cannot be set",
            where=tag,
            why="pages run from left to right, and the fonts hold Latin, Greek and Cyrillic letters",
            remedy="wait for a version that can, or link to a site of that language",
        )


def is_settable(tag: str) -> bool:
    """Whether a text is the tag of a language that the site can set."""
    try:
        require_settable(tag)
    except InvalidInputError:
        return False
    return True


def is_tag(tag: str) -> bool:
    """Whether a text is a language tag that CLDR knows."""
    try:
        locale_of(tag)
    except InvalidInputError:
        return False
    return True


@cache
def understood(spoken: str, tag: str) -> bool:
    """Whether readers of a language follow another one: the same, or one that is close to it."""
    pair = {base_language(spoken), base_language(tag)}
    return len(pair) == 1 or any(pair <= close for close in _CLOSE)


@cache
def own_name(tag: str) -> str:
    """What a language calls itself, such as `slovenščina` or `српски (ћирилица)`."""
    locale = locale_of(tag)
    return _OWN_NAMES.get(tag) or locale.get_display_name(locale) or tag


@cache
def name_in(tag: str, language: str) -> str:
    """What a language is called in another language; its own name where that is not known."""
    return locale_of(language).languages.get(tag.partition("-")[0]) or own_name(tag)


@cache
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


@cache
def sort_key(text: str, language: str) -> tuple[tuple[tuple[int, str], ...], str]:
    """A key that sorts names as its readers expect: accents after the plain letter, no articles."""
    last = _LAST_LETTERS.get(language, "")
    letters = []
    bare = _ARTICLES[language].sub("", text) if language in _ARTICLES else text
    for letter in bare.casefold():
        if letter in last:
            letters.append((2 + last.index(letter), letter))
        else:
            letters.extend((1, plain) for plain in unicodedata.normalize("NFKD", letter) if plain.isalnum())
    return tuple(letters), text
