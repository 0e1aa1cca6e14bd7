"""What lies in `incoming`: received when it is whole, and never in the way of anything else."""

import os
import shutil
from pathlib import Path

from mozaik.node import (
    Duty,
    arrivals,
    status_of,
    take_in,
)
from tests.node.house import NOW, House, contribution, wall_clock


def test_a_file_of_any_sort_that_is_no_sealed_file_stops_no_other(house: House) -> None:
    good = contribution(house, "SI-GPD.1", b"a", b"b", b"c")
    house.arrive(good)
    bad = house.node.incoming / "bad\n\x1b[2J.contribution"
    bad.write_bytes(good.read_bytes()[:-40])
    os.utime(bad, (NOW.timestamp(), NOW.timestamp()))
    (house.node.incoming / "folder").mkdir()
    (house.node.incoming / "link").symlink_to("/etc/passwd")
    os.mkfifo(house.node.incoming / "pipe")
    (house.node.incoming / ".hidden").write_bytes(b"being written")
    (house.node.incoming / "young.part").write_bytes(b"being written")
    received = house.worker()
    received.look()
    done = received.work()
    assert done is not None
    assert sorted(str(answer.listed.state) for answer in done.received if answer.listed) == [
        "accepted",
        "refused",
    ]
    told = status_of(house.node, wall_clock())
    assert [path.name for path in told.arrivals.strange] == ["folder", "link", "pipe"]
    assert [path.name for path in told.arrivals.unfinished] == ["young.part"]
    (refused,) = told.refused
    assert [path.name for path in house.node.refused.iterdir()] == [refused.sha256]
    assert "ask" in refused.why or "copy" in refused.why
    assert {path.name for path in house.node.incoming.iterdir()} == {
        "folder", "link", "pipe", ".hidden", "young.part",
    }  # fmt: skip


def test_a_file_that_is_young_is_not_looked_at_yet(house: House) -> None:
    house.arrive(contribution(house, "SI-GPD.1", b"a"), settled=False)
    worker = house.worker()
    worker.look()
    assert worker.work() is None


def test_a_file_that_is_replaced_while_it_is_received_is_not_lost(house: House, tmp_path: Path) -> None:
    """Its sender writes the next one over it after it was copied and before it is cleared away."""
    first, second = contribution(house, "SI-GPD.1", b"a"), contribution(house, "SI-GPD.2", b"b")
    (place,) = house.arrive(first)
    following = tmp_path / "next"
    shutil.copyfile(second, following)

    def replace_it(done: int, total: int, done_bytes: int = 0, total_bytes: int = 0) -> None:
        if done == total and following.exists():
            following.rename(place)

    take_in(house.node, house.checker, wall_clock(), NOW, replace_it)
    assert place.read_bytes() == second.read_bytes()
    os.utime(place, (NOW.timestamp(), NOW.timestamp()))
    take_in(house.node, house.checker, wall_clock(), NOW)
    assert not place.exists()
    assert {line.id for line in house.node.index.listed()} >= {"SI-GPD.1", "SI-GPD.2"}


def test_a_file_in_the_making_keeps_nobody_waiting(house: House) -> None:
    """One named `.part` may lie there for ever; one a moment ahead of the clock is young."""
    house.arrive(contribution(house, "SI-GPD.1", b"a"))
    (house.node.incoming / "stalled.part").write_bytes(b"half")
    assert [done.duty for done in house.run()][:2] == [Duty.VERIFY, Duty.CROSSCHECK]
    (ahead,) = house.arrive(contribution(house, "SI-GPD.2", b"b"))
    moment = wall_clock()
    os.utime(ahead, (moment.timestamp() + 0.5, moment.timestamp() + 0.5))
    assert arrivals(house.node, moment).young == (ahead,)


def test_what_was_refused_is_private(house: House) -> None:
    place = house.node.incoming / "bad"
    place.write_bytes(b"no sealed file")
    place.chmod(0o644)
    os.utime(place, (NOW.timestamp(), NOW.timestamp()))
    house.run()
    (refused,) = house.node.refused.iterdir()
    assert refused.stat().st_mode & 0o777 == 0o600
