"""How the source is written: docstrings, size, and what no room may do."""

import ast
import re
from pathlib import Path

import pytest

from tests.house.support import REPOSITORY, ROOMS, SOURCE, modules, place, public

MOST_LINES, MOST_FUNCTION_LINES = 310, 60
NO_NETWORK = {
    "aiohttp", "ftplib", "http", "httpx", "requests", "smtplib", "socket", "socketserver", "ssl", "urllib",
    "urllib3", "xmlrpc",
}  # fmt: skip
NO_CODE_FROM_DATA = {"marshal", "multiprocessing", "pickle", "shelve"}
PURE_PARTS = {"urllib.parse"}
"""Parsing an address opens no connection."""
LISTENS = {"src/mozaik/campaign/serve.py": {"http", "http.server"}}
"""Shows the public site on the loopback address; it answers and never asks."""
HANDS_OVER = {
    "src/mozaik/triage/forking.py": {"socket"},
    "src/mozaik/triage/fork_server.py": {"socket"},
}
"""Hand descriptors to the process that forks parser children, over a pair of sockets without an address."""


def test_every_public_thing_says_in_one_sentence_what_it_is() -> None:
    silent = []
    for path, tree in modules():
        if path.parent.name == "migrations":  # written by Django
            continue
        for node in public(tree):
            first = (ast.get_docstring(node) or "").partition("\n\n")[0]
            if not first.endswith((".", ":")) or "\n" in first:
                silent.append(place(path, node))
    assert silent == []


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.name)
def test_every_room_says_what_it_decides_and_names_what_it_gives(room: Path) -> None:
    tree = ast.parse((room / "__init__.py").read_text(encoding="utf-8"))
    assert len((ast.get_docstring(tree) or "").split()) >= 6
    names = [
        ast.literal_eval(node.value)
        for node in tree.body
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "__all__"
    ]
    given = {
        alias.asname or alias.name
        for node in (
            *tree.body,
            *(line for each in tree.body if isinstance(each, ast.If) for line in each.body),
        )
        if isinstance(node, ast.ImportFrom) and node.module != "typing"
        for alias in node.names
    }
    assert {name for listed in names for name in listed} >= {name for name in given if name[0] != "_"}


def test_files_and_functions_stay_short() -> None:
    long = [path.name for path, _ in modules() if len(path.read_bytes().splitlines()) > MOST_LINES]
    for path, tree in modules():
        for node in ast.walk(tree):
            if (
                isinstance(node, ast.FunctionDef)
                and (node.end_lineno or 0) - node.lineno >= MOST_FUNCTION_LINES
            ):
                long.append(place(path, node))
    assert long == []


def imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.module and not node.level:
        return [node.module]
    return []


def test_nothing_opens_a_connection_or_runs_data() -> None:
    forbidden = NO_NETWORK | NO_CODE_FROM_DATA
    found = [
        f"{place(path, node)} {name}"
        for path, tree in modules()
        for node in ast.walk(tree)
        for name in imported(node)
        if name.partition(".")[0] in forbidden
        and name
        not in PURE_PARTS | (LISTENS | HANDS_OVER).get(path.relative_to(REPOSITORY).as_posix(), set())
    ]
    assert found == []


def test_a_pair_of_sockets_reaches_no_other_host() -> None:
    """What hands descriptors over gives no socket an address, and connects none."""
    for name in HANDS_OVER:
        tree = ast.parse((REPOSITORY / name).read_text(encoding="utf-8"))
        attributes = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
        assert not attributes & {
            "bind",
            "connect",
            "connect_ex",
            "create_connection",
            "create_server",
            "sendto",
        }


def called(node: ast.Call) -> str:
    return ast.unparse(node.func)


def test_no_text_becomes_code_or_a_shell_command() -> None:
    found = []
    for path, tree in modules():
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call):
                continue
            runs = called(node) in {"eval", "exec", "compile", "os.system", "os.popen"}
            shell = any(
                word.arg == "shell" and getattr(word.value, "value", None) is not False
                for word in node.keywords
            )
            if runs or shell:
                found.append(place(path, node))
    assert found == []


def test_what_no_case_names_is_an_error() -> None:
    """A default that goes on would take in whatever kind is added next."""
    found = [
        place(path, case.pattern)
        for path, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.Match)
        for case in node.cases
        if isinstance(case.pattern, ast.MatchAs)
        and case.pattern.pattern is None
        and case.guard is None
        and not isinstance(last := case.body[-1], ast.Raise)
        and not (isinstance(last, ast.Expr) and "assert_never" in ast.unparse(last))
    ]
    assert found == []


BY_POSITION = re.compile(r"INSERT INTO \S+\s+(?!BY NAME|\(|$)")


def test_rows_are_inserted_by_name() -> None:
    """By position, a new column would shift what follows it (review 1: over 17 columns)."""
    shifted = [
        place(path, node)
        for room in ("crosscheck", "release", "triage")
        for path, tree in modules(SOURCE / room)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and BY_POSITION.search(node.value)
    ]
    assert shifted == []


def test_only_commands_write_to_the_terminal() -> None:
    found = [
        place(path, node)
        for path, tree in modules()
        if path.parent != SOURCE / "cli"
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and called(node) in {"print", "click.echo", "input"}
    ]
    assert found == []


def test_no_room_asks_the_clock() -> None:
    clocks = {"datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time"}
    found = [
        place(path, node)
        for path, tree in modules()
        if path.parent != SOURCE / "cli" and path != SOURCE / "hub" / "clock.py"
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and called(node) in clocks
    ]
    assert found == []


def test_nothing_is_left_to_do_and_no_check_is_silenced_without_its_code() -> None:
    marks = ("TO" + "DO", "FIX" + "ME", "type: ignore\n", "noqa\n")
    found = [
        f"{path.relative_to(REPOSITORY)}: {mark.strip()}"
        for folder in ("src", "tests", "benchmarks", "handbook")
        for path in sorted((REPOSITORY / folder).rglob("*.py"))
        if ".venv" not in path.parts
        for mark in marks
        if f"# {mark}" in path.read_text(encoding="utf-8")
    ]
    assert found == []
