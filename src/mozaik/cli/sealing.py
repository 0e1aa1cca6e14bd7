"""What the commands that seal facts share: their options, and the act of sealing that these say."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import TypedDict

import click

from mozaik.cli.common import FILE, NEW_PATH, Function, key_option, needed, now, trust_option
from mozaik.cli.own_keys import own_trust, owner_key
from mozaik.desk import (
    CheckedRecords,
    Operation,
    OwnerTerms,
    Register,
    Sealed,
    Sealing,
    built_in_terms,
    quarantine,
    read_operation,
    stated_terms,
    superseded_by,
    typed_word,
)
from mozaik.errors import InvalidInputError
from mozaik.moments import moment_from_text, utc_day
from mozaik.parties import Authority
from mozaik.seal import TrustStore


class SealingOptions(TypedDict):
    """The options that every command has which seals facts."""

    output: Path | None
    terms_path: Path | None
    rehearsal_terms: bool
    synthetic: bool
    replace: bool
    edition: str | None
    operation_path: Path | None
    key_path: Path | None
    trust_path: Path | None
    supersedes: tuple[Path, ...]
    supersedes_ids: tuple[str, ...]
    whole_line: bool
    moment: str | None


def sealing_options(function: Function) -> Function:
    """Add the options of `SealingOptions`, each with its help."""
    options = (
        click.option("-o", "--output", type=NEW_PATH, help="The sealed file to write (needed to seal)."),
        click.option(
            "--terms",
            "terms_path",
            type=FILE,
            help="Terms sheet, see docs/formats/terms-sheet.md; without it: quarantine.",
        ),
        click.option("--rehearsal-terms", is_flag=True, help="Built-in terms, for synthetic data only."),
        click.option("--synthetic", is_flag=True, help="The data is invented; the sealed file says so."),
        click.option("--replace", is_flag=True, help="Write over output files that exist."),
        click.option(
            "--supersedes",
            multiple=True,
            type=FILE,
            help="A file that this replaces, with all that it replaced itself; repeat for more.",
        ),
        click.option(
            "--supersedes-id",
            "supersedes_ids",
            multiple=True,
            metavar="ID",
            help="The id of a replaced file that you no longer have, with --whole-line.",
        ),
        click.option(
            "--whole-line",
            is_flag=True,
            help="Every id that the lost file replaced itself is named with --supersedes-id, too.",
        ),
        edition_option,
        click.option(
            "--operation",
            "operation_path",
            type=FILE,
            envvar="MOZAIK_OPERATION",
            help="Operation file: it says whom your terms may name, and the edition (also MOZAIK_OPERATION); "
            "without it: whoever's key you trust.",
        ),
        key_option,
        trust_option,
        now_option,
    )
    for add in reversed(options):
        function = add(function)
    return function


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


def edition_option(function: Function) -> Function:
    """Add `--edition`: the year's run that the facts belong to."""
    return click.option(
        "--edition",
        envvar="MOZAIK_EDITION",
        help="Edition of the facts, such as mozaik-2023; must be stated (also MOZAIK_EDITION).",
    )(function)


def moment_of(text: str | None) -> datetime:
    """The moment given (ISO 8601 with a zone), or the present one."""
    if not text:
        return now()
    return moment_from_text(text, "--now")


def edition_of(given: str | None) -> str:
    """The edition given; InvalidInputError without one: by the clock's year, a December met no January."""
    if not given or not given.strip():
        raise InvalidInputError(
            "the edition is not stated",
            why="sets of two editions are never compared",
            remedy="give --edition, such as --edition mozaik-2023, or set MOZAIK_EDITION once",
        )
    return typed_word(given, "the edition")


def sealing_of(
    options: SealingOptions, owner: Authority, built_in: Callable[[str, date], OwnerTerms] = built_in_terms
) -> Sealing:
    """The act of sealing that the options say, by the owner's key; `built_in` makes the rehearsal terms."""
    moment, trust = moment_of(options["moment"]), own_trust(options["trust_path"])
    operation = _operation_of(options["operation_path"], trust)
    edition = _edition_of(options["edition"], operation)
    return Sealing(
        output=needed("output", options["output"]),
        terms=_terms_of(options, owner, moment.date(), built_in),
        register=Register.of_operation(operation, utc_day(moment)) if operation else Register.of(trust),
        key=owner_key(options["key_path"], owner),
        edition=edition,
        moment=moment,
        synthetic=options["synthetic"],
        replace=options["replace"],
        supersedes=_line_of(options, owner, trust),
    )


def _operation_of(path: Path | None, trust: TrustStore) -> Operation | None:
    return read_operation(path, trust).operation if path else None


def _edition_of(given: str | None, operation: Operation | None) -> str:
    """The edition given, or that of the operation file; InvalidInputError where the two differ."""
    if operation is None:
        return edition_of(given)
    if given and given != operation.edition:
        raise InvalidInputError(
            "the operation file is of another edition",
            where="--operation",
            why=f"it governs {operation.edition}",
            remedy="leave --edition out, or give the operation file of your edition",
        )
    return operation.edition


def _line_of(options: SealingOptions, owner: Authority, trust: TrustStore) -> tuple[str, ...]:
    """All that the new file replaces, directly or through others; InvalidInputError for half a line.

    A receiver who never had the lost file learns from the new one alone what the lost one replaced.
    """
    lost = options["supersedes_ids"]
    if lost and not options["whole_line"]:
        raise InvalidInputError(
            "the line of a lost file is not stated",
            where="--supersedes-id",
            why="what it replaced itself would be accepted again by whoever never had it",
            remedy="give a copy of the file with --supersedes (ask who received it), or name each id that it "
            "replaced with --supersedes-id and confirm with --whole-line",
        )
    if options["whole_line"] and not lost:
        raise click.UsageError("--whole-line belongs to --supersedes-id")
    lines = [superseded_by(owner, old, trust) for old in options["supersedes"]]
    return tuple(sorted({*lost, *(name for line in lines for name in line)}))


def _terms_of(
    options: SealingOptions, owner: str, on: date, built_in: Callable[[str, date], OwnerTerms]
) -> OwnerTerms:
    if options["rehearsal_terms"]:
        if options["terms_path"]:
            raise click.UsageError("--terms and --rehearsal-terms exclude each other")
        return built_in(owner, on)
    return stated_terms(options["terms_path"], owner) if options["terms_path"] else quarantine(owner, on)


def sealed_json(sealed: Sealed) -> dict[str, object]:
    """What every command that seals says for machines."""
    return {
        "file": str(sealed.path),
        "id": sealed.manifest.id,
        "quarantined": sealed.terms.is_quarantine,
        "review_on": str(sealed.terms.review_on),
        "rejects_file": str(sealed.rejects) if sealed.rejects else None,
        "doubts": list(sealed.doubts),
    }


def say_sealed(sealed: Sealed, kind: str = "") -> None:
    """Say where the sealed file lies, under which id, and what became of everything that was read."""
    click.echo(f"{sealed.path}: sealed as {sealed.manifest.id}{f' ({kind})' if kind else ''}")
    click.echo(counts_line(sealed))


def counts_line(outcome: Sealed | CheckedRecords) -> str:
    """What became of everything that was read."""
    report = outcome.report
    accepted, rest = report.accepted, f"duplicate {report.duplicate} + rejected {report.rejected}"
    return f"  read {report.read} = accepted {accepted} + {rest}"


def say_rest(sealed: Sealed) -> None:
    """Say where the reject file lies, what looks wrong, and that the sealed file is quarantined."""
    for doubt in sealed.doubts:
        click.echo(f"  CHECK: {doubt}")
    if sealed.rejects:
        click.echo(f"  rejected entries and reasons: {sealed.rejects}")
    if sealed.terms.is_quarantine:
        click.echo(
            "  QUARANTINED: no terms were stated, so nothing in it is compared, counted or disclosed."
            f" State terms with --terms before {sealed.terms.review_on}, the date on which erasure is due."
        )
