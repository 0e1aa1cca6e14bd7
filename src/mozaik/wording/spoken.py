"""The languages in which the report of a package is written, and which of them is a country's.

Each is a PO file, `locale/TAG/LC_MESSAGES/mozaik.po`, made with the help of a machine. What has no text of
its own falls back to its nearest language, and says so.
"""

from functools import cache
from importlib.resources import files
from pathlib import Path

from mozaik.errors import InvalidInputError
from mozaik.parties import Authority
from mozaik.wording.catalogue import ENGLISH, Catalogue, read_catalogue

SPOKEN = ("en", "sl", "hr", "bs", "sr-Cyrl", "sr-Latn", "cnr", "mk", "sq", "hu")
"""The languages, by their tags."""
NEAREST = {"cnr": "sr-Latn"}
"""Languages without a text of their own, and the one that is read in their place."""
OF_COUNTRY = {
    "SI": "sl", "HR": "hr", "BA": "bs", "RS": "sr-Cyrl", "ME": "cnr", "MK": "mk", "AL": "sq", "XK": "sq",
    "HU": "hu",
}  # fmt: skip
"""The language of a country's report beside the English one; other countries have English alone."""
OF_PART = {"BA-RS": "sr-Cyrl"}
"""The language of authorities of a part of a country that has its own: Republika Srpska."""


def language_of(authority: str) -> str | None:
    """The language in which an authority, or a country, reads its report beside English, or None."""
    for part, language in OF_PART.items():
        if authority == part or authority.startswith(f"{part}-"):
            return language
    return OF_COUNTRY.get(Authority(authority).country)


def written_in(language: str) -> str:
    """The language whose text is read for a language: itself, or its nearest."""
    return NEAREST.get(language, language)


@cache
def catalogue_of(language: str) -> Catalogue:
    """What is said in a language of the report; InvalidInputError for one that it is not written in."""
    if language not in SPOKEN:
        raise InvalidInputError(
            "the report is not written in this language", remedy=f"take one of {', '.join(SPOKEN)}"
        )
    if language == ENGLISH:
        return Catalogue(ENGLISH, {}, lambda count: int(count != 1), {})
    tag = written_in(language)
    return read_catalogue(locale_path(tag), tag)


def locale_path(tag: str) -> Path:
    """Where the catalogue of a language lies."""
    return Path(str(files("mozaik.wording").joinpath("locale", tag, "LC_MESSAGES", "mozaik.po")))
