"""Two people in a browser make, vouch, sign, lose and replace a key; every page is closed and whole."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import waitress
from playwright.sync_api import Browser, Page, Route

from mozaik.acts import accept_operation, governing_versions
from mozaik.hub import clock, floor, serving
from mozaik.hub.models import Account
from mozaik.hub.people import invite
from mozaik.hub.roles import HubRole
from mozaik.operation import next_version
from mozaik.seal import TrustStore, load_public_key
from tests.campaign.test_browser import axe_faults
from tests.hub.house import SI, Hub
from tests.hub.test_signing import vouch_file
from tests.hub.visitors import PASSWORD, code_of
from tests.operation.support import sign_file

ANA, IVO, ADAM = f"{SI}/ana", f"{SI}/ivo", "EU-EC3/adam"
WIDTHS = (1280, 360, 320)


@pytest.fixture
def address(hub: Hub, accounts: None) -> Iterator[str]:
    """Where the hub of this process answers a browser."""
    with answering() as where:
        yield where


@contextmanager
def answering() -> Iterator[str]:
    """A server of this process for browsers, and its address."""
    server = waitress.create_server(serving.application(), host="127.0.0.1", port=0, threads=4)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield f"http://localhost:{server.effective_port}"
    server.close()


@dataclass
class Visit:
    """A person's browser: its page, and what was seen on every page that was looked at."""

    page: Page
    address: str
    seen: set[str] = field(default_factory=set)

    def go(self, path: str) -> None:
        self.page.goto(f"{self.address}{path}")

    def press(self, selector: str) -> None:
        """Press what leads to another page, and wait until that is there."""
        with self.page.expect_navigation():
            self.page.click(selector)

    def look(self, name: str) -> None:
        """Every page fits every width, in light and dark, and axe finds nothing."""
        if name in self.seen:
            return
        self.seen.add(name)
        for width in WIDTHS:
            self.page.set_viewport_size({"width": width, "height": 800})
            wide = self.page.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, (name, width, wide)
        for scheme in ("dark", "light"):
            self.page.emulate_media(color_scheme=scheme)
            assert axe_faults(self.page) == [], (name, scheme)
        self.page.set_viewport_size({"width": 1280, "height": 800})


@contextmanager
def visiting(browser: Browser, address: str) -> Iterator[Visit]:
    """A browser that fails the test for any request to another host, and for any complaint."""
    context = browser.new_context()
    foreign, complaints = [], []

    def watch(route: Route) -> None:
        if urlsplit(route.request.url).netloc == urlsplit(address).netloc:
            route.continue_()
        else:
            foreign.append(route.request.url)
            route.abort()

    context.route("**/*", watch)
    page = context.new_page()
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield Visit(page, address)
    assert foreign == []
    assert complaints == []
    context.close()


def first_visit(visit: Visit, person: str, role: HubRole = HubRole.ANALYST) -> None:
    page = visit.page
    visit.go(invite(person, role))
    visit.look("first visit")
    visit.press("main button")
    visit.look("password")
    page.fill("#id_new_password1", PASSWORD)
    page.fill("#id_new_password2", PASSWORD)
    visit.press("main button")
    visit.look("factor")
    secret = page.inner_text("code.secret").replace(" ", "")
    page.fill("#id_code", code_of(secret))
    visit.press("main button")
    visit.look("recovery codes")
    visit.press("main a.main")
    if role is not HubRole.ADMINISTRATOR:
        visit.look("reason")
        page.fill("#id_reason", "case 114, morning round")
        visit.press("main button")


def make_key(visit: Visit) -> str:
    """Make a key in the browser; its id."""
    visit.go("/keys/")
    visit.page.click("form[data-make] button")
    agree(visit)
    card = visit.page.wait_for_selector("[data-here]:not([hidden])")
    assert card
    return str(visit.page.locator("li:has([data-here]:not([hidden]))").get_attribute("data-key"))


def agree(visit: Visit) -> None:
    """Sign what is shown, once it is shown."""
    visit.page.wait_for_selector("dialog[open]")
    visit.look("signing")
    visit.press("#signing-yes")


def judge_next(visit: Visit, verdict: str) -> str:
    """Judge the first hit that waits, by keyboard and button; its reference."""
    visit.go("/hits/?status=unjudged")
    visit.look("hits")
    visit.page.keyboard.press("j")
    with visit.page.expect_navigation():
        visit.page.keyboard.press("Enter")
    visit.page.wait_for_selector("form.judge")
    visit.look("hit")
    visit.page.fill("#reason", "same file, seen in both places")
    visit.page.click(f"button[value={verdict}]")
    return visit.page.inner_text("code.reference")


def list_as_vouching(hub: Hub, public: Path, folder: Path) -> None:
    """Lead and coordinator list a key of a browser among those that vouch, in the file's next version."""
    known, digest = floor.operation(), governing_versions(hub.node.acts)[-1].digest
    participant = known.named(SI)
    assert participant
    keys = (*participant.vouching_keys, load_public_key(public))
    others = tuple(each for each in known.participants if each.authority != SI)
    with_key = replace(participant, vouching_keys=keys)
    stated = replace(next_version(known, digest), participants=(*others, with_key))
    accept_operation(hub.node.acts, sign_file(folder / "next.operation", stated), clock.now())


def test_two_people_make_vouch_sign_lose_and_replace_a_key(
    hub: Hub, browser: Browser, address: str, tmp_path: Path
) -> None:
    with visiting(browser, address) as ana, visiting(browser, address) as ivo:
        first_visit(ana, ANA)
        ana.look("home")
        first_visit(ivo, IVO)
        mine = make_key(ana)
        with ana.page.expect_download() as download:
            ana.page.click("[data-own-keys] a")
        public = tmp_path / "ana.pub"
        download.value.save_as(public)
        assert load_public_key(public).key_id == mine
        list_as_vouching(hub, public, tmp_path)
        ana.page.set_input_files("#vouch", vouch_file(hub, load_public_key(public), tmp_path))
        ana.press("text=Take the vouch")
        theirs = make_key(ivo)
        ivo.look("keys")
        ivo.go("/files/")
        ivo.page.set_input_files("#file", public)
        ivo.press("main form button")
        ivo.page.wait_for_selector("text=waits to be verified")
        ivo.look("files")
        vouch(ana, IVO, theirs)
        judge_next(ivo, "confirm")
        agree(ivo)
        assert "confirmed it" in ivo.page.inner_text("[aria-labelledby=judged]")
        assert is_kept_in(ivo.page)

    with visiting(browser, address) as again:  # a cleared profile: the key is gone
        sign_in(again, IVO)
        judge_next(again, "reject")
        again.page.wait_for_selector("[data-fault]:not([hidden])")
        assert "no key of yours in this browser" in again.page.inner_text("[data-fault]")
        new = make_key(again)
        assert new != theirs
    trust = TrustStore.load(hub.trust)
    assert trust.find(theirs)
    assert trust.find(new) is None


def vouch(visit: Visit, person: str, key_id: str) -> None:
    visit.go("/keys/")
    visit.page.wait_for_selector(f"text={person}")
    visit.look("keys that wait")
    card = visit.page.locator("li", has_text=person)
    card.get_by_label("beginning of the id").fill(key_id[:16])
    card.get_by_label("How you compared it").fill("read out in person")
    card.get_by_role("button", name="Vouch").click()
    agree(visit)
    assert re.search("since", visit.page.inner_text("main"))


def sign_in(visit: Visit, person: str) -> None:
    visit.go("/sign-in/")
    visit.look("sign in")
    visit.page.fill("#id_login", person)
    visit.page.fill("#id_password", PASSWORD)
    visit.press("main button")
    visit.look("code")
    account = Account.objects.get(reference=person)
    visit.page.fill("#id_code", code_of(account, ahead=1))
    visit.press("main button")
    visit.page.fill("#id_reason", "case 114")
    visit.press("main button")


def is_kept_in(page: Page) -> bool:
    """Whether the browser's own store refuses to give the private key away."""
    return bool(
        page.evaluate(
            """async () => {
              const opening = indexedDB.open("mozaik-keys", 1);
              await new Promise((done) => { opening.onsuccess = done; });
              const all = opening.result.transaction("keys").objectStore("keys").getAll();
              await new Promise((done) => { all.onsuccess = done; });
              const key = all.result[0].privateKey;
              if (key.extractable) return false;
              return Promise.all(["pkcs8", "jwk"].map((form) => crypto.subtle.exportKey(form, key)))
                .then(() => false, () => true);
            }"""
        )
    )


def test_an_auditor_reads_the_chain(hub: Hub, browser: Browser, address: str) -> None:
    with visiting(browser, address) as auditor:
        first_visit(auditor, f"{SI}/ante", HubRole.AUDITOR)
        auditor.go("/audit/")
        auditor.look("audit")
        assert "whole up to entry" in auditor.page.inner_text("main")


def test_an_administrator_invites_and_a_locked_page_opens_again(
    hub: Hub, browser: Browser, address: str
) -> None:
    with visiting(browser, address) as adam:
        first_visit(adam, ADAM, HubRole.ADMINISTRATOR)
        adam.look("home without hits")
        adam.go("/accounts/")
        adam.page.fill("#id_person", f"{SI}/nova")
        adam.press("main button")
        adam.look("accounts")
        assert "/first-visit/" in adam.page.inner_text("code.link")
        adam.press("text=Lock")
        adam.look("locked")
        adam.page.fill("#id_password", PASSWORD)
        adam.press("main button")
        assert adam.page.url == f"{address}/"
        adam.press("text=Sign out")
        assert adam.page.url.startswith(f"{address}/sign-in/")


def test_a_coordinator_opens_a_system_and_reads_how_it_asks(hub: Hub, browser: Browser, address: str) -> None:
    with visiting(browser, address) as kaja:
        first_visit(kaja, f"{SI}/kaja", HubRole.COORDINATOR)
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
