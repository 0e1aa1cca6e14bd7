"""Plan files as an authority writes them: TOML with tables `[[actions]]`, or CSV with one action a line.

Only the shape is decided here: which rows there are, and which fields they state. In a cell several values
are parted by `|`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from mozaik.csv_text import csv_lines, csv_text
from mozaik.errors import InvalidInputError
from mozaik.toml_text import parse_toml

LARGEST_FILE = 16 * 1024 * 1024
TABLE, BETWEEN = "actions", "|"
LISTS = ("areas", "selectors", "series")
_PERSON = ("name", "language", "birth_date", "document")
"""The columns of CSV that state the one person that a line has room for."""
COLUMNS = ("action", "kind", "areas", "place", "begins", "ends", "zone", "selectors", "series", *_PERSON)


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One planned action as written: its file, its number (in CSV the line), its fields or the fault."""

    file: str
    number: int
    fields: dict[str, object]
    fault: str = ""


def read_plan_file(path: Path) -> list[PlanRow]:
    """The rows of a plan file; InvalidInputError, naming it, when no rows can be told apart at all."""
    if path.stat().st_size > LARGEST_FILE:
        raise InvalidInputError(
            "the plan file is too large", where=str(path), remedy="split it into several files"
        )
    text, _ = csv_text(path.read_bytes(), str(path))
    match path.suffix.lower():
        case ".csv":
            rows = list(_csv_rows(text, path))
        case ".toml":
            rows = list(_toml_rows(text.removeprefix("\ufeff"), path))
        case _:
            raise InvalidInputError(
                "neither TOML nor CSV", where=str(path), remedy="name the file with the ending .toml or .csv"
            )
    if not rows:
        raise InvalidInputError(
            "no planned action in the file",
            where=str(path),
            remedy=f"write tables [[{TABLE}]], or CSV with the columns {', '.join(COLUMNS)}",
        )
    return rows


def _toml_rows(text: str, path: Path) -> Iterator[PlanRow]:
    data = parse_toml(text, str(path))
    actions = data.get(TABLE, [])
    if set(data) - {TABLE} or not isinstance(actions, list):
        raise InvalidInputError(
            "an entry is not a planned action", where=str(path), remedy=f"use tables [[{TABLE}]] alone"
        )
    for number, row in enumerate(actions, 1):
        is_table = isinstance(row, dict)
        yield PlanRow(
            path.name, number, dict(row) if is_table else {}, "" if is_table else "it is no table of fields"
        )


def _csv_rows(text: str, path: Path) -> Iterator[PlanRow]:
    header: list[str] = []
    for line, cells in csv_lines(text):
        if not header:
            header = [cell.strip() for cell in cells or ()]
            if len(set(header)) != len(header) or not set(header) <= set(COLUMNS):
                raise InvalidInputError(
                    "the header is not that of a plan",
                    where=f"{path}, line {line}",
                    why="a column is repeated, empty or none of a plan",
                    remedy=f"use the columns {', '.join(COLUMNS)}",
                )
        elif cells is None:
            yield PlanRow(path.name, line, {}, "not readable CSV: a quotation mark is misplaced")
        elif len(cells) > len(header):
            yield PlanRow(path.name, line, {}, "more fields than the header names")
        elif any(cell.strip() for cell in cells):
            pairs = zip(header, cells, strict=False)
            yield PlanRow(
                path.name, line, _fields({name: cell.strip() for name, cell in pairs if cell.strip()})
            )


def _fields(cells: dict[str, str]) -> dict[str, object]:
    """The fields of a line, as TOML would state them."""
    fields: dict[str, object] = {name: cell for name, cell in cells.items() if name not in _PERSON}
    for name in LISTS:
        if name in cells:
            fields[name] = [part.strip() for part in cells[name].split(BETWEEN) if part.strip()]
    person: dict[str, object] = {name: cells[name] for name in _PERSON if name in cells}
    for column, name in (("name", "names"), ("document", "documents")):
        if column in person:
            person[name] = [part.strip() for part in str(person.pop(column)).split(BETWEEN) if part.strip()]
    return fields | ({"persons": [person]} if person else {})
