"""What a set's own report says was not read comes out in the language that is spoken (review 1, item 7)."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from mozaik.wording import explain_obstacle, speaking
from tests.house.support import SOURCE
from tests.wording.pseudo import latin_words, pseudo_language

PARSERS = sorted(
    [
        *(SOURCE / "intake" / "sources").glob("*.py"),
        *(SOURCE / "intake" / "exports").glob("*.py"),
        *(SOURCE / "intake" / name for name in ("case_export.py", "reference_list.py")),
        *(
            SOURCE / "triage" / f"{name}.py"
            for name in (
                "child",
                "content",
                "examine",
                "file_type",
                "follow",
                "members",
                "picture",
                "process",
                "text",
            )
        ),
    ]
)
SENTENCE = re.compile(r"(?!SELECT|PRAGMA|CREATE)[A-Za-z7][\w' ,.:;()?-]* [\w' ,.:;()?-]*")
NO_REASONS = {
    "disk image",
    "a disk image",
    "an archive",
    "an encrypted store",
    "a file system",
    "Android backup",
    "top-level domains",
    "noise lists",
    "7 is unreadable",
    "flag 7 is unreadable",
    "it has two different values of 7",
}
"""Names, and what is said of a field by its name; these are looked at apart."""
FIELDS = ("size", "quality", "submissions")
FLAGS = ("victim_identified", "offender_identified", "is_distributed", "victimidentified")
HASHES = ("md5", "sha1", "pdq")


def reasons(tree: ast.Module) -> Iterator[str]:
    """The texts of two words or more that are neither docstrings nor parts of an error; values are 7."""
    left_out = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        is_error = isinstance(node, ast.Call) and (
            {"remedy", "why"} & {word.arg for word in node.keywords}
            or ast.unparse(node.func) == "NonsenseError"
        )
        if is_error or isinstance(node, ast.JoinedStr):
            left_out |= {id(part) for part in ast.walk(node) if part is not node}
    for node in ast.walk(tree):
        if id(node) in left_out:
            continue
        if isinstance(node, ast.JoinedStr):
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else "7" for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


@pytest.mark.parametrize("path", PARSERS, ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_a_reason_of_a_parser_is_in_the_catalogue(path: Path, tmp_path: Path) -> None:
    texts = set(reasons(ast.parse(path.read_text(encoding="utf-8")))) - NO_REASONS
    with speaking(pseudo_language(tmp_path)):
        left = [t for t in texts if SENTENCE.fullmatch(t) and latin_words(explain_obstacle(t))]
    assert left == []


def test_a_field_that_cannot_be_read_is_named_in_the_language(tmp_path: Path) -> None:
    named = [*FIELDS, "category", *(f"flag {name}" for name in FLAGS)]
    told = [f"{name} is unreadable" for name in named]
    told += [f"it has two different values of {name}" for name in HASHES]
    with speaking(pseudo_language(tmp_path)):
        assert [text for text in told if latin_words(explain_obstacle(text))] == []
    assert [explain_obstacle(text) for text in told] == told
