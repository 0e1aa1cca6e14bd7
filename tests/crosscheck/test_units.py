"""Numbers of items and persons: what is one unit, and what only has the same number (review 1, item 5)."""

import random
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from mozaik.acts import Acts, accept_operation
from mozaik.contribution import SealedSet
from mozaik.crosscheck import crosscheck
from mozaik.errors import InvalidInputError
from mozaik.release import Work, read_hits
from mozaik.terms import Subject
from mozaik.work import Unit, UnitKind
from tests.crosscheck.support import Maker, read_work, terms_of
from tests.operation.support import signed_operation
from tests.release.support import asks

BORN, LATER = "1980-01-02", "1990-01-02"
Selector = set[frozenset[tuple[str, str, str]]]
"""Hits as the sets of what pairs: owner, set, and number of the person."""


def person(number: str, name: str) -> dict[str, Any]:
    return {"person_id": number, "full_name": name, "subject": "suspect", "name_kind": "primary"}


def fact(number: str, kind: str, value: str, selector_kind: str | None = None) -> dict[str, Any]:
    return {"person_id": number, "kind": kind, "value": value, "selector_kind": selector_kind}


def sealed(make: Maker, set_id: str, **rows: Sequence[Mapping[str, Any]]) -> SealedSet:
    """A set whose rows all stand under terms about suspects."""
    return make(set_id, rows, terms=[terms_of(set_id.partition(".")[0], subject=Subject.SUSPECT)])


def born(make: Maker, set_id: str, number: str, name: str, day: str) -> SealedSet:
    """A set of one person with a name and a birth date."""
    return sealed(
        make, set_id, persons=[person(number, name)], person_facts=[fact(number, "birth_date", day)]
    )


def hits(sets: Sequence[SealedSet], work: Path, now: datetime) -> list[dict[str, Any]]:
    crosscheck(sets, [], work, now=now)
    return read_work(work, "hits")


def test_one_persons_name_never_meets_by_anothers_birth_date(
    make: Maker, tmp_path: Path, now: datetime
) -> None:
    """HR numbers Ana and Petar `P-1` in two sets; Ana of SI is born on Petar's birthday."""
    sets = [
        born(make, "HR-MUP.a", "P-1", "Ana Anić", BORN),
        born(make, "HR-MUP.b", "P-1", "Petar Petrović", LATER),
        born(make, "SI-GPD.a", "S-1", "Ana Anić", LATER),
    ]
    assert hits(sets, tmp_path / "WORK", now) == []


def test_a_fact_without_a_name_in_its_set_gives_no_name_hit(
    make: Maker, tmp_path: Path, now: datetime
) -> None:
    """Nothing tells that the nameless `P-1` of one set is the named one of the other."""
    sets = [
        sealed(make, "HR-MUP.a", persons=[person("P-1", "Ana Anić")]),
        sealed(make, "HR-MUP.b", person_facts=[fact("P-1", "birth_date", LATER)]),
        born(make, "SI-GPD.a", "S-1", "Ana Anić", LATER),
    ]
    assert hits(sets, tmp_path / "WORK", now) == []


def test_two_persons_of_one_number_meet_like_any_two(make: Maker, tmp_path: Path, now: datetime) -> None:
    sets = [
        sealed(make, f"HR-MUP.{name}", person_facts=[fact("P-1", "selector", "a@example.org", "email")])
        for name in "ab"
    ]
    (hit,) = hits(sets, tmp_path / "WORK", now)
    assert hit["kind"] == "selector"


def test_an_item_and_a_person_of_one_number_meet(make: Maker, tmp_path: Path, now: datetime) -> None:
    """One owner, one number, two things: the own hit was lost."""
    on_item = {
        "kind": "email",
        "normal": "a@example.org",
        "found": "a",
        "item_id": "P-1",
        "path": "x",
        "count": 1,
    }
    contribution = sealed(
        make,
        "HR-MUP.a",
        selectors=[on_item],
        person_facts=[fact("P-1", "selector", "a@example.org", "email")],
    )
    (hit,) = hits([contribution], tmp_path / "WORK", now)
    assert hit["kind"] == "selector"
    accept_operation(Acts.beside(tmp_path / "WORK"), signed_operation(), now)
    work = Work.open(tmp_path / "WORK", make.trust)
    told = read_hits(work, asks(work, "HR-MUP", "morning", "HR-MUP/ana", now)).hits
    assert [sorted((h.table or "", h.unit or "") for h in line.holders) for line in told] == [
        [("person_facts", "P-1"), ("selectors", "P-1")]
    ]
    assert told[0].units == 2


def test_an_item_that_is_numbered_like_a_set_is_not_the_set(
    make: Maker, tmp_path: Path, now: datetime
) -> None:
    row = {"kind": "email", "normal": "a@example.org", "found": "a", "path": "x", "count": 1}
    rows = [{**row, "item_id": "HR-MUP.a"}, {**row, "item_id": None}]
    assert len(hits([sealed(make, "HR-MUP.a", selectors=rows)], tmp_path / "WORK", now)) == 1


def test_an_item_keeps_its_number_in_all_sets_of_its_owner(
    make: Maker, tmp_path: Path, now: datetime
) -> None:
    row = {
        "kind": "email",
        "normal": "a@example.org",
        "found": "a",
        "item_id": "T-1",
        "path": "x",
        "count": 1,
    }
    sets = [sealed(make, f"HR-MUP.{name}", selectors=[row]) for name in "ab"]
    assert hits(sets, tmp_path / "WORK", now) == []


@pytest.mark.parametrize("seed", range(6))
def test_name_hits_are_those_of_the_people_themselves(
    make: Maker, tmp_path: Path, now: datetime, seed: int
) -> None:
    """The oracle knows people, not rows: two people meet by name and birth date, or share a name at home."""
    draw = random.Random(seed)
    places = [
        (set_id, number) for set_id in ("HR-MUP.a", "HR-MUP.b", "SI-GPD.a") for number in ("P-1", "P-2")
    ]
    people = [
        (*place, draw.choice(["Ana Anić", "Petar Petrović", ""]), draw.choice([BORN, LATER, ""]))
        for place in draw.sample(places, 5)
    ]
    rows: dict[str, dict[str, list[dict[str, Any]]]] = {}
    for set_id, number, name, born in people:
        tables = rows.setdefault(set_id, {})
        if name:
            tables.setdefault("persons", []).append(person(number, name))
        if born:
            tables.setdefault("person_facts", []).append(fact(number, "birth_date", born))
    sets = [sealed(make, set_id, **tables) for set_id, tables in rows.items() if tables]
    work = tmp_path / "WORK"
    crosscheck(sets, [], work, now=now)
    by_fact = met(work, lambda second: second is not None)
    assert by_fact == meeting(people, lambda one, other: one[2:] == other[2:] and bool(one[2] and one[3]))
    by_name = met(work, lambda second: second is None)  # a hit of several may hold two who share a fact too
    assert by_name - by_fact == meeting(people, alike_at_home) - by_fact


def alike_at_home(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two people of one owner have one name."""
    return one[0][:6] == other[0][:6] and one[2] == other[2] != ""


def met(work: Path, which: Callable[[str | None], bool]) -> Selector:
    """Which persons WORK says meet by a name."""
    chosen = {
        hit["hit_id"]
        for hit in read_work(work, "hits")
        if hit["kind"] == "name" and which(hit["second_fact"])
    }
    people: dict[bytes, set[tuple[str, str, str]]] = {}
    for holder in read_work(work, "holders"):
        if holder["hit_id"] in chosen:
            number = Unit.parse(holder["unit"]).number
            people.setdefault(holder["hit_id"], set()).add((holder["authority"], holder["set_id"], number))
    return {frozenset(pair) for holders in people.values() for pair in combinations(sorted(holders), 2)}


def meeting(
    people: Sequence[tuple[str, ...]], alike: Callable[[tuple[str, ...], tuple[str, ...]], bool]
) -> Selector:
    """Which of these people meet, pair by pair."""
    return {
        frozenset((p[0].partition(".")[0], p[0], p[1]) for p in pair)
        for pair in combinations(people, 2)
        if alike(*pair)
    }


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("item:T:1", Unit(UnitKind.ITEM, "T:1")),
        ("person:HR-MUP.a:P:1", Unit(UnitKind.PERSON, "P:1")),
        ("set:HR-MUP.a", Unit(UnitKind.SET, "HR-MUP.a")),
    ],
)
def test_a_unit_is_read_as_it_was_written(text: str, unit: Unit) -> None:
    assert Unit.parse(text) == unit


@pytest.mark.parametrize("text", ["", "P-1", "thing:P-1", "ITEM:P-1"])
def test_another_text_is_no_unit(text: str) -> None:
    with pytest.raises(InvalidInputError, match="crosscheck again"):
        Unit.parse(text)
