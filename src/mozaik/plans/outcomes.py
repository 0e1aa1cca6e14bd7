"""What became of a planned action: a state machine, pure.

planned ──▶ postponed ──▶ postponed ... ──▶ carried-out | called-off
planned ──────────────────────────────────▶ carried-out | called-off
"""

from dataclasses import replace

from mozaik.errors import RefusedError
from mozaik.plans.model import Outcome, PlannedAction, PlanState, Window

_FINAL = frozenset({PlanState.CARRIED_OUT, PlanState.CALLED_OFF})


def is_final(state: PlanState) -> bool:
    """Whether nothing follows it."""
    return state in _FINAL


def with_outcome(action: PlannedAction, outcome: Outcome, window: Window | None = None) -> PlannedAction:
    """The action with one more outcome; one that is postponed takes its new window, open if none is known.

    RefusedError for an action that has ended, for a day before its last outcome, and for a window of one that
    is not postponed.
    """
    if is_final(action.state):
        raise _refused("this action has ended", f"it is {action.state}", "state an outcome once")
    if outcome.state is PlanState.PLANNED:
        raise _refused("planned is no outcome", "it is how a plan begins", "state what became of the action")
    if action.outcomes and outcome.on < action.outcomes[-1].on:
        raise _refused("the outcome lies before the last one", "", "state the day on which it came about")
    if window is not None and outcome.state is not PlanState.POSTPONED:
        raise _refused("only an action that is postponed has a new time", "", "leave the time out")
    postponed = Window(None, None, action.window.zone) if window is None else window
    time = postponed if outcome.state is PlanState.POSTPONED else action.window
    return replace(action, window=time, outcomes=(*action.outcomes, outcome))


def _refused(what: str, why: str, remedy: str) -> RefusedError:
    return RefusedError(what, why=why, remedy=remedy)
