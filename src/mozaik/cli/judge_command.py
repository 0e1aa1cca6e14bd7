"""`mozaik judge`: a named person judges a hit or a group of near pictures, or rejects many by a table."""

from collections.abc import Sequence
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
from mozaik.desk import (
    Asking,
    Judged,
    JudgedRows,
    Verdict,
    is_group,
    judge,
    judge_pictures,
    reader_in,
    reject_many,
)
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
@click.option(
    "--beyond",
    type=click.IntRange(0),
    metavar="BITS",
    help="Of a group: only pairs that differ in more bits. To reject them splits the group.",
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
    beyond: int | None,
    acknowledge: bool,
    key_path: Path | None,
    trust_path: Path | None,
    as_json: bool,
) -> None:
    """Confirm or reject the hit that your authority knows as HIT (the reference from `mozaik hits`).

    The beginning of a reference will do. A judgement is only ever added; to change your mind, judge again,
    or withdraw it with `mozaik unjudge`. It counts for every authority that sees a pair which you see. You
    sign it with your own key, which is made and trusted beforehand.

    A group of near pictures (G-...) is judged as one: every hit of it that you are told. What joins it later
    is unjudged. To reject what lies --beyond some bits splits it, as `mozaik explain` says.

    Many hits are rejected at once by a table with the columns reference and verdict, and a reason if a row
    has its own: fill in what `mozaik hits --csv` writes. A hit is confirmed by itself, after a look at it.
    Rows that cannot be kept go to FILE.csv.rejects.csv, the others count; the exit code is then 2.

    \b
    Examples:
      mozaik judge WORK H-ABCDEFGH confirm --by SI-GPD/ana --reason "same camera, same room"
      mozaik judge WORK H-ABCDEFGH reject --by SI-GPD/ana --reason "a stock icon" --acknowledge
      mozaik judge WORK G-ABCDEFGH reject --beyond 20 --by SI-GPD/ana --reason "two rooms"
      mozaik judge WORK --from hits.csv --by SI-GPD/ana --reason "stock icons of a program"
    """
    names_hit = hit is not None and verdict is not None
    if names_hit == (table is not None) or (table is not None and (hit or acknowledge)):
        raise click.UsageError("give HIT and confirm or reject, or --from FILE.csv alone")
    if beyond is not None and not (hit and is_group(hit)):
        raise click.UsageError("--beyond goes with the reference of a group, G-...")
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
    asked, word = hit or "", Verdict(verdict or "")
    with progress_bar("Judging", quiet=as_json) as step:
        if is_group(asked):
            said = judge_pictures(
                work, asked, word, asking, key, trust, beyond=beyond, acknowledge_h3=acknowledge
            )
        else:
            said = judge(work, {asked: word}, asking, key, trust, acknowledge_h3=acknowledge)
        step(1, 1)
    (_say_group if is_group(asked) else _say_hit)(said, as_json)


def _say_hit(said: Sequence[Judged], as_json: bool) -> None:
    (done,) = said
    say_judged(done, as_json)


def say_judged(done: Judged, as_json: bool) -> None:
    """Say what was recorded."""
    if as_json:
        echo_json(asdict(done))
        return
    click.echo(f"{done.reference}: {say(f'verdict.{done.verdict}')} by {done.person} at {done.at}")
    for note in done.acknowledged:
        click.echo(f"  acknowledged: {note}")


def _say_group(said: Sequence[Judged], as_json: bool) -> None:
    """Say what was recorded of the hits of a group."""
    if as_json:
        _say_rows(JudgedRows(tuple(said), 0, 0, None), as_json)
        return
    click.echo(f"{counted(len(said), 'hit')}: {say(f'verdict.{said[0].verdict}')} by {said[0].person}")
    for note in dict.fromkeys(note for done in said for note in done.acknowledged):
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
