"""The kinds of exports and lists that are read and written, in the order in which they are tried."""

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol, cast

from mozaik.errors import InvalidInputError
from mozaik.intake.export import BadRecord, MediaRecord
from mozaik.intake.exports import hash_csv, vics
from mozaik.intake.meter import Meter


class Export(Protocol):
    """A kind of export, one module of this package."""

    NAME: str

    def detect(self, head: bytes) -> bool:
        """Whether a file that begins like this is of this kind."""

    def records(self, path: Path, meter: Meter | None = None) -> Iterator[MediaRecord | BadRecord]:
        """Every record, good or refused, through `meter`; InvalidInputError for a fault of the whole file."""


EXPORTS = cast(tuple[Export, ...], (vics, hash_csv))
"""Every kind of export; a module is a kind when it has what `Export` asks for."""


def find_export(path: Path) -> Export:
    """The kind of export that a file is; InvalidInputError when it is of no known kind."""
    try:
        with path.open("rb") as stream:
            head = stream.read(8192)
    except OSError as error:
        raise InvalidInputError(
            "the file cannot be read",
            where=path.name,
            why=error.strerror or "input/output error",
            remedy="give a file that you may read",
        ) from error
    for export in EXPORTS:
        if export.detect(head):
            return export
    raise InvalidInputError(
        "this is not a list or export that Mozaik knows",
        where=path.name,
        why="it is neither VICS JSON nor a table of hashes",
        remedy="give VICS 1.1 to 2.0 (#Media or #Cases) or a CSV file with a column of MD5, SHA-1 or SHA-256",
    )
