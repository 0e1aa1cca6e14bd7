"""CSV as people and their spreadsheets write it: its letters, its delimiter, its lines, good and bad."""

import csv
import io
from collections.abc import Iterator

from mozaik.errors import InvalidInputError

_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
WINDOWS = "cp1250"
"""What a spreadsheet of Central Europe writes where it is not told to write UTF-8."""


def csv_text(data: bytes, where: str) -> tuple[str, str]:
    """The text of a CSV file, lines ended alike, and its encoding: UTF-8, UTF-16 with its mark, Windows-1250.

    Windows-1250 is a guess that whoever reads should be told of. InvalidInputError, naming `where`, for bytes
    that are none of them.
    """
    marked = [name for mark, name in _MARKS.items() if data.startswith(mark)]
    for encoding in marked or ("utf-8", WINDOWS):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text.replace("\r\n", "\n").replace("\r", "\n"), encoding
    raise InvalidInputError(
        "the file is no text that can be read",
        where=where,
        why="it is neither UTF-8 nor UTF-16 nor Windows-1250",
        remedy="save it as CSV in UTF-8",
    )


def csv_lines(text: str) -> Iterator[tuple[int, list[str] | None]]:
    """Last line and cells of each row; None for a line that begins no row, and the next line begins anew.

    The delimiter is the one that the first line has most of: comma, semicolon or tab.
    """
    first = text.lstrip("\r\n").partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    lines = io.StringIO(text, newline="").readlines()
    begun = 0
    while begun < len(lines):
        reader = csv.reader((lines[at] for at in range(begun, len(lines))), delimiter=delimiter, strict=True)
        read = 0
        try:
            for cells in reader:
                read = reader.line_num
                yield begun + read, cells
            return
        except csv.Error:
            begun += read + 1
            yield begun, None
