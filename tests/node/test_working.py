"""A node does what it owes: in any order, by any worker, killed at any moment, it ends in the same state."""

import fcntl
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from threading import Event

import pytest

from mozaik.acts import governing_versions
from mozaik.contribution import read_set
from mozaik.crosscheck import Confirmed, crosscheck
from mozaik.errors import InvalidInputError, RefusedError
from mozaik.node import (
    Checker,
    Done,
    Duty,
    LateError,
    Node,
    Worker,
    arrivals,
    cross_check,
    init_node,
    notices_of,
    open_node,
    receive,
    run,
    status_of,
    take_in,
    withdraw,
)
from mozaik.operation import NotTakingPartError, next_version, read_operation
from mozaik.parties import Authority
from mozaik.release import Asking, Work, read_hits
from mozaik.seal import TrustStore
from mozaik.terms import Disclosure
from tests.crosscheck.support import Maker, entry_row, file_row, terms_of
from tests.killing import STEPS, killed_before_change
from tests.operation.support import HEADS_TRUST, OPERATION, sign_file, takes_part, with_participants

NOW = datetime(2023, 11, 20, 9, 0, tzinfo=UTC)
EC3 = "EU-EC3"


def wall_clock() -> datetime:
    return datetime.now(UTC)


@dataclass
class House:
    """A node, who may sign, and a maker of sealed files."""

    node: Node
    trust: Path
    make: Maker
    checker: Checker
    moment: datetime = NOW

    @property
    def keys(self) -> TrustStore:
        return TrustStore.load(self.trust)

    def worker(self) -> Worker:
        return Worker(self.node, self.trust, lambda: self.moment, wall_clock, self.checker)

    def arrive(self, *files: Path, settled: bool = True) -> list[Path]:
        """Put files into `incoming`, as if they had come a while ago."""
        places = []
        for file in files:
            place = self.node.incoming / file.name
            shutil.copyfile(file, place)
            if settled:
                os.utime(place, (NOW.timestamp(), NOW.timestamp()))
            places.append(place)
        return places

    def run(self) -> list[Done]:
        done: list[Done] = []
        run(self.worker(), Event(), done.append, once=True)
        return done

    def hits(self, reader: str) -> int:
        work = Work.open(self.node.folder, self.keys)
        return read_hits(work, Asking.of(work.operation, reader, f"{reader}/x", "looking", NOW)).total


@pytest.fixture(scope="module")
def checker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Checker]:
    own = Checker(tmp_path_factory.mktemp("none") / "none")
    yield own
    own.close()


@pytest.fixture
def house(tmp_path: Path, checker: Checker) -> House:
    folder = tmp_path / "made"
    folder.mkdir()
    make = Maker(folder)
    operation = sign_file(folder / "first.operation", replace(OPERATION, edition="Mozaik 2023"))
    for key in HEADS_TRUST.keys:
        make.trust.add(key)
    make.trust.save(folder / "trust.json")
    node = init_node(tmp_path / "lyon", EC3, operation, make.trust, NOW, "lyon-1")
    checker.trust = folder / "trust.json"
    return House(node, folder / "trust.json", make, checker)


def contribution(house: House, name: str, *contents: bytes, **more: object) -> Path:
    made = house.make(name, {"files": [file_row(content) for content in contents]}, **more)  # type: ignore[arg-type]
    house.make.trust.save(house.trust)
    return made.path


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


def test_a_notice_comes_only_to_whom_it_concerns(house: House) -> None:
    """A silent file leaves no notice, no time, and no other byte in what lies for a reader."""
    house.arrive(contribution(house, "SI-GPD.1", b"1", b"2"), contribution(house, "HR-MUP.1", b"1"))
    house.run()
    for reader in ("SI-GPD", "HR-MUP"):
        house.hits(reader)
    house.arrive(contribution(house, "RS-MUP.0", b"none of them"))
    house.run()
    lying = {reader: _notes(house, reader) for reader in ("SI-GPD", "HR-MUP", EC3)}
    house.moment = NOW + timedelta(hours=1)
    silent = contribution(
        house, "RS-MUP.1", b"1", b"2", terms=[terms_of("RS-MUP", disclosure=Disclosure.SILENT)]
    )
    house.arrive(silent)
    assert house.run()[-1].duty is Duty.NOTICE
    assert {reader: _notes(house, reader) for reader in lying} == lying
    house.arrive(contribution(house, "HU-NNI.1", b"2"))
    house.run()
    assert [
        (notice.at, notice.new, notice.gone) for notice in notices_of(house.node, Authority("SI-GPD"))
    ] == [("2023-11-20T10:00:00Z", {"digest": 1}, 0)]


def test_a_silent_file_begins_no_notices(house: House) -> None:
    """Whoever read before hears of the next new hit, whether or not something silent came in between."""
    house.arrive(contribution(house, "SI-GPD.1", b"1", b"2"), contribution(house, "HR-MUP.1", b"1"))
    house.run()
    house.hits("SI-GPD")
    house.arrive(contribution(house, "HU-NNI.1", b"2"))
    house.run()
    assert [notice.new for notice in notices_of(house.node, Authority("SI-GPD"))] == [{"digest": 1}]


def _notes(house: House, reader: str) -> bytes:
    return (house.node.folder / "notices" / f"{reader}.json").read_bytes()


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


def test_a_file_that_is_replaced_while_it_is_received_is_not_lost(house: House, tmp_path: Path) -> None:
    """Its sender writes the next one over it after it was copied and before it is cleared away."""
    first, second = contribution(house, "SI-GPD.1", b"a"), contribution(house, "SI-GPD.2", b"b")
    (place,) = house.arrive(first)
    following = tmp_path / "next"
    shutil.copyfile(second, following)

    def replace_it(done: int, total: int) -> None:
        if done == total and following.exists():
            following.rename(place)

    take_in(house.node, house.checker, wall_clock(), replace_it)
    assert place.read_bytes() == second.read_bytes()
    os.utime(place, (NOW.timestamp(), NOW.timestamp()))
    take_in(house.node, house.checker, wall_clock())
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


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "[" * 20_000,
        '{"known": {}, "notices": [{}]}',
        '{"known": {}, "notices": ["x"]}',
        '{"known": [], "notices": []}',
        '{"at": 5, "operation": "", "given": [], "taking_part": [[1]], "left_out": {}}',
    ],
)
def test_a_damaged_note_of_what_was_derived_stops_nothing(house: House, text: str) -> None:
    """What was compared and what was noted begin anew."""
    house.arrive(contribution(house, "SI-GPD.1", b"a"))
    house.run()
    (house.node.folder / "compared.json").write_text(text)
    _notes(house, EC3)
    (house.node.folder / "notices" / f"{EC3}.json").write_text(text)
    assert notices_of(house.node, Authority(EC3)) == ()
    assert status_of(house.node, wall_clock()).compared_at == ""
    house.run()
    assert status_of(house.node, wall_clock()).compared == 1
    assert house.run() == []


@pytest.mark.parametrize("name", ["index", "owed"])
def test_a_table_that_is_gone_is_damage_and_no_matter_of_rights(house: House, name: str) -> None:
    path = house.node.folder / f"{name}.sqlite"
    house.run()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"DROP TABLE {'files' if name == 'index' else 'owed'}")
    with pytest.raises(InvalidInputError, match="damaged") as refused:
        status_of(house.node, wall_clock())
    assert "delete it" in refused.value.remedy
