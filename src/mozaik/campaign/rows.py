"""Tables that people keep as CSV: read strictly, and every bad row told at once."""

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from mozaik.errors import InvalidInputError

Row = Mapping[str, str]
_MOST_TOLD = 20


def read_rows(
    path: Path, columns: Sequence[str], what: str, faults: Callable[[Row], Iterable[str]]
) -> list[dict[str, str]]:
    """The rows of a CSV file with just these columns, at least one.

    InvalidInputError lists the bad rows with line, country and what `faults` says of them.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidInputError(
            f"the {what} cannot be read", where=str(path), why=str(error), remedy="save it as UTF-8 text"
        ) from error
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    if _names(reader) != tuple(columns):
        raise InvalidInputError(
            f"the columns are not those of {what}", where=str(path), remedy=f"use {','.join(columns)}"
        )
    rows, bad = [], []
    try:
        for row in reader:
            wrong = _shape_faults(row, columns) or list(faults(row))
            if wrong:
                bad.append(f"row {reader.line_num} ({str(row['country'])[:4]}): {', '.join(wrong)}")
            rows.append(row)
    except csv.Error as error:
        bad.append(f"row {reader.line_num}: {error}")
    if bad or not rows:
        raise InvalidInputError(
            f"{len(bad)} bad rows among the {what}",
            where=str(path),
            why="; ".join(bad[:_MOST_TOLD]) or "there is no row",
            remedy="correct these rows",
        )
    return rows


def _names(reader: "csv.DictReader[str]") -> tuple[str, ...]:
    """The names in the first line; none if it cannot be read."""
    try:
        return tuple(reader.fieldnames or ())
    except csv.Error:
        return ()


def _shape_faults(row: Mapping[str | None, object], columns: Sequence[str]) -> list[str]:
    if None in row or any(row.get(column) is None for column in columns):
        return ["it has not one value for each column"]
    return [
        f"{column} has blanks at its ends" for column in columns if row[column] != str(row[column]).strip()
    ]
