"""The register of received sets: what ended never comes back, and what was changed by hand is told."""

import stat
from pathlib import Path
from typing import Any

import pytest

from mozaik import chain
from mozaik.acts import (
    Act,
    Acts,
    ReceivedSet,
    Step,
    acts_of,
    append_sets,
    carry_on,
    read_register,
    take_number,
)
from mozaik.acts.received import MOST_SETS
from mozaik.canonical import JsonValue
from mozaik.errors import InvalidInputError
from mozaik.files import StorageError
from mozaik.parties import Authority
from tests.release.support import NOW, TRUST, key_of


def a_set(number: int, *supersedes: str, owner: str = "SI-GPD") -> ReceivedSet:
    return ReceivedSet(f"S{number}", owner, "ab" * 32, supersedes)


def test_the_register_says_what_was_received_superseded_and_withdrawn(tmp_path: Path) -> None:
    acts = Acts(tmp_path)
    append_sets(acts, Step.RECEIVED, [a_set(1), a_set(2, "S1", "S0")], NOW)
    append_sets(acts, Step.LEFT_OUT, [a_set(3, "S2")], NOW)
    append_sets(acts, Step.WITHDRAWN, [a_set(2, "S9")], NOW)
    register = read_register(acts)
    assert register.received == {"S1": a_set(1), "S2": a_set(2, "S1", "S0")}
    assert register.superseded == {("SI-GPD", "S1"): "S2", ("SI-GPD", "S0"): "S2"}
    assert register.withdrawn == {"S2"}


def test_an_authority_supersedes_its_own_sets_alone(tmp_path: Path) -> None:
    acts = Acts(tmp_path)
    append_sets(acts, Step.RECEIVED, [a_set(1), a_set(2, "S1", owner="HR-MUP")], NOW)
    assert set(read_register(acts).superseded) == {("HR-MUP", "S1")}


def test_nothing_received_is_an_empty_register(tmp_path: Path) -> None:
    append_sets(Acts(tmp_path), Step.RECEIVED, [], NOW)
    register = read_register(Acts(tmp_path))
    assert (register.received, register.superseded, register.withdrawn) == ({}, {}, frozenset())
    assert not (tmp_path / "received.jsonl").exists()


@pytest.mark.parametrize(("count", "entries"), [(2, 1), (3, 1), (4, 2), (6, 2), (7, 3)])
def test_many_sets_take_as_many_entries_as_they_need(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, count: int, entries: int
) -> None:
    monkeypatch.setattr("mozaik.acts.received.MOST_SETS", 3)
    append_sets(Acts(tmp_path), Step.RECEIVED, [a_set(number) for number in range(count)], NOW)
    assert chain.head(tmp_path / "received.jsonl").seq == entries
    assert len(read_register(Acts(tmp_path)).received) == count


def test_a_full_entry_of_the_longest_sets_fits_its_file(tmp_path: Path) -> None:
    long = "SI" + "-" + "A" * 24
    sets = [ReceivedSet(f"{number:064}", long, "ab" * 32, ("cd" * 32,)) for number in range(MOST_SETS)]
    append_sets(Acts(tmp_path), Step.RECEIVED, sets, NOW)
    assert len(read_register(Acts(tmp_path)).received) == MOST_SETS


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
    chain.append(tmp_path / "received.jsonl", Step.RECEIVED, details, NOW)
    with pytest.raises(InvalidInputError, match="register") as caught:
        read_register(Acts(tmp_path))
    assert caught.value.remedy


def test_erased_details_of_the_register_are_told_and_never_read_as_no_sets(tmp_path: Path) -> None:
    acts, path = Acts(tmp_path), tmp_path / "received.jsonl"
    append_sets(acts, Step.WITHDRAWN, [a_set(1)], NOW)
    chain.erase_details(path, next(chain.entries(path)), "by mistake", NOW)
    with pytest.raises(InvalidInputError, match="register"):
        read_register(acts)


def test_a_register_is_carried_on_whole_and_grows_there(tmp_path: Path) -> None:
    old, new = Acts(tmp_path / "old"), Acts(tmp_path / "new")
    old.folder.mkdir()
    new.folder.mkdir()
    carry_on(old, new)
    assert list(new.folder.iterdir()) == []
    append_sets(old, Step.RECEIVED, [a_set(1)], NOW)
    before = chain.head(old.folder / "received.jsonl")
    carry_on(old, new)
    append_sets(new, Step.RECEIVED, [a_set(2, "S1")], NOW)
    assert chain.verify_chain(new.folder / "received.jsonl", before).seq == 2
    assert read_register(new).superseded == {("SI-GPD", "S1"): "S2"}
    assert {stat.S_IMODE(path.stat().st_mode) for path in new.folder.rglob("*") if path.is_file()} == {0o600}


@pytest.mark.parametrize("size", [0, 1, 31, 33])
def test_a_key_of_another_length_is_no_key(tmp_path: Path, size: int) -> None:
    acts = Acts(tmp_path)
    with pytest.raises(InvalidInputError, match=r"operation\.key"):
        acts.begin(b"k" * size)
    with pytest.raises(InvalidInputError, match=r"operation\.key") as caught:
        acts.operation_key()
    assert "backup" in caught.value.remedy
    (tmp_path / "operation.key").write_bytes(b"k" * size)
    with pytest.raises(InvalidInputError, match=r"operation\.key"):
        acts.operation_key()


def test_a_key_is_given_once_random_and_private(tmp_path: Path) -> None:
    first, second = Acts(tmp_path / "a"), Acts(tmp_path / "b")
    for acts in (first, second):
        acts.folder.mkdir()
        acts.begin()
    key = first.operation_key()
    assert len(key) == 32
    assert key != second.operation_key()
    assert stat.S_IMODE((first.folder / "operation.key").stat().st_mode) == 0o600
    with pytest.raises((FileExistsError, StorageError)):
        first.begin(b"k" * 32)
    assert first.operation_key() == key


def test_no_content_changes_the_number_that_a_draft_gets(tmp_path: Path) -> None:
    acts, owner = Acts(tmp_path), Authority("SI-GPD")
    content: dict[str, JsonValue] = {"sequence": 7, "expires_on": "2024-01-01", "transfer_ground": None}
    taken = take_number(acts, owner, key_of("SI-GPD/ana"), "needed", content, NOW, TRUST)
    said = [act.content["sequence"] for act in acts_of(acts, owner, TRUST, Act.DRAFT)]
    assert said == [taken.number] == [1]
    assert taken.head == chain.head(acts.chain_of(owner))
