"""The second worked change of CONTRIBUTING.md, made in a copy of the project exactly as it is written."""

import os
import re
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from tests.house.support import REPOSITORY

MATCHERS = "src/mozaik/crosscheck/matchers"
OUTCOME = """
import sys
from pathlib import Path

from mozaik.crosscheck import crosscheck
from mozaik.kinds import HitKind
from mozaik.package import make_package
from mozaik.package.model import Custody
from mozaik.release import Work
from mozaik.crosscheck.matchers.device import same_device
from tests.crosscheck.support import Maker, expected_pairs, pairs_in, rows_of
from tests.operation.support import signed_operation
from tests.package.support import DRAFTING, confirmed_reading
from tests.release.support import NOW

def items(*rows):
    return {"items": [dict(zip(("item_id", "kind", "make", "serial"), row)) for row in rows]}

folder = Path(sys.argv[1])
make = Maker(folder)
sets = [
    make("SI-GPD.1", items(("I-1", "phone", "Fon", "a1"), ("I-2", "phone", "Fon", "B2"), ("I-3", "phone"))),
    make("HR-MUP.1", items(("X-1", "phone", "fon", "A1"), ("X-2", "phone", "Tel", "B2"), ("X-3", "phone"))),
]
crosscheck(sets, [], folder / "work", now=NOW, operation=signed_operation())
pairs = pairs_in(folder / "work", "device")
assert pairs == expected_pairs(rows_of(sets, "items"), same_device) and len(pairs) == 1
reading = confirmed_reading(Work.open(folder / "work", make.trust))
(hit,) = reading.hits
assert hit.kind is HitKind.DEVICE and hit.values == ("fon A1",)
package = make_package(reading, DRAFTING, Custody(1, 1, "0" * 64))
print(package.leads[0].title, "|", package.leads[0].why, "|", package.hits[0].kind_text)
print([line.reason for line in package.not_compared])
"""


def blocks(section: str) -> dict[str, str]:
    """The code of a section by the file that the line before names last."""
    found = re.findall(r"`((?:src|docs)/[^`]+)`[^`\n]*(?:`[^`]*`[^\n]*)?:\n\n((?: {7}[^\n]*\n|\n)+)", section)
    return {name: textwrap.dedent(code).strip("\n") + "\n" for name, code in found}


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project with the change made."""
    copy = tmp_path_factory.mktemp("project")
    for name in ("src", "tests", "docs"):
        shutil.copytree(REPOSITORY / name, copy / name)
    text = (REPOSITORY / "CONTRIBUTING.md").read_text(encoding="utf-8")
    code = blocks(text.partition("## A second change")[2].partition("\n## ")[0])
    row = f"    {code['src/mozaik/kinds.py']}"
    put_below(copy / "src/mozaik/kinds.py", r'^    GRADING = "grading", .*\n', row)
    (copy / MATCHERS / "device.py").write_text(code[f"{MATCHERS}/device.py"], encoding="utf-8")
    imported, listed = code[f"{MATCHERS}/__init__.py"].splitlines()
    put_below(copy / MATCHERS / "__init__.py", r"^from .* import DIGEST\n", imported + "\n")
    put_below(copy / MATCHERS / "__init__.py", r"^MATCHERS = .*\n", listed + "\n")
    pot = copy / "src/mozaik/wording/locale/mozaik.pot"
    pot.write_text(f"{pot.read_text('utf-8')}\n{code['src/mozaik/wording/locale/mozaik.pot']}", "utf-8")
    page = copy / "docs/formats/work-folder.md"
    named = page.read_text("utf-8").replace("`name`, `grading` |", "`name`, `grading`, `device` |", 1)
    page.write_text(named.replace("| `selector`, `link` |", "| `selector`, `link`, `device` |", 1), "utf-8")
    return copy


def put_below(path: Path, line: str, added: str) -> None:
    """Put text below the one line that matches."""
    text, times = re.subn(f"(?m){line}", lambda found: found.group() + added, path.read_text("utf-8"))
    assert times == 1, path
    path.write_text(text, "utf-8")


def run(folder: Path, *words: str) -> str:
    environment = {**os.environ, "PYTHONPATH": f"{folder / 'src'}{os.pathsep}{folder}"}
    done = subprocess.run(
        [sys.executable, *words], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_a_new_kind_of_hit_reaches_the_package_with_its_own_words(changed: Path, tmp_path: Path) -> None:
    (changed / "outcome.py").write_text(OUTCOME, encoding="utf-8")
    lead, reasons = run(changed, "outcome.py", str(tmp_path)).splitlines()
    assert lead == (
        "Device shared with HR-MUP | 1 device shared with HR-MUP. Serial numbers are written by hand: look "
        "at the device before you call two exhibits one. | The same device"
    )
    assert "no serial number" in reasons


def test_the_tests_of_the_registries_hold_for_the_new_kind(changed: Path) -> None:
    told = run(
        changed, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/house/test_registries.py", "-k",
        "kind or matcher or topic or registry",
    )  # fmt: skip
    assert " failed" not in told
