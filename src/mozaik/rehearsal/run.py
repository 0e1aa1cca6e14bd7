"""The whole work of an operation, played once: plan, seal, cross-check, judge, package, release, count.

Every step is the act at the desk that the command of the same name calls; the people (analysts,
releasers) are played. What the readers were told is then compared with what was planted.
"""

import json
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from mozaik.desk import Figure, count_for_public
from mozaik.errors import RefusedError
from mozaik.node import sets_standing
from mozaik.progress import Step
from mozaik.rehearsal.announcing import Announcements, announce
from mozaik.rehearsal.before_the_day import BeforeTheDay, plan_raids, play_before_the_day
from mozaik.rehearsal.compare import Decoys, Score, score
from mozaik.rehearsal.contents import fill_items
from mozaik.rehearsal.decoys import plant_decoys
from mozaik.rehearsal.judging import judge_all, read_all
from mozaik.rehearsal.on_node import is_kept_out, play_node
from mozaik.rehearsal.packages import Issued, issue_packages
from mozaik.rehearsal.plan import Plan, Planted, lay_out
from mozaik.rehearsal.planting import plant_overlaps
from mozaik.rehearsal.realities import plant_realities
from mozaik.rehearsal.scenario import Scenario
from mozaik.rehearsal.sealing import SealedFiles, seal_everything
from mozaik.rehearsal.stage import Stage, set_stage
from mozaik.rehearsal.told import Told, what_was_counted, what_was_told
from mozaik.rehearsal.year import StepScore, parties_of, play_year, truth_json

Progress = Callable[[str], Step]
"""Called with a step's title; gives the function that reports `done, total` of that step."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a rehearsal gave: scores against the truth, packages, figures, and where everything lies."""

    folder: Path
    scenario: Scenario
    before: BeforeTheDay
    sealed: SealedFiles
    scores: Sequence[Score]
    decoys: Sequence[Decoys]
    told: Sequence[Told]
    kept_out: bool
    packages: Sequence[Issued]
    figures: Sequence[Figure]
    announcements: Announcements
    year: Sequence[StepScore]

    @property
    def is_right(self) -> bool:
        """Nothing missed, false, leaked or told wrongly, no decoy became a lead, and what ended stays out.

        And every item was read: what lies on one that was not cannot have been told.
        """
        return (
            self.before.is_right
            and not self.sealed.failures
            and all(score.is_right for score in self.scores)
            and not any(decoy.hit for decoy in self.decoys)
            and not any(told.wrong for told in self.told)
            and self.kept_out
            and all(score.is_right for score in self.year)
        )


def make_plan(scenario: Scenario, seed: int, scale: float) -> Plan:
    """The plan of a rehearsal: the same scenario, seed and scale give the same plan."""
    plan = lay_out(scenario, seed)
    plant_overlaps(plan)
    plant_decoys(plan)
    plant_realities(plan)
    fill_items(plan, scale)
    return plan


def rehearse(
    plan: Plan, folder: Path, progress: Progress, workers: int, *, exchange: bool = False
) -> Outcome:
    """Play the operation of a plan below an empty folder and compare the outcome with the truth.

    With `exchange` three nodes play the year after it, too.
    """
    now = plan.scenario.announced_at
    stage = set_stage(plan, folder, progress("Writing seized items"))
    write_truth(plan, folder / "truth.json", exchange=exchange)
    before = play_before_the_day(plan, stage)
    sealed = seal_everything(plan, stage, workers, progress("Triage and sealing"))
    play_node(stage, sealed, progress("Receiving sealed files"), progress("Cross-check"))
    readings = read_all(plan, stage)
    scores, decoys = score(plan, readings)
    judge_all(plan, stage, readings, progress("Judging"))
    packages = issue_packages(plan, stage, progress("Packages"))
    contributions = sets_standing(stage.node, stage.trust)
    counted = count_for_public(contributions, now.date(), now.date())
    told = [*what_was_told(plan, readings, packages), *what_was_counted(plan, counted.figures)]
    announcements = announce(plan, stage, contributions, progress("Announcements"))
    kept_out = is_kept_out(stage, sealed.earlier)
    year = _play_year(plan, stage, progress) if exchange else ()
    return Outcome(
        folder, plan.scenario, before, sealed, scores, decoys, told, kept_out, packages, counted.figures,
        announcements, year,
    )  # fmt: skip


def _play_year(plan: Plan, stage: Stage, progress: Progress) -> Sequence[StepScore]:
    return play_year(stage, parties_of(plan.scenario), plan.rng, progress("Year of exchange"))


def empty_folder(folder: Path, replace: bool) -> None:
    """Make the folder of a rehearsal; an earlier rehearsal in it is removed only with `replace`."""
    if folder.exists() and any(folder.iterdir()):
        if not (folder / "SYNTHETIC.txt").is_file():
            raise RefusedError(
                "the folder holds something that is not a rehearsal", where=str(folder), remedy="name another"
            )
        if not replace:
            raise RefusedError(
                "the folder holds an earlier rehearsal",
                where=str(folder),
                remedy="add --replace, or name another",
            )
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)


def write_truth(plan: Plan, path: Path, *, exchange: bool) -> None:
    """Write every planted overlap and decoy as JSON, each list of holders as (authority, unit)."""
    truth = {
        "about": plan.scenario.synthetic,
        "planted": [_planted_json(overlap) for overlap in plan.truth],
        "decoys": [_planted_json(decoy) for decoy in plan.decoys],
        "conflicts": [{"kind": clash.kind, "sides": clash.sides} for clash in plan_raids(plan).clashes],
        "year": truth_json(parties_of(plan.scenario)) if exchange else None,
    }
    path.write_text(json.dumps(truth, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def _planted_json(planted: Planted) -> Mapping[str, object]:
    return {
        "kind": planted.kind, "how": planted.how, "values": planted.values, "holders": planted.holders,
        "silent_to": planted.silent_to,
    }  # fmt: skip
