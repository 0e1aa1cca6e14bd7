"""The whole work of an operation, played once: seal, cross-check, judge, package, release, count.

Every step calls the public function that the command of the same name calls; the people (analysts,
releasers) are played. What the readers were told is then compared with what was planted.
"""

import json
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from mozaik.contribution import SealedSet, read_set
from mozaik.crosscheck import crosscheck
from mozaik.errors import RefusedError
from mozaik.figures import Figure, count_figures
from mozaik.progress import Step
from mozaik.rehearsal.compare import Decoys, Score, score
from mozaik.rehearsal.contents import fill_items
from mozaik.rehearsal.decoys import plant_decoys
from mozaik.rehearsal.judging import judge_all, read_all
from mozaik.rehearsal.packages import Issued, issue_packages
from mozaik.rehearsal.plan import Plan, Planted, lay_out
from mozaik.rehearsal.planting import plant_overlaps
from mozaik.rehearsal.scenario import Scenario
from mozaik.rehearsal.sealing import SealedFiles, seal_everything
from mozaik.rehearsal.stage import Stage, set_stage
from mozaik.release import Work

Progress = Callable[[str], Step]
"""Called with a step's title; gives the function that reports `done, total` of that step."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a rehearsal gave: scores against the truth, packages, figures, and where everything lies."""

    folder: Path
    scenario: Scenario
    sealed: SealedFiles
    scores: Sequence[Score]
    decoys: Sequence[Decoys]
    packages: Sequence[Issued]
    figures: Sequence[Figure]

    @property
    def is_right(self) -> bool:
        """Nothing missed, false or leaked, and no decoy became a lead."""
        return all(one.is_right for one in self.scores) and not any(one.hit for one in self.decoys)


def make_plan(scenario: Scenario, seed: int, scale: float) -> Plan:
    """The plan of a rehearsal: the same scenario, seed and scale give the same plan."""
    plan = lay_out(scenario, seed)
    plant_overlaps(plan)
    plant_decoys(plan)
    fill_items(plan, scale)
    return plan


def rehearse(plan: Plan, folder: Path, progress: Progress, workers: int) -> Outcome:
    """Play the operation of a plan below an empty folder and compare the outcome with the truth."""
    now = plan.scenario.announced_at
    stage = set_stage(plan, folder, progress("Writing seized items"))
    write_truth(plan, folder / "truth.json")
    sealed = seal_everything(plan, stage, workers, progress("Triage and sealing"))
    contributions, lists = read_sealed(stage, sealed, progress("Verifying sealed files"))
    crosscheck(contributions, lists, folder / "work", now=now, step=progress("Cross-check"))
    work = Work.open(folder / "work")
    readings = read_all(plan, work, now)
    scores, decoys = score(plan, readings)
    judge_all(plan, work, readings, progress("Judging"))
    packages = issue_packages(plan, stage, work, progress("Packages"))
    figures = count_figures(contributions, on=now.date(), as_of=now.date())
    return Outcome(folder, plan.scenario, sealed, scores, decoys, packages, figures)


def read_sealed(stage: Stage, sealed: SealedFiles, step: Step) -> tuple[list[SealedSet], list[SealedSet]]:
    """Verify and read every sealed file, as whoever receives them does."""
    paths = [*sealed.contributions, *sealed.lists]
    sets = []
    for done, path in enumerate(paths, 1):
        sets.append(read_set(path, stage.trust))
        step(done, len(paths))
    return sets[: len(sealed.contributions)], sets[len(sealed.contributions) :]


def empty_folder(folder: Path, replace: bool) -> None:
    """Make the folder of a rehearsal; an earlier rehearsal in it is removed only with `replace`."""
    if folder.exists() and any(folder.iterdir()):
        if not (folder / "SYNTHETIC.txt").is_file():
            raise RefusedError(
                "the folder holds something that is no rehearsal", where=str(folder), remedy="name another"
            )
        if not replace:
            raise RefusedError(
                "the folder holds an earlier rehearsal",
                where=str(folder),
                remedy="add --replace, or name another",
            )
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)


def write_truth(plan: Plan, path: Path) -> None:
    """Write every planted overlap and decoy as JSON, each list of holders as (authority, unit)."""
    truth = {
        "about": plan.scenario.synthetic,
        "planted": [_planted_json(one) for one in plan.truth],
        "decoys": [_planted_json(one) for one in plan.decoys],
    }
    path.write_text(json.dumps(truth, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def _planted_json(one: Planted) -> Mapping[str, object]:
    return {
        "kind": one.kind, "how": one.how, "values": one.values, "holders": one.holders,
        "silent_to": one.silent_to,
    }  # fmt: skip
