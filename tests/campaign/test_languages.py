"""Languages and countries are called and sorted as their own readers expect."""

import pytest

from mozaik.campaign.languages import country_name_in, locale_of, name_in, own_name, sort_key
from mozaik.errors import InvalidInputError


@pytest.mark.parametrize(
    ("tag", "name"),
    [
        ("sl", "slovenščina"),
        ("sr-Cyrl", "српски (ћирилица)"),
        ("sr-Latn", "srpski (latinica)"),
        ("cnr", "crnogorski"),
    ],
)
def test_a_language_is_called_by_its_own_name(tag: str, name: str) -> None:
    assert own_name(tag) == name


@pytest.mark.parametrize("tag", ["", "xx", "SL", "sl_SI", "sl-", "../en", "zz-Latn"])
def test_what_is_no_tag_is_refused(tag: str) -> None:
    with pytest.raises(InvalidInputError, match="unknown language tag"):
        locale_of(tag)


def test_a_language_is_named_in_another_one() -> None:
    assert name_in("nl", "fr") == "néerlandais"


@pytest.mark.parametrize(
    ("language", "codes", "first", "last"),
    [
        ("sv", ["AT", "GB", "BE"], "BE", "AT"),  # Österrike comes after Z
        ("hr", ["CZ", "HR", "DK"], "CZ", "HR"),  # Češka, Danska, Hrvatska
        (
            "mt",
            ["DK", "AT", "FR"],
            "AT",
            "FR",
        ),  # l-Awstrija, id-Danimarka, Franza: the article does not count
        ("ga", ["SE", "AT", "MT"], "MT", "SE"),
    ],
)
def test_countries_are_sorted_as_readers_expect(
    language: str, codes: list[str], first: str, last: str
) -> None:
    ordered = sorted(codes, key=lambda code: sort_key(country_name_in(code, language), language))
    assert (ordered[0], ordered[-1]) == (first, last)
