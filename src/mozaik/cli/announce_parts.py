"""What the commands of `mozaik announce` share: the options of a draft, and concerns and changes as lines."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypedDict, TypeVar

import click

from mozaik.cli.common import FILE, FOLDER, progress_bar, trust_option
from mozaik.cli.own_keys import own_person, own_trust
from mozaik.cli.sealing import moment_of, now_option
from mozaik.desk import Asking, announcing, read_sets, reader_in

Function = TypeVar("Function", bound=Callable[..., Any])


class MakingOptions(TypedDict):
    """The options of a command that counts for a draft."""

    folder: Path
    files: tuple[Path, ...]
    before: Path | None
    beside: tuple[Path, ...]
    tallies: tuple[Path, ...]
    reader: str | None
    person: str | None
    reason: str
    work: Path | None
    trust_path: Path | None
    moment: str | None


def making_options(function: Function) -> Function:
    """Add FOLDER, FILES and the options of `MakingOptions`."""
    options = (
        click.argument("folder", type=FOLDER),
        click.argument("files", nargs=-1, required=True, type=FILE),
        click.option("--after", "before", type=FILE, help="The version that this one follows."),
        click.option("--beside", multiple=True, type=FILE, help="Another announcement; repeat for more."),
        click.option(
            "--tally",
            "tallies",
            multiple=True,
            type=FILE,
            help="A partner's sealed count for the figures of the campaign; repeat for more.",
        ),
        click.option("--as", "reader", metavar="AUTH", help="Read as your authority: counts and names."),
        click.option("--reason", default="", help="Why you read; needed with --as, and logged."),
        click.option("--reader", "person", metavar="PERSON", help="Who reads; by default your key's person."),
        click.option("--work", type=FOLDER, help="WORK, in which the reading is logged; needed with --as."),
        trust_option,
        now_option,
    )
    for add in reversed(options):
        function = add(function)
    return function


def making_of(options: MakingOptions, *, quiet: bool) -> announcing.Making:
    """What an announcement is made of, as the options say; the sets are verified."""
    trust, now = own_trust(options["trust_path"]), moment_of(options["moment"])
    asking, work = None, options["work"]
    if options["reader"] is not None:
        if work is None:
            raise click.UsageError("--as needs --work WORK, in whose chain the reading is logged")
        participant = reader_in(work, options["reader"], trust, now, "--as")
        asking = Asking(
            participant, own_person(options["person"], participant.authority), options["reason"], now
        )
    with progress_bar("verify", quiet=quiet) as step:
        sets = read_sets(options["files"], trust, step)
    return announcing.Making(
        options["folder"],
        sets,
        trust,
        now,
        options["before"],
        options["beside"],
        options["tallies"],
        asking,
        work,
    )


def say_concerns(checked: announcing.CheckedDraft) -> None:
    """Print the concerns, those that stop first, and whether the draft can be approved."""
    for concern in checked.concerns:
        mark = "STOPS" if concern.stops else "look "
        click.echo(f"{mark}  {concern.topic}: {concern.place}: {concern.what}")
        click.echo(f"       {concern.remedy}")
    stops = sum(concern.stops for concern in checked.concerns)
    if stops:
        click.echo(f"Not ready: {stops} of {len(checked.concerns)} concerns stop it.")
    else:
        click.echo(f"Ready to be approved; {len(checked.concerns)} to look at.")


def change_line(change: announcing.Difference) -> str:
    """One change as a line: what it is of, before and after."""
    about = f"{change.key} [{change.scope}]" if change.scope else change.key
    if change.kind is announcing.DifferenceKind.TEXT:
        return f"text {about}\n  - {change.before}\n  + {change.after}"
    return f"{change.kind} {about}: {change.before or '-'} -> {change.after or '-'}"
