"""Record files as an authority writes them: TOML with arrays of tables, or CSV with one table a file.

Only the shape is decided here: which rows there are, with which number, and which fields they state. What
the fields mean is decided in `values` and `accept`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from mozaik.csv_text import WINDOWS, csv_lines, csv_text
from mozaik.errors import InvalidInputError
from mozaik.records.vocabulary import WORDS
from mozaik.toml_text import parse_toml

RECORD_TABLES = tuple(WORDS)
"""The tables that a record file may hold."""

LARGEST_FILE = 256 * 1024 * 1024
_SAVE_AS_UTF8 = "save the file as UTF-8"


@dataclass(frozen=True, slots=True)
class RawRow:
    """One row as written: its file, its table, its number in that file and table, and its fields.

    In TOML `number` counts the rows of a table from 1; in CSV it is the line. `fault` says why a row has
    no fields that could be read.
    """

    file: str
    table: str
    number: int
    fields: dict[str, object]
    fault: str = ""


def read_record_file(path: Path, table: str = "") -> list[RawRow]:
    """The rows of a record file; for CSV `table` names the table, else the file's name does.

    Raises InvalidInputError, naming the file and the remedy, when no rows can be told apart at all.
    """
    if path.stat().st_size > LARGEST_FILE:
        raise InvalidInputError(
            "the record file is too large", where=str(path), remedy="split it into several files"
        )
    if path.suffix.lower() == ".csv":
        text, _ = csv_text(path.read_bytes(), str(path))
        return list(_csv_rows(text, path, _table_of(path, table)))
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidInputError(
            "the record file is not UTF-8", where=f"{path}, line {_line(path, error)}", remedy=_SAVE_AS_UTF8
        ) from error
    if path.suffix.lower() == ".toml":
        return list(_toml_rows(text, path))
    raise InvalidInputError(
        "neither TOML nor CSV", where=str(path), remedy="name the file with the ending .toml or .csv"
    )


def is_guessed(path: Path) -> bool:
    """Whether a CSV file is read as Windows-1250 because it is nothing else: its letters may be others."""
    return path.suffix.lower() == ".csv" and csv_text(path.read_bytes(), str(path))[1] == WINDOWS


def _line(path: Path, error: UnicodeDecodeError) -> int:
    """The line of the first byte that is not UTF-8."""
    return path.read_bytes().removeprefix(b"\xef\xbb\xbf")[: error.start].count(b"\n") + 1


def _table_of(path: Path, table: str) -> str:
    name = table or path.stem
    if name not in RECORD_TABLES:
        raise InvalidInputError(
            "the file does not say which table it holds",
            where=str(path),
            remedy=f"name the file after its table, or give --table with one of {', '.join(RECORD_TABLES)}",
        )
    return name


def _toml_rows(text: str, path: Path) -> Iterator[RawRow]:
    data = parse_toml(text, str(path))
    for number, (table, rows) in enumerate(data.items(), 1):
        if table not in RECORD_TABLES or not isinstance(rows, list):
            raise InvalidInputError(
                "an entry is not a table of records",
                where=f"{path}, top-level entry {number}",
                remedy=f"use arrays of tables: {', '.join(f'[[{name}]]' for name in RECORD_TABLES)}",
            )
        for position, row in enumerate(rows, 1):
            if isinstance(row, dict):
                yield RawRow(path.name, table, position, row)
            else:
                yield RawRow(path.name, table, position, {}, "the row is not a table of fields")


def _csv_rows(text: str, path: Path, table: str) -> Iterator[RawRow]:
    header: list[str] = []
    for line, cells in csv_lines(text):
        if not header:
            if cells is None:
                raise InvalidInputError(
                    "the header is not readable CSV",
                    where=f"{path}, line {line}",
                    remedy="close every quotation mark in the first line",
                )
            header = [cell.strip() for cell in cells]
            _check_header(header, path)
        elif cells is None:
            yield RawRow(path.name, table, line, {}, "not readable CSV: a quotation mark is misplaced")
        elif any(cell.strip() for cell in cells):
            fault = "" if len(cells) <= len(header) else "more fields than the header names"
            pairs = zip(header, cells, strict=False)
            fields: dict[str, object] = {name: cell for name, cell in pairs if cell.strip()}
            yield RawRow(path.name, table, line, {} if fault else fields, fault)
    if not header:
        raise InvalidInputError("the CSV file is empty", where=str(path), remedy="give a header and rows")


def _check_header(header: list[str], path: Path) -> None:
    if len(set(header)) != len(header) or "" in header:
        raise InvalidInputError(
            "the header has an empty or repeated column", where=str(path), remedy="name each column once"
        )
