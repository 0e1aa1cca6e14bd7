"""The look at what PDF/A-2a and PDF/UA-1 ask sees what is missing."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, NameObject, TextStringObject

from mozaik.typeset import make_pdf
from tests.typeset.pdf_standards import faults_of, structure_of
from tests.typeset.test_document import MADE_AT, TEMPLATE

WHOLE = make_pdf(TEMPLATE, {"title": "Report"}, MADE_AT)


def broken(change: Callable[[Any], None]) -> list[str]:
    """What is seen of the document after a change to its catalogue."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(WHOLE)))
    change(writer.root_object)
    stream = io.BytesIO()
    writer.write(stream)
    return faults_of(stream.getvalue(), "en")


def test_a_document_of_ours_has_what_they_ask() -> None:
    assert faults_of(WHOLE, "en") == []
    assert [element["/S"] for element in structure_of(WHOLE)][:3] == ["/Document", "/H1", "/Table"]


def _without(name: str) -> Callable[[Any], None]:
    return lambda root: root.pop(name)


def _script(root: Any) -> None:
    root[NameObject("/OpenAction")] = DictionaryObject(
        {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("app.alert(1)")}
    )


def _first(kind: str, root: Any) -> Any:
    (found, *_) = [each for each in _below(root["/StructTreeRoot"]) if each["/S"] == kind]
    return found


def _below(element: Any) -> Any:
    held = element.get("/K", [])
    for part in held if isinstance(held, list) else [held]:
        child = part.get_object()
        if isinstance(child, DictionaryObject) and "/S" in child:
            yield child
            yield from _below(child)


def _rename(old: str, new: str) -> Callable[[Any], None]:
    return lambda root: _first(old, root).update({NameObject("/S"): NameObject(new)})


def _no_scope(root: Any) -> None:
    _first("/TH", root)[NameObject("/A")] = ArrayObject()


@pytest.mark.parametrize(
    ("change", "seen"),
    [
        (_without("/MarkInfo"), "does not say that content is marked"),
        (_without("/Lang"), "does not state the language en"),
        (_without("/ViewerPreferences"), "would show the file's name"),
        (_without("/OutputIntents"), "no output intent"),
        (_script, "/OpenAction"),
        (_rename("/H1", "/H3"), "headings skip a level"),
        (_rename("/H1", "/Figure"), "a drawing has no text"),
        (_rename("/H1", "/Invented"), "Invented is no type of structure"),
        (_no_scope, "does not say of which cells"),
    ],
)
def test_what_is_missing_is_seen(change: Callable[[Any], None], seen: str) -> None:
    assert [fault for fault in broken(change) if seen in fault]


def test_a_plain_document_has_neither() -> None:
    """As another typesetter makes it: nothing tagged, no statement of a standard, a font left outside."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(WHOLE)))
    page: Any = writer.pages[0]
    page[NameObject("/Contents")] = writer._add_object(_bare_content())
    for name in page["/Resources"]["/Font"]:
        font: Any = page["/Resources"]["/Font"][name]["/DescendantFonts"][0]
        font["/FontDescriptor"].pop("/FontFile2", None)
    stream = io.BytesIO()
    writer.write(stream)
    seen = " ".join(faults_of(stream.getvalue(), "en"))
    assert "neither tagged nor an artifact" in seen
    assert "is not inside" in seen


def _bare_content() -> Any:
    content = DecodedStreamObject()
    content.set_data(b"BT /f0 12 Tf (x) Tj ET")
    return content
