"""Two worlds: what is silent to an authority changes no byte of a file and no line of a command.

Both worlds begin as copies of the same three nodes, with the same keys. In the one a partner contributes,
plans, asks, warns, is given and reports, changes and withdraws more, all of it silent to the authority; in
the other it does not.
"""

import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import TypeAlias

import pytest
from click.testing import CliRunner

from mozaik.cli.main import main
from mozaik.cli.receive_command import received_line
from mozaik.exchange import Answer, AskedSelector, Change, Ground, Outcome, Request, TermsChange, Urgency
from mozaik.node import (
    Checker,
    alarms,
    amend_everywhere,
    answer,
    ask,
    carry,
    cases,
    give_judgements,
    give_reading,
    issue,
    judge_by_reading,
    look_at_reading,
    news_from,
    open_node,
    raise_alarm,
    report_after_package,
    say_done,
    withdraw_everywhere,
)
from mozaik.parties import Authority, PersonRef
from mozaik.plans import Plan, write_plan
from mozaik.release import Verdict
from mozaik.seal import Kind, Manifest, Role, write_sealed
from mozaik.terms import Disclosure, Handling, Purpose
from tests.crosscheck.support import terms_of
from tests.exchange.nodes import EU, HR, NOW, SI, Nodes, nodes_in
from tests.exchange.test_alarms import DONE, URGENT
from tests.exchange.test_outcomes import OUTCOME
from tests.exchange.test_readings import asks, looking
from tests.plans.support import action, plan_terms, window

FAR = date(2099, 1, 1)
BY = ("--by", "SI-GPD/ana", "--reason", "a look")
COMMANDS: tuple[tuple[str, ...], ...] = (
    ("node", "exchange", "ljubljana"),
    ("node", "status", "ljubljana"),
    ("reading", "hits", "ljubljana", "--from", EU, *BY),
    ("request", "list", "ljubljana"),
    ("request", "statistics", "ljubljana"),
    ("recall", "list", "ljubljana"),
    ("amend", "list", "ljubljana"),
    ("hits", "lyon", "--as", SI, *BY),
    ("tasks", "lyon", "--as", SI, *BY),
    ("plan", "conflicts", "lyon", "--as", SI, *BY),
    ("outcome", "list", "ljubljana"),
    ("urgent", "list", "ljubljana"),
    ("tasks", "ljubljana", "--as", SI, *BY),
    ("search", "lyon", "img", "--as", SI, *BY),
)
"""All that says something of the exchange to SI: at its own node, and at the joint one."""
Told: TypeAlias = dict[str, object]


@pytest.fixture(scope="module")
def worlds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Told, Told]]:
    """What SI has and is told at the end: without anything silent to it, and with it."""
    folder = tmp_path_factory.mktemp("worlds")
    (folder / "openly").mkdir()
    checker = Checker(folder / "none")
    try:
        world = nodes_in(folder / "openly", checker)
        files = made(world)
        shutil.copytree(folder / "openly", folder / "hidden")  # names of one length: lines break alike
        other = copied(world, folder / "hidden")
        yield told(play(world, files, hidden=False)), told(play(other, files, hidden=True))
    finally:
        checker.close()


def copied(world: Nodes, folder: Path) -> Nodes:
    """The same three nodes in another folder."""
    by_name = {name: open_node(folder / node.folder.name) for name, node in world.by_name.items()}
    return replace(world, folder=folder, trust=folder / "trust.json", by_name=by_name)


def made(world: Nodes) -> dict[str, Path]:
    """Every sealed file, and every person's key, before the worlds part."""
    for person in ("SI-GPD/ana", "HR-MUP/eva", "EU-EC3/maria", "EU-EC3/noor"):
        world.key(person)
    level = [terms_of(HR, disclosure=Disclosure.HIT, review_on=FAR)]
    silent = [terms_of(HR, disclosure=Disclosure.SILENT, review_on=FAR)]
    open_terms = [terms_of(SI, review_on=FAR)]
    files = {
        "si": world.sealed("SI-GPD.1", b"a", b"b", b"c", terms=open_terms),
        "hr": world.sealed("HR-MUP.1", b"a", terms=level),
        "hr-2": world.sealed("HR-MUP.2", b"b", terms=level),
        "hidden": world.sealed("HR-MUP.3", b"c", b"a", b"b", terms=silent),
        "si.plan": world.make.folder / "si.plan",
        "hidden.plan": world.make.folder / "hr.plan",
    }
    morning = window("28T06", "28T10")
    for owner, name, level_of_plan in (
        (SI, "si.plan", Disclosure.HIT),
        (HR, "hidden.plan", Disclosure.SILENT),
    ):
        plan = Plan((action(f"{owner}-1", "SI", window=morning),))
        terms = plan_terms(owner, level_of_plan)
        write_plan(files[name], plan, terms, world.make._key(owner), "Mozaik 2023", NOW, synthetic=True)
    releasers = [(world.key(person), Role.RELEASER) for person in ("EU-EC3/maria", "EU-EC3/noor")]
    for name, reader, number in (("package", SI, "1"), ("hidden.package", HR, "2")):
        files[name] = world.make.folder / name
        manifest = Manifest(
            Kind.PACKAGE, f"EU-EC3.package.{number}", "Mozaik 2023", Authority(EU), "2023-11-20T09:00:00Z",
            (Authority(reader),), synthetic=True, properties={"sequence": "1"},
        )  # fmt: skip
        write_sealed(files[name], manifest, {"hits.json": b'"H-A"'}, releasers)
    world.make.trust.save(world.trust)
    return files


def play(world: Nodes, files: dict[str, Path], *, hidden: bool) -> Nodes:
    """Contribute, plan, read, judge, ask, answer and withdraw; with `hidden` HR does more, silent to SI."""
    world.checker.trust = world.trust
    world.send(SI, EU, files["si"], files["si.plan"])
    world.send(HR, EU, files["hr"], files["hr-2"])
    if hidden:
        world.send(HR, EU, files["hidden"], files["hidden.plan"])
        ask_eu(world)
    carry_all(world)
    world.run(EU)
    for reader in (SI, HR):
        give_reading(world.by_name[EU], asks(world, reader), world.keys)
    carry_all(world)
    judge_and_ask(world)
    warn_and_pack(world, files, hidden)
    carry_all(world)
    report(world, hidden)
    answer_and_amend(world, hidden)
    carry_all(world)
    world.run(EU)
    give_reading(world.by_name[EU], asks(world), world.keys)
    carry_all(world)
    carry_all(world)
    return world


def carry_all(world: Nodes) -> None:
    """Everything to everybody."""
    world.moment += timedelta(hours=1)
    for name, node in world.by_name.items():
        waiting = carry(node, world.folder / f"stick-{name}", world.keys, world.moment).files
        for other in sorted({path.parent.name for path in waiting}):
            came = world.take(other, *(path for path in waiting if path.parent.name == other))
            with (world.folder / f"printed-{other}").open("a") as printed:
                for answer_of in came:
                    printed.write(f"{name} {received_line(answer_of, world.by_name[other])}\n")


def judge_and_ask(world: Nodes) -> None:
    ana, node = world.key("SI-GPD/ana"), world.by_name[SI]
    known = look_at_reading(node, looking(world), world.keys)
    verdicts = {hit.reference: Verdict.CONFIRM for hit in known.hits}
    judge_by_reading(node, looking(world), verdicts, ana, world.keys)
    give_judgements(node, Authority(EU), world.keys, world.moment)
    ask(node, question(HR, "SI-GPD/ana"), (), ana, world.keys, world.moment)


def warn_and_pack(world: Nodes, files: dict[str, Path], hidden: bool) -> None:
    """A package to SI and an alarm about a child there; with `hidden` the same between the two others."""
    eva, joint = world.key("HR-MUP/eva"), world.by_name[EU]
    for name in ("hidden.package", "package") if hidden else ("package",):
        issue(joint, files[name], world.keys, world.moment)
    for country in ("EU", "SI") if hidden else ("SI",):
        urgent = replace(URGENT, country=Authority(country), by=eva.reference)
        raise_alarm(world.by_name[HR], urgent, eva, world.keys, world.moment)


def report(world: Nodes, hidden: bool) -> None:
    """What came of the packages at who got one, and the alarms are taken on."""
    people = {SI: "SI-GPD/ana", HR: "HR-MUP/eva"} if hidden else {SI: "SI-GPD/ana"}
    for name, person in people.items():
        key, number = world.key(person), "1" if name == SI else "2"
        said_of = replace(OUTCOME, by=key.reference, package=f"EU-EC3.package.{number}")
        report_after_package(world.by_name[name], said_of, key, world.keys, world.moment)
    for name, person in {SI: "SI-GPD/ana", EU: "EU-EC3/maria"}.items():
        for alarm in alarms(world.by_name[name], world.keys):
            key = world.key(person)
            done = replace(DONE, urgent=alarm.id, by=key.reference)
            say_done(world.by_name[name], done, key, world.keys, world.moment)


def question(to: str, person: str) -> Request:
    return Request(
        to=Authority(to), by=PersonRef(person), purpose=Purpose.EXCHANGE, legal_basis="article 4",
        urgency=Urgency.URGENT, answer_by="2023-11-24T09:00:00Z", handling=(Handling.H0,), grade="A2",
        question="Who is it?", own_reference="114",
    )  # fmt: skip


def ask_eu(world: Nodes) -> None:
    """HR asks EU about a selector, which EU alone may compare."""
    asked = (AskedSelector("email", "c@mail.example"),)
    ask(
        world.by_name[HR],
        question(EU, "HR-MUP/eva"),
        asked,
        world.key("HR-MUP/eva"),
        world.keys,
        world.moment,
    )


def answer_and_amend(world: Nodes, hidden: bool) -> None:
    eva, node = world.key("HR-MUP/eva"), world.by_name[HR]
    (case,) = (case for case in cases(node, world.keys) if case.asker == SI)
    said = Answer(
        request=case.id, by=eva.reference, outcome=Outcome.REFUSED, ground=Ground.INVESTIGATION,
        text="later", handling=(Handling.H0,), grade="B2", own_reference="7",
    )  # fmt: skip
    answer(node, said, eva, world.keys, world.moment)
    withdraw_everywhere(node, ("HR-MUP.2",), "the warrant fell", eva, world.keys, world.moment)
    if hidden:
        opened = TermsChange(
            Change.TERMS, ("HR-MUP.1",), (), Authority("RS-MUP"), Disclosure.FULL, FAR, eva.reference, "asked"
        )
        amend_everywhere(node, opened, eva, world.keys, world.moment)
        withdraw_everywhere(node, ("HR-MUP.3",), "the order fell", eva, world.keys, world.moment)


def told(world: Nodes) -> Told:
    """All that SI has: files by their digests, numbers of what was carried to it, answers of commands."""
    end: Told = {"files": world.state(SI)}
    for sender in (EU, HR):
        carried = (world.folder / f"stick-{sender}" / sender / SI).glob("*.age")
        end[f"carried from {sender}"] = sorted(path.name[:6] for path in carried)
    printed = (world.folder / f"printed-{SI}").read_text()
    end["printed"] = re.sub(r"/\S*/([0-9]{6}|receipt)\S*", r"\1", printed)
    end["news"] = str(news_from(world.by_name[SI], world.keys))
    for words in COMMANDS:
        end[" ".join(words)] = said(world, *words, "--json") + said(world, *words)
    return end


def said(world: Nodes, *words: str) -> str:
    """What a command answers, wherever the world lies."""
    places = [str(world.folder / word) if word in ("ljubljana", "lyon") else word for word in words]
    env = {"MOZAIK_TRUST": str(world.trust), "MOZAIK_HOME": str(world.folder / "home")}
    with CliRunner().isolation(env=env) as (out, err, _):
        with pytest.raises(SystemExit) as ended:
            main(places)
        assert ended.value.code == 0, err.getvalue().decode()
        text = out.getvalue().decode().replace(str(world.folder), "")
        return re.sub(r'.*"free_bytes".*\n|Free on the disk.*\n|[0-9-]{10} [0-9:]{5} UTC', "", text)


FILES = ("files", f"carried from {EU}", f"carried from {HR}", "printed", "news")


@pytest.mark.parametrize("what", [*FILES, *map(" ".join, COMMANDS)])
def test_what_is_silent_leaves_no_trace(worlds: tuple[Told, Told], what: str) -> None:
    plain, hidden = (world[what] for world in worlds)
    assert plain, "something is told"
    assert hidden == plain


def test_the_worlds_tell_something_of_each_kind(worlds: tuple[Told, Told]) -> None:
    plain, _ = worlds
    kinds = str(plain["files"])
    for kind in ("reading", "answer", "recall", "receipt", "request", "judgements", "package", "urgent",
                 "safeguarding", "outcome"):  # fmt: skip
        assert f".{kind}." in kinds, kind
    assert '"confirmed"' in str(plain[" ".join(COMMANDS[2])])
