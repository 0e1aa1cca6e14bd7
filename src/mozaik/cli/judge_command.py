"""`mozaik judge`: a named person confirms or rejects a hit."""

from dataclasses import asdict
from pathlib import Path

import click

from mozaik.cli.common import (
    FOLDER,
    echo_json,
    json_option,
    now,
    person_key_option,
    progress_bar,
    trust_option,
)
from mozaik.cli.own_keys import own_person, own_trust, person_key
from mozaik.desk import Asking, Verdict, judge, reader_in


@click.command(short_help="record a named person's judgement of a hit")
@click.argument("work", type=FOLDER)
@click.argument("hit", metavar="HIT")
@click.argument("verdict", type=click.Choice([str(verdict) for verdict in Verdict]))
@click.option(
    "--by", "person", required=True, metavar="PERSON", help="Who judges, as AUTH/name, or your name alone."
)
@click.option("--reason", required=True, help="Why you judge so; kept and logged.")
@click.option("--acknowledge", is_flag=True, help="You have read the owner's note (handling code H3).")
@person_key_option
@trust_option
@json_option
def command(
    work: Path,
    hit: str,
    verdict: str,
    person: str,
    reason: str,
    acknowledge: bool,
    key_path: Path | None,
    trust_path: Path | None,
    as_json: bool,
) -> None:
    """Confirm or reject the hit that your authority knows as HIT (the reference from `mozaik hits`).

    A judgement is only ever added; to change your mind, judge again. It counts for every authority that
    sees a pair which you see. You sign it with your own key, which is made and trusted beforehand.

    \b
    Examples:
      mozaik judge WORK H-ABCDEFGHIJKLMNOP confirm --by SI-GPD/ana --reason "same camera, same room"
      mozaik judge WORK H-ABCDEFGHIJKLMNOP reject --by SI-GPD/ana --reason "a stock icon" --acknowledge
    """
    who, trust = own_person(person), own_trust(trust_path)
    moment = now()
    asking = Asking(reader_in(work, who.authority, trust, moment, "--by"), who, reason, moment)
    key = person_key(key_path, who)
    with progress_bar("Judging", quiet=as_json) as step:
        (done,) = judge(work, {hit: Verdict(verdict)}, asking, key, trust, acknowledge_h3=acknowledge)
        step(1, 1)
    if as_json:
        echo_json(asdict(done))
        return
    said = {Verdict.CONFIRM: "confirmed", Verdict.REJECT: "rejected"}[done.verdict]
    click.echo(f"{done.reference}: {said} by {done.person} at {done.at}")
    for note in done.acknowledged:
        click.echo(f"  acknowledged: {note}")
