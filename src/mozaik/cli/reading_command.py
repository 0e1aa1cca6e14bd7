"""`mozaik reading`: what a joint node tells another one, looked at and judged there without a connection."""

from collections import Counter
from dataclasses import asdict
from pathlib import Path

import click

from mozaik.cli.alarm_text import say_alarms
from mozaik.cli.common import FOLDER, echo_json, json_option, person_key_option, trust_option, use_option
from mozaik.cli.hit_text import reading_json, reading_text
from mozaik.cli.own_keys import own_person, own_trust, person_key
from mozaik.cli.sealing import moment_of, now_option
from mozaik.desk import Asking, Reading, Verdict, reader_in, recipient_in
from mozaik.exchange import Known
from mozaik.node import (
    Looking,
    Node,
    give_judgements,
    give_reading,
    judge_by_reading,
    look_at_reading,
    open_node,
    operation_of,
)
from mozaik.parties import Authority
from mozaik.terms import Use

_FROM = click.option("--from", "joint", metavar="AUTH", required=True, help="Whose node made the reading.")
_REASON = click.option("--reason", required=True, help="Why; kept and logged.")
_BY = click.option("--by", "person", metavar="PERSON", help="Who, as AUTH/name; by default you.")


@click.group()
def command() -> None:
    """Give a reading of the joint hits to another node; there look at them, judge, and send that back.

    A judgement that was signed there counts at the joint node as if it had been said there.

    \b
    Examples:
      mozaik reading give lyon --to SI-GPD --by EU-EC3/maria --reason "morning round"
      mozaik reading hits ljubljana --from EU-EC3 --reason "case 114"
      mozaik reading judge ljubljana H-B3QBLTLM confirm --from EU-EC3 --reason "same picture"
      mozaik reading return ljubljana --to EU-EC3
    """


@command.command("give")
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.option("--to", "reader", metavar="AUTH", required=True, help="Who reads; it must take part.")
@click.option("--whole", is_flag=True, help="All of it again, not what changed since the last reading.")
@_BY
@_REASON
@use_option
@trust_option
@now_option
@json_option
def give(
    folder: Path,
    reader: str,
    whole: bool,
    person: str | None,
    reason: str,
    use: str,
    trust_path: Path | None,
    moment: str | None,
    as_json: bool,
) -> None:
    """Put into DIR/out all that AUTH may know of the hits, or what changed since its last reading.

    It is logged in the chain of AUTH. Where nothing changed for AUTH, nothing is sent.

    \b
    Examples:
      mozaik reading give lyon --to SI-GPD --by EU-EC3/maria --reason "morning round"
    """
    node, trust, at = open_node(folder), own_trust(trust_path), moment_of(moment)
    participant = recipient_in(node.work, reader, trust, at, "--to")
    who = own_person(person, node.authority)
    drafter = reader_in(node.work, who.authority, trust, at, "--by")
    sent = give_reading(node, Asking(participant, who, reason, at, Use(use), drafter), trust, whole=whole)
    if as_json:
        echo_json({"sent": asdict(sent) if sent else None})
    elif sent is None:
        click.echo(f"nothing changed for {reader}, nothing is sent")
    else:
        click.echo(f"{sent.id} is no. {sent.number} to {reader}; next: mozaik node carry {folder} FOLDER")


@command.command("hits")
@click.argument("folder", metavar="DIR", type=FOLDER)
@_FROM
@_BY
@_REASON
@trust_option
@now_option
@json_option
def hits(
    folder: Path,
    joint: str,
    person: str | None,
    reason: str,
    trust_path: Path | None,
    moment: str | None,
    as_json: bool,
) -> None:
    """Show the joint hits of which readings have come to DIR; logged in the chain of your authority.

    \b
    Examples:
      mozaik reading hits ljubljana --from EU-EC3 --reason "case 114"
    """
    node = open_node(folder)
    looking = _looking(node, joint, person, reason, moment)
    known = look_at_reading(node, looking, own_trust(trust_path))
    reading = _reading_of(node, known)
    if not as_json:
        say_alarms(folder, own_trust(trust_path), looking.now)
    click.echo(reading_json(reading) if as_json else reading_text(reading), nl=False)
    if not as_json:
        _say_rest(known)


@command.command("judge")
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.argument("hit", metavar="HIT")
@click.argument("verdict", type=click.Choice([str(verdict) for verdict in Verdict]))
@_FROM
@_BY
@_REASON
@click.option("--acknowledge", is_flag=True, help="You have read the owner's note (handling code H3).")
@person_key_option
@trust_option
@now_option
@json_option
def judge(
    folder: Path,
    hit: str,
    verdict: str,
    joint: str,
    person: str | None,
    reason: str,
    acknowledge: bool,
    key_path: Path | None,
    trust_path: Path | None,
    moment: str | None,
    as_json: bool,
) -> None:
    """Confirm, reject, or withdraw what you said of the joint HIT; you sign it with your own key.

    It counts at the joint node once it has come there: mozaik reading return.

    \b
    Examples:
      mozaik reading judge ljubljana H-B3QBLTLM confirm --from EU-EC3 --reason "same picture"
    """
    node = open_node(folder)
    who = own_person(person, node.authority)
    looking = _looking(node, joint, who, reason, moment)
    verdicts, key, trust = {hit: Verdict(verdict)}, person_key(key_path, who), own_trust(trust_path)
    (said,) = judge_by_reading(node, looking, verdicts, key, trust, acknowledge_h3=acknowledge)
    if as_json:
        echo_json(asdict(said))
        return
    click.echo(f"{said.reference}: {said.verdict} by {said.person} at {said.at}")
    click.echo(f"  next: mozaik reading return {folder} --to {joint}")


@command.command("return")
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.option("--to", "joint", metavar="AUTH", required=True, help="Whose node made the readings.")
@trust_option
@now_option
@json_option
def give_back(folder: Path, joint: str, trust_path: Path | None, moment: str | None, as_json: bool) -> None:
    """Put into DIR/out what persons judged by the readings of AUTH and has not gone there.

    \b
    Examples:
      mozaik reading return ljubljana --to EU-EC3
    """
    node = open_node(folder)
    sent = give_judgements(node, Authority.parse(joint, "--to"), own_trust(trust_path), moment_of(moment))
    if as_json:
        echo_json({"sent": asdict(sent) if sent else None})
    elif sent is None:
        click.echo(f"nothing new was judged for {joint}")
    else:
        click.echo(f"{sent.id} is no. {sent.number} to {joint}; next: mozaik node carry {folder} FOLDER")


def _looking(node: Node, joint: str, person: str | None, reason: str, moment: str | None) -> Looking:
    who = own_person(person, node.authority)
    return Looking(Authority.parse(joint, "--from"), who, reason, moment_of(moment))


def _reading_of(node: Node, known: Known) -> Reading:
    """What is known by readings as one reading, for the screen and for machines."""
    operation = operation_of(node)
    kinds = Counter(hit.kind for hit in known.hits)
    return Reading(
        node.authority, known.use, operation.series, operation.edition, known.synthetic, known.hits,
        len(known.hits), kinds, None, known.coverage, known.groups,
    )  # fmt: skip


def _say_rest(known: Known) -> None:
    if known.lapsed:
        click.echo(f"Not shown: {known.lapsed:,} whose last day has passed")
    if known.missing:
        numbers = ", ".join(map(str, known.missing))
        click.echo(
            f"This is reading no. {known.number}; no. {numbers} cannot be read until what lies between came"
        )
