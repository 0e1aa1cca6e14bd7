"""Office documents are read as their reader sees them (review 1, section 2, inside files)."""

import io
from pathlib import Path

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from mozaik.triage import Workers, triage_source
from mozaik.triage.text import Tally, search_text

WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
DRAW = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
ODF = 'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
BOLD = "<w:rPr><w:b/><w:color w:val='112233'/></w:rPr>"
ANA = ("email", "ana.novak@example.org")


def read(text: str) -> set[tuple[str, str]]:
    """The selectors of a text."""
    tally = Tally()
    search_text(text.encode(), tally)
    return {(row.kind, row.value) for row in tally.rows()}


@pytest.mark.parametrize(
    "text",
    [
        f"<w:document {WORD}><w:p><w:r>{BOLD}<w:t>ana.no</w:t></w:r><w:proofErr w:type='x'/><w:r>{BOLD}"
        "<w:t xml:space='preserve'>vak@example.org</w:t></w:r></w:p></w:document>",
        f"<p:sld {DRAW}><a:p><a:r><a:rPr lang='hr'><a:latin typeface='A'/></a:rPr><a:t>ana.no</a:t></a:r>"
        "<a:r><a:t>vak@example.org</a:t></a:r></a:p></p:sld>",
        '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><r><t>ana.no</t></r><r>'
        "<rPr><b/></rPr><t>vak@example.org</t></r></si></sst>",
        f"<office:document-content {ODF}><text:p>ana.no<text:span text:style-name='T1'>vak@example.org"
        "</text:span></text:p></office:document-content>",
        "{\\rtf1\\ansi{\\fonttbl{\\f0 Arial;}}\\f0 ana.no{\\b vak}@example.org\\par}",
        "{\\rtf1\\ansi\\uc1 ana.n\\u111?vak@ex\\'61mple.org\\par}",
    ],
    ids=["DOCX", "PPTX", "XLSX", "ODF", "RTF", "RTF escapes"],
)  # fmt: skip
def test_a_word_in_several_runs_is_one_word(text: str) -> None:
    """The rest of a word in the last run was another address."""
    assert read(text) == {ANA}
    assert read(f'<?xml version="1.0"?>{text}' if text.startswith("<") else text) == {ANA}


def test_cells_and_paragraphs_side_by_side_are_not_joined() -> None:
    rows = "<si><t>+386 31 234 5</t></si><si><t>67</t></si>"
    sheet = f'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{rows}</sst>'
    paragraphs = "<w:p><w:r><w:t>ana@example.or</w:t></w:r></w:p><w:p><w:r><w:t>g</w:t></w:r></w:p>"
    assert ("phone", "+38631234567") not in read(sheet)
    assert ("email", "ana@example.org") not in read(f"<w:document {WORD}>{paragraphs}</w:document>")
    assert ("phone", "+38631234567") not in read("{\\rtf1 +386 31 234 5\\cell 67\\cell}")


def test_tracked_changes_give_both_readings_and_no_mixture() -> None:
    changed = (
        f"<w:document {WORD}><w:p><w:r><w:t>ana.no</w:t></w:r><w:del w:id='1'><w:r><w:delText>vek</w:delText>"
        "</w:r></w:del><w:ins w:id='2'><w:r><w:t>vak</w:t></w:r></w:ins><w:r><w:t>@example.org</w:t></w:r>"
        "</w:p></w:document>"
    )
    assert read(changed) == {ANA, ("email", "ana.novek@example.org")}


def test_links_and_what_is_said_beside_the_text_are_searched() -> None:
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink" '
        'Target="mailto:ana.novak@example.org" TargetMode="External"/></Relationships>'
    )
    field = '{\\rtf1{\\field{\\*\\fldinst HYPERLINK "mailto:ana.novak@example.org"}{\\fldrslt Ana}}}'
    assert read(relations) == read(field) == {ANA}


def test_a_sheet_that_another_tool_wrote_is_read(tmp_path: Path, workers: Workers) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"] = CellRichText("ana.no", TextBlock(InlineFont(b=True), "vak@example.org"))
    sheet["A2"], sheet["B2"] = "+386 31 234 567", "eva@example.com"
    stream = io.BytesIO()
    book.save(stream)
    (tmp_path / "book.xlsx").write_bytes(stream.getvalue())
    rows = triage_source(tmp_path, "I", workers).tables["selectors"].to_pylist()
    assert {(row["kind"], row["normal"]) for row in rows} == {
        ANA, ("email", "eva@example.com"), ("phone", "+38631234567"),
    }  # fmt: skip


def test_pictures_inside_an_rtf_are_said(tmp_path: Path, workers: Workers) -> None:
    (tmp_path / "a.rtf").write_bytes(b"{\\rtf1 ana.novak@example.org{\\pict\\jpegblip ffd8ffe0}}")
    (tmp_path / "b.rtf").write_bytes(b"{\\rtf1 nothing}")
    gaps = triage_source(tmp_path, "I", workers).tables["not_examined"].to_pylist()
    assert [(row["path"], row["reason"]) for row in gaps] == [
        ("a.rtf", "pictures and objects inside the document are not searched")
    ]


@pytest.mark.parametrize(
    "text",
    [f"<w:document {WORD}>" + "<w:del a='" * 50_000, f"<x {WORD}>" + "<w:rPr>" * 100_000,
     "{\\rtf1" + "{" * 200_000, "{\\rtf1" + "\\u-1 " * 50_000 + "}" * 9,
     "{\\rtf1\\uc9999 \\u1 1234567890 ana.novak@example.org",
     "{\\rtf1\\u-10179 ? ana.novak@example.org \\u-8704 ?"],
)  # fmt: skip
def test_hostile_markup_ends_soon_and_breaks_nothing(text: str) -> None:
    assert read(text) <= {ANA}
