"""The languages of the operation: complete, with the same placeholders and right plurals, and openly so."""

import re
from datetime import date
from string import Formatter

import pytest

from mozaik.announce import LANGUAGES, SealedAnnouncement
from mozaik.announce.words import FALLBACKS, messages, own_name, words_of
from mozaik.contribution import SealedSet
from mozaik.errors import InvalidInputError
from mozaik.wording import check_wording

OWN = [tag for tag in LANGUAGES if tag != "en" and tag not in FALLBACKS]


def names_in(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("tag", OWN)
def test_a_catalogue_is_complete_and_asks_for_the_same_values(tag: str) -> None:
    words = words_of(tag)
    assert words.faults == {}
    for key, message in messages().items():
        english = names_in(message.plural or message.text)
        for form in words.texts[key]:
            assert names_in(form) <= english | {"count", "first_month"}, key
            assert names_in(form) >= english - {"first_month"}, key
            assert check_wording(form, tag) == [], key
            assert form != message.text or len(re.findall(r"\w{2,}", re.sub(r"\{\w+\}", "", form))) < 2, key


@pytest.mark.parametrize(
    ("tag", "count", "said"),
    [
        ("sl", 1, "1 hišna preiskava"),
        ("sl", 2, "2 hišni preiskavi"),
        ("sl", 41, "41 hišnih preiskav"),
        ("sl", 104, "104 hišne preiskave"),
        ("hr", 41, "41 pretraga"),
        ("hr", 22, "22 pretrage"),
        ("sr-Cyrl", 21, "21 претрес"),
        ("sr-Cyrl", 12, "12 претреса"),
        ("mk", 41, "41 претрес"),
        ("mk", 40, "40 претреси"),
        ("sq", 2, "2 bastisje"),
        ("hu", 41, "41 házkutatás"),
        ("en", 1, "1 raid"),
    ],
)
def test_a_number_takes_the_plural_of_its_language(tag: str, count: int, said: str) -> None:
    assert words_of(tag).say("counted.raids", count=count) == said


@pytest.mark.parametrize(
    ("tag", "said"),
    [
        ("en", "6–17 November 2023"),
        ("sl", "6.–17. november 2023"),
        ("hr", "6.–17. studenoga 2023."),
        ("sr-Cyrl", "6.–17. новембар 2023."),
        ("mk", "6–17 ноември 2023 г."),
        ("sq", "6–17 nëntor 2023"),
        ("hu", "2023. november 6–17."),
    ],
)
def test_days_are_written_as_the_language_writes_them(tag: str, said: str) -> None:
    assert words_of(tag).days(date(2023, 11, 6), date(2023, 11, 17)) == said
    assert words_of(tag).days(date(2023, 11, 6), date(2023, 11, 6)) == words_of(tag).day(date(2023, 11, 6))


def test_montenegrin_shows_serbian_and_says_so(issued: list[SealedAnnouncement]) -> None:
    words = words_of("cnr")
    assert (words.falls_back, words.text_tag, own_name("cnr")) == (True, "sr-Latn", "crnogorski")
    page = issued[0].verified.read_member("cnr.html").decode()
    assert words.say("page.falls_back", language=own_name("sr-Latn")) in page
    assert issued[0].announcement.text("cnr").words == "sr-Latn"


def test_a_language_that_is_not_the_operations_is_refused() -> None:
    with pytest.raises(InvalidInputError, match="not made in this language"):
        words_of("fr")


def test_the_drafts_are_translated_whole_and_say_that_a_machine_helped(
    issued: list[SealedAnnouncement], many: list[SealedSet]
) -> None:
    for version in issued:
        for text in version.announcement.texts:
            assert [block.key for block in text.blocks if block.falls_back] == [], text.language
            page = version.verified.read_member(f"{text.language}.html").decode()
            machine = words_of(text.language).say("page.machine")
            assert (machine in page) is (text.language != "en")


def test_serbian_in_two_scripts_says_the_same() -> None:
    latin, cyrillic = words_of("sr-Latn"), words_of("sr-Cyrl")
    assert latin.say("page.authorities") == "Organi koji učestvuju"
    assert cyrillic.say("page.authorities") == "Органи који учествују"
    assert {key: len(forms) for key, forms in latin.texts.items()} == {
        key: len(forms) for key, forms in cyrillic.texts.items()
    }


BLAMING = {
    "sl": ("otroška prostitucija", "spolni turizem", "seks z otroki"),
    "hr": ("dječja prostitucija", "seks turizam", "seks s djecom"),
    "bs": ("dječija prostitucija", "seksualni turizam", "seks sa djecom"),
    "sr-Latn": ("dečija prostitucija", "seks turizam", "seks sa decom"),
    "sr-Cyrl": ("дечија проституција", "секс туризам", "секс са децом"),
    "mk": ("детска проституција", "секс туризам", "секс со деца"),
    "sq": ("prostitucioni i fëmijëve", "turizmi seksual", "seks me fëmijë"),
    "hu": ("gyermekprostitúció", "szexturizmus", "gyermekekkel folytatott szex"),
}


@pytest.mark.parametrize("tag", OWN)
def test_terms_that_blame_or_normalise_are_found_with_the_right_one(tag: str) -> None:
    """After the Luxembourg Guidelines, in every language of an announcement."""
    for term in BLAMING[tag]:
        (finding,) = check_wording(f"Xy {term}.", tag)
        assert finding.use, term
        assert check_wording(finding.use, tag) == [], term
