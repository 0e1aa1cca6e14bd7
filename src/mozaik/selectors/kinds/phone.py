"""Phone numbers in E.164, found only with an international prefix or, given a region, as national numbers.

The numbering plans are those of the installed `phonenumbers`. A long number without a prefix is no phone.
"""

import re
from collections.abc import Iterator

import phonenumbers

from mozaik.selectors.kind import Found, SelectorKind
from mozaik.terms import Handling

_PLUS = re.compile(r"[+＋][ \u00a0]?\(?\d[\d \u00a0().\-/]{5,28}+")
_ZEROS = re.compile(r"00(?<![\w+.,-]00)[ \u00a0]?[1-9][\d \u00a0().\-/]{6,28}+")
_NATIONAL = re.compile(r"\(?0(?<![\w+.,/-]0)\d[\d \u00a0().\-/]{5,20}+")
_GROUP_END = re.compile(r"\d(?!\d)")
_CUE = re.compile(
    r"(?i)(?:tel|mob|gsm|phone|fon|call|sms|viber|whatsapp|signal|тел|моб|вибер)\w{0,10}+[.: ]{0,3}+\(?$"
)
_SERVICE = {
    phonenumbers.PhoneNumberType.TOLL_FREE: "toll-free service number",
    phonenumbers.PhoneNumberType.PREMIUM_RATE: "premium-rate service number",
    phonenumbers.PhoneNumberType.SHARED_COST: "shared-cost service number",
    phonenumbers.PhoneNumberType.UAN: "company access number",
}


def check(text: str, region: str | None = None) -> str | None:
    """E.164 of a number with `+` or `00`, or of a national number when a region is given; else None."""
    text = text.strip().replace("＋", "+")
    if len(text) > 40 or (region is None and not text.startswith(("+", "00"))):
        return None
    if text.startswith("00"):
        text = "+" + text[2:].lstrip()
    number = _parsed(text, region)
    if number is None or number.extension or not phonenumbers.is_valid_number(number):
        return None
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def find(text: str, region: str | None) -> Iterator[Found]:
    """Numbers with `+`; with `00` when grouped or called a phone; national ones when a region is given."""
    if "+" in text or "＋" in text:
        yield from _longest_valid(text, _PLUS, None, bare=True)
    if "00" in text:
        yield from _longest_valid(text, _ZEROS, None, bare=region is not None)
    if region is not None:
        for one in _longest_valid(text, _NATIONAL, region, bare=False):
            if not one.found.startswith("00"):
                yield one


def _longest_valid(text: str, pattern: re.Pattern[str], region: str | None, bare: bool) -> Iterator[Found]:
    """For each candidate the longest run of whole groups that is a valid number."""
    for match in pattern.finditer(text):
        start, run = match.start(), match[0]
        if start and (text[start - 1].isalnum() or text[start - 1] in "_+"):
            continue
        ends = [end.end() for end in _GROUP_END.finditer(run)]
        if text[match.end() : match.end() + 1].isalnum() and ends and ends[-1] == len(run):
            ends.pop()
        for end in reversed(ends[-8:]):
            written = run[:end]
            digits = sum(letter.isdigit() for letter in written)
            if not 7 <= digits <= 17 or not (bare or _spoken_of(text, start, written)):
                continue
            normal = check(written, region)
            if normal:
                yield Found("phone", normal, written, start)
                break


def _spoken_of(text: str, start: int, written: str) -> bool:
    """Whether a bare digit string is marked as a phone: by its groups or by the word before it."""
    grouped = any(not letter.isdigit() for letter in written.strip("()"))
    return grouped or _CUE.search(text[max(0, start - 24) : start]) is not None


def show_safely(normal: str) -> str:
    """The country code and the last two digits: `+386…67`; nothing of what is no number."""
    number = _parsed(normal)
    return f"+{number.country_code}…{normal[-2:]}" if number else "…"


def country_of(normal: str) -> str | None:
    """The country of the number, XK for Kosovo; None for numbers of no country."""
    number = _parsed(normal)
    region = phonenumbers.region_code_for_number(number) if number else None
    return region if region and region.isalpha() else None


def noise_reason(normal: str) -> str | None:
    """Service numbers are called by everyone."""
    number = _parsed(normal)
    return _SERVICE.get(phonenumbers.number_type(number)) if number else None


def _parsed(text: str, region: str | None = None) -> phonenumbers.PhoneNumber | None:
    try:
        return phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None


KIND = SelectorKind(
    name="phone",
    doc="a phone number with its country code, valid in its country's numbering plan",
    normal_form="E.164: plus sign, country code, national number, digits only",
    examples=(
        ("+386 31 234 567", "+38631234567"),
        ("00381 60 1234567", "+381601234567"),
        ("+1 (202) 555-0123", "+12025550123"),
        ("+389 72 345 678", "+38972345678"),
    ),
    counter_examples=("031 234 567", "2023110612345", "+386 31", "+999 12 345 678", "123456789012345"),
    handling=Handling.H2,
    erasure="erase the value, its writing and every link that names it",
    check=check,
    find=find,
    show_safely=show_safely,
    national=check,
    country_of=country_of,
    noise_reason=noise_reason,
)
