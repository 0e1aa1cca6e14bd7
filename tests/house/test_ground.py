"""What has one home on the ground is spelled nowhere else: ids, persons, moments, progress."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.house.support import REPOSITORY, SOURCE, modules, place

HOMES = {SOURCE / f"{name}.py" for name in ("parties", "moments", "progress", "canonical")}
PARTY_WORDS = re.compile(
    r"authorit|person|reader|recipient|sender|owner|who\b|said_by|reported_by|judge|country|whose",
    re.IGNORECASE,
)
"""Names of values that are an authority or a person."""
AUTHORITY_GRAMMAR = re.compile(r"\[A-Z\](\{2\}|\[A-Z0-9\]\*)")
TIME_GRAMMAR = re.compile(r"%Y-%m-%dT%H|T\[0-9\]\{2\}:")
CUTS = {"split", "rsplit", "partition", "rpartition"}


def elsewhere() -> Iterator[tuple[Path, ast.AST]]:
    """Every node of the source outside the homes; the public site knows no authorities."""
    for path, tree in modules():
        if path not in HOMES and "campaign" not in path.parts:
            yield from ((path, node) for node in ast.walk(tree))


def takes_a_party_apart(node: ast.AST) -> bool:
    """Whether a node cuts something that is named like an authority or a person."""
    match node:
        case ast.Call(func=ast.Attribute(value=cut, attr=attr), args=[ast.Constant(value="/" | "-"), *_]):
            return attr in CUTS and bool(PARTY_WORDS.search(ast.unparse(cut)))
        case ast.Subscript(value=cut, slice=ast.Slice(lower=None, upper=ast.Constant(value=2))):
            typed = isinstance(cut, ast.Call) and ast.unparse(cut.func).endswith(".upper")
            return typed or bool(PARTY_WORDS.search(ast.unparse(cut)))
        case ast.JoinedStr():
            return bool(re.search(r"\{[^{}]*(authority|reader|coordinator|sender)\}/\{", ast.unparse(node)))
    return False


def test_nothing_takes_an_authority_or_a_person_apart_but_their_home() -> None:
    """Review 1: three grammars and twelve places that split on a slash."""
    assert [place(path, node) for path, node in elsewhere() if takes_a_party_apart(node)] == []


def test_the_grammars_of_ids_and_moments_stand_in_one_place() -> None:
    spelled = [
        place(path, node)
        for path, node in elsewhere()
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if AUTHORITY_GRAMMAR.search(node.value) or TIME_GRAMMAR.search(node.value)
    ]
    assert spelled == []


def test_what_reports_progress_is_defined_once() -> None:
    assert [
        place(path, node)
        for path, node in elsewhere()
        if "[[int, int], None]" in ast.unparse(node)
        and isinstance(node, ast.Assign | ast.AnnAssign | ast.arg)
    ] == []


def test_both_verifiers_and_the_page_give_the_same_grammar() -> None:
    grammar = re.search(
        r're\.compile\(r"(\[A-Z\]\{2\}.*?)", re', (SOURCE / "parties.py").read_text(encoding="utf-8")
    )
    assert grammar
    formats = REPOSITORY / "docs" / "formats"
    assert f"/^{grammar[1]}$/" in (formats / "verify.mjs").read_text(encoding="utf-8")
    assert f"`{grammar[1]}`" in (formats / "sealed-file.md").read_text(encoding="utf-8")


def test_the_test_sees_what_it_forbids() -> None:
    for text in (
        'person.partition("/")',
        'authority.split("-", 1)',
        "authority[:2]",
        "text.upper()[:2]",
        'f"{self.authority}/{name}"',
    ):
        assert any(takes_a_party_apart(node) for node in ast.walk(ast.parse(text))), text
    for text in ('path.split("/")', "pairs[:2]", 'f"{folder}/{name}"'):
        assert not any(takes_a_party_apart(node) for node in ast.walk(ast.parse(text))), text
