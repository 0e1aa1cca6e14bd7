"""The one door to the screen: whatever a command prints passes it, and nothing foreign acts behind it."""

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TextIO, cast

import click

from mozaik.cli.voice import coloured, has_colours
from mozaik.visible import visible, visible_line

NARROW = 80


class _Door:
    """A stream that shows what would act; everything but writing is the stream's own."""

    def __init__(self, behind: TextIO) -> None:
        self.behind = behind

    def write(self, text: str) -> int:
        """Write text, made visible."""
        shown = visible(text)
        return self.behind.write(coloured(shown) if has_colours(self.behind) else shown)

    def writelines(self, lines: list[str]) -> None:
        """Write texts, made visible."""
        for line in lines:
            self.write(line)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401  # whatever the stream has
        return getattr(self.behind, name)


def complain(text: str) -> None:
    """Say on standard error, on one line, what is wrong."""
    click.echo(f"mozaik: {visible_line(text)}", err=True)


@contextmanager
def guarded_screen() -> Iterator[None]:
    """Standard output and error behind the door while the block runs."""
    before = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = (cast(TextIO, _Door(stream)) for stream in before)
    try:
        yield
    finally:
        sys.stdout, sys.stderr = before


def screen_width() -> int:
    """The columns of the terminal that is written to, 80 where there is none."""
    return shutil.get_terminal_size((NARROW, 24)).columns if sys.stdout.isatty() else NARROW


def page_through(text: str) -> None:
    """Print a text; on a terminal that it does not fit, through the pager (`PAGER`; empty for none)."""
    height = shutil.get_terminal_size((NARROW, 24)).lines
    if sys.stdout.isatty() and text.count("\n") >= height and os.environ.get("PAGER") != "":
        click.echo_via_pager(visible(text))
    else:
        click.echo(text, nl=False)


def drawing_stream() -> TextIO:
    """Standard error as it is, for what draws with the terminal's own escapes and cleans its texts itself."""
    return sys.stderr.behind if isinstance(sys.stderr, _Door) else sys.stderr
