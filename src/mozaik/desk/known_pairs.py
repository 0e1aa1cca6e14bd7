"""A CSV of pairs of names whose answer is known, as whoever measures the comparison writes it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from mozaik.csv_text import csv_lines, csv_text
from mozaik.errors import InvalidInputError
from mozaik.names import KnownPair

LARGEST_FILE = 64 * 1024 * 1024
NEEDED = ("left", "right", "same")
OTHERS = ("category", "left_language", "right_language")
_ANSWERS = {"1": True, "0": False, "yes": True, "no": False, "true": True, "false": False}


@dataclass(frozen=True, slots=True)
class PairsRead:
    """The pairs of a file, the lines that give none, by number, and the columns that nothing reads."""

    pairs: Sequence[KnownPair]
    unread_lines: Sequence[int]
    unread_columns: Sequence[str]


def read_known_pairs(path: Path) -> PairsRead:
    """The pairs of a CSV with the columns left, right and same (1 or 0), and category where there is one.

    InvalidInputError, naming the file, when a column is missing or no line gives a pair.
    """
    if path.stat().st_size > LARGEST_FILE:
        raise InvalidInputError(
            "the file is too large", where=str(path), remedy="split it into several files"
        )
    text, _ = csv_text(path.read_bytes(), str(path))
    lines = csv_lines(text.removeprefix("\ufeff"))
    _, head = next(lines, (0, None))
    columns = [cell.strip().lower() for cell in head or ()]
    missing = [name for name in NEEDED if columns.count(name) != 1]
    if missing:
        raise InvalidInputError(
            f"the first line names no column {', '.join(missing)}, or names it twice",
            where=str(path),
            remedy=f"write the columns {', '.join(NEEDED)}, and {', '.join(OTHERS)} where you have them",
        )
    pairs, unread = list[KnownPair](), list[int]()
    for number, cells in lines:
        pair = _pair(columns, cells) if cells is not None else None
        if pair is not None:
            pairs.append(pair)
        elif cells is None or any(cell.strip() for cell in cells):
            unread.append(number)
    if not pairs:
        raise InvalidInputError(
            "no line gives a pair",
            where=str(path),
            remedy="write two names, and 1 or 0 under the column same",
        )
    return PairsRead(pairs, unread, [name for name in columns if name not in (*NEEDED, *OTHERS)])


def _pair(columns: Sequence[str], cells: Sequence[str]) -> KnownPair | None:
    """The pair of one line, or None where a name is empty, the answer is none or cells are too many."""
    if len(cells) != len(columns):
        return None
    told = dict(zip(columns, (cell.strip() for cell in cells), strict=True))
    same = _ANSWERS.get(told["same"].lower())
    if same is None or not told["left"] or not told["right"]:
        return None
    languages = told.get("left_language") or None, told.get("right_language") or None
    return KnownPair(told["left"], told["right"], same, told.get("category", ""), *languages)
