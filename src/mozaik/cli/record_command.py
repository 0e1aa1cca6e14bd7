"""`mozaik record`: turn raids, items, custody, persons and statements into a sealed contribution."""

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Unpack

import click

from mozaik.cli.common import FILE, echo_json, json_option, progress_bar
from mozaik.cli.own_keys import own_authority
from mozaik.cli.sealing import (
    SealingOptions,
    owner_option,
    say_rest,
    say_sealed,
    sealed_json,
    sealing_of,
    sealing_options,
)
from mozaik.desk import RECORD_TABLES, SealedRecords, built_in_record_terms, seal_records


@click.command("record", short_help="turn raids, items, custody, persons and statements into a contribution")
@click.argument("files", nargs=-1, required=True, type=FILE)
@owner_option
@click.option("--table", type=click.Choice(RECORD_TABLES), default=None, help="The table of a CSV file.")
@click.option("--id", "set_id", default="", help="Id of the contribution; by default derived.")
@sealing_options
@json_option
def command(
    files: tuple[Path, ...],
    owner: str | None,
    table: str | None,
    set_id: str,
    as_json: bool,
    **options: Unpack[SealingOptions],
) -> None:
    """Seal records: enforcement actions, items, custody, persons, statuses, statements.

    FILE is TOML with arrays of tables ([[actions]], [[items]], [[custody]], [[persons]], [[person_facts]],
    [[statuses]], [[statements]]), or CSV with a header, one table a file, named after its table or by
    --table. A row may name its terms in a field `terms`; else the sheet says which its table takes. Bad
    rows go to FILE.rejects.csv with row, field and reason, and the others count. Gaps and overlaps in
    custody are shown, never filled.

    \b
    Examples:
      mozaik record si.toml --owner SI-GPD --terms si-terms.toml -o si.contribution
      mozaik record si.toml -o si.contribution
      mozaik record items.csv custody.csv --owner HR-MUP --terms hr.toml -o hr.contribution
      mozaik record si.toml --terms t.toml --supersedes si.contribution -o si-2.contribution
    """
    sealing = sealing_of(options, own_authority(owner, options["key_path"]), built_in_record_terms)
    sealing = replace(sealing, set_id=set_id)
    with progress_bar("record", quiet=as_json) as step:
        sealed = seal_records(files, sealing, table or "", step)
    if as_json:
        echo_json(_answer(sealed))
    else:
        _say(sealed)


def _answer(sealed: SealedRecords) -> dict[str, object]:
    report = sealed.report
    return {
        **sealed_json(sealed),
        "read": report.read,
        "accepted": report.accepted,
        "duplicate": report.duplicate,
        "rejected": report.rejected,
        "tables": sealed.rows,
        "custody_flags": [
            {"item": flag.item_id, "sequence": flag.sequence, "fault": flag.fault.text}
            for flag in sealed.custody_flags
        ],
    }


def _say(sealed: SealedRecords) -> None:
    say_sealed(sealed)
    for name, rows in sealed.rows.items():
        click.echo(f"  {name}: {rows}")
    flags = sealed.custody_flags
    for fault, count in sorted(Counter(flag.fault.text for flag in flags).items()):
        click.echo(f"  custody, {count} x {fault}")
    if flags:
        click.echo("  Flags are not filled: explain each with a new custody event (--json names them).")
    say_rest(sealed)
