"""Plural forms of gettext catalogues, derived from the CLDR rules that Babel carries.

A catalogue counts whole numbers only, so the parts of a CLDR rule about decimals are true or false at once.
"""

import re
from functools import cache

from mozaik.campaign.languages import locale_of

CATEGORIES = ("zero", "one", "two", "few", "many", "other")
"""The plural categories of CLDR, in its order."""

_COUNTS = (*range(201), 1_000, 1_000_000, 2_000_000)
_RELATION = re.compile(r"([nivwftec])(?: mod (\d+))? (not in|in) ([\d.,]+)")


def plural_category(tag: str, count: int) -> str:
    """The CLDR plural category of a count in a language."""
    return str(locale_of(tag).plural_form(count))


@cache
def plural_categories(tag: str) -> tuple[str, ...]:
    """The categories that whole numbers reach in a language, in the order of gettext's plural forms."""
    reached = {plural_category(tag, count) for count in _COUNTS}
    return tuple(category for category in CATEGORIES if category in reached)


@cache
def plural_header(tag: str) -> str:
    """The `Plural-Forms` of a catalogue, such as `nplurals=2; plural=(n == 1 ? 0 : 1);`."""
    rules = locale_of(tag).plural_form.rules
    *named, _ = plural_categories(tag)
    choices = [f"{_condition(rules[category])} ? {index} : " for index, category in enumerate(named)]
    return f"nplurals={len(named) + 1}; plural=({''.join(choices)}{len(named)});"


def _condition(rule: str) -> str:
    """A CLDR rule as a C expression of the whole number n."""
    ways = []
    for way in rule.split(" or "):
        relations = [_relation(relation) for relation in way.split(" and ")]
        if "0" not in relations:
            ways.append(
                " && ".join(dict.fromkeys(relation for relation in relations if relation != "1")) or "1"
            )
    return " || ".join(f"({way})" if len(ways) > 1 and "&&" in way else way for way in ways)


def _relation(text: str) -> str:
    """One relation in C; `1` or `0` where it speaks of decimals or of an exponent, which are zero here."""
    match = _RELATION.fullmatch(text.strip())
    if match is None:
        raise ValueError("a CLDR plural rule of an unknown form")
    operand, modulus, sign, values = match.groups()
    spans = [
        (int(low), int(high or low)) for low, _, high in (span.partition("..") for span in values.split(","))
    ]
    if operand not in "ni":
        return str(int((sign == "in") == any(low <= 0 <= high for low, high in spans)))
    left = f"n % {modulus}" if modulus else "n"
    if sign == "not in":
        return " && ".join(
            f"{left} != {low}" if low == high else f"({left} < {low} || {left} > {high})"
            for low, high in spans
        )
    tests = [
        f"{left} == {low}" if low == high else f"{left} >= {low} && {left} <= {high}" for low, high in spans
    ]
    return tests[0] if len(tests) == 1 else f"({' || '.join(tests)})"
