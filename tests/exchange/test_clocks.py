"""A clock that was put back at a restart makes nobody's last word an earlier one."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from mozaik.acts import Judgement
from mozaik.exchange import Change, PackageStatus, TermsChange
from mozaik.node import (
    amend_everywhere,
    amendments_of,
    give_reading,
    judge_by_reading,
    look_at_reading,
    packages_followed,
    pairs_of,
    report_after_package,
)
from mozaik.parties import Authority
from mozaik.release import Verdict
from mozaik.seal import TrustStore
from mozaik.terms import Disclosure
from tests.exchange.nodes import EU, HR, NOW, SI, Nodes
from tests.exchange.test_outcomes import OUTCOME, packaged
from tests.exchange.test_readings import asks, joint, looking

EARLIER = NOW - timedelta(hours=5)


def test_of_two_amendments_the_one_that_was_said_last_holds(nodes: Nodes) -> None:
    """Closed because somebody is in danger: no clock may open it again."""
    eva, node = nodes.key("HR-MUP/eva"), nodes.by_name[HR]
    nodes.send(HR, EU, nodes.sealed("HR-MUP.1", b"a"))
    opened = TermsChange(
        Change.TERMS, ("HR-MUP.1",), (), Authority(SI), Disclosure.FULL, None, eva.reference, "SI asks"
    )
    amend_everywhere(node, opened, eva, nodes.keys, NOW)
    amend_everywhere(node, replace(opened, level=Disclosure.SILENT), eva, nodes.keys, EARLIER)
    last = max(amendments_of(node, nodes.keys), key=lambda each: (each.at, each.id))
    assert isinstance(last.content, TermsChange)
    assert last.content.level is Disclosure.SILENT


def test_an_outcome_is_corrected_by_what_was_reported_after_it(nodes: Nodes, tmp_path: Path) -> None:
    packaged(nodes, tmp_path)
    ana, here = nodes.key("SI-GPD/ana"), nodes.by_name[SI]
    wrong = report_after_package(here, OUTCOME, ana, nodes.keys, NOW)
    right = replace(OUTCOME, status=PackageStatus.CLOSED, on=date(2023, 11, 19), corrects=wrong.id)
    report_after_package(here, right, ana, nodes.keys, EARLIER)
    (told,) = packages_followed(here, nodes.keys)
    assert ([each.content.status for each in told.outcomes], told.corrected) == (
        [PackageStatus.CLOSED],
        (wrong.id,),
    )


def test_what_a_receipt_refuses_no_more_is_refused_no_more(nodes: Nodes) -> None:
    nodes.send(SI, EU, nodes.sealed("SI-GPD.1", b"a"))
    kept, ana = nodes.trust.read_bytes(), nodes.make.keys[SI].key_id
    TrustStore({key.key_id: key for key in nodes.keys.keys if key.key_id != ana}).save(nodes.trust)
    stick = nodes.stick(SI)
    nodes.take(EU, stick)
    nodes.between(EU, SI)
    nodes.trust.write_bytes(kept)
    nodes.moment = EARLIER
    nodes.take(EU, *(stick / SI / EU).glob("0*"))
    nodes.between(EU, SI)
    assert pairs_of(nodes.by_name[SI], nodes.keys)[0].refused == ()


def test_a_judgement_that_is_taken_back_is_dated_after_the_one_that_it_takes_back(nodes: Nodes) -> None:
    joint(nodes)
    give_reading(nodes.by_name[EU], asks(nodes), nodes.keys)
    nodes.between(EU, SI, "down")
    ana, here = nodes.key("SI-GPD/ana"), nodes.by_name[SI]
    (hit, _) = look_at_reading(here, looking(nodes), nodes.keys).hits
    said: list[Judgement] = []
    for verdict, at in ((Verdict.CONFIRM, NOW), (Verdict.WITHDRAW, EARLIER)):
        person = replace(looking(nodes), now=at)
        said += judge_by_reading(here, person, {hit.reference: verdict}, ana, nodes.keys)
    assert said[0].at < said[1].at
