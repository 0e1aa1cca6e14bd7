"""Every byte of every form is read for what the recipient may not learn (release of the package's forms)."""

from dataclasses import replace

import pytest

from mozaik.package import RENDERINGS, Package
from mozaik.package.renderings.paper_pdf import report_in
from mozaik.terms import Use
from tests.package.forms import (
    H1_FILE,
    HELD_BACK,
    KNOWN,
    SECRET_NAMES,
    SECRET_TEXTS,
    bytes_of,
    digest_spellings,
    forms_work,
    package_for,
    spellings,
)

IN_LANGUAGES = [report_in(language) for language in ("sl", "sr-Cyrl", "cnr", "hu")]
FORMS = [*RENDERINGS, *IN_LANGUAGES]
MEMBERS = [rendering.member for rendering in FORMS]
LEFT_OUT = (
    b"left out",
    b"leftout",
    *(text.encode() for text in ("izpuščeno", "изостављено", "izostavljeno", "kimaradt")),
)
"""That something may be left out, as the forms say it."""


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Package]:
    work = forms_work(tmp_path_factory.mktemp("forms"))
    return {
        "analysis": package_for(work, "SI-GPD"),
        "court": package_for(work, "SI-GPD", Use.COURT),
    }


@pytest.fixture(scope="module")
def forms(packages: dict[str, Package]) -> dict[str, dict[str, bytes]]:
    return {use: {form.member: form.render(package) for form in FORMS} for use, package in packages.items()}


def secrets() -> dict[str, set[bytes]]:
    """Everything withheld from the reader of the sample, each in every spelling."""
    texts = {text: spellings(text) for name in SECRET_NAMES for text in (name, *name.split())}
    texts |= {text: spellings(text) for text in SECRET_TEXTS}
    return texts | {name: set(digest_spellings(value)) for name, value in HELD_BACK.items()}


@pytest.mark.parametrize("member", MEMBERS)
def test_no_form_holds_a_byte_of_what_is_withheld(forms: dict[str, dict[str, bytes]], member: str) -> None:
    for use, made in forms.items():
        held = bytes_of(member, made[member])
        for what, written in secrets().items():
            assert not [each for each in written if each in held], (use, what)


@pytest.mark.parametrize("member", MEMBERS)
def test_the_search_finds_what_is_told(forms: dict[str, dict[str, bytes]], member: str) -> None:
    """Or a search that is blind would find no leak either."""
    held = bytes_of(member, forms["analysis"][member])
    told = ("ITEM-1",) if member == "leads.csv" else ("ITEM-1", "DCIM/known.jpg")
    if member in ("vics-media.json", "misp.json"):
        assert KNOWN["md5"].hex().encode() in held
    else:
        assert all(text.encode() in held for text in told)


@pytest.mark.parametrize("member", MEMBERS)
def test_no_form_for_court_holds_a_fact_under_h1(forms: dict[str, dict[str, bytes]], member: str) -> None:
    """Nothing of it is there without a permit of its owner."""
    court = bytes_of(member, forms["court"][member])
    hidden = {"HR-COURT-4", "not-in-court.jpg", "HR-3", "Слике/а.jpg"}
    assert not [text for text in hidden if text.encode() in court]
    assert not [each for each in digest_spellings(H1_FILE["sha256"]) if each in court]
    assert any(text in court for text in LEFT_OUT)
    analysis = bytes_of(member, forms["analysis"][member])
    assert member == "leads.csv" or H1_FILE["md5"].hex().encode() in analysis or b"HR-3" in analysis


@pytest.mark.parametrize("member", MEMBERS)
def test_every_form_to_a_third_country_says_the_ground_of_transfer(
    packages: dict[str, Package], member: str
) -> None:
    serbia = replace(packages["analysis"], transfer_ground="safeguard no. 7")
    held = bytes_of(member, next(form for form in FORMS if form.member == member).render(serbia))
    assert b"safeguard no. 7" in held
