"""`mozaik judge`: a named person confirms or rejects a hit, or rejects many by a table."""

from dataclasses import asdict
from pathlib import Path

import click

from mozaik.cli.common import (
    FILE,
    FOLDER,
    counted,
    echo_json,
    json_option,
    now,
    person_key_option,
    progress_bar,
    trust_option,
)
from mozaik.cli.own_keys import own_person, own_trust, person_key
from mozaik.desk import Asking, Judged, JudgedRows, Verdict, judge, reader_in, reject_many
from mozaik.wording import say


@click.command(short_help="record a named person's judgement of a hit")
@click.argument("work", type=FOLDER)
@click.argument("hit", metavar="[HIT]", required=False)
@click.argument(
    "verdict",
    metavar="[confirm|reject]",
    type=click.Choice([str(Verdict.CONFIRM), str(Verdict.REJECT)]),
    required=False,
)
@click.option(
    "--by", "person", required=True, metavar="PERSON", help="Who judges, as AUTH/name, or your name alone."
)
@click.option("--reason", required=True, help="Why you judge so; kept and logged.")
@click.option(
    "--from", "table", type=FILE, metavar="FILE.csv", help="Reject every hit that this table rejects."
)
@click.option("--acknowledge", is_flag=True, help="You have read the owner's note (handling code H3).")
@person_key_option
@trust_option
@json_option
def command(
    work: Path,
    hit: str | None,
    verdict: str | None,
    person: str,
    reason: str,
    table: Path | None,
    acknowledge: bool,
    key_path: Path | None,
    trust_path: Path | None,
    as_json: bool,
) -> None:
    """Confirm or reject the hit that your authority knows as HIT (the reference from `mozaik hits`).

    The beginning of a reference will do. A judgement is only ever added; to change your mind, judge again,
    or withdraw it with `mozaik unjudge`. It counts for every authority that sees a pair which you see. You
    sign it with your own key, which is made and trusted beforehand.

    Many hits are rejected at once by a table with the columns reference and verdict, and a reason if a row
    has its own: fill in what `mozaik hits --csv` writes. A hit is confirmed by itself, after a look at it.
    Rows that cannot be kept go to FILE.csv.rejects.csv, the others count; the exit code is then 2.

    \b
    Examples:
      mozaik judge WORK H-ABCDEFGH confirm --by SI-GPD/ana --reason "same camera, same room"
      mozaik judge WORK H-ABCDEFGH reject --by SI-GPD/ana --reason "a stock icon" --acknowledge
      mozaik judge WORK --from hits.csv --by SI-GPD/ana --reason "stock icons of a program"
    """
    names_hit = hit is not None and verdict is not None
    if names_hit == (table is not None) or (table is not None and (hit or acknowledge)):
        raise click.UsageError("give HIT and confirm or reject, or --from FILE.csv alone")
    who, trust = own_person(person), own_trust(trust_path)
    moment = now()
    asking = Asking(reader_in(work, who.authority, trust, moment, "--by"), who, reason, moment)
    key = person_key(key_path, who)
    if table is not None:
        with progress_bar("Judging", quiet=as_json) as step:
            rows = reject_many(work, table, asking, key, trust)
            step(1, 1)
        _say_rows(rows, as_json)
        raise click.exceptions.Exit(2 if rows.refused else 0)
    with progress_bar("Judging", quiet=as_json) as step:
        (done,) = judge(
            work, {hit or "": Verdict(verdict or "")}, asking, key, trust, acknowledge_h3=acknowledge
        )
        step(1, 1)
    say_judged(done, as_json)


def say_judged(done: Judged, as_json: bool) -> None:
    """Say what was recorded."""
    if as_json:
        echo_json(asdict(done))
        return
    click.echo(f"{done.reference}: {say(f'verdict.{done.verdict}')} by {done.person} at {done.at}")
    for note in done.acknowledged:
        click.echo(f"  acknowledged: {note}")


def _say_rows(rows: JudgedRows, as_json: bool) -> None:
    if as_json:
        echo_json(
            {
                "schema": "mozaik.judge.rows/1",
                "judged": [asdict(done) for done in rows.judged],
                "without_verdict": rows.without,
                "refused": rows.refused,
                "rejects_file": str(rows.rejects) if rows.rejects else None,
            }
        )
        return
    click.echo(
        f"{counted(len(rows.judged), 'hit')} rejected; {counted(rows.without, 'row')} without a verdict; "
        f"{counted(rows.refused, 'row')} refused"
    )
    if rows.rejects:
        click.echo(f"  refused rows and reasons: {rows.rejects}")
