"""The whole site, built once for all tests."""

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from mozaik.campaign import Inputs, Site, build_site, make_server, read_site
from mozaik.files import one_at_a_time
from tests.campaign.support import DAY, small_site


@pytest.fixture(scope="session")
def site() -> Site:
    return read_site(Inputs(), DAY)


@pytest.fixture(scope="session")
def built(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the whole site; workers that run beside each other build it once."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder = shared / "whole-site"
    with one_at_a_time(folder):
        if not folder.exists():
            build_site(site, folder)
    return folder


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> tuple[Site, Path]:
    """A site of four languages and two countries without a film, and its folder, which nobody changes."""
    folder = tmp_path_factory.mktemp("small")
    site = small_site(folder / "input")
    build_site(site, folder / "site", with_film=False)
    return site, folder / "site"


@pytest.fixture(scope="session")
def address(built: Path) -> Iterator[str]:
    """Where the site is served during the tests."""
    with make_server(built, 0, lambda line: None) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()
