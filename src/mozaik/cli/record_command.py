"""`mozaik record`: turn raids, items, custody, persons and statements into a sealed contribution."""

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Unpack

import click

from mozaik.cli.common import FILE, echo_json, json_option, progress_bar
from mozaik.cli.exit_codes import ExitCode
from mozaik.cli.own_keys import own_authority
from mozaik.cli.sealing import (
    SealingOptions,
    counts_line,
    owner_option,
    say_rest,
    say_sealed,
    sealed_json,
    sealing_of,
    sealing_options,
)
from mozaik.desk import (
    RECORD_TABLES,
    CheckedRecords,
    SealedRecords,
    Sealing,
    built_in_record_terms,
    check_records,
    seal_records,
)


@click.command("record", short_help="turn raids, items, custody, persons and statements into a contribution")
@click.argument("files", nargs=-1, required=True, type=FILE)
@owner_option
@click.option("--table", type=click.Choice(RECORD_TABLES), default=None, help="The table of a CSV file.")
@click.option("--id", "set_id", default="", help="Id of the contribution; by default derived.")
@click.option("--check", is_flag=True, help="Only check: seal nothing, write nothing, name every reject.")
@sealing_options
@json_option
def command(
    files: tuple[Path, ...],
    owner: str | None,
    table: str | None,
    set_id: str,
    check: bool,
    as_json: bool,
    **options: Unpack[SealingOptions],
) -> int:
    """Seal records: enforcement actions, items, custody, persons, statuses, statements.

    FILE is TOML with arrays of tables ([[actions]], [[items]], [[custody]], [[persons]], [[person_facts]],
    [[statuses]], [[statements]]), or CSV with a header, one table a file, named after its table or by
    --table. A row may name its terms in a field `terms`; else the sheet says which its table takes. Bad
    rows go to FILE.rejects.csv with row, field and reason, and the others count. Gaps and overlaps in
    custody are shown, never filled.

    With --check the same command line seals and writes nothing: it makes every check of the real run, names
    each reject, and ends with the same exit code.

    \b
    Examples:
      mozaik record si.toml --terms si-terms.toml -o si.contribution --check
      mozaik record si.toml --owner SI-GPD --terms si-terms.toml -o si.contribution
      mozaik record si.toml -o si.contribution
      mozaik record items.csv custody.csv --owner HR-MUP --terms hr.toml -o hr.contribution
      mozaik record si.toml --terms t.toml --supersedes si.contribution -o si-2.contribution
    """
    sealing = sealing_of(options, own_authority(owner, options["key_path"]), built_in_record_terms)
    sealing = replace(sealing, set_id=set_id)
    if check:
        return _check(files, sealing, table or "", as_json)
    with progress_bar("record", quiet=as_json) as step:
        sealed = seal_records(files, sealing, table or "", step)
    if as_json:
        echo_json(_answer(sealed))
    else:
        _say(sealed)
    return ExitCode.DONE


def _check(files: tuple[Path, ...], sealing: Sealing, table: str, as_json: bool) -> int:
    """Say what sealing would come to; the exit code of the real run."""
    with progress_bar("check", quiet=as_json) as step:
        checked = check_records(files, sealing, table, step)
    if as_json:
        names = ("file", "table", "row", "field", "reason")
        rejects = [{name: getattr(reject, name) for name in names} for reject in checked.rejects]
        echo_json(
            {
                "schema": "mozaik.record.check/1",
                **_account(checked),
                "doubts": list(checked.doubts),
                "rejects": rejects,
            }
        )
    else:
        _say_checked(checked)
    return ExitCode.DONE if checked.tables else ExitCode.NOTHING_ACCEPTED


def _answer(sealed: SealedRecords) -> dict[str, object]:
    return {**sealed_json(sealed), **_account(sealed)}


def _account(outcome: SealedRecords | CheckedRecords) -> dict[str, object]:
    """What became of the rows, in the same words before and after sealing."""
    report = outcome.report
    return {
        "read": report.read,
        "accepted": report.accepted,
        "duplicate": report.duplicate,
        "rejected": report.rejected,
        "tables": outcome.rows,
        "custody_flags": [
            {"item": flag.item_id, "sequence": flag.sequence, "fault": flag.fault.text}
            for flag in outcome.custody_flags
        ],
    }


def _say_checked(checked: CheckedRecords) -> None:
    verdict = "checked, nothing sealed" if checked.tables else "checked: nothing could be sealed"
    click.echo(f"{verdict}\n{counts_line(checked)}")
    _say_rows(checked)
    for doubt in checked.doubts:
        click.echo(f"  CHECK: {doubt}")
    for reject in checked.rejects:
        place = ", ".join(filter(None, (reject.table, f"row {reject.row}", reject.field)))
        click.echo(f"  rejected: {reject.file}, {place}: {reject.reason}")


def _say(sealed: SealedRecords) -> None:
    say_sealed(sealed)
    _say_rows(sealed)
    say_rest(sealed)


def _say_rows(outcome: SealedRecords | CheckedRecords) -> None:
    for name, rows in outcome.rows.items():
        click.echo(f"  {name}: {rows}")
    flags = outcome.custody_flags
    for fault, count in sorted(Counter(flag.fault.text for flag in flags).items()):
        click.echo(f"  custody, {count} x {fault}")
    if flags:
        click.echo("  Flags are not filled: explain each with a new custody event (--json names them).")
