"""The plan is the truth: nothing overlaps that was not planted, and the scenario alone gives the numbers."""

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from mozaik.errors import InvalidInputError, RefusedError
from mozaik.rehearsal import pictures
from mozaik.rehearsal.plan import Plan, lay_out
from mozaik.rehearsal.planting import brute_force_overlaps, near_pairs
from mozaik.rehearsal.run import empty_folder, make_plan
from mozaik.rehearsal.scenario import Scenario, load_scenario


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return load_scenario("mozaik-2023")


@pytest.fixture(scope="module")
def plan(scenario: Scenario) -> Plan:
    return make_plan(scenario, seed=2023, scale=0.25)


def test_every_shared_file_was_planted(plan: Plan) -> None:
    planted = {
        overlap.values[0]: set(overlap.holders)
        for overlap in [*plan.truth, *plan.decoys]
        if overlap.kind == "digest"
    }
    overlaps = brute_force_overlaps(plan)
    assert len(overlaps) > 30
    for digest, units in overlaps:
        items = {unit for unit in planted[digest] if unit[0] != "list"}
        assert items == set(units)


def test_every_near_pair_was_planted_and_no_near_miss_is_near(plan: Plan) -> None:
    planted = {overlap.values for overlap in plan.truth if overlap.kind == "picture"}
    on_items = {values for values in planted if len(values) == 2}
    lists = {media_hash.hex() for _, media_hash in plan.known if media_hash}
    between_items = {values for values in on_items if not lists & set(values)}
    assert near_pairs(plan) == between_items
    for decoy in plan.decoys:
        if decoy.kind == "picture":
            left, right = (bytes.fromhex(value) for value in decoy.values)
            assert pictures.distance(left, right) > pictures.BORDER
            assert pictures.distance(right, left) > pictures.BORDER


def test_same_seed_gives_the_same_items_and_another_seed_others(scenario: Scenario, plan: Plan) -> None:
    def prints(plan: Plan) -> list[tuple[str, list[tuple[str, bytes]]]]:
        return [
            (item.item_id, sorted((path, hashlib.sha256(data).digest()) for path, data in item.files.items()))
            for item in plan.items
        ]

    assert prints(make_plan(scenario, 2023, 0.25)) == prints(plan)
    assert prints(make_plan(scenario, 7, 0.25)) != prints(plan)


def test_counts_follow_the_scenario(scenario: Scenario, plan: Plan) -> None:
    for cast in scenario.contributors:
        assert sum(raid.authority == cast.id for raid in plan.raids) == cast.raids["count"]
        assert sum(person.authority == cast.id for person in plan.persons) == cast.suspects["count"]
    fewer = replace(
        scenario,
        authorities=tuple(
            replace(cast, raids={**cast.raids, "count": 3}) if cast.id == "HR-MUP" else cast
            for cast in scenario.authorities
        ),
    )
    assert len(make_plan(fewer, 2023, 0.25).raids) == len(plan.raids) - 6


def test_no_identifier_is_real(plan: Plan) -> None:
    """Domains end in .example or .onion or are t.me paths with invented handles; phones are reserved."""
    for item in plan.items:
        for line in item.lines:
            written = line.split(": ", 1)[1]
            if "@" in written:
                assert written.endswith("@mail.example")
            if written.startswith("+"):
                assert written.startswith(("+493023125", "+3326191", "+467017406"))
            if written.startswith("https://"):
                assert ".example/" in written or written.startswith("https://t.me/")


def test_unknown_scenario_names_the_known_ones() -> None:
    with pytest.raises(InvalidInputError, match="mozaik-2023"):
        load_scenario("mozaik-1999")


@pytest.mark.parametrize(
    ("table", "entry"),
    [
        ("overlaps", {"name": {"count": 99, "holders": 2}}),
        ("overlaps", {"email": {"count": 1, "holders": 999}}),
        ("decoys", {"look_alike_names": 99}),
        ("realities", {"numbered_alike": 99}),
        ("realities", {"without_state": 999}),
    ],
)
def test_a_scenario_that_plants_more_than_there_is_is_an_error_of_it(
    scenario: Scenario, table: str, entry: dict[str, object]
) -> None:
    """An IndexError before (review 1, item 19)."""
    few = {name: {"count": 0, "holders": 2} for name in scenario.overlaps}
    decoys, realities = dict.fromkeys(scenario.decoys, 0), dict.fromkeys(scenario.realities, 0)
    small = replace(scenario, overlaps=few, decoys=decoys, realities=realities)
    wanting: dict[str, Any] = {table: {**getattr(small, table), **entry}}
    with pytest.raises(InvalidInputError, match="more than there is room for"):
        make_plan(replace(small, **wanting), seed=1, scale=0)


def test_a_language_without_invented_names_is_an_error_of_the_scenario(scenario: Scenario) -> None:
    first, *rest = scenario.authorities
    with pytest.raises(InvalidInputError, match="no invented names"):
        lay_out(replace(scenario, authorities=(replace(first, language="xx"), *rest)), seed=1)


def test_a_folder_that_is_no_rehearsal_is_never_removed(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(RefusedError, match="not a rehearsal"):
        empty_folder(tmp_path, replace=True)
    assert (tmp_path / "thesis.txt").read_text() == "mine"


def test_an_earlier_rehearsal_is_removed_only_when_asked(tmp_path: Path) -> None:
    (tmp_path / "SYNTHETIC.txt").write_text("synthetic")
    with pytest.raises(RefusedError, match="--replace"):
        empty_folder(tmp_path, replace=False)
    empty_folder(tmp_path, replace=True)
    assert list(tmp_path.iterdir()) == []
