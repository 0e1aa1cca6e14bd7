"""The sealed plan: the golden one is read by both verifiers, and what breaks a rule is refused."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from mozaik.canonical import to_canonical
from mozaik.errors import InvalidInputError, RefusedError
from mozaik.plans import (
    Outcome,
    Plan,
    PlanError,
    PlanState,
    Window,
    is_final,
    read_plan,
    with_outcome,
)
from mozaik.seal import Kind, Manifest, Role, TrustStore, write_sealed
from mozaik.terms import parse_sheet, terms_to_json
from tests.house.json_pages import described, stated
from tests.plans.make_golden import GOLDEN, NOW, PLAN, TERMS
from tests.plans.support import action
from tests.seal.make_vectors import ANA
from tests.seal.support import node_verdicts

TRUST = TrustStore.load(GOLDEN / "trust.json")


def test_the_golden_plan_is_read_by_both_verifiers_and_written_again() -> None:
    sealed = read_plan(GOLDEN / "files" / "first.plan", TRUST)
    assert (sealed.plan, sealed.terms, sealed.owner) == (PLAN, TERMS, "SI-GPD")
    assert sealed.plan.to_bytes() == (GOLDEN / "plan.json").read_bytes()
    assert node_verdicts(GOLDEN / "trust.json", "files", str(GOLDEN / "files")) == {"first.plan": "sound"}


def test_the_page_describes_every_field() -> None:
    written = json.loads((GOLDEN / "plan.json").read_bytes())
    assert stated([written], frozenset()) == described("plan.md", "plan.json")


def sealed_as(path: Path, content: dict[str, Any], **changes: Any) -> Path:
    values: dict[str, Any] = {
        "kind": Kind.PLAN, "id": "SI-GPD.plan.1", "edition": "mozaik-2023", "sender": "SI-GPD",
        "created_at": "2023-11-05T12:00:00Z", "default_terms": terms_to_json(TERMS), **changes,
    }  # fmt: skip
    write_sealed(path, Manifest(**values), {"plan.json": to_canonical(content)}, [(ANA, Role.OWNER)])
    return path


def content(**changes: Any) -> dict[str, Any]:
    value: dict[str, Any] = json.loads((GOLDEN / "plan.json").read_bytes())
    value["actions"][1].update(changes)
    return value


PERSON = content()["actions"][1]["persons"][0]


@pytest.mark.parametrize(
    "changes",
    [
        {"areas": []},
        {"areas": ["SI041/061", "HR"]},
        {"areas": ["si"]},
        {"areas": ["EL30"]},
        {"place": "Trubarjeva 5"},
        {"kind": "dance"},
        {"window": {"begins": "2023-11-06T09:00:00Z", "ends": "2023-11-06T05:00:00Z", "zone": "UTC"}},
        {"window": {"begins": "2023-11-06 05:00", "ends": None, "zone": "UTC"}},
        {"persons": [{**PERSON, "birth_date": None, "documents": []}]},
        {"persons": [{**PERSON, "names": []}]},
        {"outcomes": [{"on": "2023-11-05", "state": "planned"}]},
        {
            "outcomes": [
                {"on": "2023-11-05", "state": "called-off"},
                {"on": "2023-11-06", "state": "carried-out"},
            ]
        },
        {
            "outcomes": [
                {"on": "2023-11-07", "state": "postponed"},
                {"on": "2023-11-06", "state": "carried-out"},
            ]
        },
        {"series": ["Blue  room"]},
        {"action_id": "SI-1"},
        {"action_id": "../x"},
        {"more": 1},
    ],
)
def test_a_signed_plan_that_breaks_a_rule_is_refused(changes: dict[str, Any], tmp_path: Path) -> None:
    with pytest.raises(InvalidInputError) as refused:
        read_plan(sealed_as(tmp_path / "a.plan", content(**changes)), TRUST)
    assert isinstance(refused.value, PlanError)
    assert "Trubarjeva" not in str(refused.value)


@pytest.mark.parametrize(
    "terms",
    [
        {"disclosure": "full"},
        {"owner": "HR-MUP"},
        {"disclosures": [{"reader": "HR-MUP", "level": "full", "until": None}]},
        {"subject": "no-person"},
        {"review_on": "soon"},
        {"more": 1},
        {"necessity": 7},
    ],
)
def test_a_signed_plan_whose_terms_break_a_rule_is_refused(terms: dict[str, Any], tmp_path: Path) -> None:
    broken = {**terms_to_json(TERMS), **terms}
    with pytest.raises(PlanError):
        read_plan(sealed_as(tmp_path / "a.plan", content(), default_terms=broken), TRUST)


def test_a_later_format_and_another_kind_are_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(PlanError, match="newer format"):
        read_plan(sealed_as(tmp_path / "a.plan", {**content(), "format": 2}), TRUST)
    with pytest.raises(PlanError, match="it is a contribution"):
        read_plan(sealed_as(tmp_path / "b.plan", content(), kind=Kind.CONTRIBUTION), TRUST)


FINAL = (PlanState.CARRIED_OUT, PlanState.CALLED_OFF)


@pytest.mark.parametrize("before", [PlanState.PLANNED, PlanState.POSTPONED, *FINAL])
@pytest.mark.parametrize("after", list(PlanState))
def test_each_arrow_of_an_outcome_and_no_other(before: PlanState, after: PlanState) -> None:
    earlier = () if before is PlanState.PLANNED else (Outcome(before, NOW.date()),)
    begun = action(outcomes=earlier)
    allowed = before not in FINAL and after is not PlanState.PLANNED
    if not allowed:
        with pytest.raises(RefusedError):
            with_outcome(begun, Outcome(after, NOW.date()))
        return
    done = with_outcome(begun, Outcome(after, NOW.date()))
    assert (done.state, done.stands) == (after, not is_final(after))
    postponed = after is PlanState.POSTPONED
    assert done.window == (Window(None, None, "UTC") if postponed else begun.window)


def test_an_outcome_comes_after_the_last_and_only_a_postponed_action_has_a_new_time() -> None:
    later = replace(action(), outcomes=(Outcome(PlanState.POSTPONED, date(2023, 11, 6)),))
    with pytest.raises(RefusedError, match="before the last"):
        with_outcome(later, Outcome(PlanState.CARRIED_OUT, date(2023, 11, 5)))
    new = Window("2023-11-08T05:00:00Z", None, "UTC")
    with pytest.raises(RefusedError, match="new time"):
        with_outcome(action(), Outcome(PlanState.CARRIED_OUT, date(2023, 11, 6)), new)
    assert with_outcome(action(), Outcome(PlanState.POSTPONED, date(2023, 11, 6)), new).window == new


def test_a_plan_says_each_thing_once_in_order() -> None:
    assert Plan((action("2"), action("1"))) == Plan((action("1"), action("2")))
    with pytest.raises(InvalidInputError, match="one reference"):
        Plan((action("1"), action("1")))


def test_a_sheet_says_which_terms_plans_take() -> None:
    said = {"disclosure": "hit", "review_on": "2033-11-20", "source": "A", "information": "1"}
    both = dict.fromkeys(("first", "raids"), said)
    sheet = parse_sheet({"terms": both, "apply": {"plans": "raids"}}, "SI-GPD")
    assert sheet.terms[sheet.for_table("plans")].name == "raids"
