"""The year of exchange: what came about is held to what was planted, and every way to be wrong shows."""

import json

import pytest

from mozaik.rehearsal.scenario import load_scenario
from mozaik.rehearsal.year import Fact, Parties, Step, parties_of, truth_json
from mozaik.rehearsal.year.planted import truth_of
from mozaik.rehearsal.year.truth import Diary, StepScore, scores_of

PARTIES = Parties("SI-GPD", "HR-MUP", "EU-EC3")
TRUTH = truth_of(PARTIES)


def played(*changes: tuple[Step, set[Fact], set[Fact]]) -> dict[Step, StepScore]:
    """The scores of a year in which all came about, but for what is taken away and put in at a step."""
    facts = {step: set(planted) for step, planted in TRUTH.planted.items()}
    for step, away, more in changes:
        facts[step] = (facts[step] - away) | more
    return {score.step: score for score in scores_of(TRUTH, Diary(facts))}


def test_the_lead_a_participant_and_the_coordinator_play() -> None:
    assert parties_of(load_scenario("mozaik-2023")) == PARTIES


def test_a_year_in_which_all_came_about_is_right() -> None:
    scores = played()
    assert list(scores) == list(Step)
    assert all(score.is_right and score.planted == score.came > 0 for score in scores.values())


@pytest.mark.parametrize("step", Step)
def test_a_step_that_was_not_played_missed_all_of_it(step: Step) -> None:
    score = played((step, set(TRUTH.planted[step]), set()))[step]
    assert (score.missed, score.came, score.is_right) == (tuple(sorted(TRUTH.planted[step])), 0, False)


@pytest.mark.parametrize("step", Step)
def test_what_nobody_planted_is_false_and_what_is_silent_is_leaked(step: Step) -> None:
    strange, silent = ("HR-MUP", "a surprise"), min(TRUTH.silent)
    score = played((step, set(), {strange, silent}))[step]
    assert (score.false, score.leaked, score.is_right) == ((strange,), (silent,), False)


def test_nothing_silent_is_planted_for_who_may_not_know_it() -> None:
    assert not TRUTH.silent & set().union(*TRUTH.planted.values())


def test_the_truth_is_written_down_whole_before_the_year() -> None:
    told = json.loads(json.dumps(truth_json(PARTIES)))
    assert {step: {(who, what) for who, what in facts} for step, facts in told["planted"].items()} == {
        str(step): set(facts) for step, facts in TRUTH.planted.items()
    }
    assert {(who, what) for who, what in told["silent"]} == TRUTH.silent
