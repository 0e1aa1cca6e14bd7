"""The tree of the project as the tests of its style read it: parsed, never run."""

import ast
from collections.abc import Iterator
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
SOURCE = REPOSITORY / "src" / "mozaik"
ROOMS = tuple(sorted(folder for folder in SOURCE.iterdir() if (folder / "__init__.py").is_file()))

Documented = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


def modules(folder: Path = SOURCE) -> Iterator[tuple[Path, ast.Module]]:
    """Every Python file below a folder, with its syntax tree."""
    for path in sorted(folder.rglob("*.py")):
        yield path, ast.parse(path.read_text(encoding="utf-8"))


def place(path: Path, node: ast.AST) -> str:
    """Where something stands, as an editor opens it."""
    return f"{path.relative_to(REPOSITORY)}:{getattr(node, 'lineno', 1)}"


def public(tree: ast.Module) -> Iterator[Documented]:
    """A module, its public functions and classes, and the public methods of these classes."""
    yield tree
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            yield node
            if isinstance(node, ast.ClassDef):
                yield from (
                    part
                    for part in node.body
                    if isinstance(part, ast.FunctionDef) and not part.name.startswith("_")
                )
