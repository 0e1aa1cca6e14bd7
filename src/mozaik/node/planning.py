"""Plans on a node: what stands lies beside WORK as soon as it is received, and its owners are told at once.

It waits for no cross-check: a plan is small, and tomorrow's raid does not wait for a night of comparing.
"""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from mozaik.moments import utc_day
from mozaik.node.news import give_notice
from mozaik.node.notices import note_plans
from mozaik.node.place import Node
from mozaik.node.standing import State
from mozaik.operation import participant_on, rights_of
from mozaik.plans import PlansBeside
from mozaik.release import Planning, note_conflicts, owners_of_plans
from mozaik.seal import Kind, TrustStore


def are_plans_waiting(node: Node) -> bool:
    """Whether other plans stand in the store than those beside WORK."""
    return tuple(sorted(path.name for path in _standing(node))) != PlansBeside.of(node.work).digests()


def take_plans_in(node: Node) -> None:
    """Let the plans beside WORK be those that stand in the store."""
    PlansBeside.of(node.work).make_equal(_standing(node))


def note_plan_conflicts(node: Node, trust: TrustStore, now: datetime) -> None:
    """Note for each owner of a plan, past owners too, what is new in the way of its plans."""
    planning = Planning.open(node.work, trust)
    for owner in sorted(owners_of_plans(planning)):
        participant = participant_on(planning.operation, owner, utc_day(now))
        if participant is not None and rights_of(participant).reads:
            noted = note_plans(node, owner, note_conflicts(planning, participant, now), now)
            if noted is not None and noted.new:
                give_notice(node, owner, trust, now)


def _standing(node: Node) -> Iterator[Path]:
    """The plans of the store that stand."""
    for listed in node.index.listed():
        if listed.kind == Kind.PLAN and listed.state is State.ACCEPTED:
            yield node.store.path_of(listed.sha256)
