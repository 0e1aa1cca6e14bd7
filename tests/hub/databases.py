"""The same tests on both databases: which one Django asks is changed between two tests, never within one."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connections

from mozaik.hub.database import postgresql_settings
from tests.hub.postgres import Server

SQLITE, POSTGRESQL = "sqlite", "postgresql"
ON_SQLITE_ALONE = pytest.mark.parametrize("database", [SQLITE], indirect=True)
"""Of tests in a browser, for which the database is far away."""


@contextmanager
def asking(settings: dict[str, Any]) -> Iterator[None]:
    """Let Django ask another database for the time of the block, in every thread that begins in it."""
    before = connections.settings["default"]
    _change(connections.configure_settings({"default": settings})["default"])
    try:
        yield
    finally:
        _change(before)


def _change(settings: dict[str, Any]) -> None:
    connections["default"].close()
    del connections["default"]
    connections.settings["default"] = settings


def settings_of(server: Server, name: str) -> dict[str, Any]:
    """How the hub opens a database of the server."""
    return postgresql_settings(server.address(name))


def make_database(server: Server, name: str) -> None:
    """A new database of the server, with nothing in it."""
    import psycopg

    with psycopg.connect(server.address(), autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')


def missing_server() -> None:
    """With CI=true the absence of PostgreSQL is a failure; elsewhere its half of the tests is left out."""
    message = "PostgreSQL is missing: sudo apt-get install postgresql"
    if os.environ.get("CI") == "true":
        pytest.fail(message)
    pytest.skip(message)
