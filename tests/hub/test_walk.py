"""In browsers: a lost key, a locked page, other systems; keyboard alone, Serbian, paper, few colours."""

from collections.abc import Iterator
from io import BytesIO

import pytest
from playwright.sync_api import Browser
from pypdf import PdfReader

from mozaik.hub.roles import HubRole
from tests.hub.databases import ON_SQLITE_ALONE
from tests.hub.house import SI, Hub
from tests.hub.visitors import PASSWORD, with_factor
from tests.hub.walking import Visit, answering, come_in, judge_next, make_key, sign_in, speak, visiting

IVO, ADAM = f"{SI}/ivo", "EU-EC3/adam"
pytestmark = ON_SQLITE_ALONE


@pytest.fixture
def address(hub: Hub, accounts: None) -> Iterator[str]:
    """Where the hub of this process answers a browser."""
    with answering() as where:
        yield where


def test_a_cleared_profile_has_no_key_and_makes_another(browser: Browser, address: str) -> None:
    with_factor(IVO)
    with visiting(browser, address) as ivo:
        come_in(ivo, IVO)
        first = make_key(ivo)
    with visiting(browser, address) as again:
        sign_in(again, IVO)
        judge_next(again, "reject")
        again.page.wait_for_selector("[data-fault]:not([hidden])")
        assert "no key of yours in this browser" in again.page.inner_text("[data-fault]")
        assert make_key(again) != first


def test_a_locked_page_opens_again(browser: Browser, address: str) -> None:
    with visiting(browser, address) as adam:
        come_in(adam, ADAM, HubRole.ADMINISTRATOR)
        adam.go("/accounts/")
        lock_and_open(adam)
        assert adam.page.url == f"{address}/"
        adam.press("text=Sign out")
        assert adam.page.url.startswith(f"{address}/sign-in/")


def lock_and_open(visit: Visit) -> None:
    visit.press("text=Lock")
    visit.look("locked")
    visit.page.fill("#id_password", PASSWORD)
    visit.press("main button")


def test_a_coordinator_opens_a_system_and_reads_how_it_asks(browser: Browser, address: str) -> None:
    with visiting(browser, address) as kaja:
        come_in(kaja, f"{SI}/kaja", HubRole.COORDINATOR)
        kaja.go("/systems/")
        kaja.look("systems, none yet")
        kaja.page.fill("#id_name", "gateway")
        kaja.page.fill("#id_reason", "nightly comparison")
        kaja.page.check("[name=reads]")
        kaja.press("main form button.main")
        kaja.look("systems")
        token = kaja.page.inner_text("code.link")
        kaja.go("/api/")
        kaja.look("api")
        asked = kaja.page.request.get(f"{address}/api/v1/hits", headers={"Authorization": f"Bearer {token}"})
        assert asked.ok
        kaja.go("/systems/")
        assert token not in kaja.page.content()


def test_everything_is_reached_by_keyboard(browser: Browser, address: str) -> None:
    """Past the places to the content, through the queue, a judgement up to its panel, and back out of it."""
    with visiting(browser, address) as ivo:
        come_in(ivo, IVO)
        make_key(ivo)
        page, press = ivo.page, ivo.page.keyboard.press
        ivo.go("/hits/")
        press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
        press("Enter")
        assert page.evaluate("document.activeElement.id") == "main"
        press("j")
        with page.expect_navigation():
            press("Enter")
        press("c")
        page.keyboard.type("same file, seen in both places")
        press("Tab")
        assert page.evaluate("document.activeElement.value") == "confirm"
        press("Enter")
        page.wait_for_selector("dialog[open]")
        assert page.evaluate("document.activeElement.closest('dialog')?.id") == "signing"
        press("Escape")
        page.wait_for_selector("dialog:not([open])", state="attached")
        with page.expect_navigation():
            page.locator("main").focus()
            press("u")
        assert page.url == f"{address}/hits/"


@pytest.mark.parametrize("language", ["sr-Latn", "sr-Cyrl"])
def test_serbian_fits_every_width_and_axe_finds_nothing(
    browser: Browser, address: str, language: str
) -> None:
    with visiting(browser, address) as kaja:
        come_in(kaja, f"{SI}/kaja", HubRole.COORDINATOR)
        kaja.go("/")
        speak(kaja, language)
        kaja.look("home")
        for path in ("hits", "files", "packages", "keys", "search", "requests", "record", "systems"):
            kaja.go(f"/{path}/")
            kaja.fits(path)
        kaja.go("/hits/")
        kaja.press("main td a")
        kaja.look("hit")


def test_few_colours_and_paper_lose_nothing(browser: Browser, address: str) -> None:
    """Where the system chooses the colours each state keeps its mark; on paper stands who read, and when."""
    with visiting(browser, address) as ivo:
        come_in(ivo, IVO)
        ivo.go("/hits/")
        ivo.page.emulate_media(forced_colors="active")
        mark = ivo.page.evaluate("getComputedStyle(document.querySelector('.state'), '::before').content")
        assert mark not in ("none", "normal")
        border = "getComputedStyle(document.querySelector('.places [aria-current]')).borderStyle"
        assert ivo.page.evaluate(border) == "solid"
        ivo.page.emulate_media(forced_colors="none", media="print")
        seen = ivo.page.inner_text("body")
        for told in (IVO, "UTC", "Mozaik 2023, as SI-GPD", "case 114"):
            assert told in seen
        for gone in ("Sign out", "Filter", "Language"):
            assert not ivo.page.get_by_text(gone, exact=True).first.is_visible()
        pages = PdfReader(BytesIO(ivo.page.pdf())).pages
        assert f"1 / {len(pages)}" in pages[0].extract_text()
