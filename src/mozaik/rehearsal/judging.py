"""Plays the analysts: every authority reads its hits, and the people of the coordinator judge them."""

from collections.abc import Mapping
from datetime import datetime

from mozaik.parties import PersonRef
from mozaik.progress import Step
from mozaik.rehearsal.compare import is_quiet
from mozaik.rehearsal.plan import Plan
from mozaik.rehearsal.stage import ANALYST
from mozaik.release import Reading, Verdict, Work, judge_many, read_hits

REASON = "rehearsal: comparing what was told with what was planted"


def read_all(plan: Plan, work: Work, now: datetime) -> dict[str, Reading]:
    """What every authority of the scenario is told of the hits."""
    return {
        cast.id: read_hits(work, cast.id, REASON, f"{cast.id}/{ANALYST}", now)
        for cast in plan.scenario.authorities
    }


def judge_all(plan: Plan, work: Work, readings: Mapping[str, Reading], step: Step) -> int:
    """The coordinator's analyst confirms what it sees and rejects known-harmless values; returns how many."""
    coordinator = plan.scenario.coordinator
    person, now = PersonRef.of(coordinator, ANALYST), plan.scenario.announced_at
    hits = readings[coordinator].hits
    verdicts = {hit.reference: Verdict.REJECT if is_quiet(hit) else Verdict.CONFIRM for hit in hits}
    step(0, len(hits))
    judge_many(work, verdicts, person, "rehearsal: played judgement", now, acknowledge_h3=True)
    step(len(hits), len(hits))
    return len(hits)
