"""Change one rule at a time and see a test die: `make mutate`, or `python -m tests.soak.mutate [ROOM ...]`.

A mutant is one small change of one expression in a rule room: a comparison turned, a number moved, `and`
for `or`, a condition negated, a call of `min` for `max`, the end of a pattern taken away. The tests named
here for the file must fail for every mutant. One that survives is printed with its place: either a test is
missing, or the code says more than it needs to. The checkout stays as it is: mutants live in a copy.
"""

import argparse
import ast
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
RULES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "terms": (("src/mozaik/terms/rule.py", "src/mozaik/terms/model.py"), ("tests/terms",)),
    "operation": (
        tuple(
            f"src/mozaik/operation/{name}.py"
            for name in ("model", "roles", "taking_part", "versions", "vouching")
        ),
        ("tests/operation",),
    ),
    "names": (("src/mozaik/names/comparison.py", "src/mozaik/names/written.py"), ("tests/names",)),
    "records": (
        tuple(
            f"src/mozaik/records/{name}.py"
            for name in ("rules", "values", "custody", "facts", "statements", "subjects", "source", "accept")
        ),
        ("tests/records",),
    ),
    "intake": (
        tuple(
            f"src/mozaik/intake/{name}.py"
            for name in (
                "export",
                "formula",
                "exports/hash_csv",
                "exports/vics",
                "case_export",
                "reference_list",
                "sources/zip_directory",
                "source",
            )
        ),
        ("tests/intake",),
    ),
    "acts": (
        tuple(f"src/mozaik/acts/{name}.py" for name in ("folder", "node", "numbers", "received", "said")),
        ("tests/acts",),
    ),
    "rank": (("src/mozaik/release/rank.py",), ("tests/release",)),
    "seal": (("src/mozaik/seal/verify.py", "src/mozaik/seal/signatures.py"), ("tests/seal",)),
    "chain": (("src/mozaik/chain/log.py", "src/mozaik/chain/entry.py"), ("tests/chain",)),
    "figures": (("src/mozaik/figures/counters.py", "src/mozaik/figures/visible.py"), ("tests/figures",)),
    "selectors": (
        ("src/mozaik/selectors/kinds/email.py", "src/mozaik/selectors/codec.py"),
        ("tests/selectors",),
    ),
}
"""Room of a rule: the files that hold it, and the tests that must notice a change."""

TURNED: dict[type[ast.cmpop], str] = {
    ast.Lt: "<=", ast.LtE: "<", ast.Gt: ">=", ast.GtE: ">", ast.Eq: "!=", ast.NotEq: "==",
    ast.In: "not in", ast.NotIn: "in", ast.Is: "is not", ast.IsNot: "is",
}  # fmt: skip
SWAPPED = {"min": "max", "max": "min", "any": "all", "all": "any"}
SECONDS = 300


@dataclass(frozen=True, slots=True)
class Mutant:
    """One changed place: the text from `start` to `end` (offsets in bytes) becomes `text`."""

    path: str
    line: int
    start: int
    end: int
    text: str
    says: str


def mutants_of(path: str) -> Iterator[Mutant]:
    """Every small change of a file, in the order of its lines."""
    source = (REPOSITORY / path).read_bytes()
    starts = [0]
    for line in source.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))

    def place(line: int, column: int) -> int:
        return starts[line - 1] + column

    def of(node: ast.expr, text: str) -> Mutant:
        first = place(node.lineno, node.col_offset)
        last = place(node.end_lineno or node.lineno, node.end_col_offset or 0)
        return Mutant(path, node.lineno, first, last, text, f"{ast.unparse(node)[:60]}  ->  {text[:60]}")

    tree = ast.parse(source)
    left_alone = {
        id(part) for node in ast.walk(tree) for whole in _left_alone(node) for part in ast.walk(whole)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.expr) and id(node) not in left_alone:
            for text in _changes(node):
                yield of(node, text)


def _left_alone(node: ast.AST) -> list[ast.expr]:
    """What is never changed: formatted texts, whose inner places are not told, and decorators."""
    match node:
        case ast.JoinedStr():
            return [node]
        case ast.ClassDef(decorator_list=decorators) | ast.FunctionDef(decorator_list=decorators):
            return decorators
        case _:
            return []


def _changes(node: ast.expr) -> Iterator[str]:
    """The texts that may stand for an expression."""
    match node:
        case ast.Compare(left=left, ops=[operator], comparators=[right]):
            yield f"({ast.unparse(left)} {TURNED[type(operator)]} {ast.unparse(right)})"
        case ast.BoolOp(op=ast.And(), values=values):
            yield "(" + " or ".join(f"({ast.unparse(value)})" for value in values) + ")"
        case ast.BoolOp(op=ast.Or(), values=values):
            yield "(" + " and ".join(f"({ast.unparse(value)})" for value in values) + ")"
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield f"(bool({ast.unparse(operand)}))"
        case ast.Constant(value=bool() as truth):
            yield str(not truth)
        case ast.Constant(value=int() as number):
            yield str(number + 1)
        case ast.IfExp(test=test, body=body, orelse=orelse):
            yield f"({ast.unparse(orelse)} if ({ast.unparse(test)}) else {ast.unparse(body)})"
        case ast.Call(func=ast.Name(id=name), args=arguments) if name in SWAPPED and arguments:
            yield f"{SWAPPED[name]}({', '.join(map(ast.unparse, arguments))})"
        case ast.Constant(value=str() as text) if text.endswith(("$", r"\Z")) or text.startswith("^"):
            yield repr(text.removesuffix("$").removesuffix(r"\Z").removeprefix("^"))


def survives(mutant: Mutant, copy: Path, tests: tuple[str, ...]) -> bool:
    """Whether the tests pass with the changed file in place; the file is as before afterwards."""
    target = copy / mutant.path
    whole = target.read_bytes()
    target.write_bytes(whole[: mutant.start] + mutant.text.encode() + whole[mutant.end :])
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-x",
        "-p",
        "no:randomly",
        "-p",
        "no:cacheprovider",
        *tests,
    ]
    environment = {**os.environ, "PYTHONPATH": str(copy / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        done = subprocess.run(
            command, cwd=copy, env=environment, capture_output=True, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return False
    finally:
        target.write_bytes(whole)
    return done.returncode == 0


def main() -> int:
    """Try every mutant of the named rooms; exit code 1 when one survives."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("rooms", nargs="*", metavar="ROOM", help=f"of {', '.join(RULES)}; all by default")
    rooms = parser.parse_args().rooms or list(RULES)
    if unknown := [room for room in rooms if room not in RULES]:
        parser.error(f"no rules are listed for {', '.join(unknown)}; known: {', '.join(RULES)}")
    alive = tried = 0
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "mozaik"
        shutil.copytree(REPOSITORY, copy, ignore=shutil.ignore_patterns(".*", "demo", "__pycache__"))
        (Path(folder) / "shared").symlink_to(REPOSITORY.parent / "shared")
        for room in rooms:
            paths, tests = RULES[room]
            for mutant in (mutant for path in paths for mutant in mutants_of(path)):
                tried += 1
                if survives(mutant, copy, tests):
                    alive += 1
                    sys.stdout.write(f"survives: {mutant.path}:{mutant.line}  {mutant.says}\n")
                    sys.stdout.flush()
    sys.stdout.write(f"{tried} mutants, {alive} survived\n")
    return 1 if alive else 0


if __name__ == "__main__":
    sys.exit(main())
