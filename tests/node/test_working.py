"""A node does what it owes: in any order, by any worker, killed at any moment, it ends in the same state."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from mozaik.acts import governing_versions
from mozaik.contribution import read_set
from mozaik.crosscheck import Confirmed, crosscheck
from mozaik.errors import RefusedError
from mozaik.node import (
    Done,
    Duty,
    cross_check,
    init_node,
    open_node,
    receive,
    status_of,
    withdraw,
)
from mozaik.operation import NotTakingPartError, next_version, read_operation
from tests.crosscheck.support import entry_row
from tests.killing import STEPS, killed_before_change
from tests.node.house import EC3, NOW, House, contribution, wall_clock
from tests.operation.support import HEADS_TRUST, sign_file, takes_part, with_participants


def test_what_comes_in_is_received_compared_and_told(house: House) -> None:
    """Ten files together make one generation."""
    owners = ("SI-GPD", "HR-MUP", "RS-MUP", "HU-NNI", "BA-RS")
    files = [
        contribution(house, f"{owner}.{number}", b"shared", f"{owner}{number}".encode())
        for owner in owners
        for number in (1, 2)
    ]
    house.arrive(*files)
    done = house.run()
    assert [work.duty for work in done] == [Duty.VERIFY, Duty.CROSSCHECK, Duty.VIEW, Duty.NOTICE]
    assert not [work.why for work in done if work.why]
    assert list(house.node.incoming.iterdir()) == []
    told = status_of(house.node, wall_clock())
    assert told.stored["contribution"] == {"accepted": 10}
    assert (told.compared, told.owed, told.cross_check_owed) == (10, (), False)
    assert house.hits("SI-GPD") == 1
    assert house.run() == []
    assert len(list((house.node.work / "generations").glob("0*"))) == 1


def test_what_is_replaced_withdrawn_or_of_nobody_who_takes_part_stays_out(house: House) -> None:
    first = contribution(house, "SI-GPD.1", b"old", b"shared")
    second = contribution(house, "SI-GPD.2", b"new", supersedes=("SI-GPD.1",))
    other = contribution(house, "HR-MUP.1", b"shared", b"new", b"other")
    stranger = contribution(house, "NO-KRIPOS.1", b"shared", b"new")
    house.arrive(first, other, stranger)
    house.run()
    assert house.hits("SI-GPD") == 1
    (left,) = status_of(house.node, wall_clock()).left_out
    assert (left.id, "does not list NO-KRIPOS" in left.why) == ("NO-KRIPOS.1", True)
    house.arrive(second)
    house.run()
    assert house.hits("SI-GPD") == 1
    assert status_of(house.node, wall_clock()).stored["contribution"] == {"accepted": 3, "superseded": 1}
    withdraw(house.node, ("HR-MUP.1",), NOW)
    assert status_of(house.node, wall_clock()).cross_check_owed
    house.arrive(first, other)
    house.run()
    assert house.hits("SI-GPD") == 0
    assert status_of(house.node, wall_clock()).withdrawn == ("HR-MUP.1",)
    with pytest.raises(RefusedError, match="never compared here"):
        withdraw(house.node, ("HR-MUP.9",), NOW)


def test_a_later_operation_file_comes_into_force_and_another_does_not(house: House, tmp_path: Path) -> None:
    contributed = contribution(house, "NO-KRIPOS.1", b"shared")
    house.arrive(contribution(house, "SI-GPD.1", b"shared"), contributed)
    house.run()
    assert house.hits("SI-GPD") == 0
    known = read_operation(house.make.folder / "first.operation", HEADS_TRUST)
    later = next_version(known.operation, known.sha256)
    house.arrive(
        sign_file(tmp_path / "later.operation", with_participants(later, takes_part("NO-KRIPOS"))).path
    )
    house.run()
    assert governing_versions(house.node.acts)[-1].operation.version == 2
    assert house.hits("SI-GPD") == 1
    other = with_participants(later, takes_part("SE-NFC"))
    house.arrive(sign_file(tmp_path / "other.operation", other).path)
    house.run()
    assert governing_versions(house.node.acts)[-1].operation.version == 2
    (left,) = status_of(house.node, wall_clock()).left_out
    assert "does not follow" in left.why


def test_what_all_owners_withdrew_is_told_to_nobody(house: House) -> None:
    """And the node comes to rest, with contributions and with lists alone."""
    house.arrive(contribution(house, "SI-GPD.1", b"a"), contribution(house, "HR-MUP.1", b"a"))
    house.run()
    assert house.hits("SI-GPD") == 1
    withdraw(house.node, ("SI-GPD.1", "HR-MUP.1"), NOW)
    assert house.run()[0] == Done(Duty.CROSSCHECK, "")
    assert house.hits("SI-GPD") == house.hits("HR-MUP") == 0
    assert house.run() == []
    made = house.make("XX-INT.known", {"entries": [entry_row(b"a")]}, list_kind="known")
    house.make.trust.save(house.trust)
    house.arrive(made.path)
    house.run()
    assert house.hits("SI-GPD") == 0
    assert house.run() == []


def test_a_lost_index_takes_nothing_out_of_the_comparison(house: House) -> None:
    house.arrive(contribution(house, "SI-GPD.1", b"a"), contribution(house, "HR-MUP.1", b"a"))
    house.run()
    stored = status_of(house.node, wall_clock()).stored
    house.node.index.path.unlink()
    assert cross_check(house.node, house.keys, NOW, lambda: None)
    assert house.hits("SI-GPD") == 1
    house.node.index.path.unlink()
    assert house.run() == []
    assert status_of(house.node, wall_clock()).stored == stored


def test_an_operation_file_that_was_given_by_hand_comes_into_force(house: House, tmp_path: Path) -> None:
    """Without anything in `incoming`; and one that does not follow is tried once, not for ever."""
    known = read_operation(house.make.folder / "first.operation", HEADS_TRUST)
    later = next_version(known.operation, known.sha256)
    for name in ("NO-KRIPOS", "SE-NFC"):
        signed = sign_file(tmp_path / f"{name}.operation", with_participants(later, takes_part(name)))
        receive((signed.path,), house.node.store, house.node.index, house.checker)
        house.run()
    versions = [version.operation for version in governing_versions(house.node.acts)]
    assert [version.version for version in versions] == [1, 2]
    assert "NO-KRIPOS" in {participant.authority for participant in versions[-1].participants}


def test_a_work_that_somebody_else_wrote_is_compared_anew(house: House) -> None:
    house.arrive(contribution(house, "SI-GPD.1", b"a"), contribution(house, "HR-MUP.1", b"a"))
    house.run()
    alone = read_set(house.make.folder / "SI-GPD.1.contribution", house.keys)
    dropped = Confirmed(frozenset({"HR-MUP.1"}))
    crosscheck([alone], [], house.node.work, now=NOW, replace=True, confirmed=dropped)
    assert house.hits("SI-GPD") == 0
    house.run()
    assert house.hits("SI-GPD") == 1


def test_lists_alone_are_kept_and_compared_with_nothing(house: House) -> None:
    made = house.make("XX-INT.known", {"entries": [entry_row(b"a")]}, list_kind="known")
    house.make.trust.save(house.trust)
    house.arrive(made.path)
    assert [done.duty for done in house.run()] == [Duty.VERIFY, Duty.CROSSCHECK]
    assert house.run() == []
    assert status_of(house.node, wall_clock()).compared == 0


def test_after_a_crash_anywhere_a_node_ends_as_one_that_had_none(house: House, tmp_path: Path) -> None:
    """Before each change to the disk by receive, cross-check, view and notice."""
    files = [contribution(house, f"{owner}.1", b"a", b"b") for owner in ("SI-GPD", "HR-MUP")]
    calm = tmp_path / "calm"
    shutil.copytree(house.node.folder, calm)
    whole = replace(house, node=open_node(calm))
    whole.arrive(*files)
    whole.run()
    expected = _told(whole)
    for step in STEPS if STEPS.step == 1 else STEPS[::4]:
        shutil.copytree(house.node.folder, tmp_path / "place")
        place = replace(house, node=open_node(tmp_path / "place"))
        place.arrive(*files)
        house.checker.close()
        killed = killed_before_change(step, partial(_quietly, place.run))
        place.run()
        assert _told(place) == expected, step
        shutil.rmtree(tmp_path / "place")
        if not killed:
            break
    assert step > 60


def _quietly(work: Callable[[], object]) -> None:
    work()


def _told(house: House) -> tuple[object, ...]:
    """All that must be the same: what is stored and how it stands, and what readers are told."""
    files = {path.name: path.read_bytes() for path in house.node.store.folder.rglob("*") if path.is_file()}
    stands = [(line.id, line.state) for line in house.node.index.listed()]
    return files, stands, house.hits("SI-GPD"), house.hits(EC3), list(house.node.incoming.iterdir())


def test_a_node_is_of_who_contributes_and_has_a_folder_of_its_own(house: House, tmp_path: Path) -> None:
    operation = read_operation(house.make.folder / "first.operation", HEADS_TRUST)
    with pytest.raises(NotTakingPartError):
        init_node(tmp_path / "other", "AT", operation, HEADS_TRUST, NOW)
    with pytest.raises(RefusedError, match="exists"):
        init_node(house.node.folder, EC3, operation, HEADS_TRUST, NOW)
    assert not (tmp_path / "other").exists()
    house.node.folder.chmod(0o755)
    with pytest.raises(RefusedError, match="open to others"):
        open_node(house.node.folder)
    house.node.folder.chmod(0o700)
    again = receive(
        [contribution(house, "SI-GPD.1", b"a")], house.node.store, house.node.index, house.checker
    )
    assert again[0].listed is not None
