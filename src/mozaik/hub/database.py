"""The database of a hub: a file of SQLite in its own folder, or a PostgreSQL server.

Both keep one promise: what is read and then written in `one_writer` was not changed by anybody in between.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from mozaik.errors import InvalidInputError, RefusedError

SCHEMES = ("postgresql://", "postgres://")
SECONDS_TO_WAIT = 20
"""How long a write waits for another one."""
SECONDS_OPEN = 600
"""How long a thread keeps its connection from one request to the next."""
_ONE_WRITER = 6_010_221_104
"""The advisory lock of PostgreSQL which whoever reads and then writes holds: any number of its own."""
_OF_DJANGO = {"dbname": "NAME", "user": "USER", "host": "HOST", "port": "PORT"}
_PARAMETERS = {
    *_OF_DJANGO, "passfile", "sslmode", "sslrootcert", "sslcert", "sslkey", "connect_timeout", "hostaddr",
}  # fmt: skip
_THIS_MACHINE = ("localhost", "127.0.0.1", "::1")
_REMEDY = "see docs/hub.md for how a hub names its database"


def sqlite_settings(file: Path | str) -> dict[str, Any]:
    """How Django opens the file: WAL, every write forced to the disk, transactions that begin by writing."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": file,
        "ATOMIC_REQUESTS": False,
        "CONN_MAX_AGE": SECONDS_OPEN,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": SECONDS_TO_WAIT,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
        },
    }


def postgresql_settings(address: str) -> dict[str, Any]:
    """How Django opens the database at an address as libpq reads it, such as `postgresql:///hub?host=/run/pg`.

    InvalidInputError for one that cannot be read or says too little; RefusedError for one that holds a
    password, or leads to another machine without a certificate that is checked.
    """
    parts = _parts(address)
    _require_safe(parts)
    named = {_OF_DJANGO[name]: value for name, value in parts.items() if name in _OF_DJANGO}
    more = {name: value for name, value in parts.items() if name not in _OF_DJANGO}
    return {
        "ENGINE": "django.db.backends.postgresql",
        **named,
        "ATOMIC_REQUESTS": False,
        "CONN_MAX_AGE": SECONDS_OPEN,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "connect_timeout": "10", **more, "isolation_level": _read_committed(),
            "options": f"-c lock_timeout={SECONDS_TO_WAIT}s -c idle_in_transaction_session_timeout=60s",
        },
    }  # fmt: skip


@contextmanager
def one_writer() -> Iterator[None]:
    """A transaction that reads and then writes, as the only one of its kind in every process.

    SQLite gives this to every transaction (`IMMEDIATE`). PostgreSQL is asked for a lock that ends with the
    transaction; what is read after that shows all that was written before.
    """
    from django.db import connection, transaction

    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ONE_WRITER])
        yield


def _parts(address: str) -> dict[str, str]:
    from psycopg import ProgrammingError
    from psycopg.conninfo import conninfo_to_dict

    try:
        parts = {name: str(value) for name, value in conninfo_to_dict(address).items()}
    except ProgrammingError as error:
        raise InvalidInputError("the address of the database cannot be read", remedy=_REMEDY) from error
    for name in sorted(parts.keys() - _PARAMETERS - {"password"}):
        raise InvalidInputError(
            "the address of the database says what a hub does not know", where=name, remedy=_REMEDY
        )
    if not parts.get("dbname") or not parts.get("host"):
        raise InvalidInputError(
            "the address of the database lacks a name or a host",
            remedy="write postgresql:///NAME?host=FOLDER for a server on this machine",
        )
    return parts


def _require_safe(parts: Mapping[str, str]) -> None:
    if "password" in parts:
        raise RefusedError(
            "a password stands in the address of the database",
            remedy="take it out; put it into a private file and name that with passfile",
        )
    hosts = [host for name in ("host", "hostaddr") for host in parts.get(name, "").split(",") if host]
    elsewhere = any(host not in _THIS_MACHINE and not host.startswith("/") for host in hosts)
    if elsewhere and parts.get("sslmode") != "verify-full":
        raise RefusedError(
            "the database is on another machine, and its certificate is not checked",
            remedy="add sslmode=verify-full and sslrootcert=FILE to its address",
        )


def _read_committed() -> object:
    from psycopg import IsolationLevel

    return IsolationLevel.READ_COMMITTED
