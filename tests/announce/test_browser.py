"""The announcement in a real browser: axe, width, the dark, no foreign request, footnotes that lead back."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.campaign.test_browser import axe_faults

PAGES = ("mozaik-2023.joint/1/sl.html", "mozaik-2023.joint/1/sr-Cyrl.html", "mozaik-2023.SI/1/en.html")


def opened(browser: Browser, site: Path, path: str, **options: object) -> tuple[Page, list[str]]:
    """A page from the disk, and what it asked for beyond the folder."""
    page = browser.new_context(**options).new_page()  # type: ignore[arg-type]  # options of a context
    foreign: list[str] = []
    page.on(
        "request",
        lambda request: foreign.append(request.url) if not request.url.startswith("file:") else None,
    )
    page.goto((site / path).as_uri())
    return page, foreign


@pytest.mark.parametrize("path", [*PAGES, "index.mk.html"])
def test_axe_finds_nothing_and_no_page_scrolls_sideways(browser: Browser, site: Path, path: str) -> None:
    page, foreign = opened(browser, site, path, viewport={"width": 360, "height": 640})
    for width in (320, 360, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert axe_faults(page) == []
    assert foreign == []
    page.context.close()


def test_axe_finds_nothing_in_the_dark(browser: Browser, site: Path) -> None:
    page, _ = opened(browser, site, PAGES[0], color_scheme="dark")
    assert axe_faults(page) == []
    page.context.close()


def test_a_number_leads_to_its_note_and_back_without_a_script(browser: Browser, site: Path) -> None:
    page, _ = opened(browser, site, PAGES[1], java_script_enabled=False)
    page.locator("#figure-1").click()
    assert page.url.endswith("#note-1")
    page.locator("#note-1 .back").click()
    assert page.url.endswith("#figure-1")
    page.context.close()
