"""What every test may use: the shared test data, and a fixed moment in time."""

import gc
import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright

# A slow machine is not a fault of the code.
settings.register_profile("mozaik", deadline=None)
settings.load_profile("mozaik")

# What somebody's own shell states for the program is not meant for its tests.
OF_TESTS = {"MOZAIK_SOAK"}
for _name in [name for name in os.environ if name.startswith("MOZAIK_") and name not in OF_TESTS]:
    del os.environ[_name]

REPOSITORY = Path(__file__).resolve().parent.parent
SHARED = REPOSITORY.parent / "shared" / "testdata"


@pytest.fixture(scope="session")
def shared_testdata() -> Path:
    """The folder of public test data beside the checkout; with CI=true its absence is a failure."""
    if not SHARED.is_dir():
        message = f"the shared test data is missing: expected it at {SHARED}"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    return SHARED


@pytest.fixture
def now() -> datetime:
    """A fixed moment: tests never ask the clock."""
    return datetime(2023, 11, 20, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium; with CI=true its absence is a failure."""
    path = shutil.which("chromium")
    if path is None:
        message = "the browser is missing: sudo apt-get install chromium"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield started
        started.close()


def pytest_unconfigure() -> None:
    """Let go of what Hypothesis holds: its callback outlives the last collection, and all types with it.

    DuckDB's bindings (nanobind) would report these types as leaks after every run.
    """
    gc.callbacks.clear()
