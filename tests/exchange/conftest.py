"""The nodes that tests of the exchange begin with."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from mozaik.node import Checker
from tests.exchange.nodes import Nodes, nodes_in


@pytest.fixture(scope="module")
def checker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Checker]:
    own = Checker(tmp_path_factory.mktemp("none") / "none")
    yield own
    own.close()


@pytest.fixture
def nodes(tmp_path: Path, checker: Checker) -> Nodes:
    return nodes_in(tmp_path, checker)
