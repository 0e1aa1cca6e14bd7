"""Names: across scripts, with a second fact, never alone between owners."""

import random
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mozaik.contribution import SealedSet
from mozaik.crosscheck import crosscheck
from mozaik.crosscheck.matchers import name as name_matcher
from mozaik.crosscheck.matchers.name import near_names, near_names_brute
from mozaik.names import THRESHOLD, compare_names, may_be_one
from mozaik.names.diminutives import FULL_OF_SHORT
from mozaik.terms import Disclosure, Subject, Terms
from tests.crosscheck.support import Maker, Row, expected_pairs, pairs_in, read_work, rows_of, terms_of

NAMES = (
    "Petar Petrović", "Петар Петровић", "Petar Petrovic", "Petrović Petar", "Petra Petrović",
    "Петар Петровски",
    "Jovana Jovanović", "Јована Јовановић", "Đorđe Đukić", "Djordje Djukic", "Ђорђе Ђукић", "Ana",
)  # fmt: skip

_OF_ONE_FAMILY = (
    "Dragan Dragana Dušan Duško Dule Damir Dado Dario Dejan Deki Denis Dino Dinko Domagoj Domi Dražen D. "
    "Danijel Danilo Davor Dimitrije Dmitrij Draagn Драган Душан Дејан Dajana Daria Darko Dača Dalibor "
    "Dalibro Damjan Darinka Dobrila Dolores Dorijan Dragutin Dubravko"
)
_STEMS, _ENDS = "Petr Jovan Nikol Mark Stojan Pavl Lazar Simon Todor Kost Trif Sav", "ović ić ev ski"

Told = tuple[Sequence[Row], Sequence[Row]]
"""The persons and the facts of one set."""


def suspects(owner: str, **changes: Any) -> list[Terms]:
    return [
        terms_of(owner, subject=Subject.SUSPECT),
        terms_of(owner, "facts", subject=Subject.SUSPECT, **changes),
    ]


def person(person_id: str, full_name: str, language: str | None = None) -> Row:
    told = {"full_name": full_name, "language": language, "subject": "suspect", "name_kind": "primary"}
    return {"person_id": person_id, **told}


def fact(person_id: str, kind: str, value: str, selector_kind: str | None = None) -> Row:
    return {
        "person_id": person_id,
        "kind": kind,
        "value": value,
        "selector_kind": selector_kind,
        "terms_id": 1,
    }


def two_owners(make: Maker, left: Told, right: Told) -> list[SealedSet]:
    """Two sets, each with its persons and facts."""
    return [
        make(f"{owner}.a", {"persons": persons, "person_facts": facts}, terms=suspects(owner))
        for owner, (persons, facts) in zip(("SI-GPD", "HR-MUP"), (left, right), strict=True)
    ]


def test_the_keys_lose_no_pair_that_the_comparison_accepts() -> None:
    names = [(name, "") for name in NAMES]
    assert set(near_names(names)) == set(near_names_brute(names))
    assert len(set(near_names(names))) > 5


def many_of_one_family() -> list[tuple[str, str]]:
    """Writings that share the keys of one family name: more than are compared each with each."""
    given = _OF_ONE_FAMILY.split()
    return [(f"{name} Petrović", "") for name in given] + [("Petrovic, D.", ""), ("PETROVIC<<DRAGAN", "")]


def test_a_key_that_many_share_loses_no_pair() -> None:
    names = many_of_one_family()
    assert set(near_names(names)) == set(near_names_brute(names))
    assert len(set(near_names_brute(names))) > 40


def test_ten_thousand_names_are_compared_a_few_times_each(monkeypatch: pytest.MonkeyPatch) -> None:
    given = sorted({full for fulls in FULL_OF_SHORT.values() for full in fulls})
    families = [stem + end for stem in _STEMS.split() for end in _ENDS.split()]
    draw = random.Random(5)
    names = sorted({(f"{draw.choice(given).title()} {draw.choice(families)}", "") for _ in range(16_000)})[
        :10_000
    ]
    compared: list[tuple[str, str]] = []

    def counted(left: str, right: str, *languages: str | None) -> bool:
        compared.append((left, right))
        return may_be_one(left, right, *languages)

    monkeypatch.setattr(name_matcher, "may_be_one", counted)
    near = list(near_names(names))
    assert len(names) == 10_000
    assert len(near) > 500
    assert len(compared) < 5 * len(names)


def test_one_person_in_two_scripts_with_one_birth_date_is_a_hit(
    make: Maker, tmp_path: Path, now: datetime
) -> None:
    sets = two_owners(
        make,
        ([person("P1", "Petar Petrović")], [fact("P1", "birth_date", "1980-01-02")]),
        ([person("Q1", "Петар Петровић")], [fact("Q1", "birth_date", "1980-01-02")]),
    )
    crosscheck(sets, [], tmp_path / "WORK", now=now)
    (hit,) = read_work(tmp_path / "WORK", "hits")
    assert (hit["kind"], hit["second_fact"]) == ("name", "birth_date")
    assert {hit["left_value"].decode(), hit["right_value"].decode()} == {"Petar Petrović", "Петар Петровић"}
    terms = {row["terms_key"]: row["name"] for row in read_work(tmp_path / "WORK", "terms")}
    holders = read_work(tmp_path / "WORK", "holders")
    assert [(h["side"], terms[h["terms_key"]], terms[h["support_terms_key"]]) for h in holders] == [
        ("L", "material", "facts"),
        ("R", "material", "facts"),
    ]


def test_each_shared_fact_is_a_hit_of_its_own(make: Maker, tmp_path: Path, now: datetime) -> None:
    facts = [("birth_date", "1980-01-02", None), ("document", "D1", None), ("selector", "+38160111", "phone")]
    sets = two_owners(
        make,
        ([person("P1", "Petar Petrović")], [fact("P1", *stated) for stated in facts]),
        ([person("Q1", "Petar Petrović")], [fact("Q1", *stated) for stated in facts]),
    )
    crosscheck(sets, [], tmp_path / "WORK", now=now)
    hits = [hit for hit in read_work(tmp_path / "WORK", "hits") if hit["kind"] == "name"]
    assert sorted(hit["second_fact"] for hit in hits) == ["birth_date", "document", "selector phone"]
    assert all(hit["right_value"] is None for hit in hits)
    assert len({hit["hit_id"] for hit in hits}) == 3


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (("Petar Petrović", "birth_date", "1980-01-02"), ("Petar Petrović", "birth_date", "1980-01-03")),
        (("Petar Petrović", "conduct", "darknet"), ("Petar Petrović", "conduct", "darknet")),
        (("Petar Petrović", "birth_date", "1980-01-02"), ("Petra Petrović", "birth_date", "1980-01-02")),
    ],
)
def test_a_name_alone_or_a_look_alike_is_no_hit_between_owners(
    make: Maker, tmp_path: Path, now: datetime, left: tuple[str, str, str], right: tuple[str, str, str]
) -> None:
    sets = two_owners(
        make,
        ([person("P1", left[0])], [fact("P1", *left[1:])]),
        ([person("Q1", right[0])], [fact("Q1", *right[1:])]),
    )
    crosscheck(sets, [], tmp_path / "WORK", now=now)
    assert read_work(tmp_path / "WORK", "hits") == []


def test_a_bare_name_is_written_for_the_owner_of_both_alone(
    make: Maker, tmp_path: Path, now: datetime
) -> None:
    sets = two_owners(
        make,
        (
            [person("P1", "Petar Petrović"), person("P2", "Петар Петровић"), person("P3", "Petar Petrović")],
            [],
        ),
        ([person("Q1", "Petar Petrović")], []),
    )
    crosscheck(sets, [], tmp_path / "WORK", now=now)
    hits = read_work(tmp_path / "WORK", "hits")
    assert [hit["second_fact"] for hit in hits] == [None, None]
    assert {h["authority"] for h in read_work(tmp_path / "WORK", "holders")} == {"SI-GPD"}
    assert len(pairs_in(tmp_path / "WORK", "name")) == 3


def test_persons_who_share_a_fact_share_their_name_alone_too(
    make: Maker, tmp_path: Path, now: datetime
) -> None:
    persons = [person("P1", "Petar Petrović"), person("P2", "Petar Petrović")]
    facts = [fact("P1", "document", "D1"), fact("P2", "document", "D1")]
    sealed_set = make("SI-GPD.a", {"persons": persons, "person_facts": facts}, terms=suspects("SI-GPD"))
    crosscheck([sealed_set], [], tmp_path / "WORK", now=now)
    hits = {hit["second_fact"] for hit in read_work(tmp_path / "WORK", "hits")}
    assert hits == {"document", None}, "the day of the reading decides whether the name is bare"


def test_a_fact_that_only_one_of_them_has_does_not_hide_a_bare_name(
    make: Maker, tmp_path: Path, now: datetime
) -> None:
    persons = [person("P1", "Petar Petrović"), person("P2", "Petar Petrović")]
    facts = [fact("P1", "document", "D1"), fact("P2", "document", "D2")]
    sealed_set = make("SI-GPD.a", {"persons": persons, "person_facts": facts}, terms=suspects("SI-GPD"))
    crosscheck([sealed_set], [], tmp_path / "WORK", now=now)
    assert [hit["second_fact"] for hit in read_work(tmp_path / "WORK", "hits")] == [None]


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 2**32))
def test_it_equals_comparing_every_row_with_every_row(
    make: Maker, tmp_path_factory: pytest.TempPathFactory, now: datetime, seed: int
) -> None:
    draw = random.Random(seed)

    def draw_set(set_id: str) -> SealedSet:
        ids = ("P1", "P2", "P3")
        persons = [person(draw.choice(ids), draw.choice(NAMES[:6])) for _ in range(4)]
        facts = [fact(draw.choice(ids), "birth_date", draw.choice(("1980-01-02", "1990-01-02")))]
        facts += [fact(draw.choice(ids), "document", draw.choice("DE")) for _ in range(2)]
        owner = set_id.partition(".")[0]
        return make(set_id, {"persons": persons, "person_facts": facts}, terms=suspects(owner))

    sets = [draw_set(set_id) for set_id in ("SI-GPD.a", "SI-GPD.b", "HR-MUP.a")]
    work = tmp_path_factory.mktemp("work") / "WORK"
    crosscheck(sets, [], work, now=now)
    known: dict[tuple[str, str], set[tuple[str, str]]] = {}
    for row in rows_of(sets, "person_facts"):
        known.setdefault(row["unit"], set()).add((row["kind"], row["value"]))

    def alike(left: Row, right: Row) -> bool:
        names = left["full_name"], right["full_name"]
        return names[0] == names[1] or compare_names(*names).score >= THRESHOLD

    def share(left: Row, right: Row) -> bool:
        return bool(known.get(left["unit"], set()) & known.get(right["unit"], set()))

    rows = rows_of(sets, "persons")
    owner_of = {row["key"]: row["unit"][0] for row in rows}
    with_fact = expected_pairs(rows, lambda *two: alike(*two) and share(*two))
    one_owner = expected_pairs(rows, lambda *two: alike(*two) and two[0]["unit"][0] == two[1]["unit"][0])
    bare = pairs_in(work, "name", lambda hit: hit["second_fact"] is None)
    assert pairs_in(work, "name", lambda hit: hit["second_fact"] is not None) == with_fact
    assert {two for two in bare if len({owner_of[key] for key in two}) == 1} == one_owner


def test_two_names_of_one_person_are_no_hit(make: Maker, tmp_path: Path, now: datetime) -> None:
    persons = [person("P1", "Petar Petrović"), {**person("P1", "Петар Петровић"), "name_kind": "alias"}]
    facts = [fact("P1", "birth_date", "1980-01-02")]
    sealed_set = make("SI-GPD.a", {"persons": persons, "person_facts": facts}, terms=suspects("SI-GPD"))
    crosscheck([sealed_set], [], tmp_path / "WORK", now=now)
    assert read_work(tmp_path / "WORK", "hits") == []


def test_victims_are_never_compared(make: Maker, tmp_path: Path, now: datetime) -> None:
    def victims(owner: str) -> SealedSet:
        terms = terms_of(owner, subject=Subject.VICTIM, necessity="needed", disclosure=Disclosure.SILENT)
        rows = [{**person("P1", "Ana Anić"), "subject": "victim"}]
        return make(f"{owner}.a", {"persons": rows}, terms=[terms])

    summary = crosscheck([victims("SI-GPD"), victims("HR-MUP")], [], tmp_path / "WORK", now=now)
    assert read_work(tmp_path / "WORK", "hits") == []
    assert {gap.reason for gap in summary.not_compared} == {"subject category may not be cross-checked"}
