"""The kinds of source, in the order in which they are tried."""

from pathlib import Path
from typing import cast

from mozaik.errors import InvalidInputError
from mozaik.intake.source import Source
from mozaik.intake.sources import archive, folder, image
from mozaik.intake.sources.signatures import HEAD_BYTES, signature_of

SOURCES = cast(tuple[Source, ...], (folder, archive, image))
"""Every kind of source; a module is a kind when it has what `Source` asks for."""


def find_source(path: Path) -> Source:
    """The kind of source that a path is, told by content.

    InvalidInputError when it is of no known kind, of a format that is known and not read, or unreadable.
    """
    head = _head(path)
    _refuse_unread(path, head)
    for source in SOURCES:
        if source.detect(path, head):
            return source
    raise InvalidInputError(
        "this is not a source that Mozaik knows",
        where=path.name,
        why="it is neither a folder nor an archive nor a disk image with a known file system",
        remedy="give a folder, an archive, a raw (dd) or E01 image; put single files into a folder",
    )


def _refuse_unread(path: Path, head: bytes) -> None:
    signature = signature_of(head)
    if signature is not None and not signature.is_read:
        raise InvalidInputError(
            f"the source is {signature.noun.text} of the format {signature.name}, which is not read",
            where=path.name,
            remedy=signature.noun.remedy,
        )


def _head(path: Path) -> bytes:
    """The first bytes of a file, none of a folder; InvalidInputError for what cannot be read."""
    try:
        if path.exists() and not (path.is_dir() or path.is_file() or path.is_block_device()):
            raise InvalidInputError(
                "the source is a pipe, socket or character device",
                where=path.name,
                remedy="give a folder, an archive or a disk image",
            )
        if path.is_dir():
            return b""
        with path.open("rb") as stream:
            return stream.read(HEAD_BYTES)
    except OSError as error:
        raise InvalidInputError(
            "the source cannot be read",
            where=path.name,
            why=error.strerror or "input/output error",
            remedy="check the path and the rights, and that the medium is connected",
        ) from error
