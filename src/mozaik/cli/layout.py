"""Text that fits a narrow screen: lines under labels, each rest below its own beginning."""

import textwrap
from collections.abc import Iterable, Iterator
from typing import TypeAlias

WIDTH = 80

Line: TypeAlias = tuple[str, str]
"""What stands before a text, and the text, which goes on below its own beginning."""


def laid_out(lines: Iterable[Line]) -> str:
    """Lines as text of at most `WIDTH` columns."""
    return "".join(f"{row}\n" for before, text in lines for row in _wrapped(before, text))


def _wrapped(before: str, text: str) -> list[str]:
    """A text of at most `WIDTH` columns with its rest below where it begins; values stay whole."""
    clean = "".join(letter if letter.isprintable() else "\ufffd" for letter in text)
    return textwrap.wrap(
        clean,
        WIDTH,
        initial_indent=before,
        subsequent_indent=" " * len(before),
        break_long_words=False,
        break_on_hyphens=False,
        drop_whitespace=True,
    ) or [before.rstrip()]


def labelled(rows: Iterable[Line]) -> Iterator[Line]:
    """Rows under their labels; a label stands once above what follows under it."""
    lines = list(rows)
    width = max(len(label) for label, _ in lines) + 1
    last = ""
    for label, text in lines:
        yield f"   {'' if label == last else label:<{width}}", text
        last = label
