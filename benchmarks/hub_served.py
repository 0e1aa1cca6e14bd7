"""The hub over a synthetic WORK, asked in this process as its server asks it: without a network.

Django is set up once in a process, so each process serves one hub; its node may be changed.
"""

import io
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import urlencode

from benchmarks.work_at_scale import READER, Scale, make_work
from mozaik.hub import serving

EMPTY = "empty/"
"""The address of a page with the frame and nothing in it, which passes the same middleware."""


def make_node(folder: Path, scale: Scale, silent: int = 0) -> Path:
    """The folder of a node with a WORK of a scale; no sealed file lies in it."""
    os.umask(0o077)
    folder.mkdir(parents=True)
    make_work(folder / "work", scale, silent)
    for name in ("store", "incoming", "refused"):
        (folder / name).mkdir()
    (folder / "node.toml").write_text(f'format = 1\nname = "bench"\nauthority = "{READER}"\n')
    return folder


@dataclass(frozen=True)
class Served:
    """The hub of this process, and the session of a person who signed in to it."""

    application: Any
    session: str
    person: str

    def get(self, path: str) -> bytes:
        """A page; AssertionError for one that did not come."""
        return self._ask("GET", path, b"", {})

    def post(self, path: str, fields: Mapping[str, str]) -> bytes:
        """What a script gets that sends a form."""
        body = urlencode(fields).encode()
        more = {"CONTENT_TYPE": "application/x-www-form-urlencoded", "HTTP_ACCEPT": "application/json"}
        return self._ask("POST", path, body, more)

    def _ask(self, method: str, path: str, body: bytes, more: Mapping[str, str]) -> bytes:
        where, _, query = path.partition("?")
        environ = {
            "REQUEST_METHOD": method, "PATH_INFO": where, "QUERY_STRING": query, "SERVER_NAME": "localhost",
            "SERVER_PORT": "8000", "SERVER_PROTOCOL": "HTTP/1.1", "HTTP_HOST": "localhost",
            "REMOTE_ADDR": "127.0.0.1", "HTTP_COOKIE": f"session={self.session}", "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(body), "wsgi.errors": sys.stderr,
            "CONTENT_LENGTH": str(len(body)), **more,
        }  # fmt: skip
        states: list[str] = []
        answer = self.application(environ, lambda state, headers: states.append(state))
        content = b"".join(answer)
        answer.close()
        assert states[0].startswith("200"), (path, states[0], content[-600:])
        return content


def serve(folder: Path, trust: Path) -> Served:
    """Let this process be the hub of the node in a folder; its person reads for a reason and may sign."""
    config = folder.parent / "hub.toml"
    stated = {"node": folder, "state": folder.parent / "state", "trust": trust}
    lines = [f'{name} = "{path}"\n' for name, path in stated.items()]
    config.write_text("".join([*lines, 'https = false\nnames = ["localhost", "testserver"]\n']))
    serving.prepare(config)
    from django.conf import settings

    settings.ROOT_URLCONF = _with_empty_page()
    settings.MIDDLEWARE = [each for each in settings.MIDDLEWARE if "CsrfView" not in each]
    from tests.hub.visitors import visitor

    person = f"{READER}/reader"
    client = visitor(person)
    return Served(serving.application(), str(client.session.session_key), person)


@contextmanager
def node_of(folder: Path) -> Iterator[None]:
    """Let the hub of this process serve another node for the time of the block."""
    from django.conf import settings

    before = settings.CONFIG
    settings.CONFIG = replace(before, node=folder)
    try:
        yield
    finally:
        settings.CONFIG = before


def _with_empty_page() -> str:
    """The addresses of the hub, and that of the empty page; by the name of a module."""
    from django.http import HttpRequest, HttpResponse
    from django.shortcuts import render
    from django.urls import path

    from mozaik.hub import urls

    def empty(request: HttpRequest) -> HttpResponse:
        return render(request, "base.html")

    made = ModuleType("benchmarks.hub_addresses")
    handlers = {name: value for name, value in vars(urls).items() if name.startswith("handler")}
    vars(made).update(handlers, urlpatterns=[path(EMPTY, empty, name="empty"), *urls.urlpatterns])
    sys.modules[made.__name__] = made
    return made.__name__
