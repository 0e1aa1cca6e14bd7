"""Plans of tests: actions with a few changed fields, sealed files, and a WORK's place with who takes part."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from mozaik.acts import Acts, accept_operation
from mozaik.operation import Operation
from mozaik.parties import Authority
from mozaik.plans import Area, Plan, PlannedAction, PlansBeside, Window, write_plan
from mozaik.release import Asking, ConflictsTold, Planning, ToldConflict, read_conflicts
from mozaik.terms import Disclosure, Subject, Terms
from tests.operation.support import OPERATION, signed_operation
from tests.release.support import KEY, TRUST, key_of, terms

NOW = datetime(2023, 11, 5, 12, 0, tzinfo=UTC)
SI, HR, HU, EC3 = "SI-GPD", "HR-MUP", "HU-NNI", "EU-EC3"


def window(begins: str | None = "06T06", ends: str | None = "06T10", zone: str = "UTC") -> Window:
    """A window in November 2023, its ends as day and hour in UTC."""
    first, last = (moment and f"2023-11-{moment}:00:00Z" for moment in (begins, ends))
    return Window(first, last, zone)


def action(action_id: str = "1", area: str = "SI041", **changes: Any) -> PlannedAction:
    """A search in an area, early on 6 November 2023 unless changed."""
    values: dict[str, Any] = {
        "action_id": action_id, "kind": "search", "areas": (Area(area),), "place": "", "window": window(),
    }  # fmt: skip
    return PlannedAction(**{**values, **changes})


def plan_terms(owner: str, level: Disclosure = Disclosure.HIT, **changes: Any) -> Terms:
    """Terms of a plan about suspects."""
    return terms(owner, level, **{"subject": Subject.SUSPECT, **changes})


@dataclass
class Place:
    """The place of a WORK that nobody has computed yet, with plans beside it."""

    folder: Path
    operation: Operation = OPERATION
    made: int = field(default=0)

    def __post_init__(self) -> None:
        acts = Acts.beside(self.work)
        acts.begin(KEY)
        accept_operation(acts, signed_operation(self.operation), NOW)

    @property
    def work(self) -> Path:
        return self.folder / "work"

    @property
    def plans(self) -> PlansBeside:
        return PlansBeside.of(self.work)

    def seal(self, owner: str, *actions: PlannedAction, **more: Any) -> Path:
        self.made += 1
        path = self.folder / f"{owner}-{self.made}.plan"
        stated = more.pop("terms", plan_terms(owner))
        values = {"edition": "Mozaik 2023", "now": NOW, "synthetic": True, **more}
        write_plan(path, Plan(actions), stated, key_of(f"{owner}/ana"), **values)
        return path

    def enter(self, owner: str, *actions: PlannedAction, **more: Any) -> Path:
        path = self.seal(owner, *actions, **more)
        self.plans.enter([path], TRUST)
        return path

    def read(self, reader: str, now: datetime = NOW) -> ConflictsTold:
        planning = Planning.open(self.work, TRUST)
        return read_conflicts(planning, Asking.of(planning.operation, reader, f"{reader}/x", "looking", now))

    def told(self, reader: str, now: datetime = NOW) -> list[tuple[str, str, str]]:
        """Kind, own action and other owner of each conflict that a reader is told."""
        conflicts: tuple[ToldConflict, ...] = self.read(reader, now).conflicts
        return [(str(each.kind), each.action_id, str(each.other)) for each in conflicts]


def of(authority: str) -> Authority:
    """An authority by its id."""
    return Authority(authority)


DAY = date(2023, 11, 5)
