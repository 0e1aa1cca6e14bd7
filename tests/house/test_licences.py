"""What the project is built on may be used with it: read from what is installed, name by name."""

import re
import tomllib
from importlib.metadata import Distribution, PackageNotFoundError, distribution

import pytest

from tests.house.support import REPOSITORY

STATED_ELSEWHERE = {"axe-playwright-python": "MIT", "pyrage": "MIT", "pytoniq-core-fork": "MIT"}
"""Packages whose metadata name no licence; it stands in their repositories."""

CHECKERS = {"cpe"}
"""Under a weak licence, and part of the validator of STIX, which runs in tests alone and is not handed on."""

AS_LIBRARIES = {"psycopg", "psycopg-binary"}
"""Under a weak licence, in the extra `hub`: used unchanged, and replaced by whoever wants another version."""

STRONG = re.compile(r"(?<![A-Z])A?GPL|Affero|GNU General Public", re.IGNORECASE)
WEAK = re.compile(r"LGPL|GNU Lesser|GNU Library", re.IGNORECASE)


def locked() -> list[str]:
    """The names of all packages of the lock file, this project aside."""
    lock = tomllib.loads((REPOSITORY / "uv.lock").read_text(encoding="utf-8"))
    return [package["name"] for package in lock["package"] if package["name"] != "mozaik-operation"]


def licence(package: Distribution) -> str:
    """Everything that the metadata say about the licence, the full text of it aside."""
    stated = {
        name: [str(text) for text in package.metadata.get_all(name) or ()]
        for name in ("License-Expression", "License", "Classifier")
    }
    classifiers = [text for text in stated["Classifier"] if text.startswith("License ::")]
    short = [text.partition("\n")[0] for text in stated["License"]]
    return " ".join([*stated["License-Expression"], *short, *classifiers]).strip()


WITH_WEAK = ("images", "archives", "pictures")
"""Extras of readers: libraries that are installed apart, and may be replaced, with what they bring."""


def of_extras() -> set[str]:
    """The packages of these extras and those that they require themselves."""
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    named = {_name(text) for extra in WITH_WEAK for text in extras[extra]}
    brought = {_name(text) for name in named for text in distribution(name).requires or ()}
    return named | brought


def _name(requirement: str) -> str:
    return re.split(r"[=<>~; \[]", requirement)[0]


@pytest.mark.parametrize("name", locked())
def test_no_package_has_a_licence_that_would_bind_the_project(name: str) -> None:
    try:
        stated = licence(distribution(name))
    except PackageNotFoundError:
        return  # locked for another system or Python version
    stated = stated or STATED_ELSEWHERE.get(name, "")
    assert stated, "no licence is stated"
    assert not STRONG.search(stated), stated
    assert not WEAK.search(stated) or name in of_extras() | CHECKERS | AS_LIBRARIES, stated


def test_nothing_is_required_that_nothing_imports() -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    sources = "\n".join(path.read_text(encoding="utf-8") for path in (REPOSITORY / "src").rglob("*.py"))
    modules = {"pillow": "PIL"}
    unused = [
        name
        for name in (re.split(r"[=<>~]", text)[0] for text in project["dependencies"])
        if not re.search(
            rf"^\s*(from|import) {modules.get(name, name.replace('-', '_'))}\b", sources, re.MULTILINE
        )
    ]
    assert unused == []


@pytest.mark.parametrize(
    ("text", "strong", "weak"),
    [
        ("AGPL-3.0-only", True, False),
        ("License :: OSI Approved :: GNU General Public License v3 (GPLv3)", True, False),
        ("GPL-2.0-or-later", True, False),
        ("LGPL-3.0-or-later", False, True),
        ("MIT OR Apache-2.0", False, False),
    ],
)
def test_licences_are_told_apart(text: str, strong: bool, weak: bool) -> None:
    assert (bool(STRONG.search(text)), bool(WEAK.search(text))) == (strong, weak)
