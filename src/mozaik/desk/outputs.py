"""What acts write beside a sealed file, and what they never write over."""

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

from mozaik.errors import InvalidInputError, RefusedError
from mozaik.files import written_whole
from mozaik.intake import armed
from mozaik.visible import visible_line


def refuse_existing(paths: Iterable[Path | None], replace: bool) -> None:
    """Refuse, before any work, to write over a file that is there, unless told to, or into no folder."""
    for path in paths:
        if path is not None and not path.parent.is_dir():
            raise InvalidInputError(
                "the folder to write into does not exist",
                where=str(path.parent),
                remedy="make the folder, or choose another name",
            )
        if path is not None and path.exists() and not replace:
            raise RefusedError(
                "the file exists already", where=str(path), remedy="choose another name, or add --replace"
            )


def write_rejects(
    output: Path, columns: Sequence[str], rejects: Iterable[Sequence[object]], ending: str = "rejects"
) -> Path | None:
    """Write `<output>.<ending>.csv`, one line a reject or note, and give its path.

    A text that a spreadsheet would take for a formula is disarmed, and unseen letters are shown. Without a
    reject there is None, and a file of an earlier run is removed.
    """
    path = output.with_name(f"{output.name}.{ending}.csv")
    lines = [
        [armed(visible_line(cell)) if isinstance(cell, str) else cell for cell in reject]
        for reject in rejects
    ]
    if not lines:
        path.unlink(missing_ok=True)
        return None
    text = io.StringIO(newline="")
    csv.writer(text).writerows([columns, *lines])
    with written_whole(path) as stream:
        stream.write(text.getvalue().encode())
    return path
