"""What the commands that seal facts share: which terms, what time, and the reject file."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import click

from mozaik.cli.common import FILE, Function, now
from mozaik.errors import InvalidInputError, RefusedError
from mozaik.files import written_whole
from mozaik.intake import armed
from mozaik.terms import TermsSheet, load_sheet, parse_sheet, quarantine_sheet

REVIEW_AFTER = timedelta(days=183)
"""Quarantined data is to be sorted within half a year."""


def now_option(function: Function) -> Function:
    """Add the hidden `--now` (also MOZAIK_NOW): the moment that the sealed file states."""
    return click.option("--now", "moment", envvar="MOZAIK_NOW", hidden=True)(function)


def owner_option(function: Function) -> Function:
    """Add `--owner` (also MOZAIK_OWNER): whose data it is, by default the authority of one's own keys."""
    return click.option(
        "--owner",
        metavar="AUTH",
        envvar="MOZAIK_OWNER",
        help="Authority that owns the data, such as SI-GPD; by default your keys' (also MOZAIK_OWNER).",
    )(function)


def terms_options(function: Function) -> Function:
    """Add `--terms` and `--rehearsal-terms`: the owner's terms for the facts."""
    rehearsal = click.option(
        "--rehearsal-terms", is_flag=True, help="Built-in terms, for synthetic data only."
    )
    sheet = click.option(
        "--terms",
        "terms_path",
        type=FILE,
        help="Terms sheet, see docs/formats/terms-sheet.md; without it: quarantine.",
    )
    return sheet(rehearsal(function))


def synthetic_option(function: Function) -> Function:
    """Add `--synthetic`: the data is invented, and the sealed file says so."""
    return click.option("--synthetic", is_flag=True, help="The data is invented; the sealed file says so.")(
        function
    )


def edition_option(function: Function) -> Function:
    """Add `--edition`: the year's run that the facts belong to."""
    return click.option(
        "--edition",
        envvar="MOZAIK_EDITION",
        help="Edition of the facts, such as mozaik-2023; default mozaik-YEAR (also MOZAIK_EDITION).",
    )(function)


def moment_of(text: str | None) -> datetime:
    """The moment given (ISO 8601 with a zone), or the present one."""
    if not text:
        return now()
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise InvalidInputError("--now is no time", remedy="write it as 2023-11-20T09:00:00Z") from error
    if moment.tzinfo is None:
        raise InvalidInputError("--now has no zone", remedy="write it as 2023-11-20T09:00:00Z")
    return moment.astimezone(UTC)


def edition_of(given: str | None, moment: datetime) -> str:
    """The edition given, or that of the year."""
    return given or f"mozaik-{moment.year}"


def sheet_of(path: Path | None, rehearsal: bool, owner: str, on: date) -> TermsSheet:
    """The terms: from the sheet given, those of synthetic data, or quarantine when nothing is stated."""
    if path is not None and rehearsal:
        raise click.UsageError("--terms and --rehearsal-terms exclude each other")
    if path is not None:
        return load_sheet(path, owner)
    if rehearsal:
        return rehearsal_sheet(owner, on)
    return quarantine_sheet(owner, on + REVIEW_AFTER)


def rehearsal_sheet(owner: str, on: date) -> TermsSheet:
    """The built-in terms for synthetic data: all may be cross-checked, others learn that a hit exists."""
    terms = {
        "purposes": ["cross-check", "operational-analysis"],
        "subject": "no-person",
        "source": "A",
        "information": "1",
        "disclosure": "hit",
        "review_on": on + REVIEW_AFTER,
        "legal_basis": "none: synthetic data of a rehearsal",
    }
    return parse_sheet({"terms": {"rehearsal": terms}}, owner, where="rehearsal terms")


def refuse_existing(paths: Iterable[Path | None], replace: bool) -> None:
    """Refuse, before any work, to write over a file that is there, unless told to, or into no folder."""
    for path in paths:
        if path is not None and not path.parent.is_dir():
            raise InvalidInputError(
                "the folder to write into does not exist",
                where=str(path.parent),
                remedy="make the folder, or choose another name",
            )
        if path is not None and path.exists() and not replace:
            raise RefusedError(
                "the file exists already", where=str(path), remedy="choose another name, or add --replace"
            )


def say_quarantine(review_on: str) -> None:
    """Say that the sealed file is quarantined, and what is to be done about it until when."""
    click.echo(
        "  QUARANTINED: no terms were stated, so nothing in it is compared or disclosed. State terms"
        f" with --terms before {review_on}, the date on which erasure is due."
    )


def write_rejects(output: Path, columns: Sequence[str], rejects: Iterable[Sequence[object]]) -> Path | None:
    """Write `<output>.rejects.csv`, one line a reject, and give its path.

    A text that a spreadsheet would take for a formula is disarmed. Without a reject there is None, and a
    file of an earlier run is removed.
    """
    path = output.with_name(output.name + ".rejects.csv")
    lines = [[armed(cell) if isinstance(cell, str) else cell for cell in reject] for reject in rejects]
    if not lines:
        path.unlink(missing_ok=True)
        return None
    text = io.StringIO(newline="")
    csv.writer(text).writerows([columns, *lines])
    with written_whole(path) as stream:
        stream.write(text.getvalue().encode())
    return path
