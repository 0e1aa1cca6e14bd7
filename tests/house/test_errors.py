"""Every error that a caller can act on says what to do about it."""

import ast

from tests.house.support import modules, place

TREES = list(modules())


def bases_of(node: ast.ClassDef) -> set[str]:
    return {base.attr if isinstance(base, ast.Attribute) else getattr(base, "id", "") for base in node.bases}


def families() -> set[str]:
    """The names of all classes of errors with a remedy: MozaikError and what comes from it."""
    known = {"MozaikError"}
    classes = [node for _, tree in TREES for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    while added := {node.name for node in classes if bases_of(node) & known} - known:
        known |= added
    return known


def writes_its_own_remedy(node: ast.ClassDef) -> bool:
    """Whether a class takes no remedy because it gives one itself."""
    return any(
        isinstance(part, ast.Call) and any(word.arg == "remedy" for word in part.keywords)
        for part in ast.walk(node)
    )


def test_every_error_that_is_made_says_its_remedy() -> None:
    """Review 1: of 207 errors 39 left the reader alone."""
    by_themselves = {
        node.name
        for _, tree in TREES
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef) and writes_its_own_remedy(node)
    }
    must_say = families() - by_themselves
    left_alone = [
        place(path, node)
        for path, tree in TREES
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in must_say
        and not any(word.arg in ("remedy", None) for word in node.keywords)
    ]
    assert left_alone == []


def test_no_remedy_is_empty() -> None:
    empty = [
        place(path, node)
        for path, tree in TREES
        for node in ast.walk(tree)
        if isinstance(node, ast.keyword) and node.arg == "remedy"
        if isinstance(node.value, ast.Constant) and not str(node.value.value).strip()
    ]
    assert empty == []
