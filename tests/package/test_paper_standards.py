"""The report is what it claims to be, as another reader sees it, and its code is read from the page."""

import pypdfium2
import pytest
import zxingcpp

from mozaik.package import Package
from mozaik.package.renderings.paper_pdf import digest_of, package_pdf
from tests.package.forms import forms_work, package_for
from tests.typeset.pdf_standards import faults_of


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Package:
    return package_for(forms_work(tmp_path_factory.mktemp("paper")), "SI-GPD")


@pytest.mark.parametrize(("language", "stated"), [("en", "en"), ("sr-Cyrl", "sr")])
def test_the_report_has_what_its_standards_ask(package: Package, language: str, stated: str) -> None:
    assert faults_of(package_pdf(package, language), stated) == []


def test_a_telephone_reads_the_digest_of_the_package_from_the_page(package: Package) -> None:
    """By a reader of codes that had no part in making it."""
    pages = pypdfium2.PdfDocument(package_pdf(package, "hu"))
    read = [code.text for page in pages for code in zxingcpp.read_barcodes(page.render(scale=1.5).to_pil())]
    assert read == [digest_of(package)]
