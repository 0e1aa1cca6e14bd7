"""Plays the analysts: every authority reads its hits, and the people of the coordinator judge them."""

from collections.abc import Mapping

from mozaik.desk import Reading, Verdict, judge, read
from mozaik.progress import Step
from mozaik.rehearsal.compare import is_quiet, key_of
from mozaik.rehearsal.plan import Plan, Rule
from mozaik.rehearsal.stage import Stage

REASON = "rehearsal: comparing what was told with what was planted"


def read_all(plan: Plan, stage: Stage) -> dict[str, Reading]:
    """What every authority of the scenario is told of the hits."""
    names = [cast.id for cast in plan.scenario.authorities]
    return {name: read(stage.work, stage.ask(name, REASON), stage.trust) for name in names}


def judge_all(plan: Plan, stage: Stage, readings: Mapping[str, Reading], step: Step) -> int:
    """The coordinator's analyst confirms all but harmless and rejected values; returns how many."""
    coordinator = plan.scenario.coordinator
    hits = readings[coordinator].hits
    rejected = {(overlap.kind, overlap.values) for overlap in plan.expected if overlap.rule is Rule.REJECTED}
    verdicts = {
        hit.reference: Verdict.REJECT if is_quiet(hit) or key_of(hit) in rejected else Verdict.CONFIRM
        for hit in hits
    }
    step(0, len(hits))
    asking = stage.ask(coordinator, "rehearsal: played judgement")
    judge(stage.work, verdicts, asking, stage.owners[coordinator], stage.trust, acknowledge_h3=True)
    step(len(hits), len(hits))
    return len(hits)
