"""Owed work is done once, by whoever is alive, and what is done late does not count."""

import fcntl
import shutil
import sqlite3
from contextlib import closing
from datetime import timedelta
from functools import partial

import pytest

from mozaik.errors import InvalidInputError
from mozaik.node import (
    Checker,
    Done,
    Duty,
    LateError,
    Worker,
    cross_check,
    status_of,
)
from tests.node.house import NOW, House, contribution, wall_clock


def test_late_work_does_not_count_and_a_dead_workers_work_is_taken_up(house: House) -> None:
    house.arrive(contribution(house, "SI-GPD.1", b"a"), contribution(house, "HR-MUP.1", b"a"))
    worker = house.worker()
    worker.look()
    worker.work()
    worker.look()
    taken = house.node.owed.take(NOW, timedelta(minutes=1))
    assert taken is not None
    assert taken.duty is Duty.CROSSCHECK
    assert worker.work() is None, "somebody is at it"
    house.moment = NOW + timedelta(minutes=2)
    second = house.node.owed.take(house.moment)
    assert second is not None
    assert second.fencing > taken.fencing
    mine = partial(house.node.owed.renew, taken, house.moment)
    with pytest.raises(LateError):
        cross_check(house.node, house.keys, NOW, mine)
    assert not (house.node.work / "current").exists()
    with pytest.raises(LateError):
        house.node.owed.finish(taken)
    with pytest.raises(LateError):
        house.node.owed.fail(taken, "late", NOW)
    house.node.owed.finish(second)
    house.run()
    assert house.hits("SI-GPD") == 1


def test_who_runs_alone_takes_up_at_once_what_a_dead_one_had(house: House) -> None:
    """And who is not alone waits until the lease has ended."""
    house.arrive(contribution(house, "SI-GPD.1", b"a"), contribution(house, "HR-MUP.1", b"a"))
    worker = house.worker()
    worker.look()
    assert house.node.owed.take(NOW) is not None
    with (house.node.folder / "runners").open("w") as alive:
        fcntl.flock(alive, fcntl.LOCK_SH)
        assert house.run() == []
    house.run()
    assert house.hits("SI-GPD") == 1


def test_work_that_fails_is_tried_again_later_and_says_why(house: House) -> None:
    house.arrive(contribution(house, "SI-GPD.1", b"a"))
    house.run()
    (house.node.work / "current").unlink()
    house.node.owed.owe(Duty.CROSSCHECK)
    (done,) = house.run()
    assert "move it away" in done.why
    (line,) = status_of(house.node, wall_clock()).owed
    assert (line.failures, line.not_before) == (1, "2023-11-20T09:00:10Z")
    shutil.rmtree(house.node.work)
    worker = house.worker()
    worker.look()
    assert worker.work() is None
    house.moment = NOW + timedelta(seconds=10)
    (done,) = filter(None, [worker.work()])
    assert (done.duty, done.why) == (Duty.CROSSCHECK, "")


def test_who_begins_to_run_a_node_tries_at_once_what_failed(house: House) -> None:
    """A person mended it: `node run --once` says what came of it, and not nothing."""
    house.arrive(contribution(house, "SI-GPD.1", b"a"))
    house.run()
    (house.node.work / "current").unlink()
    assert house.run()[0].why
    shutil.rmtree(house.node.work)
    assert house.run()[0] == Done(Duty.CROSSCHECK, "")
    assert status_of(house.node, wall_clock()).owed == ()


def test_a_clock_that_went_back_stops_no_work(house: House) -> None:
    """Neither a lease nor a pause of a later day outlasts the longest that can be given."""
    owed, later = house.node.owed, NOW + timedelta(days=1)
    owed.owe(Duty.CROSSCHECK)
    owed.owe(Duty.VERIFY)
    assert owed.take(later) is not None
    paused = owed.take(later)
    assert paused is not None
    owed.fail(paused, "the disk was full", later)
    assert [owed.take(NOW) is None for _ in range(3)] == [False, False, True]


def test_owed_work_that_is_lost_is_found_again(house: House) -> None:
    house.arrive(contribution(house, "SI-GPD.1", b"a"), contribution(house, "HR-MUP.1", b"a"))
    worker = house.worker()
    worker.look()
    worker.work()
    (house.node.folder / "owed.sqlite").unlink()
    house.run()
    assert house.hits("SI-GPD") == 1
    (house.node.folder / "compared.json").unlink()
    shutil.rmtree(house.node.work)
    house.run()
    assert house.hits("SI-GPD") == 1


def test_two_runners_at_once_do_everything_once(house: House) -> None:
    house.arrive(contribution(house, "SI-GPD.1", b"a"), contribution(house, "HR-MUP.1", b"a"))
    second = Checker(house.trust)
    try:
        workers = [house.worker(), Worker(house.node, house.trust, lambda: house.moment, wall_clock, second)]
        done = []
        for worker in workers * 4:
            worker.look()
            if (work := worker.work()) is not None:
                done.append(work)
    finally:
        second.close()
    assert [work.duty for work in done] == [Duty.VERIFY, Duty.CROSSCHECK, Duty.VIEW, Duty.NOTICE]
    assert house.hits("SI-GPD") == 1


@pytest.mark.parametrize("name", ["index", "owed"])
def test_a_table_that_is_gone_is_damage_and_no_matter_of_rights(house: House, name: str) -> None:
    path = house.node.folder / f"{name}.sqlite"
    house.run()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"DROP TABLE {'files' if name == 'index' else 'owed'}")
    with pytest.raises(InvalidInputError, match="damaged") as refused:
        status_of(house.node, wall_clock())
    assert "delete it" in refused.value.remedy
