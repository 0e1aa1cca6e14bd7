"""A place in words, for its owner alone, and never an address: that of a search warns whoever reads it."""

import re
import unicodedata

LONGEST = 80
_STREET = frozenset({
    "ulica", "ul", "ulici", "ceste", "cesta", "cesti", "trg", "trgu", "pot", "poti", "naselje", "nabrezje",
    "obala", "bulevar", "bul", "setaliste", "sokak", "prolaz", "utca", "ut", "utja", "ter", "tere", "korut",
    "street", "str", "road", "rd", "avenue", "ave", "lane", "square", "apartment", "flat", "stan", "kat",
    "floor", "rruga", "rr", "lagjja", "sheshi", "улица", "ул", "булевар", "бул", "трг", "пат", "сокак",
    "насеље", "населба", "кеј", "кат", "стан", "strasse", "platz", "via", "viale", "piazza",
})  # fmt: skip
"""Words of addresses in the languages of the region, without accents; a place that has one is refused."""
_WORD = re.compile(r"[^\W\d_]+")


def place_fault(text: str) -> str:
    """Why a text is not to stand as the place of a plan, empty if it may; the reason never quotes it."""
    if len(text) > LONGEST or not text.isprintable():
        return f"it is no line of at most {LONGEST} characters"
    if any(sign.isdigit() for sign in text):
        return "it has a digit, as an address has: name the town or district alone"
    if any(word in _STREET for word in map(_plain, _WORD.findall(text))):
        return "it has a word of an address: name the town or district alone"
    return ""


def _plain(word: str) -> str:
    """A word in small letters without its accents."""
    apart = unicodedata.normalize("NFKD", word.casefold())
    return "".join(sign for sign in apart if not unicodedata.combining(sign))
