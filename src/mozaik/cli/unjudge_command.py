"""`mozaik unjudge`: a person withdraws what it said of a hit."""

from pathlib import Path

import click

from mozaik.cli.common import FOLDER, json_option, now, person_key_option, trust_option
from mozaik.cli.judge_command import say_judged
from mozaik.cli.own_keys import own_person, own_trust, person_key
from mozaik.desk import Asking, Verdict, judge, reader_in


@click.command(short_help="withdraw your own judgement of a hit")
@click.argument("work", type=FOLDER)
@click.argument("hit", metavar="HIT")
@click.option(
    "--by", "person", required=True, metavar="PERSON", help="Who judged, as AUTH/name, or your name alone."
)
@click.option("--reason", required=True, help="Why it counts no more; kept and logged.")
@person_key_option
@trust_option
@json_option
def command(
    work: Path,
    hit: str,
    person: str,
    reason: str,
    key_path: Path | None,
    trust_path: Path | None,
    as_json: bool,
) -> None:
    """Withdraw your own judgement of HIT: it stays in the chain, and counts no more.

    A hit that nobody else judged is unjudged again. What others of your authority said stays. What a
    package that was drafted before told of the hit is not called back by this: ask whoever drafted it.

    \b
    Examples:
      mozaik unjudge WORK H-ABCDEFGH --by SI-GPD/ana --reason "compared the wrong picture"
    """
    who, trust = own_person(person), own_trust(trust_path)
    moment = now()
    asking = Asking(reader_in(work, who.authority, trust, moment, "--by"), who, reason, moment)
    (done,) = judge(work, {hit: Verdict.WITHDRAW}, asking, person_key(key_path, who), trust)
    say_judged(done, as_json)
