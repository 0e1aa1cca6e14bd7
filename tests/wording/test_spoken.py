"""The languages of the report: complete, with the same placeholders, right plurals and our own words."""

import re

import polib
import pytest

from mozaik.errors import InvalidInputError
from mozaik.wording import SPOKEN, catalogue_of, check_wording, checked_languages, language_of, say, speaking
from mozaik.wording.catalogue import COUNT, english, placeholders_of
from mozaik.wording.spoken import NEAREST, OF_COUNTRY, locale_path

WRITTEN = [tag for tag in SPOKEN if tag != "en" and tag not in NEAREST]
OF_REPORT = (
    "rank", "hit", "counted", "value", "field", "near", "likeness", "use", "nothing", "handling", "grade",
    "obstacle", "not_compared", "phrase", "list", "lead", "first", "country", "paper", "compared", "form",
    "table", "method",
)  # fmt: skip
"""What the report of a package says: the beginnings of its keys."""
KEPT = re.compile(
    r"mozaik [a-z]+( (run|status))?|--(after|json|full)|OpenAPI|Authorization|SI-GPD/ana|GiB|Enter|4x4"
    r"|\bB\b|\b[acjkruz]\b|\{\w+\}|[\w-]+\.(csv|json|pdf|zip|mjs)\b|FILE\.\w+|certutil -hashfile"
    r"|sha256sum|SHA-?\d+"
    r"|[A-Z0-9]{2,}\b|Ed25519|releaser|Windows|Node|Mozaik|onion|PhotoDNA|wal\b|pdq|md\b|sha\b"
    r"|Bitcoin( Cash)?|Dogecoin|Litecoin|Solana|Tron|Monero|Ledger|eDonkey|OpenPGP|info-hash|Ethereum"
    r"|\w+_?identified|is_?distributed|submissions|\b[xy]\b|7z"
)
"""What stays as it is in every language: names of files, programs, formats, columns, keys and axes."""
CYRILLIC = "абвгдђежзијклљмнњопрстћуфхцчџш"
LATIN = "a b v g d đ e ž z i j k l lj m n nj o p r s t ć u f h c č dž š"
TO_LATIN = dict(zip(CYRILLIC, LATIN.split(), strict=True))


def report_keys() -> set[str]:
    return {key for key in english() if key.partition(".")[0] in OF_REPORT}


def texts(tag: str) -> dict[str, tuple[str, ...]]:
    return dict(catalogue_of(tag).texts)


@pytest.mark.parametrize("tag", WRITTEN)
def test_a_catalogue_says_everything_that_the_report_says(tag: str) -> None:
    """Complete, none for other English, none fuzzy, and the same placeholders in every form."""
    catalogue = catalogue_of(tag)
    assert {key: fault for key, fault in catalogue.faults.items() if key in report_keys()} == {}
    assert set(catalogue.faults.values()) <= {"it is missing"}
    for key, forms in catalogue.texts.items():
        for form in forms:
            assert placeholders_of(form) - {COUNT} == english()[key].placeholders, key


@pytest.mark.parametrize("tag", ["sr-Latn", "sr-Cyrl"])
def test_serbian_says_everything_that_the_hub_says(tag: str) -> None:
    """Of the figures, which no page shows, the labels alone are missing."""
    said = {key for key in english() if not key.startswith(("figure.", "figures."))}
    assert sorted(said - set(texts(tag))) == []


@pytest.mark.parametrize("tag", WRITTEN)
def test_a_catalogue_has_no_text_that_nobody_says(tag: str) -> None:
    assert {entry.msgctxt for entry in polib.pofile(str(locale_path(tag)))} <= set(english())


@pytest.mark.parametrize("tag", WRITTEN)
def test_a_catalogue_blames_nobody(tag: str) -> None:
    assert tag in checked_languages()
    for key, forms in texts(tag).items():
        for form in forms:
            assert check_wording(form, tag) == [], key


@pytest.mark.parametrize("tag", WRITTEN)
def test_no_sentence_is_left_in_english(tag: str) -> None:
    for key, forms in texts(tag).items():
        plain = KEPT.sub("", english()[key].text)
        if len(re.findall(r"[A-Za-z]{2,}", plain)) > 1:
            assert english()[key].text not in forms, key


@pytest.mark.parametrize("tag", ["sr-Cyrl", "mk"])
def test_a_text_in_cyrillic_has_no_latin_word_of_its_own(tag: str) -> None:
    for key, forms in texts(tag).items():
        for form in forms:
            assert re.findall(r"[A-Za-zŠšŽžČčĆćĐđ]+", KEPT.sub("", form)) == [], key


@pytest.mark.parametrize("tag", ["sl", "hr", "bs", "sr-Latn", "sq", "hu"])
def test_a_text_in_latin_has_no_cyrillic_letter(tag: str) -> None:
    """А letter that looks alike would be found by no search."""
    for key, forms in texts(tag).items():
        assert not re.search(r"[\u0370-\u04ff]", "".join(forms)), key


def test_serbian_is_one_text_in_two_scripts() -> None:
    cyrillic, latin = texts("sr-Cyrl"), texts("sr-Latn")
    for key, forms in cyrillic.items():
        if not key.startswith("country."):
            read = ["".join(TO_LATIN.get(letter, letter) for letter in form.lower()) for form in forms]
            assert read == [form.lower() for form in latin[key]], key


@pytest.mark.parametrize(
    ("tag", "counts", "said"),
    [
        ("sl", (1, 2, 3, 4, 5, 11, 101, 102, 103, 105),
         "datoteka datoteki datoteke datoteke datotek datotek datoteka datoteki datoteke datotek"),
        ("hr", (1, 2, 4, 5, 11, 12, 21, 22, 111, 112),
         "datoteka datoteke datoteke datoteka datoteka datoteka datoteka datoteke datoteka datoteka"),
        ("sr-Cyrl", (1, 2, 5, 12, 21, 22, 112),
         "датотека датотеке датотека датотека датотека датотеке датотека"),
        ("bs", (1, 3, 10, 13, 31, 33), "datoteka datoteke datoteka datoteka datoteka datoteke"),
        ("mk", (1, 2, 11, 21, 22, 111), "датотека датотеки датотеки датотека датотеки датотеки"),
        ("sq", (1, 2, 11, 21), "skedar skedarë skedarë skedarë"),
        ("hu", (1, 2, 21), "fájl fájl fájl"),
    ],
)  # fmt: skip
def test_plurals_are_those_of_the_language(tag: str, counts: tuple[int, ...], said: str) -> None:
    """The forms that the Unicode plural rules give."""
    with speaking(catalogue_of(tag)):
        assert [say("counted.digest", count=count) for count in counts] == [
            f"{count} {word}" for count, word in zip(counts, said.split(), strict=True)
        ]
        assert str(counts[0]) in say("phrase.and_more", some="x", count=counts[0])


@pytest.mark.parametrize("tag", WRITTEN)
def test_every_counted_text_names_its_number(tag: str) -> None:
    for key, forms in texts(tag).items():
        if COUNT in placeholders_of(english()[key].plural):
            assert all(COUNT in placeholders_of(form) for form in forms), key


@pytest.mark.parametrize("tag", WRITTEN)
def test_a_catalogue_says_that_a_machine_helped(tag: str) -> None:
    po = polib.pofile(str(locale_path(tag)))
    assert "machine" in po.header
    assert "package.pdf" in catalogue_of(tag).text("paper.translated", None)


def test_a_country_reads_its_language_and_one_without_a_text_the_nearest() -> None:
    assert set(OF_COUNTRY.values()) == set(SPOKEN) - {"en", "sr-Latn"}
    assert language_of("SI") == language_of("SI-GPD") == "sl"
    assert language_of("BA") == language_of("BA-FUP") == language_of("BA-BD") == "bs"
    assert language_of("BA-RS") == language_of("BA-RS-MUP") == language_of("RS-MUP") == "sr-Cyrl"
    assert language_of("BA-RSX") == "bs"
    assert language_of("DE") is None
    assert catalogue_of("cnr").texts == catalogue_of("sr-Latn").texts


def test_a_language_without_a_text_is_named() -> None:
    with pytest.raises(InvalidInputError, match="take one of en, sl, "):
        catalogue_of("fr")
