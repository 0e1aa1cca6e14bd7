"""Progress bars, drawn on a terminal."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from mozaik.progress import Step
from mozaik.visible import visible_line


@contextmanager
def drawn_steps(stream: TextIO) -> Iterator[Callable[[str], Step]]:
    """Bars on a terminal, one below the other; call with a title to begin the next step."""
    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(file=stream)) as bars:

        def begin(title: str) -> Step:
            task = bars.add_task(visible_line(title), total=None)

            def step(done: int, total: int) -> None:
                bars.update(task, completed=done, total=total or None)

            return step

        yield begin
