"""The year of exchange: three nodes on one machine, and nothing between them but numbered files on a stick.

The lead, a participant and the coordinator play from the action day to the last recall. Every step is the
function that the command of the same name calls; its truth is written down before (`planted`), and what came
about is held to it (`truth`).
"""

from collections.abc import Callable, Sequence
from datetime import datetime

from mozaik.progress import Step as Progress
from mozaik.rehearsal.stage import Stage
from mozaik.rehearsal.year.cast import Parties, parties_of
from mozaik.rehearsal.year.confirming import settle
from mozaik.rehearsal.year.contributing import meet, seize_and_contribute
from mozaik.rehearsal.year.judging import judge_there, read_there
from mozaik.rehearsal.year.nodes import nodes_of
from mozaik.rehearsal.year.planted import truth_of
from mozaik.rehearsal.year.play import Play
from mozaik.rehearsal.year.truth import Diary, Fact, Step, StepScore, scores_of

__all__ = ["Fact", "Parties", "Step", "StepScore", "parties_of", "play_year", "truth_json"]


def play_year(stage: Stage, parties: Parties, progress: Progress) -> tuple[StepScore, ...]:
    """Play the year below the folder of a rehearsal, and hold each step to what was planted.

    RefusedError where a node refuses a sound file, or cannot do its work.
    """
    truth, diary = truth_of(parties), Diary()
    with nodes_of(stage, parties, stage.now) as nodes:
        play = Play(stage, parties, nodes, diary)
        for done, (act, days) in enumerate(_ACTS, 1):
            act(play, play.after(days))
            progress(done, len(_ACTS))
    return scores_of(truth, diary)


_ACTS: Sequence[tuple[Callable[[Play, datetime], None], int]] = (
    (seize_and_contribute, 1),
    (meet, 1),
    (read_there, 2),
    (judge_there, 3),
    (settle, 4),
)
"""What is done, and how many days after the announcement."""


def truth_json(parties: Parties) -> dict[str, object]:
    """What is planted for each step, and what is silent, as (who, what)."""
    truth = truth_of(parties)
    planted = {str(step): sorted(facts) for step, facts in truth.planted.items()}
    return {"planted": planted, "silent": sorted(truth.silent)}
