"""Urgent: who is told, by which clock, which step may follow, and that nothing stands above it."""

import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from itertools import permutations

import pytest

from mozaik.errors import RefusedError
from mozaik.exchange import (
    Danger,
    ExchangeError,
    Help,
    Referral,
    Safeguarding,
    Sealed,
    Urgent,
    alarms_of,
)
from mozaik.node import alarm_of, alarms, concerned, open_node, pairs_of, raise_alarm, say_done
from mozaik.node.documents import keep_document
from mozaik.operation import Expert, Skill
from mozaik.parties import Authority, PersonRef
from mozaik.terms import Handling
from tests.exchange.nodes import EU, HR, NOW, SI, Nodes
from tests.operation.support import OPERATION

ANA = PersonRef("SI-GPD/ana")
REFERRAL = Referral("centre for social work", "2023-11-20T10:00:00Z", PersonRef("HR-MUP/eva"))
URGENT = Urgent(
    Authority("HR"), (), ANA, "a child speaks of today", "", (), "vital interests", (Handling.H0,), "B2",
    "SI 114", "2023-11-20T17:00:00Z",
)  # fmt: skip
DONE = Safeguarding(
    "SI-GPD.urgent.1", PersonRef("HR-MUP/eva"), Help.TAKE, None, "on it", (Handling.H0,), "A1", "HR 9"
)


def sealed(number: int, content: Urgent | Safeguarding, sender: str = HR, *to: str) -> Sealed:
    kind = "urgent" if isinstance(content, Urgent) else "safeguarding"
    return Sealed(
        f"{sender}.{kind}.{number}", Authority(sender), to or (SI,), f"2023-11-20T09:00:{number:02}Z", content
    )


def test_any_order_and_repetition_end_in_the_same_alarm_and_strangers_change_nothing() -> None:
    raised = sealed(1, URGENT, SI, HR)
    steps = [
        sealed(2, DONE),
        sealed(3, replace(DONE, did=Help.REFER, referral=REFERRAL)),
        sealed(4, DONE, EU),
    ]
    worlds = {alarms_of([*order, order[0]]) for order in permutations([raised, *steps])}
    ((alarm,),) = worlds
    assert (alarm.run.stage, len(alarm.done), alarm.referrals) == (Danger.REFERRED, 2, (REFERRAL,))


def test_open_alarms_stand_first_by_their_clocks() -> None:
    """Whatever came first."""
    clocks = ["2023-11-20T17:00:00Z", "2023-11-20T12:00:00Z", "2023-11-19T12:00:00Z"]
    said = [sealed(at, replace(URGENT, refer_by=clock), SI, HR) for at, clock in enumerate(clocks, 1)]
    said.append(sealed(9, replace(DONE, urgent=said[2].id, did=Help.SAFE)))
    random.Random(1).shuffle(said)  # an order, no secret
    assert [alarm.urgent.refer_by for alarm in alarms_of(said)] == [clocks[1], clocks[0], clocks[2]]


def test_a_referral_that_was_made_already_is_the_first_step() -> None:
    (alarm,) = alarms_of([sealed(1, replace(URGENT, referral=REFERRAL), SI, HR)])
    assert (alarm.run.stage, alarm.referrals, alarm.is_open) == (Danger.REFERRED, (REFERRAL,), True)
    assert not alarm.is_overdue(NOW + timedelta(days=9))


@pytest.mark.parametrize("hours", [-11, 0, 2, 14])
def test_the_clock_of_a_referral_is_the_same_in_every_time_zone(hours: int) -> None:
    (alarm,) = alarms_of([sealed(1, URGENT, SI, HR)])
    due = datetime(2023, 11, 20, 17, tzinfo=UTC).astimezone(timezone(timedelta(hours=hours)))
    assert not alarm.is_overdue(due)
    assert alarm.is_overdue(due + timedelta(seconds=1))


@pytest.mark.parametrize(
    "changes",
    [{"did": Help.REFER}, {"referral": REFERRAL}, {"text": ""}, {"urgent": "../x"}, {"grade": "E5"}],
)
def test_who_refers_says_to_whom_and_nothing_is_sent_without_terms(changes: dict[str, object]) -> None:
    with pytest.raises(ExchangeError):
        replace(DONE, **changes)  # type: ignore[arg-type]


def expert(person: str, since: date | None = None, until: date | None = None) -> Expert:
    return Expert(PersonRef(person), (Skill.VICTIM_IDENTIFICATION,), ("hr",), "+38515550100", since, until)


def test_an_alarm_goes_to_who_is_on_call_else_to_all_experts_else_to_whoever_takes_part() -> None:
    day = date(2023, 11, 20)
    eva, ivo = expert("HR-MUP/eva"), expert("HR-MUP/ivo", date(2023, 11, 20), date(2023, 11, 20))
    ana = expert("SI-GPD/ana", date(2023, 11, 1))
    operation = replace(OPERATION, experts=(eva, ivo, ana))
    assert concerned(operation, Authority("HR"), day).experts == (ivo,)
    assert concerned(operation, Authority("HR"), day + timedelta(1)).experts == (eva, ivo)
    alone = concerned(replace(OPERATION, experts=(ana,)), Authority("HR"), day)
    assert (alone.experts, HR in alone.authorities) == ((), True)
    with pytest.raises(RefusedError, match="nobody of this country"):
        concerned(operation, Authority("LV"), day)


# ---- real nodes --------------------------------------------------------------------------------------------


def test_an_alarm_goes_its_way_and_its_clock_survives_a_restart(nodes: Nodes) -> None:
    key, eva = nodes.key("SI-GPD/ana"), nodes.key("HR-MUP/eva")
    raised = raise_alarm(nodes.by_name[SI], URGENT, key, nodes.keys, NOW)
    assert (raised.refer_by, [sent.recipient for sent in raised.sent]) == ("2023-11-20T17:00:00Z", [HR])
    assert raised.unreached == ()
    nodes.between(SI, HR, "urgent")
    there = open_node(nodes.by_name[HR].folder)
    (alarm,) = alarms(there, nodes.keys)
    assert (alarm.id, alarm.is_overdue(NOW + timedelta(hours=8))) == (raised.id, False)
    assert alarm.is_overdue(NOW + timedelta(hours=8, seconds=1))
    refers = replace(DONE, urgent=alarm.id, did=Help.REFER, referral=REFERRAL)
    say_done(there, refers, eva, nodes.keys, NOW)
    nodes.between(HR, SI, "done")
    here = alarm_of(nodes.by_name[SI], alarm.id.rpartition(".")[2], nodes.keys)
    assert (here.run.stage, here.referrals) == (Danger.REFERRED, (REFERRAL,))
    say_done(nodes.by_name[SI], replace(DONE, urgent=alarm.id, by=ANA, did=Help.SAFE), key, nodes.keys, NOW)
    with pytest.raises(RefusedError, match="cannot follow"):
        say_done(nodes.by_name[SI], replace(DONE, urgent=alarm.id, by=ANA), key, nodes.keys, NOW)
    nodes.between(SI, HR, "safe")
    assert alarms(there, nodes.keys) == alarms(nodes.by_name[SI], nodes.keys)
    assert nodes.by_name[EU].index.listed() == nodes.by_name[EU].index.listed()
    assert not any(line.kind == "urgent" for line in nodes.by_name[EU].index.listed()), "nobody else is told"


def test_a_missing_key_stops_no_alarm_and_says_whom_to_call(nodes: Nodes) -> None:
    key = nodes.key("SI-GPD/ana")
    for known in nodes.keys.keys:
        if known.authority == HR:
            nodes.make.trust.revoke(known.key_id, NOW, "lost")
    nodes.make.trust.save(nodes.trust)
    raised = raise_alarm(nodes.by_name[SI], URGENT, key, nodes.keys, NOW)
    assert (raised.sent, raised.unreached) == ((), (HR,))
    assert [alarm.id for alarm in alarms(nodes.by_name[SI], nodes.keys)] == [raised.id]


def test_an_alarm_in_anothers_name_or_of_a_strangers_step_changes_nothing(nodes: Nodes) -> None:
    key, maria = nodes.key("SI-GPD/ana"), nodes.key("EU-EC3/maria")
    with pytest.raises(RefusedError, match="another authority"):
        raise_alarm(nodes.by_name[SI], URGENT, maria, nodes.keys, NOW)
    raised = raise_alarm(nodes.by_name[SI], URGENT, key, nodes.keys, NOW)
    nodes.between(SI, HR, "urgent")
    forged = replace(DONE, urgent=raised.id, by=maria.reference, did=Help.UNFOUNDED)
    sha256 = keep_document(nodes.by_name[EU], forged, (Authority(HR),), NOW, maria)
    posed = replace(forged, by=ANA)
    other = keep_document(nodes.by_name[EU], posed, (Authority(HR),), NOW, maria)
    before = alarms(nodes.by_name[HR], nodes.keys), pairs_of(nodes.by_name[HR], nodes.keys)
    nodes.take(HR, *(nodes.by_name[EU].store.path_of(each) for each in (sha256, other)))
    assert (alarms(nodes.by_name[HR], nodes.keys), pairs_of(nodes.by_name[HR], nodes.keys)) == before
    with pytest.raises(RefusedError, match="no single alarm"):
        say_done(nodes.by_name[EU], forged, maria, nodes.keys, NOW)
