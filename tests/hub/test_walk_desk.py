"""People in browsers draft, release and issue a package; every page is whole at every width."""

from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser

from mozaik.hub import clock, floor
from mozaik.hub.models import BrowserKey
from mozaik.hub.roles import HubRole
from mozaik.hub.views.keys import entry_of
from mozaik.release import Asking, Verdict, Work, judge, read_hits
from mozaik.seal import TrustStore, verify_sealed
from mozaik.terms import Disclosure
from tests.crosscheck.support import terms_of
from tests.hub.house import HR, SI, VOUCHING, Hub
from tests.hub.test_walk import Visit, agree, answering, make_key, visiting
from tests.hub.visitors import visitor
from tests.node.house import contribution

ANA, ROK, RIA, IVA = f"{SI}/ana", f"{SI}/rok", f"{SI}/ria", f"{HR}/iva"


@pytest.fixture
def where(office: Hub) -> Iterator[str]:
    with answering() as address:
        yield address


def come_in(visit: Visit, person: str, role: HubRole = HubRole.ANALYST) -> None:
    """Bring the session of a person who has signed in elsewhere; how one signs in has a walk of its own."""
    session = visitor(person, role).session.session_key
    visit.page.context.add_cookies([{"name": "session", "value": str(session), "url": visit.address}])


def key_that_counts(visit: Visit, office: Hub) -> None:
    """Make a key in the browser; that a colleague vouches for it has a walk of its own."""
    made = BrowserKey.objects.select_related("account").get(key_id=make_key(visit))
    entry = entry_of(made.account, made.public_key, floor.operation(), clock.now())
    trust = TrustStore.load(office.trust)
    trust.add(entry)
    trust.save(office.trust)


def hold_in_part(office: Hub) -> None:
    """HR holds a file of SI, and tells no more than that."""
    office.house.make.trust = TrustStore.load(office.trust)
    terms = terms_of(HR, review_on=date(2033, 11, 20), disclosure=Disclosure.HIT)
    office.house.arrive(contribution(office.house, f"{HR}.2", b"mine", terms=(terms,)))
    office.house.run()


def confirm_first(office: Hub) -> str:
    """A hit of HR that its head confirmed on the command line; its reference."""
    work = Work.open(office.node.work, TrustStore.load(office.trust))
    asking = Asking.of(work.operation, HR, IVA, "looking", clock.now())
    reference = read_hits(work, asking).hits[0].reference
    judge(work, reference, Verdict.CONFIRM, VOUCHING[HR], "seen", clock.now())
    return reference


def test_three_browsers_draft_release_and_issue_a_package(
    office: Hub, browser: Browser, where: str, tmp_path: Path
) -> None:
    confirm_first(office)
    with visiting(browser, where) as ana:
        come_in(ana, ANA)
        key_that_counts(ana, office)
        ana.go("/packages/")
        ana.look("no packages")
        ana.page.select_option("#to", HR)
        ana.press("main form button")
        ana.look("preview")
        ana.page.click("main form[data-prepare] button")
        agree(ana)
        ana.look("draft")
        path = urlsplit(ana.page.url).path
    for person in (ROK, RIA):
        with visiting(browser, where) as officer:
            come_in(officer, person, HubRole.RELEASE_OFFICER)
            key_that_counts(officer, office)
            officer.go(path)
            officer.look("to release")
            officer.page.click("text=Release it")
            agree(officer)
            if person == RIA:
                officer.press("text=Issue it")
                officer.look("issued")
                with officer.page.expect_download() as download:
                    officer.page.click("text=Take the sealed file")
                download.value.save_as(tmp_path / "taken.package")
                officer.go("/packages/")
                officer.look("packages")
    verify_sealed(tmp_path / "taken.package", TrustStore.load(office.trust))
    with visiting(browser, where) as iva:
        come_in(iva, IVA)
        iva.go("/packages/")
        iva.press("main td a")
        iva.look("received")


def test_one_box_searches_and_who_runs_the_node_sees_its_state(
    hub: Hub, browser: Browser, accounts: None
) -> None:
    with answering() as address, visiting(browser, address) as visit:
        come_in(visit, ANA)
        visit.go("/search/")
        visit.look("search")
        visit.page.fill("#question", sha256(b"one").hexdigest())
        visit.press("main form button")
        visit.look("searched")
    with answering() as address, visiting(browser, address) as visit:
        come_in(visit, "EU-EC3/adam", HubRole.ADMINISTRATOR)
        visit.go("/state/")
        visit.look("state")


def test_a_ticket_is_asked_about_and_its_owner_opens_the_row(
    office: Hub, browser: Browser, where: str
) -> None:
    hold_in_part(office)
    with visiting(browser, where) as ana:
        come_in(ana, ANA)
        key_that_counts(ana, office)
        hit = page_with_ticket(ana)
        ana.look("hit with a ticket")
        ana.press("text=Ask HR-MUP")
        ana.page.fill("#text", "What more is known of this file?")
        ana.page.fill("#legal_basis", "article 4")
        ana.page.fill("#reference", "SI 114")
        ana.page.select_option("#grade", "A2")
        ana.look("ask")
        ana.page.click("main form[data-prepare] button")
        agree(ana)
        ana.look("requests")
        with visiting(browser, where) as iva:
            come_in(iva, IVA)
            key_that_counts(iva, office)
            iva.go("/requests/")
            iva.press("main td a")
            iva.page.select_option("#level", "full")
            iva.page.fill("#text", "All of it is told to you now.")
            iva.page.fill("#reference", "HR 7")
            iva.page.select_option("#grade", "B2")
            iva.look("request")
            iva.page.click("main form[data-prepare] button")
            agree(iva)
            iva.look("answered")
        ana.go(hit)
        assert "Ask HR-MUP" not in ana.page.inner_text("main")


def page_with_ticket(visit: Visit) -> str:
    """Open the hit of which no more is told than that HR holds it; its path."""
    visit.go("/hits/")
    paths = [str(link.get_attribute("href")) for link in visit.page.locator("main td a").all()]
    for path in paths:
        visit.go(path)
        if visit.page.locator("text=Ask HR-MUP").count():
            return path
    raise AssertionError("no hit with a ticket")
