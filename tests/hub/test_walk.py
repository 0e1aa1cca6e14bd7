"""A cleared profile loses the key, a locked page opens again, and other systems come in: in browsers."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from mozaik.hub.roles import HubRole
from tests.hub.databases import ON_SQLITE_ALONE
from tests.hub.house import SI, Hub
from tests.hub.visitors import PASSWORD, with_factor
from tests.hub.walking import Visit, answering, come_in, judge_next, make_key, sign_in, visiting

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
