"""Conflicts of plans as release tells them: to the owner of one side, and to nobody else.

They need no WORK: a plan is to meet another before anything is compared. What counts are the plans beside it,
the operation in force and the chains. An owner learns that another authority has a plan which meets its own,
by what of its own, and whom to call: never when, where or about whom the other plan is.
"""

import base64
import hmac
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from mozaik.acts import Acts, Governing, governing_versions
from mozaik.errors import RefusedError
from mozaik.moments import utc_text
from mozaik.operation import Expert, Operation, Participant, contributors
from mozaik.parties import Authority, PersonRef
from mozaik.plans import (
    Conflict,
    ConflictKind,
    Placed,
    PlannedAction,
    PlansBeside,
    SealedPlan,
    Window,
    find_conflicts,
    may_overlap,
    persons_that_meet,
)
from mozaik.release.asking import Asking, admit_reader
from mozaik.release.log import record
from mozaik.seal import TrustStore
from mozaik.terms import Disclosure, Obstacle, Terms, cross_check_obstacle, disclosed
from mozaik.work import work_in

_LENGTH = 10
_BEFORE_ASKED = "found before anybody asked"


@dataclass(frozen=True, slots=True)
class Planning:
    """What governs the plans beside a WORK, whether there is a WORK yet or not."""

    acts: Acts
    key: bytes
    trust: TrustStore
    versions: tuple[Governing, ...]
    plans: PlansBeside

    @staticmethod
    def open(path: Path, trust: TrustStore) -> "Planning":
        """What lies beside a WORK, or in the folder of a node; RefusedError if others may read it."""
        work = work_in(path).resolve()
        acts = Acts.beside(work)
        acts.require_private()
        return Planning(acts, acts.operation_key(), trust, governing_versions(acts), PlansBeside.of(work))

    @property
    def operation(self) -> Operation:
        """The operation in force; RefusedError where none is."""
        if not self.versions:
            raise RefusedError(
                "no operation file is in force here, so nobody is told of a plan",
                where=str(self.acts.folder),
                why="lead and coordinator sign who takes part",
                remedy="mozaik operation use FILE --work WORK",
            )
        return self.versions[-1].operation


@dataclass(frozen=True, slots=True)
class OwnPlan:
    """One of the reader's own plans: how many of its actions stand, and why none is compared, if so."""

    plan_id: str
    standing: int
    obstacle: Obstacle | None


@dataclass(frozen=True, slots=True)
class ToldConflict:
    """A conflict as the owner of one side may know it: its own action and values, and whom to call.

    `matters` are the own areas, documents, names, selectors or series that meet something of the other's.
    """

    reference: str
    kind: ConflictKind
    plan_id: str
    action_id: str
    window: Window
    matters: tuple[str, ...]
    other: Authority
    contact: str
    experts: tuple[Expert, ...]


@dataclass(frozen=True, slots=True)
class ConflictsTold:
    """What one authority is told: its own plans, and what is in their way."""

    plans: tuple[OwnPlan, ...]
    conflicts: tuple[ToldConflict, ...]


def read_conflicts(planning: Planning, asking: Asking) -> ConflictsTold:
    """The conflicts of the reader's own plans; logged before it is told. Raises as `admit_reader`."""
    admit_reader(planning, asking)
    told = _told(planning, asking)
    references = [conflict.reference for conflict in told.conflicts]
    record(planning, asking, "read-conflicts", {"plans": len(told.plans), "references": references})
    return told


def conflicts_of(planning: Planning, asking: Asking) -> tuple[ToldConflict, ...]:
    """The same conflicts for a reading that logs itself."""
    return _told(planning, asking).conflicts


def note_conflicts(planning: Planning, participant: Participant, now: datetime) -> Mapping[str, ConflictKind]:
    """The kind of each conflict that a participant may know, by reference; not logged: nobody reads."""
    asking = Asking(participant, PersonRef.of(participant.authority, "node"), _BEFORE_ASKED, now)
    return {conflict.reference: conflict.kind for conflict in _told(planning, asking).conflicts}


def owners_of_plans(planning: Planning) -> frozenset[Authority]:
    """Whose plans count today."""
    return frozenset(sealed.owner for sealed in _counting(planning))


def _told(planning: Planning, asking: Asking) -> ConflictsTold:
    counting = list(_counting(planning))
    own = [sealed for sealed in counting if sealed.owner == asking.authority]
    known = [sealed for sealed in counting if _level(sealed.terms, asking) > Disclosure.SILENT]
    placed = [
        Placed(sealed.owner, sealed.manifest.id, action) for sealed in known for action in sealed.plan.actions
    ]
    plans = tuple(_own_plan(sealed, asking.day) for sealed in own)
    return ConflictsTold(plans, tuple(_conflicts_of(planning, asking, find_conflicts(placed))))


def _counting(planning: Planning) -> Iterator[SealedPlan]:
    """The plans of contributors to this edition; an exercise and an operation never meet."""
    allowed = contributors(planning.operation)
    stated = planning.operation.edition, planning.versions[-1].synthetic
    for sealed in planning.plans.read(planning.trust)[0]:
        if sealed.owner in allowed and (sealed.manifest.edition, sealed.manifest.synthetic) == stated:
            yield sealed


def _level(terms: Terms, asking: Asking) -> Disclosure:
    """At which level a plan takes part for the reader: at most a hit, but for its owner."""
    if cross_check_obstacle(terms, asking.day) is not None:
        return Disclosure.SILENT
    level = disclosed(terms, asking.reader, asking.use, asking.day)
    return level if terms.owner == asking.authority else min(level, Disclosure.HIT)


def _own_plan(sealed: SealedPlan, day: date) -> OwnPlan:
    standing = sum(action.stands for action in sealed.plan.actions)
    return OwnPlan(sealed.manifest.id, standing, cross_check_obstacle(sealed.terms, day))


def _conflicts_of(
    planning: Planning, asking: Asking, conflicts: Iterable[Conflict]
) -> Iterator[ToldConflict]:
    """One line for each own action, kind and other owner: not how many actions the other has."""
    now = utc_text(asking.now)
    matters: dict[tuple[ConflictKind, str, str, Authority], set[str]] = defaultdict(set)
    actions: dict[tuple[str, str], PlannedAction] = {}
    for conflict in conflicts:
        side = conflict.side_of(asking.authority)
        if side is None or _is_past(conflict, now):
            continue
        other = conflict.other_than(side)
        actions[side.plan_id, side.action.action_id] = side.action
        key = (conflict.kind, side.plan_id, side.action.action_id, other.owner)
        matters[key].update(_matters(conflict.kind, side.action, other.action))
    for key in sorted(matters):
        kind, plan_id, action_id, owner = key
        contact, experts = _contact(planning.operation, owner, asking.day)
        yield ToldConflict(
            reference=_reference(planning.key, asking.authority, key),
            kind=kind,
            plan_id=plan_id,
            action_id=action_id,
            window=actions[plan_id, action_id].window,
            matters=tuple(sorted(matters[key])),
            other=owner,
            contact=contact,
            experts=experts,
        )


def _is_past(conflict: Conflict, now: str) -> bool:
    """Whether two events that met are over: nobody is in the other's way any more."""
    ends = (conflict.left.action.window.ends, conflict.right.action.window.ends)
    return conflict.kind is ConflictKind.EVENT and any(end is not None and end <= now for end in ends)


def _matters(kind: ConflictKind, own: PlannedAction, other: PlannedAction) -> Iterable[str]:
    """What of one's own meets the other action; nothing of the other's that is not one's own."""
    match kind:
        case ConflictKind.EVENT:
            return (area for area in own.areas if any(may_overlap(area, each) for each in other.areas))
        case ConflictKind.SUBJECT:
            return (person.names[0] for person in persons_that_meet(own, other))
        case ConflictKind.SELECTOR:
            shared = set(own.selectors) & set(other.selectors)
            return (f"{selector.kind}:{selector.value}" for selector in shared)
        case ConflictKind.SERIES:
            return set(own.series) & set(other.series)


def _contact(operation: Operation, owner: Authority, day: date) -> tuple[str, tuple[Expert, ...]]:
    """How an authority is reached: its contact, and its experts on call, all of them where none is."""
    participant = operation.named(owner)
    experts = tuple(expert for expert in operation.experts if expert.person.authority == owner)
    on_call = tuple(expert for expert in experts if expert.is_on_call(day))
    return participant.contact if participant else "", on_call or experts


def _reference(key: bytes, reader: Authority, own: tuple[ConflictKind, str, str, Authority]) -> str:
    """The reader's own name for a conflict: made of nothing but what it is told."""
    kind, _, action_id, other = own
    message = "\0".join(("mozaik conflict 1", reader, kind, action_id, other)).encode()
    return "C-" + base64.b32encode(hmac.digest(key, message, "sha256")[:_LENGTH]).decode("ascii")
