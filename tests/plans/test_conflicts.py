"""The conflict finder equals its slow twin, whatever the plans are."""

from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from mozaik.parties import Authority
from mozaik.plans import (
    Area,
    Outcome,
    Placed,
    PlannedAction,
    PlannedPerson,
    PlannedSelector,
    PlanState,
    Window,
    find_conflicts,
)
from tests.plans.oracle import Told, conflicts_brute
from tests.plans.support import HR, SI, action, window

AREAS = ("SI", "SI0", "SI04", "SI041", "SI03", "SI041/061", "SI032/061", "SI/061", "SI/070", "HR", "HR03/061")
OWNERS = (SI, HR, "HU-NNI")
HOURS = ["05T22", "05T23", "06T00", "06T01", "06T02"]
NAMES = ("Ana Novak", "Anna Novák", "Novak Ana", "Ivan Horvat", "Ivana Horvat")


@st.composite
def windows(draw: st.DrawFn) -> Window:
    begins, ends = sorted(draw(st.lists(st.sampled_from(HOURS), min_size=2, max_size=2, unique=True)))
    return window(begins if draw(st.booleans()) else None, ends if draw(st.booleans()) else None)


def persons() -> st.SearchStrategy[PlannedPerson]:
    return st.builds(
        lambda name, born, number: PlannedPerson(
            (name,), "", date(1980, 1, born) if born else None, (number,) if number or not born else ()
        ),
        st.sampled_from(NAMES),
        st.integers(0, 2),
        st.sampled_from(["", "A1234", "B1234"]),
    )


def selectors() -> st.SearchStrategy[PlannedSelector]:
    values = st.sampled_from(["a@x.example", "b@x.example"])
    return st.builds(PlannedSelector, st.sampled_from(["email", "account"]), values)


def outcomes() -> st.SearchStrategy[tuple[Outcome, ...]]:
    postponed = Outcome(PlanState.POSTPONED, date(2023, 11, 6))
    ended = Outcome(PlanState.CARRIED_OUT, date(2023, 11, 7))
    return st.sampled_from([(), (), (), (postponed,), (ended,), (postponed, ended)])


@st.composite
def placed_actions(draw: st.DrawFn) -> list[Placed]:
    def few(values: st.SearchStrategy[Any], least: int = 0, most: int = 2) -> tuple[Any, ...]:
        return tuple(draw(st.lists(values, min_size=least, max_size=most)))

    made = []
    for number in range(draw(st.integers(2, 9))):
        stated = action(
            str(number),
            areas=few(st.sampled_from(AREAS).map(Area), 1),
            window=draw(windows()),
            persons=few(persons()),
            selectors=few(selectors()),
            series=few(st.sampled_from(["blue room", "red room"])),
            outcomes=draw(outcomes()),
        )
        made.append(Placed(Authority(draw(st.sampled_from(OWNERS))), "plan", stated))
    return made


def found(actions: list[Placed]) -> list[Told]:
    return [(str(each.kind), each.left.name, each.right.name) for each in find_conflicts(actions)]


@settings(max_examples=100, deadline=None)
@given(placed_actions(), st.randoms(use_true_random=False))
def test_the_finder_finds_what_its_slow_twin_finds(actions: list[Placed], order: Any) -> None:
    first = found(actions)
    assert len(first) == len(set(first))
    assert set(first) == conflicts_brute(actions)
    order.shuffle(actions)
    assert found(actions) == first


def met(one: PlannedAction, other: PlannedAction) -> list[str]:
    placed = [Placed(Authority(SI), "p", one), Placed(Authority(HR), "p", other)]
    return [str(conflict.kind) for conflict in find_conflicts(placed)]


def test_windows_that_touch_do_not_meet_and_open_ones_meet_all() -> None:
    night = window("05T23", "06T02")
    assert met(action(window=night), action(window=window("06T01", "06T03"))) == ["event"]
    assert met(action(window=night), action(window=window("06T02", "06T03"))) == []
    assert met(action(window=window(None, None)), action(window=window("28T02", "28T03"))) == ["event"]
    assert met(action(window=window("06T02", None)), action(window=night)) == []


def test_a_region_contains_its_municipalities_and_a_municipality_is_one_whatever_its_region() -> None:
    assert met(action(area="SI04"), action(area="SI041/061")) == ["event"]
    assert met(action(area="SI/061"), action(area="SI041/061")) == ["event"]
    assert met(action(area="SI041/061"), action(area="SI041/070")) == []
    assert met(action(area="SI041"), action(area="SI042")) == []
    assert met(action(area="HR/061"), action(area="SI/061")) == []


def test_a_name_needs_a_second_fact() -> None:
    apart = window("20T02", "20T03")
    ana = PlannedPerson(("Ana Novak",), "", date(1980, 1, 1), ())
    other = PlannedPerson(("Novak Ana",), "", date(1980, 1, 1), ())
    younger = PlannedPerson(("Ana Novak",), "", date(1981, 1, 1), ())
    stranger = PlannedPerson(("Ivan Horvat",), "", date(1980, 1, 1), ())
    assert met(action(persons=(ana,)), action(persons=(other,), window=apart)) == ["subject"]
    assert met(action(persons=(ana,)), action(persons=(younger,), window=apart)) == []
    assert met(action(persons=(ana,)), action(persons=(stranger,), window=apart)) == []


def test_two_plans_of_one_owner_are_in_nobodys_way() -> None:
    both = [Placed(Authority(SI), name, action()) for name in ("p", "q")]
    assert find_conflicts(both) == []
