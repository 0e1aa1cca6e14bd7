"""What acts write beside a sealed file, and what they never write over."""

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

from mozaik.errors import NothingAcceptedError, RefusedError
from mozaik.files import refuse_existing, written_whole
from mozaik.intake import armed
from mozaik.visible import visible_line


def refuse_outputs(output: Path, sources: Sequence[Path], replace: bool, *exports: Path | None) -> None:
    """Refuse, before any work, to write over a file that is read, to write one file twice, and as below.

    A source that is a folder is kept as it is: no output lies in it. The lists beside the sealed file are
    outputs too.
    """
    read = [source.resolve() for source in sources]
    lists = (list_beside(output), list_beside(output, "notes"))
    outputs = [path.resolve() for path in (output, *lists, *exports) if path is not None]
    for path in outputs:
        if any(path.is_relative_to(source) for source in read):
            raise RefusedError(
                "an output would change what is read",
                where=str(path),
                remedy="choose a name outside the source",
            )
        if outputs.count(path) > 1:
            raise RefusedError(
                "two outputs have one name", where=str(path), remedy="choose a name of its own for each"
            )
    refuse_existing((output, *exports), replace)


def list_beside(output: Path, ending: str = "rejects") -> Path:
    """The list that belongs to a sealed file: of its rejects, or of its notes."""
    return output.with_name(f"{output.name}.{ending}.csv")


def forget_earlier_list(output: Path, written: Path | None, ending: str = "rejects") -> None:
    """Remove the list of an earlier run, once a set without one is sealed."""
    if written is None:
        list_beside(output, ending).unlink(missing_ok=True)


def require_accepted(accepted: int, source: str, rejects: Path | None, first: str) -> None:
    """NothingAcceptedError, with the file of rejects and the first reason, where nothing was accepted."""
    if not accepted:
        raise NothingAcceptedError(
            "every row was rejected",
            where=source,
            why=first,
            remedy=f"correct the rows; all reasons stand in {rejects}" if rejects else "correct the rows",
        )


def write_rejects(
    output: Path, columns: Sequence[str], rejects: Iterable[Sequence[object]], ending: str = "rejects"
) -> Path | None:
    """Write `<output>.<ending>.csv`, one line a reject or note, and give its path.

    A text that a spreadsheet would take for a formula is disarmed, and unseen letters are shown. Without a
    line there is None, and nothing is written.
    """
    lines = [
        [armed(visible_line(cell)) if isinstance(cell, str) else cell for cell in reject]
        for reject in rejects
    ]
    if not lines:
        return None
    path = list_beside(output, ending)
    text = io.StringIO(newline="")
    csv.writer(text).writerows([columns, *lines])
    with written_whole(path) as stream:
        stream.write(text.getvalue().encode())
    return path
