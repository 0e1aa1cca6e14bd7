"""Every byte of every form is read for what the recipient may not learn (release of the package's forms)."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from mozaik.acts import TermsAmended, keep_in_force
from mozaik.names import words_as_read
from mozaik.package import RENDERINGS, Package
from mozaik.package.renderings.paper_pdf import report_in
from mozaik.parties import Authority
from mozaik.terms import Handling, Use
from mozaik.wording import SPOKEN
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
from tests.release.support import NOW

IN_LANGUAGES = [report_in(language) for language in SPOKEN if language != "en"]
FORMS = [*RENDERINGS, *IN_LANGUAGES]
MEMBERS = [rendering.member for rendering in FORMS]
LEFT_OUT = (
    b"left out",
    b"leftout",
    *(
        text.encode()
        for text in ("izpuščeno", "izostavljeno", "изостављено", "изоставено", "lënë jashtë", "kimaradt")
    ),
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


def readings_of(name: str) -> set[str]:
    """Every spelling that the words of a name may stand for, in small letters without marks."""
    return {reading.lower() for words in words_as_read(name) for reading in words}


@pytest.mark.parametrize("member", MEMBERS)
def test_no_form_holds_a_withheld_name_in_any_reading(
    forms: dict[str, dict[str, bytes]], member: str
) -> None:
    readings = {reading for name in SECRET_NAMES for reading in readings_of(name)}
    assert {"slobodan", "tainovic", "lubinka", "skrivena"} <= readings
    for made in forms.values():
        held = bytes_of(member, made[member]).lower()
        written = {reading.encode(code) for reading in readings for code in ("utf-8", "utf-16-le")}
        assert not [each for each in written if each in held]


@pytest.mark.parametrize("member", MEMBERS)
def test_the_search_finds_what_is_told(forms: dict[str, dict[str, bytes]], member: str) -> None:
    """Or a search that is blind would find no leak either."""
    held = bytes_of(member, forms["analysis"][member])
    told = ("ITEM-1",) if member == "leads.csv" else ("ITEM-1", "DCIM/known.jpg")
    if member in ("vics-media.json", "misp.json"):
        assert KNOWN["md5"].hex().encode() in held
    else:
        assert all(text.encode() in held for text in told)


def test_a_package_for_court_holds_what_a_permit_lifts_until_its_day(tmp_path: Path) -> None:
    """What the owner permits its reader in court is there, and what others hold under H1 is not."""
    work = forms_work(tmp_path)
    sets = ("HR-MUP.triage.1",)
    amended = TermsAmended(
        "HR-MUP.amendment.1", Authority("HR-MUP"), "2023-11-20T08:00:00Z", Authority("SI-GPD"), sets, (),
        None, Handling.H1, Use.COURT, NOW.date(),
    )  # fmt: skip
    keep_in_force(work.acts, (amended,), NOW)
    package = package_for(work, "SI-GPD", Use.COURT)
    (hit,) = (hit for hit in package.hits if H1_FILE["sha256"].hex() in hit.values)
    assert (hit.keep_until, Handling.H1 in hit.handling) == (NOW.date(), True)
    made = {form.member: bytes_of(form.member, form.render(package)) for form in RENDERINGS}
    told = {member for member, held in made.items() if b"not-in-court.jpg" in held}
    assert told == {member for member, held in made.items() if b"DCIM/known.jpg" in held}
    assert told
    later = forms_work(tmp_path / "later")
    keep_in_force(later.acts, (replace(amended, until=NOW.date() - timedelta(1)),), NOW)
    assert "not-in-court.jpg" not in str(package_for(later, "SI-GPD", Use.COURT))


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
