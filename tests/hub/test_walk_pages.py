"""People in browsers enter records; every page is whole at every width."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from mozaik.hub import clock, floor
from mozaik.hub.models import BrowserKey
from mozaik.hub.views.keys import entry_of
from mozaik.seal import TrustStore
from tests.hub.databases import ON_SQLITE_ALONE
from tests.hub.house import SI, Hub
from tests.hub.test_records import SHEET
from tests.hub.walking import Visit, agree, answering, come_in, make_key, visiting

ANA = f"{SI}/ana"

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
