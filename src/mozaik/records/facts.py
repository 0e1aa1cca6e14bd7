"""Facts about persons in normal form: what a person typed meets what was found on a device.

A selector passes the normaliser of its kind, with the owner's country as region, so that `041 234 567` and
`+386 41 234 567` are one value. What cannot be normalised is refused; the reason never holds the value.
"""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date

from mozaik.errors import InvalidInputError
from mozaik.records.countries import country_code
from mozaik.selectors import KINDS, noise_reason, normalise

_EARLIEST_BIRTH = 1910
"""Before it a birth date is what a database writes for none: two of them would be a false hit."""
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_DOCUMENT = re.compile(r"(?=.*\d)[^\W_]{4,40}")
_LOOK_ALIKE = str.maketrans(
    "\u0410\u0412\u0415\u0405\u0406\u0408\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0423\u0425"
    "\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7",
    "ABESIJKMHOPCTYXABEZHIKMNOPTYX",
)
"""Capitals of Cyrillic and Greek, and the Latin ones that are printed alike: documents use them as one."""
_WORD = re.compile(r"(?<!\w)[^\W\d_]{4,}(?!\w)")


def normal_fact(fact: Mapping[str, object], region: str | None, on: date) -> str:
    """The value of a row of `person_facts` in the normal form of its kind; ValueError says why there is none.

    `region` (ISO 3166-1) is the country in which a national phone number is read; nobody is born after `on`.
    """
    value, selector_kind = str(fact["value"]), fact.get("selector_kind")
    match fact["kind"]:
        case "selector" if selector_kind is not None:
            return _selector(str(selector_kind), value, region)
        case "document":
            return document_number(value)
        case "birth_date" if _DATE.fullmatch(value):
            return _day(value, on)
        case "residence" | "nationality":
            return country_code(value)
    return value


def document_number(text: str) -> str:
    """The letters and digits of an identity document's number, in capitals; ValueError when it is none.

    Spaces and punctuation are how a number is printed and typed, not part of it; letters that look like Latin
    ones are Latin ones. A word beside the number
    (`passport 123`) is not guessed away, because it would keep one number from meeting itself: it is refused.
    So is one sign over and over (`0000000`): two persons without a document would share it.
    """
    signs = unicodedata.normalize("NFKC", text).upper()
    number = "".join(sign for sign in signs if sign.isalnum()).translate(_LOOK_ALIKE)
    if not _DOCUMENT.fullmatch(number) or _WORD.search(signs) or len(set(number)) == 1:
        raise ValueError("not a document number: write the number alone, 4 to 40 letters and digits")
    return number


def _selector(kind: str, written: str, region: str | None) -> str:
    if kind not in KINDS:
        raise UnknownKindError(f"there is no such kind of selector; use one of {', '.join(KINDS)}")
    try:
        value = normalise(kind, written, region)
    except InvalidInputError as error:
        raise ValueError(f"{error.what}: {error.remedy}") from None
    if kind == "camera_serial" and (reason := noise_reason(kind, value)):
        raise ValueError(f"it names no camera: {reason}")
    return value


class UnknownKindError(ValueError):
    """The row names a kind of selector that does not exist."""


def _day(value: str, on: date) -> str:
    try:
        day = date.fromisoformat(value)
    except ValueError:
        raise ValueError("there is no such day in the calendar") from None
    if day.year < _EARLIEST_BIRTH:
        raise ValueError("nobody alive was born then: it stands for a day that is not known; leave it out")
    if day > on:
        raise ValueError("the day lies after the day of sealing; leave out a birth date that is not known")
    return day.isoformat()
