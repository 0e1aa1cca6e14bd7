"""Who takes part: what is an authority and a person, what is none, and what other tools make of them."""

import json

import duckdb
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mozaik.canonical import to_canonical
from mozaik.errors import InvalidInputError
from mozaik.parties import Authority, PersonRef, is_authority, is_country, is_person
from mozaik.terms import EVERYONE, PUBLIC

UNITS = st.lists(st.text("ABCXYZ0189", min_size=1, max_size=24), max_size=3)
COUNTRIES = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=2, max_size=2)
NOT_AUTHORITIES = (
    "",
    "S",
    "SLO",
    "SLO-GPD",
    "si",
    "si-gpd",
    "SI-",
    "SI--GPD",
    "SI-GPD-",
    "SI_GPD",
    "SI GPD",
    " SI",
    "SI\n",
    "SI-gpd",
    "SI-A-B-C-D",
    "SI-" + "A" * 25,
    "ŠI-GPD",
    "SI-ŠPD",
    "S1-GPD",
    "SI-GPD/ana",
    PUBLIC,
    EVERYONE,
)


@given(COUNTRIES, UNITS)
def test_every_id_of_the_grammar_is_an_authority_with_its_country(country: str, units: list[str]) -> None:
    text = "-".join([country, *units])
    authority = Authority(text)
    assert (authority, authority.country, authority.is_country) == (text, country, not units)
    assert authority.is_unit is not authority.is_country
    assert is_country(text) is authority.is_country


@pytest.mark.parametrize("text", NOT_AUTHORITIES)
def test_what_is_no_authority_is_refused_with_a_remedy_and_not_repeated(text: str) -> None:
    assert not is_authority(text)
    with pytest.raises(InvalidInputError, match=r"^--as: .*Remedy: ") as caught:
        Authority.parse(text, "--as")
    assert caught.value.why
    assert len(text) < 5 or text not in str(caught.value)


@given(st.text(max_size=20))
def test_the_grammar_is_what_it_says_letter_by_letter(text: str) -> None:
    """A slow twin of the pattern: a country of two capitals, then up to three units."""
    country, *units = text.split("-")
    capitals = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    fits = len(country) == 2 and all(letter in capitals for letter in country) and len(units) <= 3
    fits = fits and all(0 < len(u) < 25 and all(c in capitals + "0123456789" for c in u) for u in units)
    assert is_authority(text) is fits


def test_what_is_meant_for_a_country_is_meant_for_its_authorities() -> None:
    meant = {(a, b) for a in ("SI", "SI-GPD", "HR") for b in ("SI", "SI-GPD", "HR") if covers(a, b)}
    assert meant == {("SI", "SI"), ("SI", "SI-GPD"), ("SI-GPD", "SI-GPD"), ("HR", "HR")}


def covers(name: str, other: str) -> bool:
    return Authority(name).covers(Authority(other))


@given(COUNTRIES, UNITS, st.from_regex(r"[a-z0-9][a-z0-9.-]{0,63}", fullmatch=True))
def test_a_person_has_an_authority_and_a_name(country: str, units: list[str], name: str) -> None:
    authority = Authority("-".join([country, *units]))
    person = PersonRef.of(authority, name)
    assert (person, person.authority, person.name) == (f"{authority}/{name}", authority, name)
    assert isinstance(person.authority, Authority)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ana",
        "/ana",
        "SI-GPD",
        "SI-GPD/",
        "SI-GPD/ ",
        "SI-GPD/Ana",
        "SI-GPD/ana/bor",
        "SLO-GPD/ana",
        "SI-GPD/ana\n",
        "SI-GPD/.ana",
        "SI-GPD/" + "a" * 65,
        "PUBLIC/ana",
        "*/ana",
    ],
)
def test_what_names_no_person_is_refused_with_a_remedy_and_not_repeated(text: str) -> None:
    assert not is_person(text)
    with pytest.raises(InvalidInputError, match=r"^--by: .*Remedy: ") as caught:
        PersonRef.parse(text, "--by")
    assert len(text) < 7 or text.strip() in "SI-GPD/ana" or text not in str(caught.value)


def test_other_tools_take_both_as_plain_texts() -> None:
    authority, person = Authority("SI-GPD"), PersonRef("SI-GPD/ana")
    both = {"authority": authority, "person": person}
    plain = {"authority": "SI-GPD", "person": "SI-GPD/ana"}
    assert json.loads(json.dumps(both)) == plain
    assert to_canonical(both) == to_canonical(plain)
    assert pa.array([authority, person], pa.string()).to_pylist() == ["SI-GPD", "SI-GPD/ana"]
    asked = duckdb.execute("SELECT $authority || ' ' || $person", both).fetchone()
    assert asked == ("SI-GPD SI-GPD/ana",)
    names: dict[str, int] = {authority: 1}
    assert names["SI-GPD"] == 1
