"""Progress bars, drawn on a terminal: 80 columns are enough for all that they say."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

from rich.console import Console
from rich.progress import BarColumn, Progress, ProgressColumn, Task, TextColumn
from rich.table import Column
from rich.text import Text

from mozaik.cli.pace import Pace, bytes_text, left_text, parts_text, rate_text
from mozaik.progress import Step
from mozaik.visible import visible_line

_BAR_WIDTH = 10


class _Told(ProgressColumn):
    """One text about the pace of a task."""

    def __init__(self, tell: Callable[[Pace], str]) -> None:
        super().__init__(Column(no_wrap=True, justify="right"))
        self._tell = tell

    def render(self, task: Task) -> Text:
        """The text, without anything in it that the terminal would act on."""
        return Text(self._tell(_pace_of(task)))


def _pace_of(task: Task) -> Pace:
    done, total, done_bytes, total_bytes = task.fields["amounts"]
    return Pace(done, total, done_bytes, total_bytes, task.elapsed or 0.0)


@contextmanager
def drawn_steps(
    stream: TextIO, clock: Callable[[], float] = time.monotonic, width: int | None = None
) -> Iterator[Callable[[str], Step]]:
    """Bars on a terminal, one below the other; call with a title to begin the next step.

    `clock` gives seconds; `width` columns are drawn, by default those of the terminal.
    """
    title = Column(no_wrap=True, overflow="ellipsis", min_width=8, ratio=1)
    columns = (
        TextColumn("{task.description}", markup=False, table_column=title),
        BarColumn(_BAR_WIDTH),
        *map(_Told, (parts_text, bytes_text, rate_text, left_text)),
    )
    console = Console(file=stream, width=width)
    with Progress(*columns, console=console, get_time=clock, expand=True) as bars:

        def begin(title: str) -> Step:
            task = bars.add_task(visible_line(title), total=None, amounts=(0, 0, 0, 0))

            def step(done: int, total: int, done_bytes: int = 0, total_bytes: int = 0) -> None:
                amounts = (done, total, done_bytes, total_bytes)
                share = Pace(*amounts, 0).share
                bars.update(task, completed=share or 0, total=None if share is None else 1, amounts=amounts)

            return step

        yield begin
