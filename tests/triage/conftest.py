from collections.abc import Iterator

import pytest

from mozaik.triage import Workers


@pytest.fixture(scope="session")
def workers() -> Iterator[Workers]:
    """One pool for all tests: it serves many sources in turn."""
    with Workers(2) as pool:
        yield pool
