"""Tables in text: in a column that its header calls one of phone numbers, a bare number is one."""

import csv
import io
from collections.abc import Iterator

from mozaik.selectors import is_phone_field

_LONGEST_HEADER = 1 << 14


def cells_of_phones(text: str) -> Iterator[tuple[str, str]]:
    """Name and cell of every cell in a column for phone numbers; nothing when the text is another table."""
    header = text[:_LONGEST_HEADER].lstrip("\ufeff").partition("\n")[0]
    delimiter = max(",;\t", key=header.count)
    names = [name.strip(" \"'\r") for name in header.split(delimiter)]
    columns = [(place, name) for place, name in enumerate(names) if is_phone_field(name)]
    if len(names) < 2 or not columns or len(header) == _LONGEST_HEADER:
        return
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        next(rows, None)
        for row in rows:
            for place, name in columns:
                if place < len(row) and row[place].strip():
                    yield name, row[place].strip()
    except csv.Error:  # a field without end, or a NUL: the rest is searched as text alone
        return
