"""A text is searched for the names and places of the records in every form that its language gives them."""

import csv
from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path

import polib
import pytest

from mozaik.announce import LANGUAGES
from mozaik.announce.private import PrivateKind, PrivateWords, given_away
from tests.names.oblique import DEVELOPMENT, HELD_OUT, OTHERS, Bent, forms
from tests.names.support import MACEDONIAN, SERBIAN

# Hoxha is not among them: it sounds like the Hungarian for "how", and would only be looked at.
FREQUENT = """
Novak Horvat Krajnc Zupančič Kovačič Potočnik Kralj Mlakar Vidmar Kos Golob Turk Božič Korošec Bizjak
Zupan Hribar Kotnik Kavčič Rozman Oblak Kastelic Petek Žagar Hočevar Košir Koren Klemenčič Zajc Knez
Medved Zupanc Pirc Hrovat Pavlič Kuhar Lah Uršič Tomažič Sever Jereb Jerman Babič Cerar Kranjc Rupnik
Breznik Lesjak Perko Dolenc Pečnik Babić Marić Jurić Kovačević Popović Nikolić Stojanović Hodžić Delić
Begić Stojanovski Nagy Szabó Tóth Kiss Varga Molnár Németh Farkas Balogh Papp Shehu Leka Dervishi Kola
Prifti Gjoka Marku
"""


def named(*names: str) -> PrivateWords:
    """The private words of some full names."""
    return PrivateWords.of((name, None, None) for name in names)


def missed(lists: Iterable[Bent]) -> list[str]:
    return [
        form
        for bent in lists
        for form in forms(bent)
        if PrivateKind.NAME not in given_away(form, named(bent[1]))
    ]


def test_a_name_is_found_in_every_form() -> None:
    assert missed(DEVELOPMENT) == []


def test_a_name_of_the_held_out_list_is_found_in_every_form() -> None:
    assert missed(HELD_OUT) == []


@pytest.mark.parametrize("other", OTHERS)
def test_other_people_are_let_pass(other: Bent) -> None:
    assert [form for form in forms(other) if list(given_away(form, named(other[1])))] == []


def spoken_by_us() -> dict[str, str]:
    """What catalogues and drafts of the program say in the languages of an announcement."""
    house = Path(str(files("mozaik")))
    paths = [path for path in sorted(house.rglob("*.po")) if path.stem in LANGUAGES]
    texts = {str(path): "\n".join(entry.msgstr for entry in polib.pofile(str(path))) for path in paths}
    return texts | {str(path): path.read_text("utf-8") for path in house.rglob("announcement.toml")}


def test_our_own_terms_are_nobodys_name(shared_testdata: Path) -> None:
    """Four hundred names over all that catalogues and drafts say: nobody is met, by name or family name."""
    with (shared_testdata / "names_dev.csv").open(encoding="utf-8", newline="") as stream:
        names = {row[side] for row in csv.DictReader(stream) for side in ("left", "right")}
    names |= {" ".join(person) for person in (*SERBIAN, *MACEDONIAN)}
    names |= {bent[1] for bent in (*DEVELOPMENT, *HELD_OUT)} | {
        f"Ana {family}" for family in FREQUENT.split()
    }
    private = PrivateWords.of((name, None, name.split()[-1]) for name in names)
    alarms = {
        (path, kind)
        for path, text in spoken_by_us().items()
        for kind in given_away(text, private)
        if kind in (PrivateKind.NAME, PrivateKind.FAMILY_NAME)
    }
    assert len(names) > 400
    assert alarms == set()


@pytest.mark.parametrize(
    "text",
    [
        "Bilo je u Izmišljenoj ulici u gradu.",
        "Na Izmišljeni ulici so zasegli napravo.",
        "Све се догодило у Измишљеној улици.",
        "Those of Izmisljena ulica say so.",
        "Rudarjevo: the search ended.",
        "V Rudarjevem je bilo mirno.",
        "A rudarjevski policija.",
        "Es geschah in Bor.",
    ],
)
def test_a_place_is_found_in_every_form(text: str) -> None:
    private = PrivateWords.of([], places=["Izmišljena ulica", "Rudarjevo", "Bor"])
    assert list(given_away(text, private)) == [PrivateKind.PLACE]


def test_a_word_that_only_begins_like_a_short_place_is_let_pass() -> None:
    private = PrivateWords.of([], places=["Bor", "Sela"])
    assert list(given_away("Borba proti zlorabi otrok; selitev; bor; the Bored.", private)) == []


def test_a_person_of_several_names_is_found_by_a_given_and_the_family_name() -> None:
    private = PrivateWords.of([("Ana Marija Novak Kovač", "Ana Marija", "Novak Kovač")])
    for text in ("Marije Kovač", "Novakova Ana", "Kovač, Ana", "Ana M. Novak"):
        assert PrivateKind.NAME in given_away(f"Obravnavali so jo kot: {text}.", private), text


def test_one_word_meets_one_word_of_a_name_only() -> None:
    private = PrivateWords.of([("Ivan Ivanov", "Ivan", None)])
    assert list(given_away("Brat Ivanova je povedal.", private)) == []
