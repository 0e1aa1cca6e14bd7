"""Plans at a node: met in the very work that takes them in, before anything is compared."""

from pathlib import Path
from typing import Any

from mozaik.node import Duty, notices_of
from mozaik.parties import Authority
from mozaik.plans import Plan, PlannedAction, write_plan
from mozaik.release import Asking, Planning, read_conflicts
from mozaik.terms import Disclosure
from tests.node.house import NOW, House, contribution
from tests.plans.support import HR, HU, SI, action, plan_terms, window

LATER = window("28T06", "28T10")


def plan(house: House, name: str, owner: str, *actions: PlannedAction, **more: Any) -> Path:
    stated = more.pop("terms", plan_terms(owner))
    path = house.make.folder / name
    write_plan(
        path, Plan(actions), stated, house.make._key(owner), "Mozaik 2023", NOW, synthetic=True, **more
    )
    house.make.trust.save(house.trust)
    return path


def told(house: House, reader: str) -> list[tuple[str, str]]:
    planning = Planning.open(house.node.folder, house.keys)
    asking = Asking.of(planning.operation, reader, f"{reader}/x", "looking", NOW)
    return [(str(each.kind), str(each.other)) for each in read_conflicts(planning, asking).conflicts]


def noted(house: House, reader: str) -> list[dict[str, int]]:
    return [dict(notice.plans) for notice in notices_of(house.node, Authority(reader))]


def test_a_plan_is_met_by_the_work_that_takes_it_in(house: House) -> None:
    """Both owners know at once: no generation of a cross-check stands between."""
    house.arrive(
        contribution(house, "SI-GPD.1", b"1"),
        plan(house, "si.plan", SI, action("S1", window=LATER)),
        plan(house, "hr.plan", HR, action("H1", "SI", window=LATER)),
    )
    worker = house.worker()
    worker.look()
    done = worker.work()
    assert done is not None
    assert (done.duty, done.why, len(done.received)) == (Duty.VERIFY, "", 3)
    assert not house.node.work.exists()
    assert {reader: noted(house, reader) for reader in (SI, HR, HU)} == {
        SI: [{"event": 1}], HR: [{"event": 1}], HU: [],
    }  # fmt: skip
    assert [told(house, reader) for reader in (SI, HR, HU)] == [[("event", HR)], [("event", SI)], []]
    house.run()
    assert noted(house, SI) == [{"event": 1}]


def test_a_withdrawn_plan_is_gone_in_any_order_and_a_silent_one_leaves_no_byte(house: House) -> None:
    first = plan(house, "si.plan", SI, action("S1", window=LATER))
    second = plan(house, "hr.plan", HR, action("H1", "SI", window=LATER))
    house.arrive(first, second)
    house.run()
    line = next(listed.id for listed in house.node.index.listed() if listed.sender == HR) or ""
    lying = {path.name: path.read_bytes() for path in (house.node.folder / "notices").glob(f"{SI}*")}
    silent = plan_terms(HU, Disclosure.SILENT)
    house.arrive(plan(house, "hu.plan", HU, action("X", "SI", window=LATER), terms=silent))
    house.run()
    assert {path.name: path.read_bytes() for path in (house.node.folder / "notices").glob(f"{SI}*")} == lying
    assert told(house, SI) == [("event", HR)]
    house.arrive(plan(house, "hr-2.plan", HR, supersedes=(line,)))
    house.run()
    assert told(house, SI) == []
    house.arrive(second)
    house.run()
    assert told(house, SI) == []
    assert len(Planning.open(house.node.folder, house.keys).plans.digests()) == 3


def test_plans_that_a_killed_worker_left_in_the_store_are_taken_in(house: House) -> None:
    house.arrive(plan(house, "si.plan", SI, action("S1", window=LATER)))
    house.run()
    beside = Planning.open(house.node.folder, house.keys).plans
    for name in beside.digests():
        (beside.folder / f"{name}.plan").unlink()
    house.run()
    assert len(beside.digests()) == 1
