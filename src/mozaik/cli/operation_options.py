"""What the commands that change an operation file share: their options, and the change that they make."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import wraps
from pathlib import Path

import click

from mozaik.cli.common import FILE, NEW_PATH, counted, echo_json, json_option, trust_option
from mozaik.cli.own_keys import own_trust
from mozaik.cli.sealing import moment_of, now_option
from mozaik.desk import Change, SignedOperation, change_operation

DAY = click.DateTime(["%Y-%m-%d"])


@dataclass(frozen=True, slots=True)
class Changing:
    """One act of changing: the file, the draft to write, whose signatures count, when, and how to say it."""

    file: Path
    output: Path | None
    trust_path: Path | None
    moment: str | None
    as_json: bool

    def make(self, change: Change) -> None:
        """Change the file so, and say what came of it."""
        trust, at = own_trust(self.trust_path), moment_of(self.moment)
        say_draft(change_operation(self.file, change, trust, at, self.output), self.as_json)


def changes_file(function: Callable[..., None]) -> Callable[..., None]:
    """Add what every change shares: FILE, the draft to write, trust store, moment, JSON."""

    @wraps(function)
    def command(
        file: Path,
        output: Path | None,
        trust_path: Path | None,
        moment: str | None,
        as_json: bool,
        **rest: object,
    ) -> None:
        function(Changing(file, output, trust_path, moment, as_json), **rest)

    options = (
        click.argument("file", type=FILE),
        click.option(
            "-o", "--output", type=NEW_PATH,
            help="The draft to write; without it a draft that nobody signed is changed in its place.",
        ),
        trust_option,
        now_option,
        json_option,
    )  # fmt: skip
    changed: Callable[..., None] = command
    for add_option in reversed(options):
        changed = add_option(changed)
    return changed


def day_of(moment: datetime | None) -> date | None:
    """The day of an option, or None."""
    return moment.date() if moment else None


def say_draft(draft: SignedOperation, as_json: bool) -> None:
    """Say which draft was written, and what comes next."""
    operation = draft.operation
    if as_json:
        version = {"version": operation.version, "participants": len(operation.participants)}
        echo_json({"file": str(draft.path), "edition": operation.edition, **version})
        return
    click.echo(
        f"{draft.path}: draft of version {operation.version} of {operation.edition}, "
        f"{counted(len(operation.participants), 'authority')} listed, signed by nobody"
    )
    click.echo(f"  next: mozaik operation show {draft.path}, then two persons run mozaik operation sign")
