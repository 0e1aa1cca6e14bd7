"""Plans: enforcement actions before they are carried out, sealed, so that no authority is in another's way.

Decides what a planned action may say: an area and never an address, a time with its zone, whom and what it is
about. Finds which actions of two owners are in each other's way, by event, subject, selector or series; which
of that an owner may learn is for the room `release` to say. Refuses terms that would tell more than a hit.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mozaik.plans.accept import AcceptedActions, BadRow, accept_actions
    from mozaik.plans.areas import Area, area_of, may_overlap
    from mozaik.plans.beside import PlansBeside, Unread
    from mozaik.plans.conflicts import Conflict, Placed, find_conflicts, persons_that_meet
    from mozaik.plans.file import PlanError, SealedPlan, check_plan_terms, plan_of, read_plan, write_plan
    from mozaik.plans.model import (
        ConflictKind,
        Outcome,
        Plan,
        PlannedAction,
        PlannedPerson,
        PlannedSelector,
        PlanState,
        Window,
    )
    from mozaik.plans.outcomes import is_final, with_outcome
    from mozaik.plans.sheet import PlanRow, read_plan_file
    from mozaik.plans.windows import BadTimeError, window_of
else:
    from mozaik.lazily import loaded_when_asked

    __getattr__ = loaded_when_asked(__name__, __file__)

__all__ = [
    "AcceptedActions",
    "Area",
    "BadRow",
    "BadTimeError",
    "Conflict",
    "ConflictKind",
    "Outcome",
    "Placed",
    "Plan",
    "PlanError",
    "PlanRow",
    "PlanState",
    "PlannedAction",
    "PlannedPerson",
    "PlannedSelector",
    "PlansBeside",
    "SealedPlan",
    "Unread",
    "Window",
    "accept_actions",
    "area_of",
    "check_plan_terms",
    "find_conflicts",
    "is_final",
    "may_overlap",
    "persons_that_meet",
    "plan_of",
    "read_plan",
    "read_plan_file",
    "window_of",
    "with_outcome",
    "write_plan",
]
