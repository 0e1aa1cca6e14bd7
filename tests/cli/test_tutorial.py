"""The pages of a fresh reader work as they are printed: README on one machine, the tutorial on three."""

import csv
import re
from pathlib import Path

import pytest

from tests.cli.pages import Reader, commands_of
from tests.conftest import REPOSITORY

MACHINES = ("SI-GPD", "HR-MUP", "EU-EC3")


def test_the_tutorial_runs_as_it_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """(review 14, 10) A fresh reader gets from three empty folders to a released package."""
    for name in MACHINES:
        (tmp_path / name).mkdir()
    reader = Reader(tmp_path, monkeypatch, capsys, lambda: hits(tmp_path)[0]["reference"][:10])
    lines = (REPOSITORY / "docs" / "tutorial.md").read_text(encoding="utf-8").splitlines()
    for at, line, written in commands_of(lines):
        machine = machine_at(lines, at)
        monkeypatch.chdir(tmp_path / machine)
        monkeypatch.setenv("MOZAIK_HOME", str(tmp_path / "homes" / machine))
        reader.do(line, written)
    arrived = tmp_path / "SI-GPD"
    assert (arrived / "package.pdf").read_bytes().startswith(b"%PDF")
    (hit,) = hits(tmp_path)
    assert (hit["kind"], hit["values"]) == ("selector", "maple@mail.example")


def machine_at(lines: list[str], at: int) -> str:
    """The machine that was named last above a line."""
    named = (re.match(r"(SI-GPD|HR-MUP|EU-EC3)\b", line) for line in reversed(lines[:at]))
    return next(name[1] for name in named if name)


def hits(place: Path) -> list[dict[str, str]]:
    """The hits that the coordinator wrote into a table."""
    return list(csv.DictReader((place / "EU-EC3" / "hits.csv").read_text(encoding="utf-8").splitlines()))


def test_readme_leads_from_an_empty_folder_to_a_released_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """(review 14, done when) Nothing beside README is opened on the way."""
    page = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    section = page.split("\n## From an empty folder to a released package\n")[1].split("\n## ")[0]
    lines = [line for _, line, _ in commands_of(section.splitlines())]
    told = ""

    def reference() -> str:
        shown = re.search(r"\bH-[A-Z2-7]+", told)
        assert shown, told
        return shown[0]

    monkeypatch.chdir(tmp_path)
    reader = Reader(tmp_path, monkeypatch, capsys, reference)
    assert [line.partition(" ")[0] for line in lines[:3]] == ["make", "export", "cd"]
    for line in lines[3:]:
        said = reader.do(line)
        told = said if line.startswith("mozaik hits ") else told
        if line.startswith("mozaik package "):
            assert "leads 1, from confirmed hits 1" in said
    assert re.search(r"1  H-\w+ +selector +email", told)
    assert Path("package.pdf").read_bytes().startswith(b"%PDF")
    assert len(lines) < 30
