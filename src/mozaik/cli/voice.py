"""How much the program says beside its answer, and whether in colour: `--quiet`, `-v`, `NO_COLOR`."""

import os
import re
import time
from pathlib import Path
from typing import TextIO

import click

from mozaik.cli.project import stated_settings
from mozaik.visible import visible_line

_BAD = re.compile(r"^(mozaik:)", re.MULTILINE)
_LOOK_AT_IT = re.compile(r"^(\s*)(CHECK|QUARANTINED|SYNTHETIC|DRAFT)\b", re.MULTILINE)
_RED, _YELLOW, _PLAIN = "\x1b[31m", "\x1b[33m", "\x1b[0m"
_QUIET = "mozaik.quiet"


def set_quiet(context: click.Context, _option: click.Parameter, quiet: bool) -> None:
    """Show no progress bars in this run."""
    context.meta[_QUIET] = quiet


def is_quiet() -> bool:
    """Whether this run shows no progress bars."""
    context = click.get_current_context(silent=True)
    return bool(context and context.find_root().meta.get(_QUIET))


def set_verbose(context: click.Context, _option: click.Parameter, verbose: bool) -> None:
    """Say on standard error which settings are used, and at the end how long the run took."""
    if not verbose:
        return
    for name, stated in stated_settings(os.environ, Path.cwd()).items():
        click.echo(f"{name}: {visible_line(stated.value)} (from {stated.source})", err=True)
    begun = time.monotonic()
    context.call_on_close(lambda: click.echo(f"took {time.monotonic() - begun:.1f} s", err=True))


def has_colours(stream: TextIO) -> bool:
    """Whether a stream is a terminal that takes colours and nobody asked for none (no-color.org)."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def coloured(text: str) -> str:
    """Errors in red and what must be looked at in yellow, by the words at the beginning of a line."""
    return _LOOK_AT_IT.sub(rf"\1{_YELLOW}\2{_PLAIN}", _BAD.sub(rf"{_RED}\1{_PLAIN}", text))
