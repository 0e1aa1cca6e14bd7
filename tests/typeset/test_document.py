"""Documents are tagged, complete, byte-stable, and take nothing from outside."""

import io
import subprocess
import sys
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from pypdf import PdfReader

from mozaik.typeset import TypesetError, make_pdf, printable_text

MADE_AT = datetime(2023, 11, 20, 9, 0, tzinfo=UTC)
TEMPLATE = """
#import "page.typ": *
#let data = json(bytes(sys.inputs.data))
#show: page-look.with(title: data.title, marks: ((text: "H0", strong: false),), head: "head", foot: "foot")
= #data.title
#ruled((1fr, 1fr), ([One], [Two]), ((data.title, [b]),))
"""


def text_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def test_latin_cyrillic_and_greek_stay_text() -> None:
    title = "Ђорђе Ќосев, Čičak, Αθήνα"
    assert title in text_of(make_pdf(TEMPLATE, {"title": title}, MADE_AT))


def test_document_is_tagged_accessible_and_archivable() -> None:
    root: Any = PdfReader(io.BytesIO(make_pdf(TEMPLATE, {"title": "Report"}, MADE_AT))).root_object
    metadata = root["/Metadata"].get_object().get_data().decode()
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert "/StructTreeRoot" in root
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
    assert "<pdfaid:part>2</pdfaid:part>" in metadata


def test_every_font_is_bundled_and_embedded() -> None:
    page: Any = PdfReader(io.BytesIO(make_pdf(TEMPLATE, {"title": "Report"}, MADE_AT))).pages[0]
    fonts = [entry.get_object() for entry in page["/Resources"]["/Font"].values()]
    descriptors = [font["/DescendantFonts"][0].get_object()["/FontDescriptor"] for font in fonts]
    assert {str(font["/BaseFont"])[8:] for font in fonts} == {"NotoSans-Regular", "NotoSans-Bold"}
    assert all("/FontFile2" in descriptor for descriptor in descriptors)


def test_same_input_gives_the_same_bytes_in_another_process_and_zone() -> None:
    made = make_pdf(TEMPLATE, {"title": "Ђорђе"}, MADE_AT)
    program = (
        "import sys; from datetime import UTC, datetime; from mozaik.typeset import make_pdf;"
        "at = datetime(2023, 11, 20, 9, tzinfo=UTC);"
        f"sys.stdout.buffer.write(make_pdf({TEMPLATE!r}, {{'title': 'Ђорђе'}}, at))"
    )
    environment = {"TZ": "Asia/Tokyo", "PYTHONUTF8": "1"}
    again = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, env=environment)
    assert again.stdout == made
    elsewhere = MADE_AT.astimezone(timezone(timedelta(hours=5)))
    assert make_pdf(TEMPLATE, {"title": "Ђорђе"}, elsewhere) == made


def test_data_is_never_markup() -> None:
    title = '*bold* #read("page.typ") $x$ `raw` \\ <label>'
    assert title in text_of(make_pdf(TEMPLATE, {"title": title}, MADE_AT))


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("a\u202eb", "a[U+202E]b"),
        ("\x00", "[U+0000]"),
        ("\u200b", "[U+200B]"),
        ("中", "[U+4E2D]"),
        ("\U0001f600", "[U+1F600]"),
        ("e\u0301", "é"),
        ("с́", "с́"),
        ("Žђ ωά\n", "Žђ ωά\n"),
    ],
)
def test_what_cannot_be_printed_becomes_visible(written: str, printed: str) -> None:
    assert printable_text(written) == printed
    make_pdf(TEMPLATE, {"title": f"x{written}"}, MADE_AT)


def test_all_letters_of_the_languages_of_the_operation_are_covered() -> None:
    cyrillic = "абвгдђежзијклљмнњопрстћуфхцчџшѓќѕѐѝщъьюяыэёіїєґ"
    latin = "čćžšđ őűöüóáéíú ëç łńśźż ăâîșț ģķļņ āēīū ġħż ðþ œæøå"
    both = cyrillic + cyrillic.upper() + latin + latin.upper() + "ß αβγδέήίόύώς"
    assert printable_text(both) == both


def test_packages_files_and_naive_times_are_refused() -> None:
    with pytest.raises(TypesetError, match="packages are never loaded"):
        make_pdf('#import "@preview/cetz:0.3.1"', {}, MADE_AT)
    with pytest.raises(TypesetError, match="cannot be made"):
        make_pdf('#read("/../printable.py")', {}, MADE_AT)
    with pytest.raises(TypesetError, match="time zone"):
        make_pdf(TEMPLATE, {"title": "x"}, MADE_AT.replace(tzinfo=None))


def test_a_failing_template_does_not_quote_the_data() -> None:
    template = TEMPLATE + "\n#panic(data.secret)"
    with pytest.raises(TypesetError) as caught:
        make_pdf(template, {"title": "x", "secret": "Ana Novak"}, MADE_AT)
    assert "Ana" not in str(caught.value)
