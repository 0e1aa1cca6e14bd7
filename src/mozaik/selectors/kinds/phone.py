"""Phone numbers in E.164: with country code, in the namespace of a phone service, or as a region writes them.

The numbering plans are those of the installed `phonenumbers`. A long number without a prefix is not a phone.
"""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import pairwise
from typing import TypeAlias

import phonenumbers

from mozaik.selectors.cues import Field, field_strength, is_called_phone
from mozaik.selectors.dates import before_date, behind_mark, is_date
from mozaik.selectors.kind import Selector, SelectorKind
from mozaik.selectors.outline import Outline
from mozaik.selectors.phone_links import ADDRESS, MARKS, NAMED
from mozaik.terms import Handling

_SEPARATOR = r" \u00a0().\-/*\u2012-\u2015\u2212"
_PLUS = re.compile(rf"[+＋][ \u00a0]?\(?\d[\d{_SEPARATOR}]{{5,28}}+")
_ZEROS = re.compile(rf"00[ \u00a0]?[1-9][\d{_SEPARATOR}]{{6,28}}+")
_AMERICAN = re.compile(rf"011[ \u00a0-]?[1-9][\d{_SEPARATOR}]{{9,28}}+")
_BARE = re.compile(rf"[\d(](?<!\d.)[\d{_SEPARATOR}]{{4,25}}+")
_GROUP_END = re.compile(r"\d(?!\d)")
_INSIDE_NUMBER = re.compile(r"(?:[\w+#]|\d[.,/:-]|[A-Z][A-Z]\d\d )\Z")
"""What a number is not begun after: a letter or digit, a decimal point, the country code of an account."""
_NO_DIGIT = re.compile(r"\D{1,40}")
_LONG = re.compile(r"\d{6}|\d[ ().-]\d\d")
_CELL = re.compile(r"\(?\d[\d ()./-]{4,24}")
Reader: TypeAlias = Callable[[str, bool], str | None]  # its normal form, given whether a word calls it phone
_MENTION = re.compile(r"@(?<![\w.@/+-]@)(\d{10,15})(?![\w@.-])")  # a person known by the number alone
_FIELD = re.compile(r"""[=:][ ]?["'](\(?\d[\d ()/.-]{4,24})["']""")
_FIELD_NAME = re.compile(r"""["']?[ ]?([\w-]{2,40})""")
_TYPES = phonenumbers.PhoneNumberType
_SERVICE = {
    _TYPES.TOLL_FREE: "toll-free service number", _TYPES.PREMIUM_RATE: "premium-rate service number",
    _TYPES.SHARED_COST: "shared-cost service number", _TYPES.UAN: "company access number",
}  # fmt: skip


def check(text: str) -> str | None:
    """E.164 of a number with `+` or `00`, or in the namespace of a phone service; else None."""
    text = text.strip()
    named = _named(text)
    if named:
        return _without_plus(named)
    return _e164("+" + text[2:].lstrip() if text.startswith("00") else text, None)


def national(text: str, region: str) -> str | None:
    """E.164 of a number as the region writes it, or with its country code and no plus; else None."""
    text = text.strip()
    written = _named(text) or text
    return check(text) or _e164(written, region) or _without_plus(written)


def _named(text: str) -> str | None:
    """The number in a whole link or address of a phone service, or None."""
    if len(text) > 300 or any(sign.isspace() for sign in text):
        return None
    named = ADDRESS.fullmatch(text) or (NAMED.search(text) if ":" in text or "/" in text else None)
    return named[1].rstrip("().-") if named else None


@lru_cache(maxsize=1 << 15)
def _e164(text: str, region: str | None) -> str | None:
    if len(text) > 40 or (region is None and not text.startswith(("+", "＋"))) or _has_letters(text):
        return None
    number = _parsed(text.replace("*", " "), region)
    if number is None or number.extension or not phonenumbers.is_valid_number(number):
        return None
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def _without_plus(written: str) -> str | None:
    """E.164 of a number with its country code, with or without plus or zeros before it."""
    digits = "".join(sign for sign in written if sign.isdecimal())
    digits = digits.removeprefix("00")
    is_fit = 8 <= len(digits) <= 15 and digits[0] != "0" and not _has_letters(written)
    return _e164("+" + digits, None) if is_fit else None


def _has_letters(written: str) -> bool:
    """Whether letters stand in a number: the library would read each as the digit on its key."""
    return any(sign.isalpha() for sign in written)


def read_field(cell: str, region: str | None, *, lenient: bool) -> str | None:
    """E.164 of a cell that a field's name calls a phone number and `find` would not take for one."""
    if not _CELL.fullmatch(cell) or is_date(cell) or not 5 <= len(_digits(cell)) <= 15:
        return None
    if cell.startswith("00"):
        return check(cell)
    value = None
    if region is not None:
        value = _e164(cell, region) if lenient else _as_written(cell, region)
    return value or (_without_plus(cell) if len(_digits(cell)) >= 10 else None)


def find(outline: Outline, region: str | None) -> Iterator[Selector]:
    """Numbers with `+`, with `00` when grouped or called a phone, in a phone service's link, national ones.

    A national number needs its region, and groups behind a leading zero or a word that calls it a phone.
    """
    text = outline.text
    taken: set[int] = set()
    for selector in _every(text, region):
        if not taken.intersection((selector.start, selector.start + len(selector.written))):
            taken.update(range(selector.start, selector.start + len(selector.written) + 1))
            yield selector


def _every(text: str, region: str | None) -> Iterator[Selector]:
    if any(mark in text for mark in MARKS):
        yield from _in_namespaces(text, NAMED, region)
    if "@s.whatsapp.net" in text or "@c.us" in text or "@g.us" in text:
        yield from _in_namespaces(text, ADDRESS, region)
    if "@" in text:
        yield from _in_namespaces(text, _MENTION, None)
    yield from _in_fields(text, region)
    if "+" in text or "＋" in text:
        yield from _longest_valid(text, _PLUS, region, lambda written, _called: check(written))
    if "00" in text:
        yield from _longest_valid(text, _ZEROS, region, lambda number, called: _zeros(number, called, region))
    if "011" in text:
        yield from _longest_valid(text, _AMERICAN, region, lambda written, _called: _american(written))
    if region is not None or _LONG.search(text):
        yield from _longest_valid(text, _BARE, region, lambda number, called: _bare(number, called, region))


def _in_namespaces(text: str, pattern: re.Pattern[str], region: str | None) -> Iterator[Selector]:
    for match in pattern.finditer(text):
        written = match[1].rstrip("().-")
        value = check(written) or (region and _as_written(written, region)) or _without_plus(written)
        if value:
            yield Selector("phone", value, written, match.start(1))


def _in_fields(text: str, region: str | None) -> Iterator[Selector]:
    """Numbers that are all of a field in JSON or XML whose name calls it a phone."""
    for match in _FIELD.finditer(text):
        name = _FIELD_NAME.match(text[max(0, match.start() - 44) : match.start()][::-1])
        strength = field_strength(name[1][::-1]) if name else None
        if strength is not None:
            value = read_field(match[1], region, lenient=strength is Field.PHONES)
            if value:
                yield Selector("phone", value, match[1], match.start(1))


def _longest_valid(
    text: str, pattern: re.Pattern[str], region: str | None, read: Reader
) -> Iterator[Selector]:
    """For each candidate the longest run of whole groups that is a valid number; dates are stepped over.

    What calls one number a phone calls the next ones of a list so too.
    """
    at = last = 0
    while match := pattern.search(text, at):
        start, at = match.start(), match.end()
        run, date_end = before_date(match[0])
        if begin := start + date_end if not run else behind_mark(text, start):
            at = begin
            continue
        if _INSIDE_NUMBER.search(text[max(0, start - 5) : start]):
            continue
        if date_end:
            at = start + date_end
        ends = _ends(text, run, start)[-8:]
        called = bool(ends) and _is_called(text, last, start, region)
        for end in reversed(ends):
            written = run[:end]
            value = None if is_date(written) else read(written, called)
            if value:
                yield Selector("phone", value, written, start)
                at = last = start + end
                break


def _is_called(text: str, last: int, start: int, region: str | None) -> bool:
    """Whether a word, or the number right before it in a list, calls what follows a phone number."""
    if last and start - last <= 4 and not text[last:start].strip(" \t,;/|"):
        return True
    return is_called_phone(text, start, region)


def _ends(text: str, run: str, start: int) -> list[int]:
    """Where the groups of a run end that may end a number of 5 to 17 digits."""
    ends = [end.end() for end in _GROUP_END.finditer(run)]
    after = text[start + len(run) : start + len(run) + 2]
    is_time = after[:1] == ":" and after[1:].isdecimal()
    if ends and ends[-1] == len(run) and (after[:1].isalnum() or after[:1] in ("_", "%") or is_time):
        ends.pop()
    digits = 0
    fitting = []
    for begin, end in pairwise((0, *ends)):
        digits += len(_digits(run[begin:end]))
        if 5 <= digits <= 17:
            fitting.append(end)
    return fitting


def _zeros(written: str, called: bool, region: str | None) -> str | None:
    """A number with `00`: its groups, a region, or the word before it mark it as a phone."""
    return check(written) if called or region is not None or _is_grouped(written) else None


def _american(written: str) -> str | None:
    """A number dialled from North America: `011` stands for the plus, and groups tell it from an account."""
    return _without_plus(written[3:]) if _is_grouped(written) else None


def _bare(written: str, called: bool, region: str | None) -> str | None:
    """A number without a prefix: national in its region, or with its country code behind a word."""
    if written.startswith("00"):
        return None
    is_trunk = region is not None and _is_trunk(written)
    if region is not None and (called or is_trunk or written[0] == "("):
        value = _as_written(written, region, exactly=not called and not is_trunk)
        if value:
            return value
    if not called or written[0] in "(0" or not 10 <= len(_digits(written)) <= 15:
        return None
    return _without_plus(written)


def _is_trunk(written: str) -> bool:
    """Whether a number that no word calls a phone is written like one: a zero, an area code, groups."""
    groups = re.findall(r"\d{1,24}", written)
    return (
        written.lstrip("(")[0] == "0"
        and 2 <= len(groups) <= 6
        and 2 <= len(groups[0]) <= 5
        and all(2 <= len(group) <= 8 for group in groups[1:])
        and sum(map(len, groups)) >= 8
    )


def _as_written(written: str, region: str, *, exactly: bool = False) -> str | None:
    """E.164 of a national number whose digits are those that its country writes, trunk prefix and all.

    `exactly` demands the country's own punctuation too.
    """
    value = _e164(written, region)
    number = _parsed(value) if value else None
    if number is None:
        return None
    shown = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)
    alike = shown == written if exactly else _digits(shown) == _digits(written)
    return value if alike else None


def _digits(text: str) -> str:
    """The digits of a writing, those of other scripts as plain ones."""
    digits = "".join(_NO_DIGIT.split(text))
    return digits if digits.isascii() else "".join(str(int(sign)) for sign in digits)


def _is_grouped(written: str) -> bool:
    return any(not letter.isdecimal() for letter in written.strip("()"))


def show_safely(value: str) -> str:
    """The country code and the last two digits: `+386…67`; nothing of what is not a number."""
    number = _parsed(value)
    return f"+{number.country_code}…{value[-2:]}" if number else "…"


def country_of(value: str) -> str | None:
    """The country of the number, XK for Kosovo; None for numbers of no country."""
    number = _parsed(value)
    region = phonenumbers.region_code_for_number(number) if number else None
    return region if region and region.isalpha() else None


def noise_reason(value: str) -> str | None:
    """Service numbers are called by everyone."""
    number = _parsed(value)
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
    national=national,
    country_of=country_of,
    noise_reason=noise_reason,
)
