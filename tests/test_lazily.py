"""A room that is loaded when asked loads no more than is asked for, and each of its names is one thing."""

import subprocess
import sys
from pathlib import Path

import pytest

from mozaik import desk
from mozaik.lazily import names_in
from tests.conftest import REPOSITORY

DESK = Path(desk.__file__)


def test_every_name_of_the_desk_is_loaded_when_asked() -> None:
    assert sorted(names_in(DESK)) == sorted(desk.__all__)
    assert all(getattr(desk, name) is not None for name in desk.__all__)
    with pytest.raises(AttributeError, match="no attribute 'wizard'"):
        getattr(desk, "".join(("wiz", "ard")))


def test_no_name_of_the_desk_is_the_name_of_one_of_its_modules() -> None:
    modules = {path.stem for path in DESK.parent.glob("*.py")}
    assert names_in(DESK).keys() & modules == set()


@pytest.mark.parametrize(("command", "unwanted"), [
    ("verify", {"duckdb", "numba", "typst", "PIL", "rich"}),
    ("show", {"duckdb", "numba", "typst", "PIL", "rich"}),
    ("hits", {"numba", "typst", "PIL", "rich"}),
])  # fmt: skip
def test_a_command_loads_what_it_needs(command: str, unwanted: set[str]) -> None:
    code = f"import sys, mozaik.cli.{command}_command; print(sorted({unwanted!r} & set(sys.modules)))"
    said = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=REPOSITORY
    )
    assert said.stdout.strip() == "[]"
