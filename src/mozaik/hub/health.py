"""What is missing, wrong or old about a hub: its file, its own folder, its database; in sentences."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from mozaik.desk import Finding, Health, look_at_disk, of_error
from mozaik.errors import MozaikError
from mozaik.files import require_private
from mozaik.hub.config import read_config
from mozaik.hub.serving import reached_database, set_up

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

OLDEST_SERVER = 14
"""The oldest PostgreSQL that the web framework asks for."""
_DURABLE = ("fsync", "full_page_writes", "synchronous_commit")


def look_at_hub(path: Path) -> Iterator[Finding]:
    """How the hub of a file stands; this process becomes that hub, and serves nothing."""
    try:
        config = read_config(path)
        if not config.state.is_dir():
            said = f"the hub has not run yet: there is no {config.state}"
            yield Finding("hub", Health.MISSING, said, "start it, or invite somebody: mozaik hub --config")
            return
        require_private((config.state,))
    except MozaikError as error:
        yield of_error("hub", error)
        return
    yield Finding("hub", Health.GOOD, f"the hub of {config.node} is private and says how it runs")
    yield from look_at_disk(config.state)
    try:
        set_up(path)
        with reached_database():
            yield from _look_at_database()
    except MozaikError as error:
        yield of_error("database", error)


def _look_at_database() -> Iterator[Finding]:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    connection.ensure_connection()
    if connection.vendor == "postgresql":
        yield from _look_at_server(connection)
    elif _asked(connection, "PRAGMA quick_check") == "ok":
        yield Finding("database", Health.GOOD, "SQLite in the hub's own folder is whole")
    else:
        said = "the database of the hub is damaged"
        yield Finding("database", Health.WRONG, said, "put the last copy back, or invite people anew")
    executor = MigrationExecutor(connection)
    if owed := executor.migration_plan(executor.loader.graph.leaf_nodes()):
        said = f"changes of tables that are owed: {len(owed)}"
        yield Finding("database", Health.NOTE, said, "the hub makes them when it starts")


def _look_at_server(connection: "BaseDatabaseWrapper") -> Iterator[Finding]:
    """What a server must be so that the promises of the hub hold on it."""
    version = int(_asked(connection, "SHOW server_version_num")) // 10_000
    encoding = _asked(connection, "SHOW server_encoding")
    off = [name for name in _DURABLE if _asked(connection, f"SHOW {name}") == "off"]
    faults = [
        (version < OLDEST_SERVER, f"PostgreSQL {version} is too old", f"take {OLDEST_SERVER} or later"),
        (encoding != "UTF8", f"the database keeps text as {encoding}", "make one with ENCODING 'UTF8'"),
        (
            bool(off),
            f"a crash would lose what was kept: {', '.join(off)} off",
            "switch them on in the server",
        ),
    ]
    wrong = [Finding("database", Health.WRONG, said, remedy) for is_so, said, remedy in faults if is_so]
    yield from wrong or [
        Finding("database", Health.GOOD, f"PostgreSQL {version} answers, and keeps what it is given")
    ]
    if _asked(connection, "SELECT rolsuper::text FROM pg_roles WHERE rolname = current_user") == "true":
        said = "the hub signs in to the database as its superuser"
        yield Finding("database", Health.NOTE, said, "give it a role that owns this one database")


def _asked(connection: "BaseDatabaseWrapper", question: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(question)
        return str(cursor.fetchone()[0])
