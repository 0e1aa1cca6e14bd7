"""`mozaik figures`: count figures from sealed records for a reader."""

from datetime import datetime
from pathlib import Path

import click

from mozaik.cli.common import FILE, FOLDER, echo_json, json_option, progress_bar, trust_option, use_option
from mozaik.cli.common import counted as several
from mozaik.cli.own_keys import own_person, own_trust
from mozaik.cli.sealing import moment_of, now_option
from mozaik.desk import (
    Asking,
    CountedFigures,
    count_as,
    count_for_public,
    figures_json,
    figures_text,
    read_sets,
    reader_in,
)
from mozaik.errors import RefusedError
from mozaik.seal import TrustStore
from mozaik.terms import PUBLIC, Use


@click.command("figures", short_help="count figures from sealed records")
@click.argument("files", nargs=-1, required=True, type=FILE)
@click.option("--as", "reader", default=PUBLIC, metavar="AUTH", help="The reading authority; default PUBLIC.")
@click.option("--reason", default="", help="Why you read; needed with --as, and logged.")
@click.option("--by", "person", metavar="PERSON", help="Who reads; by default the person of your key.")
@click.option("--work", type=FOLDER, help="WORK, in which the reading is logged; needed with --as.")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="Leave out what happened after this day.")
@use_option
@trust_option
@now_option
@json_option
def command(
    files: tuple[Path, ...],
    reader: str,
    reason: str,
    person: str | None,
    work: Path | None,
    as_of: datetime | None,
    use: str,
    trust_path: Path | None,
    moment: str | None,
    as_json: bool,
) -> None:
    """Count the figures that sealed contributions FILE give: raids, suspects, items, days, countries.

    Without --as the reader is PUBLIC, which counts only what an owner discloses to PUBLIC by name. With
    --as the reading states a reason and is logged in that reader's chain in WORK before anything is shown.
    Every figure comes with its definition, scope, day and the rows behind it (--json); statements that say
    otherwise stand beside it. Giving a file twice, or with the one that supersedes it, is an error.

    \b
    Examples:
      mozaik figures *.contribution
      mozaik figures *.contribution --as-of 2023-11-20 --json
      mozaik figures *.contribution --as SI-GPD --work WORK --reason "announcement draft"
    """
    now = moment_of(moment)
    last_day = as_of.date() if as_of else None
    if reader == PUBLIC and (reason or person or work or Use(use) is not Use.ANALYSIS):
        raise click.UsageError(
            "--reason, --by, --use and --work go with --as: what the public may know is not logged"
        )
    trust = own_trust(trust_path)
    log = _logged(trust, reader, person, reason, now, work, Use(use)) if reader != PUBLIC else None
    with progress_bar("verify", quiet=as_json) as step:
        sets = read_sets(files, trust, step)
    counted = count_as(sets, *log, trust, last_day) if log else count_for_public(sets, now.date(), last_day)
    if as_json:
        echo_json(_answer(counted))
    else:
        _say(counted)


def _logged(
    trust: TrustStore,
    reader: str,
    person: str | None,
    reason: str,
    now: datetime,
    work: Path | None,
    use: Use,
) -> tuple[Asking, Path]:
    """Who reads as an authority, and the WORK in whose chain of that authority the reading is logged."""
    if work is None:
        raise RefusedError(
            "it is not said where this reading is logged",
            why=f"figures are counted as {reader}",
            remedy="give --work WORK, the folder of the cross-check: it holds the chain of each reader",
        )
    participant = reader_in(work, reader, trust, now, "--as")
    return Asking(participant, own_person(person, participant.authority), reason, now, use), work


def _answer(counted: CountedFigures) -> dict[str, object]:
    return {
        "edition": counted.edition,
        "synthetic": counted.synthetic,
        "reader": counted.reader,
        "use": counted.use,
        "on": str(counted.on),
        "as_of": str(counted.as_of) if counted.as_of else None,
        "statements_left_out": counted.statements_left_out,
        "figures": figures_json(counted.figures),
    }


def _say(counted: CountedFigures) -> None:
    synthetic = " SYNTHETIC: nothing here happened." if counted.synthetic else ""
    click.echo(f"Figures of {counted.edition} as {counted.reader} may count them.{synthetic}")
    if counted.statements_left_out:
        click.echo(
            f"Left out {several(counted.statements_left_out, 'statement')}: no known figure or scope, or "
            "neither a number nor days."
        )
    if counted.says_something:
        click.echo(figures_text(counted.figures))
    else:
        click.echo(f"Nothing in these files is disclosed to {counted.reader} for counting.")
