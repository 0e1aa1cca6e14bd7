"""Words that say that the number after them is a phone number, by the languages of a region.

A number without country code is one only where its country is known, and seldom by its shape alone: dates,
accounts and case numbers look the same. A word before it decides.
"""

import re
from enum import Enum
from functools import lru_cache

from mozaik.selectors.kind import words

_ANY = (
    r"telef\w{0,14}|telephone\w{0,2}|tele?|tlf|phone\w{0,12}|mob(?:il\w{0,8}|itel\w{0,3}|tel)?|gsm|cell(?:phone|ular\w{0,3})?|"
    r"call|sms|mms|viber|whats?app|wa|signal|imo|msisdn|kontakt\w{0,4}|contact\w{0,10}|fax|faks|"
    r"тел(?:еф\w{0,6})?|моб(?:\w{0,8})?|вибер|вайбер|контакт\w{0,3}"
)
"""Understood wherever phones are."""
_LANGUAGES = {
    "bcms": r"br(?:oj)?|(?:na|po)?zov\w{1,4}|jav\w{1,3}|тел\w{0,8}|моб\w{0,8}|број|"
    r"(?:по|на)?зов\w{1,4}|вибер|контакт\w{0,3}",
    "sl": r"(?:po)?kli[cč]\w{0,4}|klic\w{0,4}|prenosni",
    "mk": r"тел\w{0,8}|моб\w{0,8}|број|јави\w{0,3}|ѕвони|вибер|контакт\w{0,3}",
    "bg": r"тел\w{0,8}|моб\w{0,8}|джиесем|обад\w{1,4}|звън\w{1,4}|вайбър|контакт\w{0,3}",
    "ru": r"тел\w{0,8}|моб\w{0,8}|звон\w{1,5}|вайбер|контакт\w{0,3}|дзвон\w{1,5}|сотов\w{1,4}",
    "sq": r"cel\w{0,6}|nr|numri|thirr\w{0,3}|kontakti",
    "hu": r"hív\w{0,4}|telefonszám\w{0,3}|mobilszám\w{0,3}",
    "ro": r"sun[aă]\w{0,4}|suna\w{0,3}|num[aă]r\w{0,4}",
    "de": r"handy\w{0,8}|anruf\w{0,4}|ruf\w{0,8}|fon|fest\w{0,6}|nr",
    "it": r"cell|chiam\w{1,4}|recapito|fisso|numero",
    "fr": r"tél\w{0,10}|portable|appel\w{0,4}|joindre|num[eé]ro|fixe",
    "es": r"tfno|tel[eé]f\w{0,6}|m[oó]vil|llam\w{1,4}|celular|n[uú]mero|fijo",
    "pt": r"tlm|telem[oó]vel|lig\w{1,3}|celular|n[uú]mero|fixo",
    "nl": r"bel\w{0,4}|mobiel\w{0,3}|nummer",
    "nordic": r"ring\w{0,3}|nummer|tlf|sími|farsími|puh\w{0,10}|soita|numero|mobilnr",
    "el": r"τηλ\w{0,8}|κιν\w{0,5}|σταθ\w{0,4}|καλ[εέ]\w{0,4}",
    "pl": r"kom\w{0,8}|zadzwo\w{1,3}|numer",
    "cs": r"vol(?:ej|at|ejte)|zavol\w{1,4}|[cč][ií]slo",
    "baltic": r"t[aā]lr\w{0,6}|zvan\w{1,3}|skambin\w{0,4}|helista|number",
    "tr": r"cep|ara(?:y[iı]n)?|numara\w{0,3}",
    "he": r"טל|נייד|טלפון|פלאפון",
    "ar": r"هاتف|جوال|تلفون|موبايل|رقم",
}
_REGIONS = {
    "bcms": "HR RS BA ME XK", "sl": "SI", "mk": "MK", "bg": "BG", "ru": "RU UA BY KZ KG MD", "sq": "AL XK MK",
    "hu": "HU", "ro": "RO MD", "de": "DE AT CH LI LU", "it": "IT CH SM VA", "fr": "FR BE CH LU MC CA",
    "es": "ES MX AR CO CL PE VE EC BO UY PY CR PA GT HN SV NI DO CU PR", "pt": "PT BR AO MZ CV",
    "nl": "NL BE SR", "nordic": "SE NO DK FI IS FO", "el": "GR CY", "pl": "PL", "cs": "CZ SK",
    "baltic": "LV LT EE", "tr": "TR CY", "he": "IL",
    "ar": "AE BH DZ EG IQ JO KW LB LY MA OM PS QA SA SD SY TN YE",
}  # fmt: skip
_BETWEEN = words(
    "na no nr br num number broj telefona št številka številki st nº is je ist est è es to value type or ali "
    "ili oder на број номер mob gsm cell home work szám"
)
"""Words that may stand between the cue and the number: `sms na 041`, `Tel. (mob): 041`."""
_WORDS = re.compile(r"([^\W\d_]{1,48})((?:[\W\d_]){0,48})")
_GAP = re.compile(r"\d?[\W_]{0,6}")


@lru_cache(maxsize=300)
def _cue(region: str | None) -> re.Pattern[str]:
    """The words that call a number a phone number in the languages of a region."""
    known = [_ANY, *(_LANGUAGES[name] for name, regions in _REGIONS.items() if region in regions.split())]
    return re.compile("|".join(known), re.IGNORECASE)


@lru_cache(maxsize=1 << 14)
def _is_cue_word(word: str, region: str | None) -> bool:
    return _cue(region).fullmatch(word) is not None


def is_called_phone(text: str, start: int, region: str | None) -> bool:
    """Whether the words right before a place call what follows a phone number."""
    before = _WORDS.findall(text[max(0, start - 48) : start])[-3:]
    for word, gap in reversed(before):
        if not _GAP.fullmatch(gap):
            return False
        if _is_cue_word(word, region):
            return True
        if word.lower() not in _BETWEEN:
            return False
    return False


class Field(Enum):
    """What a field's name says about its cells."""

    PHONES = "phone numbers alone"
    ADDRESSES = "phone numbers among other things"


_PHONES = re.compile(
    r"(?i)(?:\w{1,20}[_ .-]{1,2})?(?:phone|telephone|telefon|telef|tel|mobile|mobil|mobitel|mob|gsm|msisdn|"
    r"cell|cellphone)(?:[_ .-]{0,3}(?:number|num|no|nr|broj|value|e164|\d{1,2})){0,3}|"
    r"(?:normali[sz]ed|contact|caller|callee)_?number"
)
_ADDRESSES = re.compile(
    r"(?i)number|address|(?:from|to|sender|recipient|source|destination|remote|local|other)_(?:address|number)|"
    r"sender|recipient|caller|callee|jid|participant"
)


def field_strength(name: str) -> Field | None:
    """What the name of a field or a column says of bare numbers in its cells; None when it says nothing."""
    name = name.strip()
    if len(name) > 60:
        return None
    if _PHONES.fullmatch(name):
        return Field.PHONES
    return Field.ADDRESSES if _ADDRESSES.fullmatch(name) else None


def is_cue(name: str) -> bool:
    """Whether the name of a tag says that it holds phone numbers alone."""
    return field_strength(name) is Field.PHONES
