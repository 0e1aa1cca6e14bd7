"""The PDF form: tagged, marked on every page, Cyrillic as text, and bounded in length."""

import io
from dataclasses import replace

import pytest
from pypdf import PdfReader

from mozaik.package import Custody, Drafting, make_package, render
from mozaik.package.report.rows import LONGEST
from mozaik.package.report.view import HITS_SHOWN
from mozaik.parties import Authority, PersonRef
from mozaik.release import Reading
from tests.package.support import DRAFTING, confirmed_reading, sample_work
from tests.release.support import NOW


@pytest.fixture(scope="module")
def reading(tmp_path_factory: pytest.TempPathFactory) -> Reading:
    return confirmed_reading(sample_work(tmp_path_factory.mktemp("world")))


def pdf_of(reading: Reading, drafting: Drafting = DRAFTING) -> bytes:
    return render(make_package(reading, drafting, Custody(3, 17, "ab" * 32)))["package.pdf"]


def pages_of(pdf: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]


def test_every_page_carries_handling_mark_recipient_and_number(reading: Reading) -> None:
    pages = pages_of(pdf_of(reading))
    assert len(pages) > 1
    for number, page in enumerate(pages, 1):
        assert "H0 + H1" in page
        assert "SYNTHETIC DATA" in page
        assert "for SI-GPD only" in page
        assert f"Page {number} of {len(pages)}" in page


def test_it_is_tagged_and_titled(reading: Reading) -> None:
    document = PdfReader(io.BytesIO(pdf_of(reading)))
    assert "/StructTreeRoot" in document.root_object
    assert document.metadata is not None
    assert document.metadata.title == "Intelligence package no. 3 for SI-GPD"


def test_it_says_what_matters_in_words(reading: Reading) -> None:
    text = " ".join(" ".join(pages_of(pdf_of(reading))).split())
    for part in (
        "Do this first", "H1: not in judicial proceedings without the owner's permission",
        "B3: source reliable in most cases", "telegram:чика_мика", "Преузимања/разговор.txt",
        "everything is told", "12 of 256 bits differ", "That is an answer",
        "it is about people who may not be", "Keep until 2024-05-21",
    ):  # fmt: skip
        assert part in text


def test_a_package_without_hits_says_so(reading: Reading) -> None:
    text = " ".join(" ".join(pages_of(pdf_of(replace(reading, hits=())))).split())
    assert "No confirmed hit for you" in text
    assert "nothing to grade" in text
    assert "A named person has confirmed" not in text


def test_real_data_is_not_marked_synthetic(reading: Reading) -> None:
    pages = pages_of(pdf_of(replace(reading, synthetic=False)))
    assert not any("SYNTHETIC" in page for page in pages)


def test_a_long_lead_is_cut_on_paper_and_says_by_how_much(reading: Reading) -> None:
    unknown = next(hit for hit in reading.hits if hit.kind == "digest")
    many = tuple(replace(unknown, reference=f"H-{number:016d}") for number in range(HITS_SHOWN + 30))
    text = " ".join(pages_of(pdf_of(replace(reading, hits=many))))
    assert "30 more of this lead in hits.csv" in text


def test_a_transfer_ground_stands_on_the_first_page(reading: Reading) -> None:
    ground = "derogation: serious threat"
    drafting = Drafting(Authority("RS-MUP"), "x", PersonRef("EU-EC3/maria"), NOW, transfer_ground=ground)
    assert ground in pages_of(pdf_of(replace(reading, reader="RS-MUP"), drafting))[0]


def test_hostile_names_are_printed_and_cannot_break_the_document(reading: Reading) -> None:
    hit = next(hit for hit in reading.hits if hit.kind == "selector")
    holder = replace(hit.holders[0], fields={"path": "x" * 500 + '\u202e"#]*`\\ \U0001f600'})
    changed = replace(hit, holders=(holder, *hit.holders[1:]))
    text = " ".join(pages_of(pdf_of(replace(reading, hits=(changed,)))))
    assert "[U+202E]" in text
    assert "[U+1F600]" in text


def test_long_values_and_paths_are_cut_where_it_hurts_least(reading: Reading) -> None:
    hit = next(hit for hit in reading.hits if hit.kind == "selector")
    path = "Android/" * 60 + "чет.db"
    holder = replace(hit.holders[0], value="https://example.org/" + "x" * 500, fields={"path": path})
    text = "".join(pages_of(pdf_of(replace(reading, hits=(replace(hit, holders=(holder,)),)))))
    joined = "".join(text.split())
    assert "https://example.org/" + "x" * 100 + "…" in joined
    assert "x" * 101 not in joined
    assert path[-LONGEST:] in joined
    assert path[-LONGEST - 1 :] not in joined
