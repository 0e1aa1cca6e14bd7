"""An outcome that is wrong in one way alone is not right, and says so in words and in JSON."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from mozaik.desk import ConflictKind
from mozaik.rehearsal.announcing import Announced, Announcements
from mozaik.rehearsal.before_the_day import BeforeTheDay, ConflictScore
from mozaik.rehearsal.compare import Decoys, Score
from mozaik.rehearsal.outcome import outcome_json, outcome_text
from mozaik.rehearsal.packages import Issued
from mozaik.rehearsal.plan import Planted, Rule, lay_out
from mozaik.rehearsal.run import Outcome
from mozaik.rehearsal.scenario import load_scenario
from mozaik.rehearsal.sealing import Earlier, SealedFiles
from mozaik.rehearsal.told import Told, what_was_told
from mozaik.rehearsal.year import Step, StepScore
from mozaik.release import Material
from tests.rehearsal.hits import hit, holder, reading

PLANTED = Planted("digest", "identical", ("aa",), (("SI-GPD", "S-1"),))
FACT = ("SI-GPD", "digest file shared")
RIGHT = Outcome(
    Path("demo"), load_scenario("mozaik-2023"),
    BeforeTheDay((ConflictScore(ConflictKind.EVENT, 2, 2, 0),), 41, 0),
    SealedFiles((), (), Earlier({}, ()), (), 9, 1),
    [Score("digest", 1, 1, (), (), ())], [Decoys("stock icon", 2, 0)],
    [Told("shared document", Rule.NO_PICTURE, 1, ())], True, [], [],
    Announcements((Announced("joint", Path("d"), None, ("en, lead: a number",), 0, 1),), Path("p")),
    (StepScore(Step.HIT, 1, 1, (), (), ()),),
)  # fmt: skip


def in_the_way(told: int = 2, false: int = 0) -> BeforeTheDay:
    """What became of the plans, with other numbers."""
    return replace(RIGHT.before, scores=(ConflictScore(ConflictKind.EVENT, 2, told, false),))


WRONG: tuple[Callable[[Outcome], Outcome], ...] = (
    lambda one: replace(one, scores=[replace(one.scores[0], found=0, missed=(PLANTED,))]),
    lambda one: replace(one, scores=[replace(one.scores[0], false=(("digest", ("bb",)),))]),
    lambda one: replace(one, scores=[replace(one.scores[0], leaked=(PLANTED,))]),
    lambda one: replace(one, decoys=[replace(one.decoys[0], hit=1)]),
    lambda one: replace(one, told=[replace(one.told[0], wrong=(("SI-GPD", ("aa",)),))]),
    lambda one: replace(one, before=in_the_way(told=1)),
    lambda one: replace(one, before=in_the_way(false=1)),
    lambda one: replace(one, before=replace(one.before, told_afterwards=1)),
    lambda one: replace(one, kept_out=False),
    lambda one: replace(one, year=(replace(one.year[0], came=0, missed=(FACT,)),)),
    lambda one: replace(one, year=(replace(one.year[0], false=(FACT,)),)),
    lambda one: replace(one, year=(replace(one.year[0], leaked=(FACT,)),)),
    lambda one: replace(one, sealed=replace(one.sealed, failures=("SI-GPD-001: unreadable",))),
)


def test_a_right_outcome_is_said_to_be_right() -> None:
    assert RIGHT.is_right
    assert outcome_json(RIGHT)["right"] is True
    assert "NOT RIGHT" not in outcome_text(RIGHT)


@pytest.mark.parametrize("change", WRONG)
def test_one_fault_of_any_sort_makes_the_outcome_wrong(change: Callable[[Outcome], Outcome]) -> None:
    """An item that nobody could read left the outcome right."""
    wrong = change(RIGHT)
    assert not wrong.is_right
    assert outcome_json(wrong)["right"] is False
    assert "NOT RIGHT" in outcome_text(wrong)
    assert outcome_json(wrong) != outcome_json(RIGHT)


def test_the_outcome_names_what_was_missed_false_and_leaked() -> None:
    scored = Score("digest", 2, 1, (PLANTED,), (("digest", ("bb",)),), (PLANTED,))
    (told,) = outcome_json(replace(RIGHT, scores=[scored]))["scores"]
    assert told["missed"] == told["leaked"] == [{"how": "identical", "values": ("aa",)}]
    assert told["false"] == (("digest", ("bb",)),)
    row = next(
        line for line in outcome_text(replace(RIGHT, scores=[scored])).splitlines() if "digest" in line
    )
    assert row.split() == ["digest", "2", "1", "1", "1", "1"]


OWN, OTHER = holder("SI-GPD", "S-1", own=True), holder("HR-MUP", "H-1")
CONTACT = hit("selector", "x@mail.example", value_kind="email", position=2, holders=(OWN,), material=None)


@pytest.mark.parametrize(("rule", "told", "right"), [
    (Rule.KNOWN, hit("digest", "aa", material=Material.KNOWN), True),
    (Rule.KNOWN, hit("digest", "aa", material=Material.KNOWN, reasons=("unknown",)), False),
    (Rule.KNOWN, hit("digest", "aa", material=Material.UNKNOWN), False),
    (Rule.KNOWN, hit("digest", "bb", material=Material.KNOWN), False),
    (Rule.NO_PICTURE, hit("digest", "bb"), True),
    (Rule.NO_PICTURE, hit("digest", "aa"), False),
    (Rule.NO_PICTURE, hit("digest", "aa", material=None, reasons=("unknown",), position=3), False),
    (Rule.NO_PICTURE, hit("digest", "aa", material=None, position=3, holders=(OTHER,)), True),
    (Rule.NO_PICTURE, hit("digest", "aa", material=None, position=1, holders=(OTHER,)), False),
    (Rule.NO_PICTURE, hit("digest", "aa", material=None, position=1, holders=(OWN, OTHER)), True),
])  # fmt: skip
def test_what_a_reader_is_told_of_a_file_is_held_to_its_rule(rule: Rule, told: object, right: bool) -> None:
    plan = lay_out(load_scenario("mozaik-2023"), seed=5)
    plan.expect(rule, "planted", "digest", ["aa"], ("SI-GPD",))
    (held,) = what_was_told(plan, {"SI-GPD": reading("SI-GPD", (told, CONTACT))}, [])  # type: ignore[arg-type]
    assert (held.planted, held.wrong) == (1, () if right else (("SI-GPD", ("aa",)),))


@pytest.mark.parametrize(("hits", "pointers", "right"), [
    ({"+49301"}, set(), True), ({"+49301"}, {"+49302"}, True), ({"+49301"}, {"+49301"}, False),
    (set(), {"+49301"}, False), (set(), set(), False),
])  # fmt: skip
def test_a_value_that_is_hit_and_pointer_is_told_once(
    hits: set[str], pointers: set[str], right: bool
) -> None:
    """It is a hit of the country that it names, and no pointer says it again (review 1, item 22)."""
    plan = lay_out(load_scenario("mozaik-2023"), seed=5)
    plan.expect(Rule.ONCE, "planted", "selector", ["phone", "+49301"], ("DE",))
    issued = Issued("DE", Path("x"), Path("x"), 1, frozenset(hits), frozenset(pointers))
    (held,) = what_was_told(plan, {}, [issued])
    assert bool(held.wrong) is not right
