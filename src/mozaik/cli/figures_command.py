"""`mozaik figures`: count figures from sealed records for a reader."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import click

from mozaik import chain
from mozaik.cli.common import FILE, echo_json, json_option, trust_option
from mozaik.cli.own_keys import own_person
from mozaik.cli.reading import read_sets
from mozaik.cli.sealing import moment_of, now_option
from mozaik.contribution import SealedSet
from mozaik.errors import MozaikError, RefusedError
from mozaik.figures import count_figures, figures_json, figures_text
from mozaik.files import make_private_folder
from mozaik.parties import Authority, PersonRef, is_authority
from mozaik.seal import home_folder
from mozaik.terms import PUBLIC


@click.command("figures", short_help="count figures from sealed records")
@click.argument("files", nargs=-1, required=True, type=FILE)
@click.option("--as", "reader", default=PUBLIC, metavar="AUTH", help="The reading authority; default PUBLIC.")
@click.option("--reason", default="", help="Why you read; needed with --as, and logged.")
@click.option("--by", "person", default="", metavar="PERSON", help="Who reads; by default your login.")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="Leave out what happened after this day.")
@trust_option
@now_option
@json_option
def command(
    files: tuple[Path, ...],
    reader: str,
    reason: str,
    person: str,
    as_of: datetime | None,
    trust_path: Path | None,
    moment: str | None,
    as_json: bool,
) -> None:
    """Count the figures that sealed contributions FILE give: raids, suspects, items, days, countries.

    Without --as the reader is PUBLIC, which counts only what an owner discloses to PUBLIC by name. With
    --as the reading states a reason and is logged in that reader's chain before anything is shown. Every
    figure comes with its definition, scope, day and the rows behind it (--json); statements that say
    otherwise stand beside it. Giving a file twice, or with the one that supersedes it, is an error.

    \b
    Examples:
      mozaik figures *.contribution
      mozaik figures *.contribution --as-of 2023-11-20 --json
      mozaik figures *.contribution --as SI-GPD --by ana --reason "announcement draft"
    """
    now = moment_of(moment)
    last_day = as_of.date() if as_of else None
    asking = _Asking.of(reader, person, reason) if reader != PUBLIC else None
    sets = read_sets(files, trust_path, quiet=as_json)
    figures = count_figures(sets, reader, on=now.date(), as_of=last_day)
    if asking:
        _log(asking, now, sets, last_day)
    manifest = sets[0].manifest
    if as_json:
        echo_json(
            {
                "edition": manifest.edition,
                "synthetic": manifest.synthetic,
                "reader": reader,
                "on": str(now.date()),
                "as_of": str(last_day) if last_day else None,
                "figures": figures_json(figures),
            }
        )
        return
    synthetic = " SYNTHETIC: nothing here happened." if manifest.synthetic else ""
    click.echo(f"Figures of {manifest.edition} as {reader} may count them.{synthetic}")
    if not any(figure.value or figure.statements for figure in figures):
        click.echo(f"Nothing in these files is disclosed to {reader} for counting.")
        return
    click.echo(figures_text(figures))


@dataclass(frozen=True, slots=True)
class _Asking:
    """Who reads and why: an authority, a person of it, a written reason."""

    reader: Authority
    person: PersonRef
    reason: str

    @classmethod
    def of(cls, reader: str, person: str, reason: str) -> "_Asking":
        """The asking party; RefusedError for no authority, a person of another one, or no reason."""
        if not is_authority(reader):
            raise RefusedError("the reader is no authority", remedy="name one with --as, for example SI-GPD")
        who = own_person(person or None, reader)
        if who.authority != reader:
            raise RefusedError(
                "the person does not belong to the reading authority", remedy=f"name one as {reader}/name"
            )
        if not reason.strip():
            raise RefusedError("a reading needs a reason", remedy="say why you read, with --reason")
        return cls(Authority(reader), who, reason)


def _log(asking: _Asking, now: datetime, sets: Sequence[SealedSet], as_of: date | None) -> None:
    """Log a reading in the reader's own chain; RefusedError where it cannot be logged."""
    details = {
        "reader": asking.reader,
        "person": asking.person,
        "reason": asking.reason,
        "sets": sorted(one.set_id for one in sets),
        "as_of": str(as_of) if as_of else None,
    }
    folder = home_folder() / "chains"
    try:
        make_private_folder(folder)
        chain.append(folder / f"{asking.reader}.jsonl", "figures", details, now)
    except (OSError, MozaikError) as error:
        raise RefusedError(
            "the reading cannot be logged, so nothing is told",
            where=str(folder),
            why=str(error),
            remedy="make the folder writable, or set MOZAIK_HOME",
        ) from error
