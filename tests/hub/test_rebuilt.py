"""What is derived is deleted and made anew: every page comes back to the same bytes."""

import shutil
from collections.abc import Iterator

import pytest

from mozaik.hub import clock
from mozaik.hub.models import Account
from mozaik.hub.roles import HubRole
from tests.hub.databases import ON_SQLITE_ALONE
from tests.hub.house import HR, SI, Hub
from tests.hub.test_signing_in import addresses
from tests.hub.visitors import plain, visitor
from tests.node.house import EC3

PEOPLE = [(SI, HubRole.ANALYST), (HR, HubRole.PROSECUTOR), (EC3, HubRole.ADMINISTRATOR)]
DERIVED = ("index.sqlite", "owed.sqlite", "compared.json")
"""Beside the folder of the comparison: what a node makes anew when it is lost (docs/formats/node.md)."""


def pages() -> Iterator[tuple[str, int, str]]:
    """What three people see at every address; who signed in when is no matter of what is derived."""
    for authority, role in PEOPLE:
        client = visitor(f"{authority}/x", role)
        Account.objects.update(last_login=None, home_seen_at=None)
        for name, path in addresses().items():
            if name not in {"account_logout", "lock", "first_visit", "audit", "mfa_activate_totp"}:
                answer = client.get(path)
                yield f"{authority} {path}", answer.status_code, plain(answer.content)


@ON_SQLITE_ALONE
def test_every_page_comes_back_to_the_same_bytes(office: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    moment = clock.now()
    monkeypatch.setattr(clock, "now", lambda: moment)
    before = list(pages())
    shutil.rmtree(office.node.work)
    for name in DERIVED:
        (office.node.folder / name).unlink(missing_ok=True)
    assert list(pages()) != before
    office.house.run_settled()
    office.house.run_settled()
    for was, now in zip(before, pages(), strict=True):
        assert was == now, was[0]
    assert sum(status == 200 for _, status, _ in before) > 20
