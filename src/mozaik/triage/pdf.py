"""The text of a PDF as its reader sees it, with links and what it says of itself, by pypdf.

Bounded by pages, links and characters, never by a clock; pictures and attached files are left and named.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

from mozaik.triage.faults import FAULTS

MAX_PAGES = 5000
MAX_LINKS = 20_000
_LONGEST = 4096
Foreign: TypeAlias = Any
"""A value of pypdf, whose objects are of any kind in a hostile file."""


@dataclass(frozen=True, slots=True)
class PdfPage:
    """The texts of a page, and what of the document is not searched, where that shows."""

    texts: tuple[str, ...]
    notes: tuple[str, ...] = ()


class PdfNotReadableError(Exception):
    """A PDF gives no text; the text of the error is a reason without content."""


def read_pdf(content: bytes | bytearray) -> Iterator[PdfPage]:
    """The pages in order, then what is said of the whole; PdfNotReadableError when it cannot be opened."""
    import pypdf
    from pypdf.errors import PyPdfError

    faults = (PyPdfError, RecursionError, *FAULTS)
    try:
        reader = pypdf.PdfReader(io.BytesIO(content), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise PdfNotReadableError("not searched: an encrypted PDF")
        count = len(reader.pages)
    except faults as error:
        raise PdfNotReadableError("not searched: a broken PDF") from error
    yield PdfPage(tuple(_said(reader, faults)))
    unread, links, has_pictures = 0, 0, False
    for number in range(min(count, MAX_PAGES)):
        texts: list[str] = []
        try:
            page = reader.pages[number]
            texts.append(page.extract_text() or "")
        except faults:
            unread += 1
        try:
            texts += _links(page, MAX_LINKS - links)
            has_pictures = has_pictures or _holds_objects(page)
        except faults:
            unread += 1
        links += len(texts)
        yield PdfPage(tuple(texts))
    pictures = ("pictures and objects inside the document are not searched",) if has_pictures else ()
    yield PdfPage((), (*_notes(reader, count, unread, faults), *pictures))


def _notes(
    reader: Foreign, count: int, unread: int, faults: tuple[type[BaseException], ...]
) -> Iterator[str]:
    if unread:
        yield "some pages of the PDF could not be read"
    if count > MAX_PAGES:
        yield "only the first pages of the PDF were searched"
    try:
        has_files = bool(list(reader.attachment_list))
    except faults:
        has_files = True
    if has_files:
        yield "files attached to the PDF are not searched"


def _holds_objects(page: Foreign) -> bool:
    resources = page.get("/Resources")
    return resources is not None and bool(resources.get_object().get("/XObject"))


def _said(reader: Foreign, faults: tuple[type[BaseException], ...]) -> list[str]:
    """Title, author and the like."""
    try:
        return [str(value)[:_LONGEST] for value in (reader.metadata or {}).values() if isinstance(value, str)]
    except faults:
        return []


def _links(page: Foreign, most: int) -> list[str]:
    """Addresses that places of a page lead to, and the texts of its notes and fields."""
    texts: list[str] = []
    for reference in page.get("/Annots") or ():
        if len(texts) >= most:
            break
        note = reference.get_object()
        action = note.get("/A")
        address = action.get_object().get("/URI") if action is not None else None
        values = (address, note.get("/Contents"), note.get("/V"))
        texts += [str(value)[:_LONGEST] for value in values if isinstance(value, str)]
    return texts
