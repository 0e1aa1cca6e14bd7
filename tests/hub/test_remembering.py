"""What one request worked out of WORK is there for the next, and for nobody who opens it in another state."""

import threading
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from mozaik.release import Asking, Memories, Work, kept_memories
from mozaik.release.kept import view_for
from mozaik.release.memory import MOST_WORKS, Memory
from mozaik.seal import SigningKey, TrustStore
from tests.hub.databases import ON_SQLITE_ALONE
from tests.hub.house import SI, Hub
from tests.hub.visitors import visitor
from tests.node.house import NOW, contribution


@dataclass
class Opened:
    """A WORK as it was opened, and the view that its reader got."""

    memory: Memory
    view: object


def open_and_look(hub: Hub, trust: TrustStore | None = None) -> Opened:
    work = Work.open(hub.node.folder, trust or TrustStore.load(hub.trust))
    view = view_for(work, Asking.of(work.operation, SI, f"{SI}/x", "looking", NOW + timedelta(days=7)))
    return Opened(work.memory, view)


@ON_SQLITE_ALONE
def test_the_next_request_goes_on_with_what_was_remembered(office: Hub) -> None:
    memories = Memories()
    with kept_memories(memories):
        first = open_and_look(office)
        assert open_and_look(office).memory is first.memory
    with kept_memories(memories):
        assert open_and_look(office).view is first.view
    assert open_and_look(office).memory is not first.memory


@ON_SQLITE_ALONE
def test_another_state_of_work_begins_with_nothing(office: Hub) -> None:
    """A key that counts no more, and a generation that a silent file alone brought."""
    memories = Memories()
    trust = TrustStore.load(office.trust)
    with kept_memories(memories):
        first = open_and_look(office, trust)
    trust.add(SigningKey.generate(SI, "new").trusted(NOW))
    with kept_memories(memories):
        second = open_and_look(office, trust)
    office.house.arrive(contribution(office.house, f"{SI}.more", b"more"))
    office.house.run_settled()
    with kept_memories(memories):
        third = open_and_look(office, trust)
    assert len({id(each.memory) for each in (first, second, third)}) == 3


@ON_SQLITE_ALONE
def test_an_earlier_generation_is_let_go_when_the_next_is_opened(office: Hub) -> None:
    memories = Memories()
    with kept_memories(memories):
        open_and_look(office)
    generations = office.node.work / "generations"
    (before,) = (path for path in generations.iterdir() if path.name.startswith("0"))
    office.house.arrive(contribution(office.house, f"{SI}.more", b"more"))
    office.house.run_settled()
    assert before.exists(), "what is remembered holds it"
    with kept_memories(memories):
        open_and_look(office)
    open_and_look(office)
    assert not before.exists()


@ON_SQLITE_ALONE
def test_a_memory_is_used_by_one_thread_at_a_time(office: Hub) -> None:
    memories, seen = Memories(), []
    both = threading.Barrier(2, timeout=30)

    def look() -> None:
        with kept_memories(memories):
            seen.append(open_and_look(office).memory)
            both.wait()

    threads = [threading.Thread(target=look) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len({id(memory) for memory in seen}) == 2


def test_few_works_are_remembered() -> None:
    memories = Memories()
    for number in range(MOST_WORKS + 1):
        memories.give_back(Path(str(number)), "state", memories.take(Path(str(number)), "state"))
    kept = memories.take(Path(str(MOST_WORKS)), "state")
    memories.give_back(Path(str(MOST_WORKS)), "state", kept)
    assert memories.take(Path(str(MOST_WORKS)), "state") is kept
    assert len(memories._of) == MOST_WORKS


@ON_SQLITE_ALONE
def test_pages_remember(office: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that was looked at once makes no view again, nor reads the terms of WORK."""
    client = visitor(f"{SI}/ana")
    client.get("/hits/")

    def never(*_: object) -> None:
        raise AssertionError("worked out again")

    monkeypatch.setattr("mozaik.release.viewing.read_terms", never)
    assert client.get("/hits/").status_code == 200
