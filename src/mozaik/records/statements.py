"""What a statement may say: a figure of the vocabulary, for a known scope, in a number or in days.

A statement can reach the public, so it has no room for free words: a value such as a description of a
victim, or a figure named after a village, would pass every rule about what is published.
"""

import re
from collections.abc import Mapping

from mozaik.moments import is_day_text
from mozaik.parties import is_authority, is_country
from mozaik.records.vocabulary import FIGURES, STATED_SCOPES

_NUMBER = re.compile(
    r"(?:(?:at least|more than|over|about|around|up to|fewer than) |> ?)?[0-9]{1,15}|[0-9]{1,15}\+", re.ASCII
)


def statement_fault(row: Mapping[str, object]) -> tuple[str, str] | None:
    """The field and the reason for which a row of `statements` says what no statement may; None if none.

    The reason never quotes the field.
    """
    figure, scope, said_by = row["figure"], row.get("scope"), row.get("said_by")
    if not isinstance(figure, str) or figure not in FIGURES:
        return "figure", f"it is none of {', '.join(FIGURES)}"
    if scope is not None and scope not in STATED_SCOPES and not is_country(str(scope)):
        return "scope", "it is neither joint nor campaign nor a country code such as SI"
    unit = FIGURES[figure]
    is_said = _is_days if unit == "dates" else _is_number
    if not is_said(str(row["value"]).strip().lower()):
        form = (
            "days such as 2023-11-06/2023-11-17"
            if unit == "dates"
            else "a number such as 41, 50+ or more than 200"
        )
        return "value", f"it is not {form}"
    if row.get("unit") not in (None, unit):
        return "unit", f"the unit of this figure is {unit}"
    if said_by is not None and not is_authority(str(said_by)):
        return "said_by", "it is not the id of an authority such as SI-GPD"
    return None


def _is_number(value: str) -> bool:
    return _NUMBER.fullmatch(value) is not None


def _is_days(value: str) -> bool:
    """Whether a value is one day, or the first and the last of several."""
    days = value.split("/")
    return len(days) <= 2 and all(map(is_day_text, days)) and days == sorted(days)
