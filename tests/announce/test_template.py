"""In a text a number can only be a figure: digits of any script, number words of all languages."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mozaik.announce.template import (
    Form,
    Literal,
    NameKind,
    NameOf,
    Unreadable,
    Wanted,
    bare_numbers,
    parts_of,
    tokens_of,
)
from mozaik.announce.words import FALLBACKS, LANGUAGES
from mozaik.wording import numbered_languages, numbers_in, vague_beside

ONE_TO_TWENTY = {
    "en": "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty thirty-nine forty-one hundred thousands dozen",
    "sl": "eden dva trije štirje pet šest sedem osem devet deset enajst dvanajst trinajst "
    "štirinajst petnajst šestnajst sedemnajst osemnajst devetnajst dvajset devetintrideset "
    "enainštirideset sto dvesto tisoč ducat dve treh petim osmih",
    "hr": "jedan dvije tri četiri pet šest sedam osam devet deset jedanaest dvanaest trinaest "
    "četrnaest petnaest šesnaest sedamnaest osamnaest devetnaest dvadeset trideset četrdeset "
    "pedeset šezdeset sto dvjesto tisuću jedna dvoje troje petero desetak",
    "bs": "jedan dvije tri četiri pet šest sedam osam devet deset jedanaest dvanaest petnaest "
    "dvadeset četrdeset šezdeset stotinu dvjesto hiljadu dvoje",
    "sr-Latn": "jedan dve tri četiri pet šest sedam osam devet deset jedanaest dvanaest petnaest "
    "dvadeset četrdeset šezdeset stotinu dvesta hiljadu dvoje",
    "sr-Cyrl": "један две три четири пет шест седам осам девет десет једанаест дванаест петнаест "
    "двадесет четрдесет шездесет стотину двеста хиљаду двоје",
    "mk": "еден две три четири пет шест седум осум девет десет единаесет дванаесет петнаесет "
    "дваесет триесет четириесет педесет шеесет сто двесте илјада двајца тројца",
    "sq": "dy tre katër pesë gjashtë shtatë tetë nëntë dhjetë njëmbëdhjetë dymbëdhjetë "
    "pesëmbëdhjetë njëzet tridhjetë dyzet pesëdhjetë qind dyqind mijë gjysma",
    "hu": "két három négy öt hat hét nyolc kilenc tíz tizenegy tizenkettő tizenöt húsz huszonegy "
    "harminckilenc negyvenegy száz kétszáz ezer tucat",
}  # fmt: skip
NO_NUMBERS = {
    "en": "someone alone phone none often tension network done stone forum",
    "sl": "mesto najstnik enota enak spet obsodba petek četrtek drugi stol otroci prvenstvo",
    "hr": "mjesto jedinica petak četvrtak drugi trijada ostati djeca obavijest",
    "bs": "mjesto jedinica petak djeca policija",
    "sr-Latn": "mesto jedinica petak deca policija trijaža",
    "sr-Cyrl": "место јединица петак деца полиција",
    "mk": "единица место петок деца полиција",
    "sq": "treg dyshimi tregoni policia një fëmijët",
    "hu": "egy hatóság heti rendőrség gyermek ötlet hatás elsősorban másodlagos",
}  # fmt: skip
JOINED = {
    "en": "twentysix fortyone hundredandone onehundred twohundred twentyfirst thirtynine",
    "sl": "šestindvajset enainštirideset stoena stodvajset dvestopet",
    "hr": "dvadesetšest dvadesetišest stojedan petsto četrdesetjedan",
    "bs": "dvadesetšest stojedan četrdesetijedan",
    "sr-Latn": "dvadesetšest stojedan tridesetdevet",
    "sr-Cyrl": "двадесетшест стоједан тридесетдевет",
    "mk": "дваесетшест дваесетидва стоеден",
    "sq": "njëzetegjashtë dyzetenjë njëqindedy dyqind",
    "hu": "huszonhat negyvenegy százhuszonegy kétszázharminc hatvanöt",
}  # fmt: skip
ORDINALS = {
    "en": "first second third fourth fifth ninth twelfth nineteenth twentieth thirty-first hundredth",
    "sl": "prvi prvega tretja četrti petega šesto sedmi osma devetem deseti enajsti dvajseti",
    "hr": "prvi prvog treća trećem četvrti petog šesta sedmi osmoj deveti desetog jedanaesti dvadeseti",
    "bs": "prvi treći četvrtog peti šesti sedma osmi deveti deseti",
    "sr-Latn": "prvi treći četvrtog peti šesti sedma osmi deveti deseti",
    "sr-Cyrl": "први трећи четвртог пети шести седма осми девети десети",
    "mk": "првиот втора третото четвртата петтиот шестата седми осмиот деветти десеттата",
    "sq": "i|parë dytë tretë katërtin pestë gjashtë",
    "hu": "első második harmadik negyedik ötödik hatodik hetedik nyolcadik kilencedik tizedik",
}  # fmt: skip


@pytest.mark.parametrize("language", ONE_TO_TWENTY)
def test_joined_number_words_and_ordinals_are_found(language: str) -> None:
    words = f"{JOINED[language]} {ORDINALS[language]}".split()
    found = {word: numbers_in(f"x {word.replace('|', ' ')}, y", language) for word in words}
    assert [word for word, numbers in found.items() if len(numbers) != 1] == []
    assert [numbers[0].written for numbers in found.values()] == [word.replace("|", " ") for word in words]


@pytest.mark.parametrize(
    "written", ["XLI", "XXXIX", "VIII", "IV", "MMXXIII", "xii", "iii", "iv", "Xii", "ХХІ", "ІІІ", "XX"]
)
def test_roman_numerals_are_numbers(written: str) -> None:
    for language in ONE_TO_TWENTY:
        assert [number.written for number in numbers_in(f"({written}. a)", language)] == [written]


@pytest.mark.parametrize(
    "text",
    ["I say; V Sloveniji; Vi in vi; mi, di, li, ci; CD, DVD, MMC, LCD, DVI, CLI; civil; mix; XXL; Liv"],
)
def test_words_of_a_numerals_letters_are_let_pass(text: str) -> None:
    assert numbers_in(text, "en") == []


def test_every_language_of_an_announcement_has_number_words() -> None:
    assert {FALLBACKS.get(tag, tag) for tag in LANGUAGES} == set(numbered_languages()) == set(ONE_TO_TWENTY)


@pytest.mark.parametrize("language", ONE_TO_TWENTY)
def test_number_words_are_found_and_other_words_are_not(language: str) -> None:
    missed = [word for word in ONE_TO_TWENTY[language].split() if not numbers_in(f"x {word}.", language)]
    assert missed == []
    taken = [word for word in NO_NUMBERS[language].split() if numbers_in(word, language)]
    assert taken == []


@given(st.integers(0, 10**9), st.sampled_from((0x30, 0x660, 0x966, 0xFF10, 0x1D7CE)))
def test_digits_of_any_script_are_found(number: int, zero: int) -> None:
    written = "".join(chr(zero + int(digit)) for digit in str(number))
    assert [found.written for found in numbers_in(f"raids: {written}, done", "en")] == [written]


@pytest.mark.parametrize("sign", ["½", "Ⅳ", "²", "④", "１２"])
def test_other_signs_of_numbers_are_found(sign: str) -> None:
    assert [found.written for found in numbers_in(f"a {sign} b", "en")] == [sign]


@pytest.mark.parametrize(
    ("written", "part"),
    [
        ("{raids}", Wanted("raids")),
        ("{raids SI}", Wanted("raids", "SI")),
        ("{raids SI 2023-11-17}", Wanted("raids", "SI", date(2023, 11, 17))),
        ("{raids 2023-11-17}", Wanted("raids", None, date(2023, 11, 17))),
        ("{items_seized joint more than 200}", Wanted("items_seized", "joint", more_than=200)),
        ("{countries names}", Wanted("countries", form=Form.NAMES)),
        ("{raids number}", Wanted("raids", form=Form.NUMBER)),
        ("{authority SI-GPD}", NameOf(NameKind.AUTHORITY, "SI-GPD")),
        ("{offence law}", NameOf(NameKind.OFFENCE, "law")),
        ("{operation}", NameOf(NameKind.OPERATION)),
        ("{41}", Unreadable("41")),
        ("{raids 41}", Unreadable("raids 41")),
        ("{raids more than many}", Unreadable("raids more than many")),
        ("{raids 2023-02-30}", Unreadable("raids 2023-02-30")),
        ("{}", Unreadable("")),
    ],
)
def test_what_stands_in_braces_is_a_figure_a_name_or_unreadable(written: str, part: object) -> None:
    assert parts_of(f"a {written}b") == (Literal("a "), part, Literal("b"))


def test_a_brace_that_is_left_open_is_unreadable() -> None:
    assert parts_of("a {raids") == (Unreadable("a {raids"),)


def test_a_number_hidden_in_braces_or_beside_them_is_told() -> None:
    assert [number.written for number in bare_numbers(parts_of("41 {raids}, two {items_seized}"), "en")] == [
        "41",
        "two",
    ]


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        ("en", "They did more than {raids}", "more than"),
        ("en", "{raids} or more", "or more"),
        ("en", "{raids}+", "+"),
        ("sl", "več kot {raids}", "več kot"),
        ("hr", "preko {raids}", "preko"),
        ("sr-Cyrl", "више од {raids}", "више од"),
        ("mk", "повеќе од {raids}", "повеќе од"),
        ("sq", "më shumë se {raids}", "më shumë se"),
        ("hu", "több mint {raids}", "több mint"),
    ],
)
def test_words_that_make_a_figure_vague_are_told(language: str, text: str, words: str) -> None:
    assert [(number.written, number.is_vague) for number in bare_numbers(parts_of(text), language)] == [
        (words, True)
    ]


def test_the_same_words_elsewhere_are_let_pass() -> None:
    assert list(bare_numbers(parts_of("over the border, more than before: {raids}"), "en")) == []
    assert vague_beside("all over ", "", "en") == "over"


def test_a_translation_asks_for_the_same_in_any_order() -> None:
    assert tokens_of("{raids  SI} and {operation}") == tokens_of("{operation}: {raids SI}")
    assert tokens_of("{raids}") != tokens_of("{raids SI}")
