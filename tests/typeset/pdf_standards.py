"""What PDF/A-2a (ISO 19005-2) and PDF/UA-1 (ISO 14289-1) ask and a program without a validator can look at.

It is no validator and proves no conformity: the typesetter states both standards and refuses what it sees to
miss them; this looks, by another reader, at what would be missed if that statement were wrong. What a person
must judge, such as whether a text describes its drawing, is not here.
"""

import io
from collections.abc import Iterator
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree

from pypdf import PdfReader
from pypdf.generic import ContentStream, DictionaryObject, IndirectObject

_XMP = {
    "pdfaid:part": "{http://www.aiim.org/pdfa/ns/id/}part",
    "pdfaid:conformance": "{http://www.aiim.org/pdfa/ns/id/}conformance",
    "pdfuaid:part": "{http://www.aiim.org/pdfua/ns/id/}part",
}
_CLAIMED = {"pdfaid:part": "2", "pdfaid:conformance": "A", "pdfuaid:part": "1"}
_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_STANDARD = frozenset(
    [
        "Document",
        "Part",
        "Art",
        "Sect",
        "Div",
        "BlockQuote",
        "Caption",
        "TOC",
        "TOCI",
        "Index",
        "NonStruct",
        "Private",
        "P",
        "H",
        "H1",
        "H2",
        "H3",
        "H4",
        "H5",
        "H6",
        "L",
        "LI",
        "Lbl",
        "LBody",
        "Table",
        "TR",
        "TH",
        "TD",
        "THead",
        "TBody",
        "TFoot",
        "Span",
        "Quote",
        "Note",
        "Reference",
        "BibEntry",
        "Code",
        "Link",
        "Annot",
        "Ruby",
        "Warichu",
        "Figure",
        "Formula",
        "Form",
    ]
)
"""The structure types of ISO 32000-1; another must be mapped to one of these."""
_FORBIDDEN = frozenset(
    {"/JavaScript", "/Launch", "/Sound", "/Movie", "/ResetForm", "/ImportData", "/Rendition"}
)
_SHOWS = frozenset({b"Tj", b"TJ", b"'", b'"', b"Do", b"sh", b"f", b"f*", b"S", b"B", b"b"})


def faults_of(pdf: bytes, language: str) -> list[str]:
    """Everything that is amiss in a document whose text is in `language`; empty when nothing was seen."""
    reader = PdfReader(io.BytesIO(pdf))
    return [
        *_file(pdf, reader),
        *_metadata(reader),
        *_catalog(reader, language),
        *_objects(reader),
        *_structure(reader),
        *(fault for number, page in enumerate(reader.pages, 1) for fault in _page(reader, page, number)),
    ]


def structure_of(pdf: bytes) -> list[Any]:
    """The structure elements in reading order."""
    return list(_elements(PdfReader(io.BytesIO(pdf)).root_object["/StructTreeRoot"]))


def _file(pdf: bytes, reader: PdfReader) -> Iterator[str]:
    first, second, *_ = pdf.splitlines()
    if not first.startswith(b"%PDF-1.7") or len([byte for byte in second[1:] if byte > 127]) < 4:
        yield "the head of the file is not that of a binary PDF 1.7"
    if len(reader.trailer.get("/ID", ())) != 2:
        yield "the trailer has no two identifiers"
    if reader.is_encrypted:
        yield "the file is encrypted"


def _metadata(reader: PdfReader) -> Iterator[str]:
    stream: Any = reader.root_object["/Metadata"]
    tree = ElementTree.fromstring(stream.get_data())  # noqa: S314 - a file of ours
    stated = {name: tag for name, tag in _XMP.items() if _text(tree, tag) != _CLAIMED[name]}
    yield from (f"XMP does not state {name} {_CLAIMED[name]}" for name in stated)
    title = _text(tree, _TITLE)
    if not title or reader.metadata is None or reader.metadata.title != title:
        yield "XMP and the document's information have no one title"


def _text(tree: ElementTree.Element, tag: str) -> str:
    return next(("".join(node.itertext()).strip() for node in tree.iter(tag)), "")


def _catalog(reader: PdfReader, language: str) -> Iterator[str]:
    root = reader.root_object
    if str(root.get("/Lang", "")).partition("-")[0] != language:
        yield f"the catalogue does not state the language {language}"
    if root.get("/MarkInfo", {}).get("/Marked") != True:  # noqa: E712 - a boolean of the reader's own
        yield "the catalogue does not say that content is marked"
    if root.get("/ViewerPreferences", {}).get("/DisplayDocTitle") != True:  # noqa: E712
        yield "a window would show the file's name and not the title"
    intents = [intent.get_object() for intent in root.get("/OutputIntents", ())]
    profiles = [intent["/DestOutputProfile"].get_object() for intent in intents]
    if [intent["/S"] for intent in intents] != ["/GTS_PDFA1"] or profiles[0].get_data()[36:40] != b"acsp":
        yield "there is no output intent with a colour profile"
    yield from (f"the catalogue has {name}" for name in ("/AcroForm", "/AA", "/OpenAction") if name in root)
    if "/EmbeddedFiles" in root.get("/Names", {}):
        yield "a file is embedded"


def _objects(reader: PdfReader) -> Iterator[str]:
    """Fonts that are not inside, actions that a document must not have, images that are smoothed."""
    for number in range(1, int(str(reader.trailer["/Size"]))):
        held: Any = reader.get_object(IndirectObject(number, 0, reader))
        if not isinstance(held, DictionaryObject):
            continue
        if held.get("/S") in _FORBIDDEN:
            yield f"there is an action {held['/S']}"
        if held.get("/Type") == "/Font":
            yield from _font(held)
        if held.get("/Interpolate") or held.get("/Filter") == "/LZWDecode":
            yield f"object {number} is smoothed, or packed by LZW"


def _font(font: Any) -> Iterator[str]:
    name = font["/BaseFont"]
    if font["/Subtype"] == "/Type0":
        if "/ToUnicode" not in font:
            yield f"the letters of {name} cannot be read back"
        return
    described: Any = font["/FontDescriptor"].get_object()
    if not {"/FontFile", "/FontFile2", "/FontFile3"} & set(described):
        yield f"the font {name} is not inside"


def _structure(reader: PdfReader) -> Iterator[str]:
    root: Any = reader.root_object["/StructTreeRoot"]
    elements = list(_elements(root))
    roles = {str(name) for name in root.get("/RoleMap", {})}
    kinds = [str(each["/S"]).removeprefix("/") for each in elements]
    for kind in sorted({kind for kind in kinds if f"/{kind}" not in roles} - _STANDARD):
        yield f"{kind} is no type of structure"
    drawings = [element for element in elements if element["/S"] == "/Figure"]
    yield from ("a drawing has no text" for drawing in drawings if not drawing.get("/Alt"))
    levels = [int(kind[1]) for kind in kinds if len(kind) == 2 and kind[0] == "H"]
    if not levels or levels[0] != 1 or any(after > before + 1 for before, after in pairwise(levels)):
        yield f"headings skip a level: {levels}"
    yield from (fault for each in elements if each["/S"] == "/Table" for fault in _table(each))


def _table(table: Any) -> Iterator[str]:
    heads = [cell for cell in _elements(table) if cell["/S"] == "/TH"]
    if not heads:
        yield "a table has no heading"
    if not all("/Scope" in _attributes(cell) for cell in heads):
        yield "a heading of a table does not say of which cells"


def _attributes(element: Any) -> dict[str, Any]:
    stated: Any = element.get("/A", [])
    parts = stated if isinstance(stated, list) else [stated]
    return {name: value for part in parts for name, value in part.get_object().items()}


def _elements(element: Any) -> Iterator[Any]:
    """The structure elements below one, in order."""
    below = element.get("/K", [])
    for part in below if isinstance(below, list) else [below]:
        child = part.get_object() if hasattr(part, "get_object") else part
        if isinstance(child, DictionaryObject) and "/S" in child:
            yield child
            yield from _elements(child)


def _page(reader: PdfReader, page: Any, number: int) -> Iterator[str]:
    """Content that stands outside of every mark, and links that cannot be told."""
    depth = 0
    outside = 0
    for _, operator in ContentStream(page["/Contents"].get_object(), reader).operations:
        depth += (operator in (b"BDC", b"BMC")) - (operator == b"EMC")
        outside += operator in _SHOWS and depth == 0
    if outside:
        yield f"page {number} shows {outside} things that are neither tagged nor an artifact"
    notes = [note.get_object() for note in page.get("/Annots", ())]
    if notes and page.get("/Tabs") != "/S":
        yield f"page {number} does not follow the structure from link to link"
    yield from (f"a link of page {number} has no text" for note in notes if not note.get("/Contents"))
