"""The tutorial works as it is printed: three authorities on three machines, command by command."""

import csv
import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from mozaik.cli.main import main
from tests.conftest import REPOSITORY

MACHINES = ("SI-GPD", "HR-MUP", "EU-EC3")


def steps() -> Iterator[tuple[str, str, str]]:
    """Each command of the page: its machine, its line, and what it writes if it is a `cat >`."""
    machine, written = "", list[str]()
    lines = (REPOSITORY / "docs" / "tutorial.md").read_text(encoding="utf-8").splitlines()
    for at, line in enumerate(lines):
        if not line.startswith("    "):
            named = re.match(r"(SI-GPD|HR-MUP|EU-EC3)\b", line)
            machine = named[1] if named else machine
        elif not line.startswith("        "):
            rest = lines[at + 1 :]
            end = next((n for n, each in enumerate(rest) if not each.startswith("        ")), len(rest))
            written = [each[8:] for each in rest[:end]]
            yield machine, line.strip(), "".join(f"{each}\n" for each in written)


def test_the_tutorial_runs_as_it_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """(review 14, 10) A fresh reader gets from three empty folders to a released package."""
    for name in ("MOZAIK_KEY", "MOZAIK_TRUST", "MOZAIK_OWNER", "MOZAIK_EDITION", "MOZAIK_OPERATION"):
        monkeypatch.delenv(name, raising=False)
    for machine in MACHINES:
        (tmp_path / machine).mkdir()
    for machine, line, written in steps():
        monkeypatch.chdir(tmp_path / machine)
        monkeypatch.setenv("MOZAIK_HOME", str(tmp_path / "homes" / machine))
        run(line, written, tmp_path, capsys)
    arrived = tmp_path / "SI-GPD"
    assert (arrived / "package.pdf").read_bytes().startswith(b"%PDF")
    (hit,) = hits(tmp_path)
    assert (hit["kind"], hit["values"]) == ("selector", "maple@mail.example")


def hits(place: Path) -> list[dict[str, str]]:
    """The hits that the coordinator wrote into a table."""
    return list(csv.DictReader((place / "EU-EC3" / "hits.csv").read_text(encoding="utf-8").splitlines()))


def run(line: str, written: str, place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Do what a line says; a command must end well."""
    line, _, target = line.partition(" > ")
    words = shlex.split(line)
    match words[0]:
        case "cat":
            Path(target).write_text(written, encoding="utf-8")
        case "mkdir":
            Path(words[1]).mkdir()
        case "cp":
            for source in words[1:-1]:
                shutil.copy(place / source, words[-1])
        case "mozaik":
            if "REFERENCE" in words:
                words[words.index("REFERENCE")] = hits(place)[0]["reference"][:10]
            with pytest.raises(SystemExit) as ended:
                main(words[1:])
            said = capsys.readouterr()
            assert ended.value.code == 0, f"{line}: {said.err}"
            if target:
                Path(target).write_text(said.out, encoding="utf-8")
        case _:
            pytest.fail(f"the test does not know how to do: {line}")
