"""The site in a real browser: axe, requests, quick exit, captions, keyboard, zoom, dark, paper."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Route

from mozaik.campaign import Site
from mozaik.campaign.languages import own_name
from tests.campaign.support import TAGS

PLACES = ["help", "children", "video", "report/RS", "parents", "report/index", "teachers", "handout"]
PLACES += ["report/FI", "lesson", "about", "exit", "report/BE", "weather", "takedown", "easy", "press"]
PLACES += ["report/BA", "help#RS"]
"""Every kind of page: each language shows its start page and one of these, in turn."""

RULES = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    }
}


@contextmanager
def opened(browser: Browser, address: str, **options: Any) -> Iterator[Page]:
    """A page that fails the test for any request to another host, and for any complaint of the browser."""
    context = browser.new_context(**options)
    host = urlsplit(address).netloc
    foreign, complaints = [], []

    def watch(route: Route) -> None:
        parts = urlsplit(route.request.url)
        if parts.netloc == host or parts.scheme in ("data", "blob"):
            route.continue_()
        else:
            foreign.append(route.request.url)
            route.abort()

    context.route("**/*", watch)
    page = context.new_page()
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    try:
        yield page
        assert foreign == []
        assert complaints == []
        assert context.cookies() == []
    finally:
        context.close()


def axe_faults(page: Page) -> list[str]:
    """What axe finds wrong, each with the first element concerned."""
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in found]


def placed(tag: str, name: str) -> str:
    """The path of a page of a language; a part of it may be named behind `#`."""
    name, mark, part = name.partition("#")
    return f"{tag}/{name}.html{mark}{part}"


@pytest.fixture(scope="module")
def light(browser: Browser, address: str) -> Iterator[Page]:
    """One page for the tests that only look."""
    with opened(browser, address, color_scheme="light", device_scale_factor=2) as page:
        yield page


@pytest.mark.parametrize("tag", TAGS)
def test_axe_finds_nothing_and_no_language_scrolls_sideways(light: Page, address: str, tag: str) -> None:
    """Axe on one kind of page a language, in turn.

    320 CSS pixels are a small phone; 640 at two device pixels each are 1280 pixels at 200 %.
    """
    for name in ("index", PLACES[TAGS.index(tag) % len(PLACES)]):
        light.goto(f"{address}/{placed(tag, name)}")
        for width in (320, 640):
            light.set_viewport_size({"width": width, "height": 600})
            assert light.evaluate("document.documentElement.scrollWidth") <= width, f"{tag}/{name}"
    assert axe_faults(light) == []


def test_axe_finds_nothing_on_the_start_page_the_chooser_and_in_the_dark(
    browser: Browser, light: Page, address: str
) -> None:
    for path in ("index", "en/index"):
        light.goto(f"{address}/{path}.html")
        assert axe_faults(light) == [], path
    paper = light.evaluate("getComputedStyle(document.body).backgroundColor")
    with opened(browser, address, color_scheme="dark") as page:
        for path in ("index", "sl/help", "uk/report/FI"):
            page.goto(f"{address}/{path}.html")
            assert axe_faults(page) == [], path
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") != paper


def test_nothing_is_stored_and_no_script_is_needed(browser: Browser, address: str) -> None:
    with opened(browser, address) as page:
        page.goto(f"{address}/sl/index.html")
        assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    with opened(browser, address, java_script_enabled=False) as page:
        page.goto(f"{address}/index.html")
        assert page.locator("[data-find]").is_hidden()
        page.get_by_role("link", name="Slovenija", exact=True).click()
        assert urlsplit(page.url).path == "/sl/report/SI.html"
        assert page.locator("button[data-print]").is_hidden()
        page.locator("main").get_by_role("link", name="Pomoč potrebujem zdaj").click()
        assert page.locator("#SI").is_visible()
        assert page.locator("#HR").is_hidden()


def test_the_language_of_a_page_is_changed_without_a_script_and_stays_on_the_page(
    browser: Browser, address: str
) -> None:
    with opened(browser, address, java_script_enabled=False) as page:
        page.goto(f"{address}/en/report/RS.html")
        page.locator("summary", has_text="Language").click()
        page.get_by_role("link", name=own_name("sr-Cyrl")).first.click()
        assert urlsplit(page.url).path == "/sr-Cyrl/report/RS.html"


def leave_by_button(page: Page) -> None:
    page.locator("a.leave").click()


def leave_by_keys(page: Page) -> None:
    for _ in range(3):
        page.keyboard.press("Shift")


def leave_by_second_link(page: Page) -> None:
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")


@pytest.mark.parametrize("leave", [leave_by_button, leave_by_keys, leave_by_second_link])
def test_the_quick_exit_replaces_the_page_in_the_history(
    browser: Browser, address: str, leave: Callable[[Page], None]
) -> None:
    with opened(browser, address) as page:
        page.goto(f"{address}/en/index.html")
        page.goto(f"{address}/en/help.html")
        leave(page)
        page.wait_for_url("**/weather.html")
        assert page.title() == "Weather notes"
        assert "Say No" not in page.content()
        page.go_back()
        assert urlsplit(page.url).path == "/en/index.html"


def test_a_visit_is_one_entry_of_the_history_and_back_leads_out_of_it(browser: Browser, address: str) -> None:
    """Campaign review, item 6: a walk over eight pages, then the exit, then Back."""
    with opened(browser, address, viewport={"width": 360, "height": 640}) as page:
        page.goto(f"{address}/robots.txt")  # what was open before
        page.goto(f"{address}/index.html")
        before = page.evaluate("history.length")
        walk = [
            ("Slovenija", "/sl/report/SI.html"),
            ("Pomoč potrebujem zdaj", "/sl/help.html"),
            ("Umik slike s spleta", "/sl/takedown.html"),
            ("Prijava v moji državi", "/sl/report/index.html"),
            ("Hrvaška", "/sl/report/HR.html"),
            ("hrvatski", "/hr/report/HR.html"),
        ]
        for name, path in walk:
            page.locator("main").get_by_role("link", name=name, exact=True).first.click()
            page.wait_for_url(f"**{path}*")
        page.go_back()
        assert urlsplit(page.url).path == "/robots.txt"
        page.go_forward()
        assert urlsplit(page.url).path == "/hr/report/HR.html"
        assert page.evaluate("history.length") == before
        page.locator("a.leave").click()
        page.wait_for_url("**/weather.html")
        page.go_back()
        assert urlsplit(page.url).path == "/robots.txt"


def test_the_country_in_the_address_goes_along_to_help(browser: Browser, address: str) -> None:
    with opened(browser, address) as page:
        page.goto(f"{address}/en/report/BA.html")
        page.locator("main").get_by_role("link", name="I need help now").click()
        page.wait_for_url("**/en/help.html#BA")
        assert page.locator("#BA .calls").is_visible()
        page.locator("main").get_by_role("link", name="Take a picture down", exact=True).click()
        page.wait_for_url("**/en/takedown.html#BA")


def test_beside_i_cannot_go_on_stands_whom_to_call_in_the_chosen_country(
    browser: Browser, address: str
) -> None:
    """Campaign review, item 5: the crisis line where one is known, else emergency number and helpline."""
    with opened(browser, address) as page:
        for part, called in (("", []), ("#HU", ["tel:116123"]), ("#AT", ["tel:112", "tel:147"])):
            page.goto(f"{address}/de/help.html{part}")
            links = page.locator("[data-near] .way")
            assert [link.get_attribute("href") for link in links.all()] == called


def test_a_country_is_found_while_one_types(browser: Browser, address: str) -> None:
    with opened(browser, address) as page:
        page.goto(f"{address}/index.html")
        page.get_by_label("Search for your country").fill("osterr")
        shown = page.locator(".choose li:visible")
        assert shown.all_text_contents() == ["Österreich"]
        page.get_by_label("Search for your country").fill("")
        assert shown.count() > 40


def test_emergency_helpline_and_police_stand_above_the_fold_of_a_small_phone(
    browser: Browser, address: str, site: Site
) -> None:
    """Campaign review, item 2: in each of the 34 countries, in its first language, at 360x640."""
    with opened(browser, address, viewport={"width": 360, "height": 640}) as page:
        low = {}
        for country in site.countries:
            page.goto(f"{address}/{country.languages[0]}/report/{country.code}.html")
            tops = page.evaluate(
                "[...document.querySelectorAll('.calls > li')].slice(0, 3).map("
                "li => (li.querySelector('.way') || li).getBoundingClientRect().bottom)"
            )
            if len(tops) != 3 or max(tops) > 640:
                low[country.code] = tops
            sizes = page.evaluate(
                "[...document.querySelectorAll('a.way')].map(a => a.getBoundingClientRect().height)"
            )
            assert min(sizes) >= 44, country.code
        assert low == {}


def test_the_exit_stays_in_sight_in_a_phone_held_sideways(browser: Browser, address: str) -> None:
    """Campaign review, item 6."""
    with opened(browser, address, viewport={"width": 640, "height": 320}) as page:
        page.goto(f"{address}/sl/help.html")
        page.evaluate("window.scrollTo(0, 1500)")
        box = page.locator("a.leave").bounding_box()
        assert box is not None
        assert box["y"] >= 0
        assert box["y"] + box["height"] < 80


def test_a_part_of_the_film_begins_inside_the_page(browser: Browser, address: str) -> None:
    """Campaign review, item 6: never the raw film."""
    with opened(browser, address) as page:
        page.goto(f"{address}/en/video.html")
        page.evaluate("document.querySelector('video').muted = true")
        page.get_by_role("link", name="Mia: somebody wants more pictures").click()
        page.wait_for_function("document.querySelector('video').currentTime >= 50")
        assert urlsplit(page.url).path == "/en/video.html"
        assert page.locator("a[href*='.webm']").count() == 0


def test_two_shifts_or_a_capital_letter_do_not_leave(browser: Browser, address: str) -> None:
    with opened(browser, address) as page:
        page.goto(f"{address}/en/help.html")
        for key in ("Shift", "Shift", "Shift+A", "Shift", "Shift"):
            page.keyboard.press(key)
        page.wait_for_timeout(200)
        assert urlsplit(page.url).path == "/en/help.html"


def test_without_scripts_the_quick_exit_is_a_plain_link(browser: Browser, address: str) -> None:
    with opened(browser, address, java_script_enabled=False) as page:
        page.goto(f"{address}/en/help.html")
        page.locator("a.leave").click()
        assert urlsplit(page.url).path == "/en/weather.html"
        page.go_back()
        assert urlsplit(page.url).path == "/en/help.html"


def test_the_exit_stays_in_sight_while_reading_and_covers_nothing_in_focus(
    browser: Browser, address: str
) -> None:
    with opened(browser, address, viewport={"width": 390, "height": 700}) as page:
        page.goto(f"{address}/de/index.html")
        for _ in range(45):
            page.keyboard.press("Tab")
        box = page.locator("a.leave").bounding_box()
        assert box is not None
        assert 0 <= box["y"] < 100
        focus = page.evaluate("document.activeElement.getBoundingClientRect().top")
        bar = page.evaluate("document.querySelector('.top').getBoundingClientRect().bottom")
        assert focus >= bar


@pytest.mark.parametrize("tag", ["en", "sr-Cyrl", "el"])
def test_captions_are_shown_while_the_film_plays(
    browser: Browser, address: str, site: Site, tag: str
) -> None:
    with opened(browser, address) as page:
        page.goto(f"{address}/{tag}/video.html")
        page.evaluate(
            "async () => { const v = document.querySelector('video'); v.muted = true; await v.play(); }"
        )
        page.wait_for_function("document.querySelector('video').textTracks[0].activeCues?.length === 1")
        track = page.evaluate(
            "(() => { const t = document.querySelector('video').textTracks[0];"
            " return [t.kind, t.mode, t.language, t.cues.length, t.activeCues[0].text]; })()"
        )
        first = site.catalogues[tag].text("film.c01")[0]
        assert track[:4] == ["captions", "showing", tag, 25]
        assert track[4].replace("\n", " ") == first
        page.evaluate("document.querySelector('video').currentTime = 60")
        page.wait_for_function("document.querySelector('video').currentTime >= 60")


def test_opened_as_files_the_site_reads_links_and_shows_the_captions(browser: Browser, built: Path) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"file://{built}/index.html")
    page.get_by_role("link", name=own_name("mk"), exact=True).click()
    page.wait_for_url("**/mk/index.html")
    assert page.evaluate("document.querySelector('.picture img').naturalWidth") == 640
    assert page.evaluate("getComputedStyle(document.querySelector('.leave')).position") is not None
    assert page.evaluate("[...document.styleSheets].length") == 1
    assert page.locator(".leave").evaluate("e => getComputedStyle(e).borderRadius") != "0px"
    page.goto(f"file://{built}/en/video.html")
    assert page.get_by_text("Luka is fifteen. He likes football and games.").is_visible()
    page.wait_for_function("document.querySelector('video').readyState >= 1")
    page.evaluate(
        "async () => { const v = document.querySelector('video'); v.muted = true; await v.play(); }"
    )
    page.wait_for_function(
        "[...document.querySelector('video').textTracks].some("
        "t => t.mode === 'showing' && t.cues.length === 25 && t.activeCues.length === 1)"
    )
    page.keyboard.press("Shift")
    page.keyboard.press("Shift")
    page.keyboard.press("Shift")
    page.wait_for_url("**/weather.html")
    context.close()


def test_with_the_keyboard_alone_a_child_reaches_the_page_of_its_country(
    browser: Browser, address: str
) -> None:
    with opened(browser, address) as page:
        page.goto(f"{address}/hr/index.html")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
        page.keyboard.press("Enter")
        for _ in range(80):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.textContent") == "Slovenija":
                break
        page.keyboard.press("Enter")
        page.wait_for_url("**/hr/report/SI.html")


def test_forced_colours_leave_every_control_a_border(browser: Browser, address: str) -> None:
    with opened(browser, address, forced_colors="active") as page:
        page.goto(f"{address}/sl/help.html")
        for part in (".leave", ".button", ".panel"):
            assert page.locator(part).first.evaluate("e => getComputedStyle(e).borderTopWidth") == "2px"


def test_on_paper_there_is_the_text_and_no_control(browser: Browser, address: str) -> None:
    with opened(browser, address) as page:
        page.goto(f"{address}/sl/report/SI.html")
        assert len(page.pdf(format="A4")) > 5_000
        page.emulate_media(media="print")
        for part in (".leave", ".tools", "button[data-print]"):
            assert page.locator(part).first.is_hidden()
        assert page.locator("main").get_by_text("116 111").first.is_visible()
        shown = page.locator("main a[rel~=external]").first.evaluate(
            "e => getComputedStyle(e, '::after').content"
        )
        assert "https://" in shown


def test_every_script_of_europe_is_drawn_by_the_bundled_fonts(browser: Browser, address: str) -> None:
    with opened(browser, address) as page:
        for tag in ("sl", "uk", "el"):
            page.goto(f"{address}/{tag}/index.html")
            page.evaluate("document.fonts.ready")
            loaded = page.evaluate("[...document.fonts].filter(f => f.status === 'loaded').length")
            assert loaded >= 2
