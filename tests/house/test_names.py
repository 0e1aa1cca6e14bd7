"""Names say the thing; a table, a value and terms have one word on the whole way of a row (GLOSSARY.md)."""

import ast
import re
from collections.abc import Iterator

from tests.house.support import SOURCE, modules, place

SAY_NOTHING = frozenset({"one", "found", "thing", "things"})
"""Names of what is held that could be anything."""

RETIRED = re.compile(r"\b(tbl|table_name|(?:fact|judge)_terms|normal(?! form))\b")
"""Second words for a table's name, terms and a value: in names and in SQL."""

SEALED_COLUMN = {
    "records/tables.py": "selectors.normal is a column of the format",
    "triage/rows.py": "writes it",
    "node/requests.py": "writes it",
    "crosscheck/matchers/selector.py": "reads it",
    "release/pointing.py": "reads it",
    "release/searching.py": "searches it",
    "desk/trimming.py": "looks whether it stands in rows that stay",
}
OTHERS = {
    "rehearsal/compare.py": "a score counts what was planted, found, missed, false and leaked",
    "cli/forms/rehearsal.py": "the form of that count",
    "campaign/film/script.py": "things are drawn beside people",
}


def held(tree: ast.Module) -> Iterator[tuple[ast.AST, str]]:
    """The names that a module gives to what it holds: variables, fields and parameters."""
    for node in ast.walk(tree):
        if isinstance(node, ast.arg):
            yield node, node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node, node.id


def test_a_name_says_what_it_holds() -> None:
    vague = [
        f"{place(path, node)} {name}"
        for path, tree in modules()
        if path.relative_to(SOURCE).as_posix() not in OTHERS
        for node, name in held(tree)
        if name in SAY_NOTHING
    ]
    assert vague == []


def test_table_value_and_terms_have_one_word_each() -> None:
    second = [
        f"{place(path, node)} {word[0]}"
        for path, tree in modules()
        if path.relative_to(SOURCE).as_posix() not in SEALED_COLUMN
        for node, text in [*held(tree), *texts(tree)]
        if (word := RETIRED.search(text))
    ]
    assert second == []


def texts(tree: ast.Module) -> Iterator[tuple[ast.AST, str]]:
    """The texts of a module that are not its docstrings: SQL and keys among them."""
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node, node.value
