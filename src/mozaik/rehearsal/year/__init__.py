"""The year of exchange: three nodes on one machine, and nothing between them but numbered files on a stick.

The lead, a participant and the coordinator play from the first plan to the last recall. Every step is the
function that the command of the same name calls; its truth is written down before (`planted`), and what came
about is held to it (`truth`).
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from random import Random

from mozaik.progress import Step as Progress
from mozaik.rehearsal.stage import Stage
from mozaik.rehearsal.year.again import compare_ends, keep_all_safe
from mozaik.rehearsal.year.amending import decide_on_ticket
from mozaik.rehearsal.year.asking import answer_all, ask_about_contact, ask_about_ticket
from mozaik.rehearsal.year.cast import Parties, parties_of
from mozaik.rehearsal.year.confirming import settle
from mozaik.rehearsal.year.contributing import contribute, seize
from mozaik.rehearsal.year.following import follow_up, raise_and_help
from mozaik.rehearsal.year.judging import judge_there, read_there
from mozaik.rehearsal.year.nodes import nodes_of
from mozaik.rehearsal.year.packing import give_packages
from mozaik.rehearsal.year.planning import plan_raids, raid
from mozaik.rehearsal.year.planted import truth_of
from mozaik.rehearsal.year.play import Play
from mozaik.rehearsal.year.taking_back import recall, withdraw
from mozaik.rehearsal.year.truth import Diary, Fact, Step, StepScore, scores_of

__all__ = ["Fact", "Parties", "Step", "StepScore", "parties_of", "play_year", "truth_json"]

_ACTS: Sequence[tuple[Callable[[Play, datetime], None], int]] = (
    (keep_all_safe, -20),
    (plan_raids, -14),
    (raid, -11),
    (seize, -10),
    (contribute, 0),
    (read_there, 1),
    (judge_there, 2),
    (ask_about_ticket, 20),
    (ask_about_contact, 21),
    (answer_all, 23),
    (decide_on_ticket, 30),
    (raise_and_help, 40),
    (give_packages, 60),
    (follow_up, 180),
    (withdraw, 200),
    (recall, 201),
    (settle, 300),
    (compare_ends, 330),
)
"""What is done, and how many days after the announcement."""


def play_year(stage: Stage, parties: Parties, rolled: Random, progress: Progress) -> tuple[StepScore, ...]:
    """Play the year below the folder of a rehearsal, and hold each step to what was planted.

    Chance decides in which order files come. RefusedError where a node refuses a sound file, or cannot do
    its work.
    """
    truth, diary = truth_of(parties), Diary()
    with nodes_of(stage, parties, stage.now) as nodes:
        play = Play(stage, parties, nodes, diary, rolled)
        for done, (act, days) in enumerate(_ACTS, 1):
            act(play, play.after(days))
            progress(done, len(_ACTS))
    return scores_of(truth, diary)


def truth_json(parties: Parties) -> dict[str, object]:
    """What is planted for each step, and what is silent, as (who, what)."""
    truth = truth_of(parties)
    planted = {str(step): sorted(facts) for step, facts in truth.planted.items()}
    return {"planted": planted, "silent": sorted(truth.silent)}
