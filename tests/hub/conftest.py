"""The hub that the tests of a process ask: one node, one database, accounts made anew for each test."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.hub.setting_up import CONFIG, FOLDER

from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.db import connections
from django.test import Client

from mozaik.hub import serving
from mozaik.hub.models import Account, RecordDraft, TypedTerms
from mozaik.node import Checker
from tests.hub.databases import POSTGRESQL, SQLITE, asking, make_database, missing_server, settings_of
from tests.hub.house import UNTOUCHED, Hub, copy_of, make_hub
from tests.hub.postgres import Server, programs, running
from tests.hub.visitors import visitor


@pytest.fixture(scope="session")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hub]:
    """The hub of this process, whose node compared what two authorities share."""
    checker = Checker(tmp_path_factory.mktemp("none") / "none")
    made = make_hub(FOLDER, checker)
    for part in ("node", "made"):
        shutil.copytree(FOLDER / part, FOLDER / UNTOUCHED / part)
    serving.prepare(CONFIG)
    yield made
    checker.close()
    connections.close_all()


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A private PostgreSQL server, started when a test first asks for it."""
    folder = programs()
    if folder is None:
        missing_server()
    else:
        with running(folder) as server:
            yield server


@pytest.fixture(scope="session")
def on_postgresql(hub: Hub, postgres: Server) -> dict[str, Any]:
    """How Django asks a PostgreSQL database with the tables of a hub."""
    make_database(postgres, "hub")
    stated = settings_of(postgres, "hub")
    with asking(stated):
        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
    return stated


@pytest.fixture(params=[SQLITE, POSTGRESQL])
def database(request: pytest.FixtureRequest, hub: Hub) -> Iterator[str]:
    """The database that the hub of this process asks in a test: each test is asked on both."""
    if request.param == SQLITE:
        yield SQLITE
        return
    with asking(request.getfixturevalue("on_postgresql")):
        yield POSTGRESQL


@pytest.fixture
def accounts(hub: Hub, database: str) -> Iterator[None]:
    """A database without accounts, sessions and counted attempts, after the test as before."""
    _empty()
    yield
    _empty()


def _empty() -> None:
    for kept in (Account, RecordDraft, TypedTerms):
        kept.objects.all().delete()
    cache.clear()


@pytest.fixture
def office(hub: Hub, accounts: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    """A hub of the test's own, as `hub` was when it was made: what the test does there no other test sees."""
    own = copy_of(hub, FOLDER / UNTOUCHED, tmp_path / "office")
    served = replace(
        settings.CONFIG, node=own.node.folder, trust=own.trust, state=tmp_path / "office" / "state"
    )
    monkeypatch.setattr(settings, "CONFIG", served)
    yield own
    hub.house.checker.trust = hub.trust


@pytest.fixture
def signed_in(accounts: None) -> Callable[..., Client]:
    """A client of a person who has signed in with a one-time code, and says why it reads."""
    return visitor
