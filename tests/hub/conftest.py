"""The hub that the tests of a process ask: one node, one database, accounts made anew for each test."""

from collections.abc import Callable, Iterator

import pytest

from tests.hub.setting_up import CONFIG, FOLDER

from django.core.cache import cache
from django.db import connections
from django.test import Client

from mozaik.hub import serving
from mozaik.hub.models import Account
from mozaik.node import Checker
from tests.hub.house import Hub, make_hub
from tests.hub.visitors import visitor


@pytest.fixture(scope="session")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hub]:
    """The hub of this process, whose node compared what two authorities share."""
    checker = Checker(tmp_path_factory.mktemp("none") / "none")
    made = make_hub(FOLDER, checker)
    serving.prepare(CONFIG)
    yield made
    checker.close()
    connections.close_all()


@pytest.fixture
def accounts(hub: Hub) -> Iterator[None]:
    """A database without accounts, sessions and counted attempts, after the test as before."""
    Account.objects.all().delete()
    cache.clear()
    yield
    Account.objects.all().delete()
    cache.clear()


@pytest.fixture
def signed_in(accounts: None) -> Callable[..., Client]:
    """A client of a person who has signed in with a one-time code, and says why it reads."""
    return visitor
