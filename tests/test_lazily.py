"""A room that is loaded when asked loads no more than is asked for, and each of its names is one thing."""

import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

from mozaik.lazily import names_in
from tests.cli.test_options import House
from tests.conftest import REPOSITORY
from tests.contribution.support import trust_in, write_sample
from tests.package.support import full_world
from tests.release.support import write_work

ROOMS = ("contribution", "desk", "intake", "operation", "plans", "records")


@pytest.fixture(params=ROOMS)
def room(request: pytest.FixtureRequest) -> ModuleType:
    return import_module(f"mozaik.{request.param}")


def file_of(room: ModuleType) -> Path:
    assert room.__file__ is not None
    return Path(room.__file__)


def test_the_list_of_rooms_is_complete() -> None:
    source = REPOSITORY / "src" / "mozaik"
    lazily = [file for file in source.glob("*/__init__.py") if "loaded_when_asked" in file.read_text()]
    assert sorted(file.parent.name for file in lazily) == sorted(ROOMS)


def test_every_name_of_the_room_is_loaded_when_asked(room: ModuleType) -> None:
    assert sorted(names_in(file_of(room))) == sorted(room.__all__)
    assert all(getattr(room, name) is not None for name in room.__all__)
    with pytest.raises(AttributeError, match="no attribute 'wizard'"):
        getattr(room, "".join(("wiz", "ard")))


def test_no_name_of_the_room_is_the_name_of_one_of_its_modules(room: ModuleType) -> None:
    modules = {path.stem for path in file_of(room).parent.glob("*.py")}
    assert names_in(file_of(room)).keys() & modules == set()


HEAVY = frozenset({
    "duckdb", "numba", "numpy.ma", "pandas", "PIL", "phonenumbers", "pyarrow", "rich", "tarfile", "typst",
    "xlsxwriter", "mozaik.acts", "mozaik.intake.sources", "mozaik.operation.model", "mozaik.plans.model",
    "mozaik.selectors", "mozaik.triage",
})  # fmt: skip
"""What takes long to load; none of it where it is not needed (review 14, 9)."""


def heavy_ones(words: list[str], looked_for: frozenset[str], **env: str) -> list[str]:
    """Which of these modules a command has loaded at its end."""
    code = (
        "import atexit, sys; from mozaik.cli.main import main; sys.argv[1:] = WORDS; "
        "atexit.register(lambda: print(*sorted(HEAVY & set(sys.modules)), file=sys.stderr)); main()"
    )
    code = code.replace("WORDS", repr(words)).replace("HEAVY", repr(set(looked_for)))
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={**os.environ, **env}
    )
    return done.stderr.split()


@pytest.mark.parametrize(("command", "needed"), [
    ("--version", set()),
    ("--help", set()),
    ("verify SEALED", {"pyarrow"}),
    ("show SEALED", {"pyarrow"}),
    ("keys list", {"mozaik.operation.model"}),
])  # fmt: skip
def test_a_command_loads_what_it_needs(command: str, needed: set[str], tmp_path: Path) -> None:
    write_sample(tmp_path / "si.contribution")
    (tmp_path / "home").mkdir(mode=0o700)
    trust_in("SI-GPD").save(tmp_path / "home" / "trust.json")
    words = command.replace("SEALED", str(tmp_path / "si.contribution")).split()
    assert heavy_ones(words, HEAVY - needed, MOZAIK_HOME=str(tmp_path / "home")) == []


def test_hits_that_were_read_before_are_read_without_the_kinds_of_selectors(tmp_path: Path) -> None:
    """What points where is kept with the view; the kinds compile hundreds of patterns (review 14, 9)."""
    house = House(tmp_path)
    write_work(tmp_path / "work", full_world())
    words = ["hits", str(tmp_path / "work"), "--as", "SI-GPD", "--by", "ana", "--reason", "x"]
    house.done(*words)
    heavy = HEAVY - {
        "pyarrow",
        "duckdb",
        "mozaik.acts",
        "mozaik.operation.model",
        "mozaik.plans.model",
        "tarfile",
    }
    assert heavy_ones(words, heavy, **{name: value for name, value in house.env.items() if value}) == []


@pytest.mark.parametrize(("stated", "threads"), [({}, 1), ({"OPENBLAS_NUM_THREADS": "2"}, 2)])
def test_a_command_starts_no_threads_for_sums_of_matrices(
    stated: dict[str, str], threads: int, tmp_path: Path
) -> None:
    """numpy's OpenBLAS would start one for each core beside the first (review 14, 9)."""
    code = (
        "import sys; from pathlib import Path; from mozaik.cli.main import main\n"
        "sys.argv[1:] = ['--version']\n"
        "try: main()\n"
        "except SystemExit: import numpy\n"
        "print(Path('/proc/self/status').read_text().split('Threads:')[1].split()[0])"
    )
    env = {name: value for name, value in os.environ.items() if name != "OPENBLAS_NUM_THREADS"} | stated
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=env)
    assert int(done.stdout.splitlines()[-1]) == min(threads, len(os.sched_getaffinity(0)))
