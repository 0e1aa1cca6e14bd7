"""Completion, colours, quiet and verbose runs (review 14, 10)."""

import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest

from mozaik.cli.main import COMMANDS
from tests.cli.test_options import House

MOZAIK = str(Path(sys.executable).with_name("mozaik"))


def completed(*words: str) -> list[str]:
    """What bash is offered behind these words."""
    env = {**os.environ, "_MOZAIK_COMPLETE": "bash_complete", "COMP_WORDS": " ".join(("mozaik", *words)),
           "COMP_CWORD": str(len(words))}  # fmt: skip
    said = subprocess.run([MOZAIK], env=env, capture_output=True, text=True, check=False)
    return [line.partition(",")[2] for line in said.stdout.splitlines()]


def test_commands_options_and_choices_are_completed() -> None:
    assert completed("hi") == ["hits"]
    assert {"--kind", "--new"} <= set(completed("hits", "--"))
    assert completed("hits", "--kind", "pi") == ["picture"]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_gets_its_script(tmp_path: Path, shell: str) -> None:
    script = House(tmp_path).done("completion", shell)
    assert "_MOZAIK_COMPLETE" in script
    assert f"{shell}_complete" in script
    assert "completion" in COMMANDS


def on_a_terminal(*words: str, **env: str) -> str:
    """What the program writes to a terminal, escapes and all."""
    ours, theirs = pty.openpty()
    env = {**os.environ, "TERM": "xterm", **env}
    command = [MOZAIK, *words]
    ended = subprocess.run(command, env=env, stdin=theirs, stdout=theirs, stderr=theirs, check=False)
    os.close(theirs)
    said = os.read(ours, 65536).decode()
    os.close(ours)
    assert ended.returncode == 2
    return said


def test_an_error_is_coloured_on_a_terminal_alone_and_not_where_nobody_wants_it() -> None:
    assert "\x1b[31mmozaik:\x1b[0m there is no such command" in on_a_terminal("hist", NO_COLOR="")
    assert "\x1b" not in on_a_terminal("hist", NO_COLOR="1")
    said = subprocess.run([MOZAIK, "hist"], capture_output=True, text=True, check=False).stderr
    assert "\x1b" not in said


def test_verbose_says_what_is_used_and_how_long_it_took(tmp_path: Path) -> None:
    house = House(tmp_path)
    code, out, err = house.run("-v", "keys", "list", MOZAIK_OWNER="SI-GPD")
    assert code == 0
    assert "owner: SI-GPD (from MOZAIK_OWNER)" in err
    assert re.search(r"took \d+\.\d s", err)
    assert "took" not in out
    assert house.run("--quiet", "keys", "list")[:2] == (0, out)
