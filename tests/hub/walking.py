"""People in browsers: what they see is whole and fits, and what they do goes by the pages alone."""

import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import waitress
from playwright.sync_api import Browser, BrowserContext, Page, Route

from mozaik.hub import serving
from mozaik.hub.models import Account
from mozaik.hub.people import invite
from mozaik.hub.roles import HubRole
from mozaik.seal import in_words
from tests.campaign.test_browser import axe_faults
from tests.hub.visitors import PASSWORD, code_of, visitor

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

WIDTHS = (1280, 360, 320)
CONTRAST = """async () => (await axe.run({ runOnly: ["color-contrast"] })).violations
  .map((fault) => fault.nodes[0].html)"""
"""The one rule of axe that another colour scheme touches, once axe is on the page."""
_NOTING = """
(() => {
  const make = crypto.subtle.generateKey.bind(crypto.subtle);
  crypto.subtle.generateKey = async (algorithm, extractable, uses) => {
    const pair = await make(algorithm, true, uses);
    const secret = new Uint8Array(await crypto.subtle.exportKey("pkcs8", pair.privateKey));
    await noteKey([...secret].map((byte) => byte.toString(16).padStart(2, "0")).join(""), extractable);
    const kept = await crypto.subtle.importKey("pkcs8", secret, algorithm, extractable, ["sign"]);
    return { publicKey: pair.publicKey, privateKey: kept };
  };
})();
"""
"""Tells the test the private half of each key that a page makes; the page gets it as it asked for it."""


@contextmanager
def answering(wrap: Callable[["WSGIApplication"], "WSGIApplication"] = lambda hub: hub) -> Iterator[str]:
    """A server of this process for browsers, and its address; `wrap` may listen to what passes."""
    server = waitress.create_server(wrap(serving.application()), host="127.0.0.1", port=0, threads=4)
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
        self.fits(name)
        self.page.emulate_media(color_scheme="light")
        assert axe_faults(self.page) == [], name
        self.page.emulate_media(color_scheme="dark")
        assert self.page.evaluate(CONTRAST) == [], (name, "dark")
        self.page.set_viewport_size({"width": 1280, "height": 800})

    def fits(self, name: str) -> None:
        """Nothing of the page is cut off or scrolled sideways at any width."""
        for width in WIDTHS:
            self.page.set_viewport_size({"width": width, "height": 800})
            wide = self.page.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, (name, width, wide)


@contextmanager
def visiting(
    browser: Browser, address: str, seen: set[str] | None = None, noted: list[bytes] | None = None
) -> Iterator[Visit]:
    """A browser that fails the test for any request to another host, and for any complaint.

    `seen` are pages that were looked at already; the private half of each key that is made goes to `noted`.
    """
    context = browser.new_context()
    foreign, complaints = [], []

    def watch(route: Route) -> None:
        if urlsplit(route.request.url).netloc == urlsplit(address).netloc:
            route.continue_()
        else:
            foreign.append(route.request.url)
            route.abort()

    context.route("**/*", watch)
    if noted is not None:
        _note_keys(context, noted)
    page = context.new_page()
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("websocket", lambda socket: foreign.append(socket.url))
    yield Visit(page, address, set() if seen is None else seen)
    assert foreign == []
    assert complaints == []
    context.close()


def _note_keys(context: BrowserContext, noted: list[bytes]) -> None:
    def note(secret: str, extractable: bool) -> None:
        assert not extractable
        noted.append(bytes.fromhex(secret)[-32:])  # PKCS #8 of Ed25519 ends in the 32 bytes of the seed

    context.expose_function("noteKey", note)
    context.add_init_script(_NOTING)


def first_visit(visit: Visit, person: str, role: HubRole = HubRole.ANALYST) -> None:
    """The first visit of a person who was invited on the command line."""
    accept(visit, invite(person, role), reads=role is not HubRole.ADMINISTRATOR)


def accept(visit: Visit, path: str, *, reads: bool = True) -> None:
    """Follow the link of a first visit: password, one-time codes, recovery codes, and why one reads."""
    page = visit.page
    visit.go(path)
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
    if reads:
        visit.look("reason")
        page.fill("#id_reason", "case 114, morning round")
        visit.press("main button")


def speak(visit: Visit, language: str) -> None:
    """Choose a language at the foot of the page."""
    visit.press(f"footer [value={language}]")
    assert visit.page.get_attribute("html", "lang") == language


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


def come_in(visit: Visit, person: str, role: HubRole = HubRole.ANALYST) -> None:
    """Bring the session of a person who has signed in elsewhere; how one signs in has a walk of its own."""
    session = visitor(person, role).session.session_key
    visit.page.context.add_cookies([{"name": "session", "value": str(session), "url": visit.address}])


def make_key(visit: Visit) -> str:
    """Make a key in the browser; its id."""
    visit.go("/keys/")
    visit.look("keys, none yet")
    visit.page.click("form[data-make] button")
    agree(visit)
    card = visit.page.wait_for_selector("[data-here]:not([hidden])")
    assert card
    return str(visit.page.locator("li:has([data-here]:not([hidden]))").get_attribute("data-key"))


def agree(visit: Visit) -> None:
    """Sign what is shown, once it is shown."""
    visit.page.wait_for_selector("dialog[open]")
    digest = visit.page.inner_text("#signing-digest").replace(" ", "")
    assert visit.page.inner_text("#signing-words") == in_words(digest)
    visit.look("signing")
    visit.press("#signing-yes")


def vouch(visit: Visit, person: str, key_id: str) -> None:
    visit.go("/keys/")
    visit.page.wait_for_selector(f"text={person}")
    visit.look("keys that wait")
    card = visit.page.locator("li", has_text=person)
    card.get_by_label("seven words").fill(in_words(key_id))
    card.get_by_label("How you compared it").fill("read out in person")
    card.get_by_role("button", name="Vouch").click()
    agree(visit)
    assert re.search("since", visit.page.inner_text("main"))


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


def send_in(visit: Visit, *files: str) -> None:
    """Send sealed files in by the page, one after the other."""
    for file in files:
        visit.go("/files/")
        visit.page.set_input_files("#file", file)
        visit.press("main form button")
    visit.page.wait_for_selector("text=waits to be verified")
    visit.look("files")


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
