"""Serving the hub: the database brought up to date, the pages answered by waitress."""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from mozaik.errors import RefusedError
from mozaik.files import make_private_folder, one_at_a_time
from mozaik.hub.config import VARIABLE, HubConfig, read_config
from mozaik.parties import PersonRef

if TYPE_CHECKING:
    from django.core.handlers.wsgi import WSGIHandler

THREADS = 8
MOST_CONNECTIONS = 1_000
"""Browsers of many people stay connected; the library's own limit of 100 would let them wait for ever."""
ENDING = (signal.SIGINT, signal.SIGTERM)


def prepare(path: Path) -> HubConfig:
    """Set this process up as the hub of a file, and bring database and static files up to date.

    Raises as `read_config`, and RefusedError for a database that cannot be used.
    """
    config = set_up(path)
    from django.core.management import call_command

    os.umask(0o077)
    with one_at_a_time(config.state / "prepared"), reached_database():
        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
        call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    return config


@contextmanager
def reached_database() -> Iterator[None]:
    """RefusedError where the database cannot be reached, or lets the hub do nothing there."""
    from django.db import OperationalError, ProgrammingError

    try:
        yield
    except (OperationalError, ProgrammingError) as error:
        raise RefusedError(
            "the database of the hub cannot be used",
            why=str(error).strip().partition("\n")[0],
            remedy="look at mozaik doctor --hub FILE, and at docs/hub.md",
        ) from error


def set_up(path: Path) -> HubConfig:
    """Let this process be the hub of a file: once, for as long as it lives. Raises as `read_config`."""
    config = read_config(path)
    make_private_folder(config.state)
    os.environ[VARIABLE] = str(path.resolve())
    os.environ["DJANGO_SETTINGS_MODULE"] = "mozaik.hub.settings"
    import django

    django.setup()
    return config


def invited(person: PersonRef, role: str) -> str:
    """The path of a person's first visit, in a process that `prepare` has set up; raises as `HubRole`."""
    from mozaik.hub.people import invite
    from mozaik.hub.roles import HubRole

    return invite(person, HubRole(role))


def application() -> "WSGIHandler":
    """The hub as a WSGI application, of a process that `prepare` has set up."""
    from django.core.wsgi import get_wsgi_application

    return get_wsgi_application()


@contextmanager
def ended_by_signals() -> Iterator[None]:
    """Let the first SIGINT or SIGTERM end the block and the process, with exit code 0; the second kills.

    Both are listened to even where whoever started the process had them ignored, as shells do with jobs in
    the background: Python alone would never hear of them then.
    """

    def end(_number: int, _frame: object) -> None:
        for number in ENDING:
            signal.signal(number, signal.SIG_DFL)
        raise SystemExit(0)

    before = {number: signal.signal(number, end) for number in ENDING}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def serve(config: HubConfig, say_served: Callable[[], None]) -> None:
    """Answer until the process is stopped; `say_served` is called once connections are taken.

    RefusedError where something else listens on the address.
    """
    import waitress

    try:
        server = waitress.create_server(
            application(), host=config.host, port=config.port, threads=THREADS, ident=None,
            connection_limit=MOST_CONNECTIONS,
            clear_untrusted_proxy_headers=True,
            trusted_proxy="127.0.0.1" if config.https else None,
            trusted_proxy_headers={"x-forwarded-proto", "x-forwarded-for"} if config.https else set(),
        )  # fmt: skip
    except OSError as error:
        raise RefusedError(
            "the hub cannot listen on its address",
            where=config.listen,
            why=error.strerror or "",
            remedy="end what listens there, or give another address",
        ) from error
    say_served()
    server.run()
