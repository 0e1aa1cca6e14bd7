"""What a node lists by its commands: alarms before all, what waits, what was in vain and why."""

import json
from contextlib import nullcontext
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner

from mozaik.cli.main import main, program
from mozaik.errors import RefusedError
from mozaik.exchange import Amendment, Change, TermsChange
from mozaik.node import (
    Duty,
    answer,
    give_judgements,
    give_reading,
    judge_by_reading,
    look_at_reading,
    raise_alarm,
    report_after_package,
    withdraw_everywhere,
)
from mozaik.node.documents import keep_document
from mozaik.parties import Authority
from mozaik.release import Verdict
from mozaik.terms import Disclosure
from tests.exchange.nodes import EU, HR, NOW, SI, Nodes
from tests.exchange.test_alarms import URGENT
from tests.exchange.test_outcomes import OUTCOME, packaged
from tests.exchange.test_readings import asks, joint, looking
from tests.exchange.test_requests import ANSWERED, asked

BY = ("--by", "HR-MUP/eva", "--reason", "a look")
AS = ("--as", HR, *BY)
LISTS: tuple[tuple[str, ...], ...] = (
    ("request", "list", "DIR"),
    ("recall", "list", "DIR"),
    ("amend", "list", "DIR"),
    ("outcome", "list", "DIR"),
    ("urgent", "list", "DIR"),
    ("node", "exchange", "DIR"),
    ("node", "status", "DIR"),
    ("reading", "hits", "DIR", "--from", EU, *BY),
    ("receive", "STICK", "--node", "DIR"),
    ("tasks", "DIR", *AS),
    ("hits", "DIR", *AS),
    ("search", "DIR", "abc", *AS),
    ("plan", "conflicts", "DIR", *AS),
)
"""Every command that lists something of a node to people."""


def said(nodes: Nodes, *words: str, node: str = "zagreb") -> str:
    """What a command prints at a node."""
    places = {"DIR": str(nodes.folder / node), "STICK": str(nodes.folder / "urgent")}
    env = {"MOZAIK_TRUST": str(nodes.trust), "MOZAIK_HOME": str(nodes.folder / "home")}
    with CliRunner().isolation(env=env) as (out, err, _), pytest.raises(SystemExit) as ended:
        main([places.get(word, word) for word in words])
    assert ended.value.code == 0, err.getvalue().decode()
    return out.getvalue().decode()


def tasks(nodes: Nodes, *words: str) -> dict[str, Any]:
    return dict(json.loads(said(nodes, "tasks", "DIR", *words, "--json")))


def test_an_alarm_stands_above_every_list(nodes: Nodes) -> None:
    """Whatever a list is about, and whatever it would say without the alarm."""
    nodes.key("HR-MUP/eva")
    raised = raise_alarm(nodes.by_name[SI], URGENT, nodes.key("SI-GPD/ana"), nodes.keys, NOW)
    nodes.between(SI, HR, "urgent")
    nodes.take(HR, nodes.sealed("HR-MUP.8", b"a"), nodes.sealed("HR-MUP.9", b"a"))
    nodes.run(HR)
    readable(nodes)
    for words in LISTS:
        first = said(nodes, *words).splitlines()[0]
        assert first.startswith("URGENT: a child may be in danger now, HR"), words
        assert raised.id in first, words


def test_every_command_that_lists_documents_of_a_node_is_looked_at() -> None:
    context = click.Context(program)
    groups = {name: program.get_command(context, name) for name in program.list_commands(context)}
    listing = {
        name
        for name, group in groups.items()
        if isinstance(group, click.Group) and (each := group.commands.get("list"))
        if "folder" in {parameter.name for parameter in each.params}
    }
    assert listing == {words[0] for words in LISTS if words[1] == "list"}


def readable(nodes: Nodes) -> None:
    """HR has a reading of the joint node."""
    joint(nodes)
    give_reading(nodes.by_name[EU], asks(nodes, HR), nodes.keys)
    nodes.between(EU, HR, "reading")


def test_what_waits_is_told_at_a_node_that_never_compared_anything(nodes: Nodes, tmp_path: Path) -> None:
    """A request, an answer and a package that came: no cross-check is needed to see them."""
    name = asked(nodes)
    packaged(nodes, tmp_path)
    told = tasks(nodes, *AS)
    assert [case["id"] for case in told["requests"]] == [name]
    assert not (nodes.by_name[HR].work).exists()
    text = said(nodes, "tasks", "DIR", *AS)
    assert f"Requests that wait for you: 1\n  {name}" in text
    here = said(nodes, "tasks", "DIR", "--as", SI, "--by", "SI-GPD/ana", "--reason", "x", node="ljubljana")
    assert f"of which nothing was reported: 1\n  {OUTCOME.package}\n" in here
    ana = nodes.key("SI-GPD/ana")
    report_after_package(nodes.by_name[SI], OUTCOME, ana, nodes.keys, NOW)
    here = said(nodes, "tasks", "DIR", "--as", SI, "--by", "SI-GPD/ana", "--reason", "x", node="ljubljana")
    assert "nothing was reported" not in here


def test_who_asked_is_told_that_an_answer_came(nodes: Nodes, monkeypatch: pytest.MonkeyPatch) -> None:
    name = asked(nodes)
    content = replace(ANSWERED, request=name)
    answer(nodes.by_name[HR], content, nodes.key("HR-MUP/eva"), nodes.keys, NOW)
    nodes.between(HR, SI, "answered")
    words = ("tasks", "DIR", "--as", SI, "--by", "SI-GPD/ana", "--reason", "x")
    told = []
    for days in (0, 8):
        monkeypatch.setattr("mozaik.cli.tasks_command.now", lambda days=days: NOW + timedelta(days=days))
        told.append("Answered in the last seven days: 1" in said(nodes, *words, node="ljubljana"))
    assert told == [True, False]


def test_an_amendment_that_came_too_late_is_named(nodes: Nodes) -> None:
    nodes.send(HR, EU, nodes.sealed("HR-MUP.1", b"a"))
    eva, node = nodes.key("HR-MUP/eva"), nodes.by_name[HR]
    erased = Amendment(Change.ERASE, ("HR-MUP.1",), eva.reference, "it ended")
    opened = TermsChange(
        Change.TERMS, ("HR-MUP.1",), (), Authority(SI), Disclosure.FULL, None, eva.reference, "SI asks"
    )
    keep_document(node, erased, (Authority(EU),), NOW, eva, ("HR-MUP.1",))
    late = keep_document(node, opened, (Authority(EU),), NOW + timedelta(hours=1), eva)
    name = node.store.manifest_of(late).id
    assert f"HR-MUP.1: erased\n  too late, and without effect: {name}\n" in said(
        nodes, "amend", "list", "DIR"
    )


def test_a_judgement_that_does_not_count_yet_is_named_with_the_reason(nodes: Nodes) -> None:
    """It came before the cross-check has its hit again: a person's word is never lost unseen."""
    joint(nodes)
    give_reading(nodes.by_name[EU], asks(nodes), nodes.keys)
    nodes.between(EU, SI, "down")
    (hit, _) = look_at_reading(nodes.by_name[SI], looking(nodes), nodes.keys).hits
    ana = nodes.key("SI-GPD/ana")
    judge_by_reading(nodes.by_name[SI], looking(nodes), {hit.reference: Verdict.CONFIRM}, ana, nodes.keys)
    give_judgements(nodes.by_name[SI], Authority(EU), nodes.keys, nodes.moment)
    withdrawn(nodes)
    nodes.between(SI, EU, "judged")
    (done,) = (done for done in nodes.run(EU) if done.duty is Duty.JUDGEMENTS)
    (refused,) = done.not_taken
    assert (refused.authority, refused.reference) == (SI, hit.reference)
    assert refused.why


def withdrawn(nodes: Nodes) -> None:
    """HR takes back what the hit rests on, and the joint node compares anew."""
    eva = nodes.key("HR-MUP/eva")
    withdraw_everywhere(nodes.by_name[HR], ("HR-MUP.1",), "it fell", eva, nodes.keys, nodes.moment)
    nodes.between(HR, EU, "withdrawn")
    nodes.run(EU)


def test_a_file_for_somebody_else_is_kept_and_says_whom_it_is_for(nodes: Nodes) -> None:
    """A node may hand on what it was given; nothing of it counts here."""
    ana, node = nodes.key("SI-GPD/ana"), nodes.by_name[SI]
    sha256 = keep_document(node, replace(URGENT, by=ana.reference), (Authority(HR),), NOW, ana)
    path = nodes.folder / "urgent"
    path.write_bytes(node.store.path_of(sha256).read_bytes())
    text = said(nodes, "receive", "STICK", "--node", "DIR", node="lyon")
    assert "received; it is for HR-MUP, and nobody else" in text
    assert "URGENT" not in text


def test_figures_are_counted_for_each_other_authority_too(nodes: Nodes) -> None:
    asked(nodes)
    told = json.loads(said(nodes, "request", "statistics", "DIR", "--json"))
    assert told["received_from"] == {SI: told["received"]}
    assert told["sent_to"] == {}
    assert "received from SI-GPD: 1;" in said(nodes, "request", "statistics", "DIR")


@pytest.mark.parametrize(("hour", "day", "stands"), [(11, 21, True), (9, 21, False), (11, 22, False)])
def test_an_outcome_of_a_day_that_has_begun_somewhere_stands(
    nodes: Nodes, tmp_path: Path, hour: int, day: int, stands: bool
) -> None:
    """In Zagreb it is the next day before it is in UTC; nowhere is it two days later."""
    packaged(nodes, tmp_path)
    outcome = replace(OUTCOME, on=date(2023, 11, day))
    here, ana = nodes.by_name[SI], nodes.key("SI-GPD/ana")
    refused = nullcontext() if stands else pytest.raises(RefusedError, match="a day that has come")
    with refused:
        report_after_package(here, outcome, ana, nodes.keys, NOW.replace(hour=hour))


def test_a_number_whose_file_was_erased_on_the_way_is_named_at_its_sender(nodes: Nodes) -> None:
    nodes.send(HR, EU, nodes.sealed("HR-MUP.1", b"a"), nodes.sealed("HR-MUP.2", b"b"))
    eva, node = nodes.key("HR-MUP/eva"), nodes.by_name[HR]
    withdraw_everywhere(node, ("HR-MUP.2",), "it ended", eva, nodes.keys, NOW, erase=True)
    nodes.between(HR, EU, "to")
    nodes.between(EU, HR, "back")
    text = said(nodes, "node", "exchange", "DIR")
    assert "  to it: 2 of 3 arrived; not confirmed: no. 2\n" in text
    assert "  erased before it was confirmed, a gap there for good: no. 2\n" in text
