"""Planted spellings of one name must meet; planted near names of other people must not."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mozaik.names import THRESHOLD, NameVerdict, compare_names, name_keys, script_of
from mozaik.names.diminutives import FULL_OF_SHORT
from tests.names import support


def score(left: str, right: str) -> int:
    return compare_names(left, right).score


def serbian_spellings(given_name: str, family: str) -> list[str]:
    full = f"{given_name} {family}"
    return [
        full,
        f"{family} {given_name}",
        support.cyrillic(full),
        support.plain(full),
        support.plain(full).upper(),
        support.zone(support.plain(family), support.plain(given_name)),
        f"{family.upper()}, {given_name}",
    ]


@pytest.mark.parametrize(("given_name", "family"), support.SERBIAN)
def test_customs_of_writing_a_serbian_name_meet(given_name: str, family: str) -> None:
    for left, right in combinations(serbian_spellings(given_name, family), 2):
        assert score(left, right) >= THRESHOLD, (left, right)
        assert name_keys(left) & name_keys(right), (left, right)


@pytest.mark.parametrize(("given_name", "family"), support.MACEDONIAN)
def test_customs_of_writing_a_macedonian_name_meet(given_name: str, family: str) -> None:
    full = f"{given_name} {family}"
    for other in (support.macedonian_passport(full), support.macedonian_gaj(full)):
        assert score(full, other) >= THRESHOLD, other
    assert score(full, support.plain(support.macedonian_gaj(full))) >= THRESHOLD


@pytest.mark.parametrize(("albanian", "macedonian"), support.ALBANIAN_IN_MACEDONIAN)
def test_albanian_names_meet_their_macedonian_spelling_and_its_passport_form(
    albanian: str, macedonian: str
) -> None:
    assert score(albanian, macedonian) >= THRESHOLD
    assert score(albanian, support.macedonian_passport(macedonian)) >= THRESHOLD


@pytest.mark.parametrize(("given_name", "family"), support.SERBIAN)
def test_dj_for_one_letter_meets_the_letter_in_both_scripts(given_name: str, family: str) -> None:
    full = f"{given_name} {family}"
    for written in (full, support.cyrillic(full)):
        assert score(support.with_dj(full), written) >= THRESHOLD


@pytest.mark.parametrize(("given_name", "family"), support.SERBIAN)
def test_english_digraphs_meet(given_name: str, family: str) -> None:
    full = f"{given_name} {family}"
    assert score(support.english(full), full) >= THRESHOLD
    assert score(support.english(full), support.cyrillic(full)) >= THRESHOLD


def test_no_two_of_the_generated_people_meet() -> None:
    people = [f"{given_name} {family}" for given_name, family in support.SERBIAN]
    people += [f"Miodrag {family}" for _, family in support.SERBIAN]
    people += [f"{given_name} Uskoković" for given_name, _ in support.SERBIAN]
    for left, right in combinations(people, 2):
        for other in (right, support.cyrillic(right), support.plain(right).upper()):
            assert score(left, other) < THRESHOLD, (left, other)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Petar Marković", "Petra Marković"),
        ("Aleksandar Ilić", "Aleksandra Ilić"),
        ("Kristina Kojić", "Kristian Kojić"),
        ("Nada Šarić", "Nađa Šarić"),
        ("Ana Simić", "Ana Šimić"),
        ("Ana Kojić", "Anja Kojić"),
        ("Damir Tahiri", "Admir Tahiri"),
        ("Marko Dimitrov", "Marko Dimitrova"),
        ("Marko Ilić Perić", "Marko Ilić Savić"),
        ("Marko", "Marko Ilić"),
        ("Ana Bukvić", "Ana Buković"),
        ("Ana Vasiljević", "Ana Vasilijević"),
        ("M. I.", "Marko Ilić"),
        ("M. Ilić", "Marko Petar Ilić"),
        ("Дарко Ковач", "Марко Ковач"),
        ("ILIC<<MARKO", "MARKO<<ILIC"),
        ("KOS<<ANA<MARIJA", "Ana Marija"),
    ],
)
def test_near_names_of_other_people_stay_below_the_threshold(left: str, right: str) -> None:
    assert score(left, right) < THRESHOLD


TWINS = """
Petar Petra, Marin Marina, Marjan Marina, Milan Milana, Mihael Mihaela, Ivan Ivana, Jovan Jovana,
Jasmin Jasmina, Dragan Dragana, Daniel Daniela, Dejan Dejana, Amir Amira, Edin Edina, Senad Senada,
Stefan Stefana, Zoran Zorana, Franjo Franja, Goran Gorana, Branko Branka, Bojan Bojana, Karlo Karla,
Andrej Andreja, Arben Arbena, Luan Luana, Fatmir Fatmire, Agim Agime, Naim Naime, Ardit Ardita,
Vilmos Vilma, Silvo Silva, Ana Anja, Una Ena, Mila Milka, Damir Admir, Samir Amir, Hasan Hazim,
Stevan Stefan, Shefki Shefik, Besim Bekim, Jana Jane, Tea Teo, Pavel Pavla
"""


def test_given_names_one_letter_apart_are_different_people() -> None:
    for twins in TWINS.split(","):
        twin, other = twins.split()
        for left, right in ((twin, other), (support.cyrillic(twin), other), (twin.upper(), other)):
            assert score(f"{left} Uskoković", f"{right} Uskoković") < THRESHOLD, (left, right)
            assert score(f"Uskokovic {left}", f"{right} Uskokovic") < THRESHOLD, (left, right)


SURNAMES = """
Popović Popić, Radović Radić, Kurtović Kurtić, Milanović Milovanović, Todorović Teodorović,
Kostić Kojić, Stojković Stojanović, Panić Pajić, Šarić Šarinić, Hadžić Hadić, Gajić Hajić,
Anić Antić, Savić Sarić, Matić Mitić, Vidić Vidović, Nikolić Nikolovski, Markov Marković,
Dimitrov Dimitrova, Petrovski Petrovska, Kovač Kovačić, Novak Novaković,
Radosavljević Radisavljević, Bogdanović Bogdanić, Lazić Lazarević, Hasani Haziri, Osmani Asani,
Qamili Kasami, Krasniqi Kosniqi, Nagy Nady, Varga Varjú, Szabó Szűcs, Balogh Balázs, Zupan Zupanc
"""


def test_family_names_near_each_other_are_different_people() -> None:
    for twins in SURNAMES.split(","):
        twin, other = twins.split()
        for left, right in (
            (twin, other),
            (twin, support.plain(other)),
            (support.plain(twin), support.plain(other)),
        ):
            assert score(f"Miodrag {left}", f"Miodrag {right}") < THRESHOLD, (left, right)


@pytest.mark.parametrize(
    ("left", "right", "rule"),
    [
        ("Marko Ilić", "Марко Илић", "letter for letter"),
        ("Marko Ilić", "Marko Ilic", "marks dropped"),
        ("Marko Ilić", "Marko Ilich", "same sounds"),
        ("Marko Đilas", "Marko Dilas", "marks dropped"),
        ("M. Ilić", "Marko Ilić", "initial"),
        ("J. R. Ilić", "Ilić J. R.", "same initial"),
        ("Pera Ilić", "Petar Ilić", "short form"),
        ("Marko Stojanović", "Marko Stojaonvić", "slip"),
        ("Marko Ilić", "Ilić Marko", "other order"),
        ("Marko Ilić", "Marko Ilić Perić", "word on one side only"),
        ("Mаrko Ilić", "Mаrko Ilić", "mixed scripts"),
    ],
)
def test_the_explanation_names_the_rule_and_never_the_name(left: str, right: str, rule: str) -> None:
    compared = compare_names(left, right)
    assert rule in {step.rule for step in compared.explanation}
    assert not any("ili" in f"{step.rule} {step.detail}".lower() for step in compared.explanation)
    assert compared.score >= THRESHOLD


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("P<SVNILIC<<MARKO<<<<<<<<<<<<<<<<<<<<<<<<<<<<", "Marko Ilić"),
        ("ILIC<PERIC<<ANA<MARIJA", "Ana Marija Ilić-Perić"),
        ("Цвијета Бијелић", "Cveta Belić"),
        ("Вјера Стјепановић", "Vera Stepanović"),
        ("Marko Imširvić", "Marko Imširović"),
        ("Marko Blagojvić", "Marko Blagojević"),
        ("Marko Aleksandrvić", "Marko Aleksandrović"),
        ("Nexhmije Ylberi", "Неџмије Илбери"),
        ("FUXXREDI<<OEDOEN", "Füredi Ödön"),
        ("Szabóné Tóth Ágnes", "SZABONE TOTH AGNES"),
        ("Марија Г. Илић", "Marija Ilić"),
        ("Щерю Юлиев", "Shteryu Yuliev"),
        ("Ќирил Ѕвездов", "Kiril Zvezdov"),
    ],
)
def test_further_customs_meet(left: str, right: str) -> None:
    assert score(left, right) >= THRESHOLD
    assert name_keys(left) & name_keys(right)


def test_a_look_alike_letter_is_flagged_and_not_merged() -> None:
    compared = compare_names("Mаrko Ilić", "Marko Ilić")  # the first has a Cyrillic а
    assert compared.verdict is NameVerdict.DIFFERENT
    assert "mixed scripts" in {step.rule for step in compared.explanation}
    assert script_of("Mаrko") == "mixed"


@pytest.mark.parametrize("short", sorted(FULL_OF_SHORT))
def test_every_short_form_meets_its_full_names_and_shares_a_key(short: str) -> None:
    for full in FULL_OF_SHORT[short]:
        left, right = f"{short.title()} Uskoković", f"Uskoković {full.title()}"
        assert score(left, right) >= THRESHOLD
        assert name_keys(left) & name_keys(right)
        assert score(f"{short.title()} Babić", right) < THRESHOLD


def test_an_endless_name_is_cut() -> None:
    assert len(name_keys("(Čđžšćq " * 100_000)) < 2000
    assert compare_names("ćđčžš " * 100_000, "cdczs " * 100_000).score >= 0


def test_scores_keep_the_order_of_the_rules() -> None:
    ordered = ["Marko Ilić", "Марко Илић", "Marko Ilic", "Marko Ilich", "M. Ilić", "Marko Savić"]
    scores = [score("Marko Ilić", other) for other in ordered]
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) == len(scores)


@pytest.mark.parametrize("empty", ["", "   ", "<<<<", "123", "(", "."])
def test_a_text_without_letters_is_no_name(empty: str) -> None:
    assert name_keys(empty) == frozenset()
    assert score(empty, "Marko Ilić") == 0


LETTERS = st.sampled_from("aeioubcčćdđfghjklmnprsštvzžqxyABCŠАБВГДЂЃЈЉЊЋЌЏШčшќѓëőüé.-< ,'")


@given(st.text(LETTERS, max_size=24), st.text(LETTERS, max_size=24))
def test_any_two_names_that_reach_the_threshold_share_a_key(left: str, right: str) -> None:
    compared, turned = compare_names(left, right), compare_names(right, left)
    assert (compared.score, compared.verdict) == (turned.score, turned.verdict)
    assert 0 <= compared.score <= 100
    if compared.score >= THRESHOLD:
        assert name_keys(left) & name_keys(right)


@given(st.text(LETTERS, max_size=24))
def test_every_name_with_two_whole_words_is_itself(name: str) -> None:
    compared = compare_names(name, name)
    if len([word for word in name_keys(name) if "+" in word]) and "." not in name and compared.score:
        assert compared.score >= THRESHOLD


@given(st.sampled_from(support.SERBIAN), st.data())
def test_a_swap_or_a_random_custom_keeps_the_keys(person: tuple[str, str], data: st.DataObject) -> None:
    spelled = data.draw(st.sampled_from(serbian_spellings(*person)))
    at = data.draw(st.integers(1, max(1, len(spelled) - 3)))
    slipped = (
        spelled[:at] + spelled[at + 1] + spelled[at] + spelled[at + 2 :] if at + 1 < len(spelled) else spelled
    )
    full = " ".join(person)
    if score(full, slipped) >= THRESHOLD:
        assert name_keys(full) & name_keys(slipped)


def test_a_known_language_only_adds_keys() -> None:
    for name in ("Билјана Миља", "Qendrim Neziri", "Đuro Ilić"):
        for language in ("mk", "sq", "sr-Cyrl", "hu"):
            assert name_keys(name) <= name_keys(name, language)


@pytest.mark.parametrize("family", ["Сливовачки", "Брдички", "Поточки"])
def test_plain_ck_is_read_as_c_and_k_too(family: str) -> None:
    """-čki without its mark is -cki; only other languages read ck as one sound."""
    plain = {"Сливовачки": "Slivovacki", "Брдички": "Brdicki", "Поточки": "Potocki"}[family]
    assert compare_names(f"Марко {family}", f"Marko {plain}").score >= THRESHOLD


def test_a_single_name_tells_less_than_a_whole_one() -> None:
    assert score("Ilić", "Ilić") < score("Marko Ilić", "Marko Ilić")
    assert score("Ilić", "Ilić") >= THRESHOLD


def test_an_initial_only_stands_beside_a_key() -> None:
    whole = {key.partition("+")[0] for key in name_keys("Ilić")}
    assert {key.partition("+")[0] for key in name_keys("M. Ilić")} == whole
