"""`mozaik plan conflicts`: what is in the way of one authority's own plans, and whom to call."""

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import click

from mozaik.cli.alarm_text import say_alarms
from mozaik.cli.common import FOLDER, echo_json, json_option, trust_option, use_option
from mozaik.cli.own_keys import own_person, own_trust
from mozaik.cli.sealing import moment_of, now_option
from mozaik.desk import Asking, ConflictsTold, ToldConflict, Window, plan_conflicts, planning_reader
from mozaik.terms import Use
from mozaik.wording import say


@click.command("conflicts")
@click.argument("work", type=FOLDER)
@click.option("--as", "reader", required=True, metavar="AUTH", help="The authority that asks.")
@click.option("--reason", required=True, help="Why you read; logged before anything is shown.")
@click.option("--by", "person", metavar="PERSON", help="Who asks, as AUTH/name; by default your login.")
@use_option
@trust_option
@now_option
@json_option
def conflicts(
    work: Path,
    reader: str,
    reason: str,
    person: str | None,
    use: str,
    trust_path: Path | None,
    moment: str | None,
    as_json: bool,
) -> None:
    """Say what is in the way of your own planned actions, by what of yours, and whom to call.

    WORK may be the folder of a node. Nothing is told of where, when or about whom the other plan is, and
    nobody but the two owners is told that they meet.

    \b
    Examples:
      mozaik plan conflicts WORK --as SI-GPD --reason "before the day"
      mozaik plan conflicts lyon --as SI-GPD --reason "before the day" --json
    """
    trust, at = own_trust(trust_path), moment_of(moment)
    participant = planning_reader(work, reader, trust, at, "--as")
    asking = Asking(participant, own_person(person, participant.authority), reason, at, Use(use))
    told = plan_conflicts(work, asking, trust)
    if as_json:
        echo_json({"reader": reader, **asdict(told)})
        return
    say_alarms(work, trust, at, reader)
    for line in _lines(told, asking):
        click.echo(line)


def _lines(told: ConflictsTold, asking: Asking) -> Iterator[str]:
    standing = sum(plan.standing for plan in told.plans)
    yield say("plan.title", reader=asking.authority, at=asking.now.strftime("%Y-%m-%d %H:%M UTC"))
    yield say("plan.standing", count=standing)
    for plan in told.plans:
        if plan.obstacle is not None:
            yield f"  {say('plan.not_compared', plan=plan.plan_id, why=plan.obstacle)}"
    if not told.conflicts:
        yield say("plan.nothing")
    for conflict in told.conflicts:
        yield ""
        yield from _conflict(conflict)


def _conflict(conflict: ToldConflict) -> Iterator[str]:
    yield say(
        f"plan.{conflict.kind}",
        reference=conflict.reference,
        action=conflict.action_id,
        other=conflict.other,
    )
    yield f"  {say('plan.when', window=_window(conflict.window))}"
    yield f"  {say('plan.matters', matters=', '.join(conflict.matters))}"
    if conflict.contact:
        yield f"  {say('plan.contact', other=conflict.other, contact=conflict.contact)}"
    for expert in conflict.experts:
        yield f"  {say('plan.expert', person=expert.person, contact=expert.contact)}"
    if not (conflict.contact or conflict.experts):
        yield f"  {say('plan.no_contact', other=conflict.other)}"


def _window(window: Window) -> str:
    """A window in UTC, with the zone in which it was laid down."""
    begins, ends = (moment or say("plan.open") for moment in (window.begins, window.ends))
    return say("plan.window", begins=begins, ends=ends, zone=window.zone)
