"""The program as a whole: every command is documented, and every fault is one plain sentence."""

import re
import subprocess
import sys
from pathlib import Path

import click
import pytest

from mozaik.cli import main as program
from mozaik.cli.common import counted
from tests.conftest import REPOSITORY

COMMANDS = sorted(program.COMMANDS)


def loaded(name: str) -> click.Command:
    command = program.LazyGroup().get_command(click.Context(program.program), name)
    assert command is not None
    return command


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_examples(name: str) -> None:
    command = loaded(name)
    parts = list(command.commands.values()) if isinstance(command, click.Group) else [command]
    for part in parts:
        assert part.help, part.name
        assert "Example" in part.help, part.name
        assert f"mozaik {name}" in part.help, part.name
        for parameter in part.params:
            if isinstance(parameter, click.Option) and not parameter.hidden:
                assert parameter.help, f"{name} {parameter.opts}"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_speaks_json(name: str) -> None:
    command = loaded(name)
    parts = list(command.commands.values()) if isinstance(command, click.Group) else [command]
    for part in parts:
        assert "--json" in {option for parameter in part.params for option in parameter.opts}, part.name


@pytest.mark.parametrize("name", COMMANDS)
def test_the_readme_shows_every_command(name: str) -> None:
    readme = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    assert f"mozaik {name} " in readme


def test_options_named_in_the_readme_exist() -> None:
    readme = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    for line in re.findall(r"^    mozaik .*$", readme, flags=re.MULTILINE):
        for call in line.split("#")[0].split("&&"):
            words = call.split()
            command = loaded(words[1])
            command = command.commands[words[2]] if isinstance(command, click.Group) else command
            known = {option for parameter in command.params for option in parameter.opts}
            assert {word for word in words if word.startswith("-")} <= known, call


def test_a_fault_of_the_program_tells_its_place_and_no_value(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(**_: object) -> None:
        raise RuntimeError("maple@mail.example")

    monkeypatch.setattr(program.program, "main", fail)
    with pytest.raises(SystemExit) as caught:
        program.main([])
    said = capsys.readouterr().err
    assert caught.value.code == 4
    assert "RuntimeError" in said
    assert "maple" not in said


def test_help_answers_without_loading_the_engines() -> None:
    code = (
        "import sys; from mozaik.cli.main import program\n"
        "try: program.main(['--help'], standalone_mode=False)\n"
        "finally: print(sorted({'numba', 'duckdb', 'pyarrow'} & set(sys.modules)))"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert said.strip().endswith("[]")


def test_the_two_commands_of_the_readme_are_in_the_makefile() -> None:
    makefile = Path(REPOSITORY / "Makefile").read_text(encoding="utf-8")
    assert re.search(r"^demo:", makefile, flags=re.MULTILINE)
    assert re.search(r"^test:", makefile, flags=re.MULTILINE)


def test_a_stopped_run_says_what_became_of_its_files(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stop(**_: object) -> None:
        raise click.exceptions.Abort

    monkeypatch.setattr(program.program, "main", stop)
    with pytest.raises(SystemExit) as caught:
        program.main([])
    assert caught.value.code == 130
    assert "run the command again" in capsys.readouterr().err


def test_a_number_goes_with_its_noun() -> None:
    assert [counted(1, "country"), counted(2, "country"), counted(11, "authority")] == [
        "1 country",
        "2 countries",
        "11 authorities",
    ]
    assert [counted(0, "list"), counted(1, "list"), counted(2000, "list")] == [
        "0 lists",
        "1 list",
        "2,000 lists",
    ]
