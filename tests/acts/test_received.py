"""The register of received sets: what ended never comes back, and what was changed by hand is told."""

from pathlib import Path
from typing import Any

import pytest

from mozaik import chain
from mozaik.acts import (
    Act,
    ReceivedSet,
    Step,
    acts_of,
    append_sets,
    read_register,
    take_number,
)
from mozaik.acts.received import MOST_SETS
from mozaik.canonical import JsonValue
from mozaik.errors import InvalidInputError
from mozaik.parties import Authority
from tests.acts.support import acts_in
from tests.release.support import NOW, TRUST, key_of


def a_set(number: int, *supersedes: str, owner: str = "SI-GPD") -> ReceivedSet:
    return ReceivedSet(f"S{number}", owner, "ab" * 32, supersedes)


def test_the_register_says_what_was_received_superseded_and_withdrawn(tmp_path: Path) -> None:
    acts = acts_in(tmp_path)
    append_sets(acts, Step.RECEIVED, [a_set(1), a_set(2, "S1", "S0")], NOW)
    append_sets(acts, Step.LEFT_OUT, [a_set(3, "S2")], NOW)
    append_sets(acts, Step.WITHDRAWN, [a_set(2, "S9")], NOW)
    register = read_register(acts)
    assert register.received == {"S1": a_set(1), "S2": a_set(2, "S1", "S0")}
    assert register.superseded == {("SI-GPD", "S1"): "S2", ("SI-GPD", "S0"): "S2"}
    assert register.withdrawn == {"S2"}


def test_the_register_says_what_is_compared_whatever_becomes_of_work(tmp_path: Path) -> None:
    acts = acts_in(tmp_path)
    append_sets(acts, Step.RECEIVED, [a_set(1), a_set(2, "S1"), a_set(3), a_set(4), a_set(5)], NOW)
    append_sets(acts, Step.LEFT_OUT, [a_set(3), a_set(4)], NOW)
    append_sets(acts, Step.WITHDRAWN, [a_set(5)], NOW)
    append_sets(acts, Step.RECEIVED, [a_set(4), a_set(6, "S2", owner="HR-MUP")], NOW)
    assert read_register(acts).current == {"S2", "S4", "S6"}


def test_an_authority_supersedes_its_own_sets_alone(tmp_path: Path) -> None:
    acts = acts_in(tmp_path)
    append_sets(acts, Step.RECEIVED, [a_set(1), a_set(2, "S1", owner="HR-MUP")], NOW)
    assert set(read_register(acts).superseded) == {("HR-MUP", "S1")}


def test_nothing_received_is_an_empty_register(tmp_path: Path) -> None:
    append_sets(acts_in(tmp_path), Step.RECEIVED, [], NOW)
    register = read_register(acts_in(tmp_path))
    assert (register.received, register.superseded, register.withdrawn) == ({}, {}, frozenset())
    assert not acts_in(tmp_path).register_chain().exists()


@pytest.mark.parametrize(("count", "entries"), [(2, 1), (3, 1), (4, 2), (6, 2), (7, 3)])
def test_many_sets_take_as_many_entries_as_they_need(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, count: int, entries: int
) -> None:
    monkeypatch.setattr("mozaik.acts.received.MOST_SETS", 3)
    append_sets(acts_in(tmp_path), Step.RECEIVED, [a_set(number) for number in range(count)], NOW)
    assert chain.head(acts_in(tmp_path).register_chain()).seq == entries
    assert len(read_register(acts_in(tmp_path)).received) == count


def test_a_full_entry_of_the_longest_sets_fits_its_file(tmp_path: Path) -> None:
    long = "SI" + "-" + "A" * 24
    sets = [ReceivedSet(f"{number:064}", long, "ab" * 32, ("cd" * 32,)) for number in range(MOST_SETS)]
    append_sets(acts_in(tmp_path), Step.RECEIVED, sets, NOW)
    assert len(read_register(acts_in(tmp_path)).received) == MOST_SETS


GOOD: dict[str, Any] = {"set_id": "S", "authority": "SI", "sha256": "ab", "supersedes": []}


@pytest.mark.parametrize(
    "details",
    [
        {}, {"sets": None}, {"sets": {}}, {"sets": ["S"]}, {"sets": [[]]},
        {"sets": [{**GOOD, "more": 1}]}, {"sets": [{"set_id": "S"}]},
        {"sets": [{**GOOD, "set_id": 1}]}, {"sets": [{**GOOD, "authority": None}]},
        {"sets": [{**GOOD, "sha256": []}]}, {"sets": [{**GOOD, "supersedes": "S1"}]},
        {"sets": [{**GOOD, "supersedes": [1]}]}, {"sets": [GOOD, None]},
    ],
)  # fmt: skip
def test_an_entry_that_is_no_list_of_sets_is_told(tmp_path: Path, details: dict[str, Any]) -> None:
    chain.append(acts_in(tmp_path).register_chain(), Step.RECEIVED, details, NOW)
    with pytest.raises(InvalidInputError, match="register") as caught:
        read_register(acts_in(tmp_path))
    assert caught.value.remedy


def test_erased_details_of_the_register_are_told_and_never_read_as_no_sets(tmp_path: Path) -> None:
    acts = acts_in(tmp_path)
    path = acts.register_chain()
    append_sets(acts, Step.WITHDRAWN, [a_set(1)], NOW)
    chain.erase_details(path, next(chain.entries(path)), "by mistake", NOW)
    with pytest.raises(InvalidInputError, match="register"):
        read_register(acts)


def test_no_content_changes_the_number_that_a_draft_gets(tmp_path: Path) -> None:
    acts, owner = acts_in(tmp_path), Authority("SI-GPD")
    content: dict[str, JsonValue] = {"sequence": 7, "expires_on": "2024-01-01", "transfer_ground": None}
    taken = take_number(acts, owner, key_of("SI-GPD/ana"), "needed", content, NOW, TRUST)
    said = [act.content["sequence"] for act in acts_of(acts, owner, TRUST, Act.DRAFT)]
    assert said == [taken.number] == [1]
    assert taken.head == chain.head(acts.chain_of(owner))
