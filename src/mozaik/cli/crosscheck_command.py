"""`mozaik crosscheck`: compare contributions with each other and with lists."""

from dataclasses import asdict
from pathlib import Path

import click

from mozaik.cli.common import FILE, NEW_PATH, counted, echo_json, json_option, progress_steps, trust_option
from mozaik.cli.own_keys import own_trust
from mozaik.cli.screen import complain
from mozaik.cli.sealing import moment_of, now_option
from mozaik.desk import (
    Admitted,
    Confirmed,
    CrosscheckSummary,
    Given,
    Parameters,
    Refusal,
    admit,
    compare,
    kept_out_of,
    read_operation,
    reads_for,
)


@click.command("crosscheck")
@click.argument("files", nargs=-1, required=True, type=FILE)
@click.option("--list", "lists", multiple=True, type=FILE, help="A reference list; repeat for more.")
@click.option("-o", "--output", "work", required=True, type=NEW_PATH, help="The folder WORK to write.")
@click.option(
    "--distance",
    type=click.IntRange(0, 31),
    default=31,
    show_default=True,
    help="Most bits by which two pictures differ.",
)
@click.option(
    "--quality",
    type=click.IntRange(0, 100),
    default=50,
    show_default=True,
    help="Least quality of a picture.",
)
@click.option("--replace", is_flag=True, help="Replace WORK; its key, chains and judgements live on.")
@click.option("--drop", multiple=True, metavar="ID", help="A set that leaves WORK; repeat for more.")
@click.option("--withdrawn", multiple=True, metavar="ID", help="A set its owner withdrew: out for ever.")
@click.option("--operation", "operation_path", type=FILE, envvar="MOZAIK_OPERATION",
              help="Operation file that comes into force beside WORK (also MOZAIK_OPERATION).")  # fmt: skip
@trust_option
@now_option
@json_option
def command(
    files: tuple[Path, ...],
    lists: tuple[Path, ...],
    work: Path,
    distance: int,
    quality: int,
    replace: bool,
    drop: tuple[str, ...],
    withdrawn: tuple[str, ...],
    operation_path: Path | None,
    trust_path: Path | None,
    moment: str | None,
    as_json: bool,
) -> int:
    """Compare all contributions FILE with each other and with all lists.

    Every file is verified first. A file that is refused is named with the reason and stops no other: WORK
    then holds the others, and the exit code is 2. WORK is private to you, and `mozaik hits` alone reads it.
    The number of hits is not shown: running the engine is not seeing. What somebody may know of the hits
    depends on who asks, and every reading is logged with a reason.

    With --operation the file that lead and coordinator signed comes into force: it says whose files are
    compared and who reads. Without one nobody reads WORK. It stays in force until a later version replaces
    it, here or with `mozaik operation use`.

    With --replace every set of the old WORK is given again, or replaced by one that supersedes it, or named
    with --drop. What was superseded, or withdrawn by its owner, is never received again: such a file is
    refused, and the others are compared.

    \b
    Examples:
      mozaik crosscheck SI.contribution HR.contribution --operation mozaik.operation -o WORK
      mozaik crosscheck *.contribution --list known.list --list harmless.list -o WORK
      mozaik hits WORK --as SI-GPD --reason "action day 3"
    """
    with progress_steps(quiet=as_json) as begin:
        confirmed, trust = Confirmed(frozenset(drop), frozenset(withdrawn)), own_trust(trust_path)
        operation = read_operation(operation_path, trust) if operation_path else None
        ended = kept_out_of(work, confirmed, operation)
        admitted = admit(files, lists, trust, begin("verify"), ended, reads_for(work))
        _say_refused(admitted)
        summary = compare(
            Given(admitted.contributions, admitted.lists, admitted.ended),
            work,
            moment_of(moment),
            Parameters(distance, quality),
            begin("compare"),
            replace=replace,
            confirmed=confirmed,
            operation=operation,
        )
    if as_json:
        echo_json({**asdict(summary), "refused": [_refusal_json(refusal) for refusal in admitted.refused]})
    else:
        _say(summary)
    if admitted.refused:
        count = counted(len(admitted.refused), "file")
        click.echo(f"mozaik: {count} refused and not in {work}; the reasons stand above", err=True)
    return 2 if admitted.refused else 0


def _say_refused(admitted: Admitted) -> None:
    """Name each refused file on standard error; without a contribution the last one ends the command."""
    left = () if admitted.contributions else admitted.refused[-1:]
    for refusal in admitted.refused[: len(admitted.refused) - len(left)]:
        complain(f"refused: {refusal.error}")
    for refusal in left:
        raise refusal.error


def _refusal_json(refusal: Refusal) -> dict[str, str]:
    kind = type(refusal.error).__name__
    return {"path": str(refusal.path), "error": kind, "message": str(refusal.error)}


def _say(summary: CrosscheckSummary) -> None:
    rows = ", ".join(f"{table} {count:,}" for table, count in summary.rows.items())
    given = f"{counted(summary.contributions, 'contribution')} and {counted(summary.lists, 'list')}"
    click.echo(f"Compared {given}; rows: {rows}.")
    for double in summary.doubles:
        first, second = double.set_ids
        click.echo(f"CHECK: {first} and {second} hold the same files as two items: one item may count twice")
    for gone in summary.left:
        click.echo(f"No longer in WORK: {gone.set_id} of {gone.authority}, {gone.why}")
    for gap in summary.not_compared:
        click.echo(f"Not compared: {counted(gap.rows, 'row')} of {gap.table} in {gap.set_id}: {gap.reason}")
    click.echo(f"{summary.work} is ready. The hits are not shown here; each authority reads its own:")
    click.echo(f'  mozaik hits {summary.work} --as AUTHORITY --reason "why"')
