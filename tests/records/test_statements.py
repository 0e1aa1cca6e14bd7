"""Statements speak of known figures and scopes, in numbers or days (review 1, item 8)."""

import pytest

from mozaik.figures import DEFINITIONS
from mozaik.records import FIGURES, statement_fault

GOOD = {"figure": "raids", "value": "41", "scope": "joint", "unit": None, "said_by": "SI-GPD"}


@pytest.mark.parametrize(
    "change",
    [
        {}, {"value": "50+"}, {"value": "more than 200"}, {"value": "At least 4"}, {"value": "> 200"},
        {"value": "around 200"}, {"scope": "SI"}, {"scope": None}, {"unit": "raids"}, {"said_by": None},
        {"figure": "dates", "value": "2023-11-06/2023-11-17"}, {"figure": "dates", "value": "2023-11-06"},
        {"figure": "campaign_countries", "value": "34", "scope": "campaign"},
    ],
)  # fmt: skip
def test_what_authorities_say_in_public_can_be_stated(change: dict[str, object]) -> None:
    assert statement_fault({**GOOD, **change}) is None


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("figure", "victims safeguarded in HR"), ("figure", "Raids"), ("scope", "village X"), ("scope", "si"),
        ("value", "1 girl aged 9 of village X"), ("value", ""), ("value", "41 raids"), ("value", "-1"),
        ("value", "2023-11-06"), ("value", "1\n2"), ("unit", "girls"), ("said_by", "somebody"),
    ],
)  # fmt: skip
def test_free_words_are_refused_by_field_and_without_quoting_them(field: str, text: str) -> None:
    fault = statement_fault({**GOOD, field: text})
    assert fault is not None
    assert fault[0] == field
    assert not text or text not in fault[1]


def test_a_day_of_a_figure_of_days_exists_in_the_calendar_form() -> None:
    for text in ("41", "2023-13-01", "2023-11-06/", "2023-11-06 to 2023-11-17"):
        assert statement_fault({**GOOD, "figure": "dates", "value": text}) is not None


def test_every_counted_figure_can_be_stated_in_its_own_unit() -> None:
    assert {definition.key: definition.unit for definition in DEFINITIONS}.items() <= FIGURES.items()
    assert set(FIGURES) - {definition.key for definition in DEFINITIONS} == {"campaign_countries"}
