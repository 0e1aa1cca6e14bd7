"""Every page asks its database little, and no more for many rows than for few."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from mozaik.hub import clock
from mozaik.hub.models import Account, BrowserKey, RecordDraft, System, Upload
from mozaik.hub.roles import HubRole
from tests.hub.databases import ON_SQLITE_ALONE
from tests.hub.house import SI, Hub
from tests.hub.test_signing import first_hit
from tests.hub.test_signing_in import addresses
from tests.hub.visitors import visitor
from tests.node.house import EC3

MOST_QUERIES, MANY = 12, 40
PEOPLE = [
    (SI, HubRole.ANALYST), (SI, HubRole.COORDINATOR), (SI, HubRole.AUDITOR), (EC3, HubRole.ADMINISTRATOR),
]  # fmt: skip
"""Who together have every place of the hub."""
_NO_QUESTION = re.compile(r"BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE", re.IGNORECASE)


def fill() -> None:
    """Many rows of everything that a page lists, of the authority that looks at it."""
    now = clock.now()
    for number in range(MANY):
        account = Account.objects.open(f"{SI}/p{number}", HubRole.ANALYST)
        key_id = f"{number:064x}"
        BrowserKey.objects.create(account=account, key_id=key_id, public_key=key_id, made_at=now)
        Upload.objects.create(account=account, name="x", size=1, sha256=key_id, at=now)
        own = Account.objects.open(f"{SI}/s{number}", HubRole.SYSTEM)
        System.objects.create(
            account=own, opened_by="x", reason="nightly", reads=True, sends=True, token_hash=key_id,
            until=now + timedelta(1),
        )  # fmt: skip
        RecordDraft.objects.create(authority=SI, set_id=f"{SI}.x.{number}", opened_by="x", opened_at=now)


@pytest.fixture
def drafts(accounts: None) -> Iterator[None]:
    yield
    RecordDraft.objects.all().delete()


def questions_of(client: Client, path: str) -> list[str]:
    """What a page asks the database."""
    with CaptureQueriesContext(connection) as captured:
        client.get(path)
    return [query["sql"] for query in captured if not _NO_QUESTION.match(query["sql"])]


@ON_SQLITE_ALONE
def test_every_page_asks_at_most_twelve_things_however_much_it_lists(hub: Hub, drafts: None) -> None:
    fill()
    leaving = {"account_logout", "lock", "first_visit"}
    seen = 0
    for authority, role in PEOPLE:
        client = visitor(f"{authority}/{role}", role)
        reference = first_hit(client) if role is HubRole.ANALYST else "H-AAAAAAAAAAAAAAAA"
        for name, path in addresses().items():
            if name not in leaving:
                asked = questions_of(client, path.replace("H-AAAAAAAAAAAAAAAA", reference))
                assert len(asked) <= MOST_QUERIES, (role, path, asked)
                seen += 1
    assert seen > 150
