"""Requests and answers: their order, the clocks, and the functions of Directive (EU) 2023/977, Article 16."""

import random
from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mozaik.errors import RefusedError
from mozaik.exchange import (
    REQUEST,
    Answer,
    AskedSelector,
    Dated,
    Filed,
    Ground,
    Outcome,
    Request,
    Stage,
    Step,
    Urgency,
    answer_by,
    cases_of,
    statistics_of,
)
from mozaik.moments import utc_text
from mozaik.node import answer, ask, case_of, cases, hits_of, pairs_of
from mozaik.operation import Clocks, OperationError
from mozaik.parties import Authority, PersonRef
from mozaik.release import Asking, own_rows_asked, read_hits
from mozaik.terms import Disclosure, Handling, Purpose
from tests.crosscheck.support import selector_row, terms_of
from tests.exchange.nodes import EU, HR, NOW, SI, Nodes


def dated(*steps: Step) -> list[Dated[Step]]:
    return [Dated(f"2023-11-20T09:00:{at:02}Z", f"id.{at}", step) for at, step in enumerate(steps)]


def test_steps_count_in_the_order_of_their_moments_and_once() -> None:
    steps = dated(Step.ASK_BACK, Step.CLARIFY, Step.GIVE_PARTLY, Step.GIVE)
    assert REQUEST.run([*reversed(steps), steps[1]]) == REQUEST.run(steps)
    assert REQUEST.run(steps).late == ()


REQUESTED = Request(
    to=Authority(HR), by=PersonRef("SI-GPD/ana"), purpose=Purpose.EXCHANGE, legal_basis="article 4",
    urgency=Urgency.URGENT, answer_by="2023-11-23T09:00:00Z", handling=(Handling.H0,), grade="A2",
    question="Who is it?", own_reference="SI 114",
)  # fmt: skip
ANSWERED = Answer(
    request="SI-GPD.request.1", by=PersonRef("HR-MUP/eva"), outcome=Outcome.GIVEN, ground=Ground.NONE,
    text="see the contribution", handling=(Handling.H0,), grade="B2", own_reference="HR 7",
)  # fmt: skip


def filed(number: int, content: Request | Answer, sender: str = HR, to: str = SI) -> Filed:
    """A document of the case, sealed so many seconds after the request."""
    at = utc_text(NOW + timedelta(seconds=number))
    name = "request.1" if number == 0 else f"x.{number}"
    return Filed(f"{sender}.{name}", Authority(sender), (to,), at, content)


ASKED = filed(0, REQUESTED, SI, HR)


@given(st.lists(st.sampled_from(Outcome), max_size=6), st.randoms())
@settings(max_examples=200)
def test_any_order_and_any_repetition_end_in_the_same_case(
    outcomes: list[Outcome], rolled: random.Random
) -> None:
    needs_ground = (Outcome.REFUSED, Outcome.PARTLY)
    documents = [ASKED]
    for number, outcome in enumerate(outcomes, 1):
        ground = Ground.NOT_HELD if outcome in needs_ground else Ground.NONE
        documents.append(filed(number, replace(ANSWERED, outcome=outcome, ground=ground)))
    documents.append(filed(9, replace(REQUESTED, clarifies=ASKED.id), SI, HR))
    mixed = [*documents, *rolled.choices(documents, k=3)]
    rolled.shuffle(mixed)
    assert cases_of(mixed) == cases_of(documents)
    (case,) = cases_of(documents)
    assert len(case.run.counted) + len(case.run.late) == len(documents) - 1


def test_an_answer_of_somebody_else_or_for_somebody_else_changes_nothing() -> None:
    strange = [filed(1, ANSWERED, EU), filed(2, ANSWERED, HR, EU)]
    clarified = filed(3, replace(REQUESTED, clarifies=ASKED.id), EU, HR)
    (case,) = cases_of([ASKED, *strange, clarified])
    assert (case.stage, case.foreign, case.clarified) == (Stage.ASKED, (strange[0].id, strange[1].id), ())


@pytest.mark.parametrize(
    ("urgency", "by"),
    [
        (Urgency.URGENT_DIRECT, timedelta(hours=8)),
        (Urgency.URGENT, timedelta(days=3)),
        (Urgency.OTHER, timedelta(days=7)),
    ],
)
def test_the_clocks_of_8_hours_3_and_7_days_are_settings_and_know_no_time_zone(
    urgency: Urgency, by: timedelta
) -> None:
    """Asked at one moment, whatever the clock on the wall shows; summer time is none of its business."""
    asked = datetime(2024, 3, 31, 0, 30, tzinfo=timezone(timedelta(hours=1)))
    due = answer_by(asked, urgency, Clocks())
    assert due == utc_text(asked + by)
    for hours in (-11, 0, 2, 14):
        assert answer_by(asked.astimezone(timezone(timedelta(hours=hours))), urgency, Clocks()) == due
    other = answer_by(asked, urgency, Clocks(urgent_hours=4, urgent_days=1, other_days=14))
    assert other != due
    with pytest.raises(OperationError):
        Clocks(urgent_hours=0)


def test_a_request_is_overdue_from_the_second_after_and_until_it_is_answered() -> None:
    due = NOW + timedelta(days=3)
    (case,) = cases_of([ASKED])
    assert not case.is_overdue(due)
    assert case.is_overdue(due + timedelta(seconds=1))
    (asked_back,) = cases_of([ASKED, filed(1, replace(ANSWERED, outcome=Outcome.CLARIFICATION))])
    assert not asked_back.is_overdue(due + timedelta(days=1)), "the asker owes the next step"
    (answered,) = cases_of([ASKED, filed(1, ANSWERED)])
    assert (answered.is_overdue(due + timedelta(days=1)), answered.was_in_time) == (False, True)


def test_the_clock_stands_still_while_the_asker_is_to_make_its_question_clearer() -> None:
    """Two days of the asker's own are no delay of who was asked; asked back too late helps nobody."""
    due, hours = NOW + timedelta(days=3), 3600
    back = filed(hours, replace(ANSWERED, outcome=Outcome.CLARIFICATION))
    clearer = filed(49 * hours, replace(REQUESTED, clarifies=ASKED.id), SI, HR)
    (case,) = cases_of([clearer, back, ASKED])
    assert case.due == utc_text(due + timedelta(days=2))
    assert not case.is_overdue(due + timedelta(days=2))
    (late,) = cases_of([ASKED, filed(73 * hours, back.content), filed(99 * hours, clearer.content, SI, HR)])
    assert late.is_overdue(NOW + timedelta(hours=99))
    (answered,) = cases_of([ASKED, back, clearer, filed(119 * hours, ANSWERED)])
    assert answered.was_in_time
    far = replace(ASKED, content=replace(REQUESTED, answer_by="9999-12-31T23:59:59Z"))
    (case,) = cases_of([far, back, clearer])
    assert case.due == "9999-12-31T23:59:59Z"


# ---- between nodes -----------------------------------------------------------------------------------------


def asked(nodes: Nodes, *selectors: AskedSelector, **changes: object) -> str:
    """A request of SI to HR that has arrived there; its id."""
    request = replace(REQUESTED, **changes)  # type: ignore[arg-type]
    sent = ask(nodes.by_name[SI], request, selectors, nodes.key("SI-GPD/ana"), nodes.keys, nodes.moment)
    nodes.between(SI, HR, "asked")
    return sent.document.id


def answered(nodes: Nodes, request: str, outcome: Outcome, ground: Ground = Ground.NONE) -> None:
    """An answer of HR to SI that has arrived there."""
    content = replace(ANSWERED, request=request, outcome=outcome, ground=ground)
    answer(nodes.by_name[HR], content, nodes.key("HR-MUP/eva"), nodes.keys, nodes.moment)
    nodes.between(HR, SI, "answered")


def stages(nodes: Nodes, name: str) -> list[Stage]:
    known = [cases(nodes.by_name[each], nodes.keys) for each in (SI, HR)]
    assert known[0] == known[1], "both nodes know the same"
    return [case.stage for case in known[0] if case.id == name]


def test_article_16_records_requests_refusals_clarifications_and_provisions(nodes: Nodes) -> None:
    """Both sides have every document of a case, and agree where it stands."""
    first = asked(nodes)
    answered(nodes, first, Outcome.CLARIFICATION)
    assert stages(nodes, first) == [Stage.CLARIFICATION]
    asked(nodes, clarifies=first, question="the one of 2023")
    assert stages(nodes, first) == [Stage.ASKED]
    answered(nodes, first, Outcome.PARTLY, Ground.INVESTIGATION)
    answered(nodes, first, Outcome.GIVEN)
    second = asked(nodes, own_reference="SI 115")
    answered(nodes, second, Outcome.REFUSED, Ground.SAFETY)
    assert (stages(nodes, first), stages(nodes, second)) == ([Stage.GIVEN], [Stage.REFUSED])
    case = case_of(nodes.by_name[SI], first, nodes.keys)
    assert [dated.step for dated in case.run.counted] == [
        Step.ASK_BACK, Step.CLARIFY, Step.GIVE_PARTLY, Step.GIVE,
    ]  # fmt: skip
    (pair,) = pairs_of(nodes.by_name[HR], nodes.keys)
    assert pair.came.missing == ()


def test_article_16_cross_checks_what_a_request_brings_under_its_terms(nodes: Nodes) -> None:
    """By the same engine, for the asked authority alone; a third one that holds the same learns nothing."""
    row, not_asked = (selector_row("email", f"{name}@mail.example") for name in ("ana", "zora"))
    rows = {HR: [row, not_asked], EU: [row], SI: [not_asked]}
    holds = {name: nodes.make(f"{name}.1", {"selectors": held}).path for name, held in rows.items()}
    nodes.make.trust.save(nodes.trust)
    nodes.take(HR, *holds.values())
    name = asked(nodes, AskedSelector("email", "ana@mail.example"), AskedSelector("email", "b@mail.example"))
    nodes.run(HR)
    case = case_of(nodes.by_name[HR], name, nodes.keys)
    work = nodes.work(HR)

    def reads(authority: str) -> Asking:
        return Asking.of(work.operation, authority, f"{authority}/eva", "request", nodes.moment)

    (hit,) = hits_of(nodes.by_name[HR], case, reads(HR), nodes.keys)
    assert hit.values == ("ana@mail.example",)
    assert SI in hit.authorities
    others = [other for other in read_hits(work, reads(EU)).hits if "ana@mail.example" in other.values]
    assert [SI in other.authorities for other in others] == [False], "silent to everybody else"


def test_a_request_tells_who_is_asked_nothing_of_what_is_silent_to_it(nodes: Nodes) -> None:
    """Two worlds: a third authority's silent set holds what is asked about, or it does not."""
    row = selector_row("email", "ana@mail.example")
    silent = [terms_of(EU, disclosure=Disclosure.SILENT)]
    own = nodes.make("HR-MUP.1", {"selectors": [row]}).path
    third = nodes.make("EU-EC3.1", {"selectors": [row]}, terms=silent).path
    nodes.make.trust.save(nodes.trust)
    nodes.take(HR, own)
    name = asked(nodes, AskedSelector("email", "ana@mail.example"))
    worlds = []
    for files in ((), (third,)):
        nodes.take(HR, *files)
        nodes.run(HR)
        operation, node = nodes.work(HR).operation, nodes.by_name[HR]
        asking = Asking.of(operation, HR, "HR-MUP/eva", "request", nodes.moment)
        case = case_of(node, name, nodes.keys)
        worlds.append((case, hits_of(node, case, asking, nodes.keys), list((node.out / HR / SI).glob("0*"))))
    assert worlds[0] == worlds[1]
    assert len(worlds[0][1]) == 1


def test_article_16_follows_up_in_time(nodes: Nodes) -> None:
    """The clock goes on at both nodes and after a restart, and who is due first stands first."""
    slow = asked(nodes, urgency=Urgency.OTHER, answer_by=answer_by(NOW, Urgency.OTHER, Clocks()))
    fast = asked(
        nodes, urgency=Urgency.URGENT_DIRECT, answer_by=answer_by(NOW, Urgency.URGENT_DIRECT, Clocks())
    )
    for name in (SI, HR):
        assert [case.id for case in cases(nodes.by_name[name], nodes.keys)] == [fast, slow]
        late = [case.is_overdue(NOW + timedelta(hours=9)) for case in cases(nodes.by_name[name], nodes.keys)]
        assert late == [True, False]


def test_article_16_counts_for_the_statistics(nodes: Nodes) -> None:
    first, second, _ = asked(nodes), asked(nodes, own_reference="2"), asked(nodes, own_reference="3")
    answered(nodes, first, Outcome.GIVEN)
    nodes.moment = NOW + timedelta(days=4)
    answered(nodes, second, Outcome.REFUSED, Ground.NOT_HELD)
    counted = statistics_of(cases(nodes.by_name[HR], nodes.keys), nodes.moment)
    assert (counted.requests, counted.in_time, counted.late, counted.overdue) == (3, 1, 1, 1)
    assert counted.by_ground == {Ground.NOT_HELD: 1}
    assert counted.by_stage == {Stage.GIVEN: 1, Stage.REFUSED: 1, Stage.ASKED: 1}
    assert counted.by_urgency == {Urgency.URGENT: 3}


def test_who_was_not_asked_and_what_is_late_gets_a_sentence_and_sends_nothing(nodes: Nodes) -> None:
    name = asked(nodes)
    content = replace(ANSWERED, request=name)
    with pytest.raises(RefusedError, match="asked of somebody else"):
        answer(nodes.by_name[SI], content, nodes.key("SI-GPD/ana"), nodes.keys, NOW)
    with pytest.raises(RefusedError, match="key is of another authority"):
        answer(nodes.by_name[HR], content, nodes.key("SI-GPD/ana"), nodes.keys, NOW)
    with pytest.raises(RefusedError, match="no single request"):
        answer(nodes.by_name[HR], ANSWERED, nodes.key("HR-MUP/eva"), nodes.keys, NOW)
    with pytest.raises(RefusedError, match="nobody asked for a clarification"):
        asked(nodes, clarifies=name)
    answered(nodes, name, Outcome.GIVEN)
    before = nodes.state(HR)
    with pytest.raises(RefusedError, match="this answer cannot follow"):
        answered(nodes, name, Outcome.REFUSED, Ground.NOT_HELD)
    assert nodes.state(HR) == before


def test_a_ticket_turns_into_the_owners_own_row_for_the_owner_alone(nodes: Nodes) -> None:
    hidden = terms_of(HR, name="existence", disclosure=Disclosure.HIT)
    own = nodes.sealed("HR-MUP.1", b"other", b"a", terms=[hidden])
    nodes.take(EU, nodes.sealed("SI-GPD.1", b"a"), own)
    nodes.run(EU)
    work = nodes.work(EU)

    def reads(authority: str) -> Asking:
        return Asking.of(work.operation, authority, f"{authority}/x", "request SI 114", nodes.moment)

    (hit,) = read_hits(work, reads(SI)).hits
    (ticket,) = (holder.ticket for holder in hit.holders if holder.ticket)
    (row,) = own_rows_asked(work, reads(HR), Authority(SI), ticket)
    assert (row.set_id, row.table) == ("HR-MUP.1", "files")
    (theirs,) = read_hits(work, reads(HR)).hits
    assert row in [holder.row for holder in theirs.holders]
    refusals = set()
    for reader, asker, text in (
        (SI, SI, ticket),
        (EU, SI, ticket),
        (HR, EU, ticket),
        (HR, SI, "T-AAAAAAAAAAAAAAAA"),
    ):
        with pytest.raises(RefusedError) as refused:
            own_rows_asked(work, reads(reader), Authority(asker), text)
        refusals.add(str(refused.value))
    assert len(refusals) == 1
