"""What the commands share: paths, the person and reason of a reading, JSON output, progress bars."""

import json
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any, TextIO, TypeVar

import click

from mozaik.cli.screen import drawing_stream
from mozaik.cli.voice import is_quiet
from mozaik.errors import MissingPartError
from mozaik.moments import utc_text
from mozaik.progress import Step, unseen
from mozaik.terms import Use
from mozaik.visible import visible_json

Value = TypeVar("Value")
Function = TypeVar("Function", bound=Callable[..., Any])

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
ANY_SOURCE = click.Path(exists=True, path_type=Path)
NEW_PATH = click.Path(path_type=Path)


SCHEMA_VERSIONS: dict[str, int] = {}
"""The version of what a command prints with `--json`, where it is no longer the first."""


def json_option(function: Function) -> Function:
    """Add `--json`: the outcome as one JSON object on standard output."""
    return click.option("--json", "as_json", is_flag=True, help="Print the outcome as JSON.")(function)


def trust_option(function: Function) -> Function:
    """Add `--trust`: the trust store, by default one's own."""
    return click.option(
        "--trust",
        "trust_path",
        type=NEW_PATH,
        envvar="MOZAIK_TRUST",
        help="Trust store to use instead of your own (also MOZAIK_TRUST).",
    )(function)


def key_option(function: Function) -> Function:
    """Add `--key`: the private key that signs, by default the only one of the owner in one's own folder."""
    return click.option(
        "--key",
        "key_path",
        type=FILE,
        envvar="MOZAIK_KEY",
        help="Private key that signs (also MOZAIK_KEY); without it the only one you have of the owner.",
    )(function)


def person_key_option(function: Function) -> Function:
    """Add `--key`: the private key of the person who acts, by default the one in one's own folder."""
    return click.option(
        "--key",
        "key_path",
        type=FILE,
        envvar="MOZAIK_KEY",
        help="Your private key (also MOZAIK_KEY); without it the one in your own folder.",
    )(function)


def use_option(function: Function) -> Function:
    """Add `--use`: for what is read; the owners' conditions hold for one use and not for another."""
    return click.option(
        "--use",
        type=click.Choice([str(use) for use in Use]),
        default=str(Use.ANALYSIS),
        show_default=True,
        help="For what you read; H1 keeps facts out of court, and victims' rows need protection.",
    )(function)


def needed(name: str, given: Value | None) -> Value:
    """The value of an option that only a dry run can do without; the usage error of a missing one."""
    if given is not None:
        return given
    context = click.get_current_context()
    option = next(parameter for parameter in context.command.params if parameter.name == name)
    raise click.MissingParameter(ctx=context, param=option)


def now() -> datetime:
    """The present moment in UTC; the rooms take time as a value and never ask the clock."""
    return datetime.now(UTC)


def counted(count: int, noun: str) -> str:
    """A number with its noun: `1 list`, `2,000 lists`, `3 countries`."""
    many = f"{noun[:-1]}ies" if noun.endswith("ry") or noun.endswith("ty") else f"{noun}s"
    return f"{count:,} {noun if count == 1 else many}"


def require_hub() -> None:
    """MissingPartError where the extra of the hub is not installed."""
    if find_spec("django") is None:
        raise MissingPartError(
            "the hub is not installed", remedy='install it with: pip install "mozaik-operation[hub]"'
        )


def echo_json(value: Mapping[str, object]) -> None:
    """Print an object as JSON with sorted keys, Cyrillic as it is, what would act on a screen as escapes.

    It says the name and the version of its schema: that of the command (docs/formats/json).
    """
    told = {"schema": schema_of_command(), **value}
    click.echo(visible_json(json.dumps(told, ensure_ascii=False, indent=2, sort_keys=True, default=_text)))


def _text(value: object) -> str:
    """A value that JSON has no word for: a moment as everywhere, and a path or day as it is written."""
    return utc_text(value) if isinstance(value, datetime) else str(value)


def schema_of_command() -> str:
    """The name and version of what the running command prints with `--json`: `mozaik.keys.list/1`."""
    context = click.get_current_context(silent=True)
    words: list[str] = []
    while context is not None and context.parent is not None:
        words.insert(0, context.info_name or "")
        context = context.parent
    name = ".".join(["mozaik", *words])
    return f"{name}/{SCHEMA_VERSIONS.get(name, 1)}"


@contextmanager
def progress_steps(*, quiet: bool = False) -> Iterator[Callable[[str], Step]]:
    """The steps of long work, one below the other; call with a title to begin the next step.

    Bars on a terminal, else a line every ten seconds, on standard error; none with `--json` or `--quiet`.
    """
    stream = drawing_stream()
    if quiet or is_quiet():
        yield lambda _title: unseen
        return
    with _shown_steps(stream) as begin:
        yield begin


def _shown_steps(stream: TextIO) -> AbstractContextManager[Callable[[str], Step]]:
    """Bars or lines; the library that draws is loaded where something is drawn."""
    if stream.isatty() and os.environ.get("TERM") != "dumb":
        from mozaik.cli.bars import drawn_steps

        return drawn_steps(stream)
    from mozaik.cli.told_lines import told_steps

    return told_steps(stream)


@contextmanager
def progress_bar(title: str, *, quiet: bool = False) -> Iterator[Step]:
    """One progress bar, as `progress_steps` shows it."""
    with progress_steps(quiet=quiet) as begin:
        yield begin(title)
