"""People in browsers enter records, raise alarms, ask about selectors; every page is whole at every width."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from mozaik.hub import clock, floor
from mozaik.hub.models import BrowserKey
from mozaik.hub.views.keys import entry_of
from mozaik.seal import TrustStore
from tests.hub.databases import ON_SQLITE_ALONE
from tests.hub.house import HR, SI, Hub
from tests.hub.test_records import SHEET
from tests.hub.walking import Visit, agree, answering, come_in, make_key, visiting

ANA, IVA = f"{SI}/ana", f"{HR}/iva"

pytestmark = ON_SQLITE_ALONE


@pytest.fixture
def where(office: Hub) -> Iterator[str]:
    with answering() as address:
        yield address


def key_that_counts(visit: Visit, office: Hub) -> None:
    """Make a key in the browser; that a colleague vouches for it has a walk of its own."""
    made = BrowserKey.objects.select_related("account").get(key_id=make_key(visit))
    entry = entry_of(made.account, made.public_key, floor.operation(), clock.now())
    trust = TrustStore.load(office.trust)
    trust.add(entry)
    trust.save(office.trust)


def test_records_are_entered_corrected_and_sealed_in_a_browser(
    office: Hub, browser: Browser, where: str
) -> None:
    with visiting(browser, where) as ana:
        come_in(ana, ANA)
        key_that_counts(ana, office)
        ana.go("/record/")
        ana.look("records, none yet")
        ana.press("text=State the terms")
        ana.look("terms of records")
        ana.page.fill("#sheet", SHEET)
        ana.press("text=Keep these terms")
        ana.press("text=Open a draft")
        ana.look("draft without rows")
        for form, fields, words in (
            ("Raids", {"action_id": "R-1", "country": "SI"}, {"kind": "search", "state": "carried-out"}),
            ("Items", {"item_id": "ITEM-1", "seized_at": "6 November"}, {"kind": "phone"}),
            ("Safeguarded victims", {"about_id": "V-1", "on_date": "2023-11-07"}, {}),
        ):
            ana.press(f".tabs a:text-is('{form}')")
            for name, text in fields.items():
                ana.page.fill(f"#f-{name}", text)
            for name, word in words.items():
                ana.page.select_option(f"#f-{name}", word)
            ana.press("form.entry button.main")
            ana.look(f"row entered in {form}")
        assert ana.page.locator("td .fault").count() == 1
        ana.page.click("main form[data-prepare] button")
        agree(ana)
        ana.look("records")
        ana.press("main td a")
        assert ana.page.locator("td .fault").count() == 1
    kinds = [line.kind for line in office.node.index.listed() if ".records." in str(line.id)]
    assert kinds == ["contribution"]


def test_an_alarm_is_raised_by_one_and_taken_on_by_another(office: Hub, browser: Browser, where: str) -> None:
    with visiting(browser, where) as ana, visiting(browser, where) as iva:
        come_in(ana, ANA)
        key_that_counts(ana, office)
        ana.go("/alarms/")
        ana.look("alarms, none yet")
        ana.press("text=Raise an alarm")
        ana.page.select_option("#country", "HR")
        fill(ana, text="a child speaks of today", reference="SI 31")
        ana.look("alarm to raise")
        sign_form(ana)
        ana.look("alarms")
        come_in(iva, IVA)
        key_that_counts(iva, office)
        iva.go("/")
        iva.look("home with an alarm")
        iva.press(".dangers a")
        fill(iva, text="a team is on its way", reference="HR 9")
        iva.look("alarm")
        sign_form(iva)
        assert "taken on" in iva.page.inner_text(".state-taken")


def test_selectors_are_asked_about_and_the_owner_sees_the_request(
    office: Hub, browser: Browser, where: str
) -> None:
    with visiting(browser, where) as ana:
        come_in(ana, ANA)
        key_that_counts(ana, office)
        ana.go("/requests/ask/")
        ana.page.select_option("#to", HR)
        ana.page.fill("#selectors", "email:ana@mail.example")
        fill(ana, text="Who is it?", legal_basis="article 4", reference="SI 114")
        for code in ("H1", "H2"):
            ana.page.check(f"[name=handling][value={code}]")
        ana.look("ask about selectors")
        ana.page.click("main form[data-prepare] button.main")
        ana.page.wait_for_selector("dialog[open]")
        ana.page.click("#signing-yes")
        ana.page.wait_for_selector("text=It brings 1 selector")
        ana.press("#signing-yes")
        assert ana.page.url == f"{where}/requests/"
        come_in(ana, IVA)
        ana.go("/requests/")
        ana.press("main td a")
        assert "H1 H2" in ana.page.inner_text("dl.facts")
        ana.look("request about selectors")


def test_the_queue_goes_by_keyboard_alone(office: Hub, browser: Browser, where: str) -> None:
    """Hits are marked and rejected together; one is confirmed by a reason's number, and taken back."""
    with visiting(browser, where) as ana:
        come_in(ana, ANA)
        key_that_counts(ana, office)
        ana.go("/hits/")
        keys = ana.page.keyboard
        for key in ("j", "x", "j", "x"):
            keys.press(key)
        ana.page.fill("#reason", "a stock file")
        ana.look("hits marked")
        ana.page.click("#reject-many button")
        agree(ana)
        assert ana.page.locator(".state-rejected").count() == 2
        ana.go("/hits/?status=unjudged")
        keys.press("j")
        with ana.page.expect_navigation():
            keys.press("Enter")
        for key in ("1", "c"):
            keys.press(key)
        agree(ana)
        assert "same file, seen in both places" in ana.page.inner_text("[aria-labelledby=judged]")
        keys.press("z")
        agree(ana)
        assert ana.page.locator(".state-unjudged").count() == 1
        ana.go("/")
        ana.look("home")


def fill(visit: Visit, **fields: str) -> None:
    """Fill in fields by their ids, and a grade."""
    for name, text in fields.items():
        visit.page.fill(f"#{name}", text)
    visit.page.select_option("#grade", "B2")


def sign_form(visit: Visit) -> None:
    visit.page.click("main form[data-prepare] button.main")
    agree(visit)
