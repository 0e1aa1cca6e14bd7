"""The node that tests of its work begin with."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from mozaik.node import (
    Checker,
    init_node,
)
from tests.crosscheck.support import Maker
from tests.node.house import EC3, NOW, House
from tests.operation.support import HEADS_TRUST, OPERATION, sign_file


@pytest.fixture(scope="module")
def checker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Checker]:
    own = Checker(tmp_path_factory.mktemp("none") / "none")
    yield own
    own.close()


@pytest.fixture
def house(tmp_path: Path, checker: Checker) -> House:
    folder = tmp_path / "made"
    folder.mkdir()
    make = Maker(folder)
    operation = sign_file(folder / "first.operation", replace(OPERATION, edition="Mozaik 2023"))
    for key in HEADS_TRUST.keys:
        make.trust.add(key)
    make.trust.save(folder / "trust.json")
    node = init_node(tmp_path / "lyon", EC3, operation, make.trust, NOW, "lyon-1")
    checker.trust = folder / "trust.json"
    return House(node, folder / "trust.json", make, checker)
