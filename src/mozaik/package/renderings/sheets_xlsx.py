"""package.xlsx: leads and hits as two sheets of a workbook, every cell a text that nothing evaluates."""

import io
from collections.abc import Iterable
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING

from mozaik.package.model import Package
from mozaik.package.rendering import Form, Rendering
from mozaik.package.renderings.conditions import caution_of
from mozaik.package.renderings.tables_csv import (
    HIT_COLUMNS,
    LEAD_COLUMNS,
    Cells,
    cell_text,
    hit_rows,
    lead_rows,
)
from mozaik.visible import visible_line

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook

LONGEST_CELL = 32_767
"""How many letters a cell of a workbook holds."""
MOST_ROWS = 1_048_576
"""How many rows a sheet holds, with its heading."""
_CUT = "… (cut: package.json has all of it)"


def package_xlsx(package: Package) -> bytes:
    """The package as a workbook; the same package gives the same bytes."""
    from xlsxwriter.workbook import Workbook  # loaded only by who drafts

    sink = io.BytesIO()
    with Workbook(sink, {"in_memory": True}) as book:
        made_at = datetime.fromisoformat(package.drafted.at).replace(tzinfo=None)
        book.set_properties({"title": visible_line(caution_of(package)), "created": made_at})
        text = book.add_format({"num_format": "@", "quote_prefix": True})
        _write(book, text, "hits", HIT_COLUMNS, hit_rows(package))
        _write(book, text, "leads", LEAD_COLUMNS, lead_rows(package))
        _write(book, text, "about", ("about",), ({"about": line} for line in _about(package)))
    return sink.getvalue()


def bounded_cell(text: str) -> str:
    """A text that a cell can hold; one that is cut says so."""
    return text if len(text) <= LONGEST_CELL else text[: LONGEST_CELL - len(_CUT)] + _CUT


def _about(package: Package) -> Iterable[str]:
    yield caution_of(package)
    yield package.statement
    told = sum(len(hit.told) + len(hit.ask) for hit in package.told)
    if told >= MOST_ROWS:
        yield f"A sheet holds {MOST_ROWS - 1} of the {told} lines; hits.csv has all."


def _write(
    book: "Workbook", text: "Format", name: str, columns: tuple[str, ...], rows: Iterable[Cells]
) -> None:
    """A sheet with a heading that stays in view and can be filtered."""
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    heading = book.add_format({"bold": True})
    for place, column in enumerate(columns):
        sheet.write_string(0, place, column, heading)
    number = 0
    for number, row in enumerate(islice(rows, MOST_ROWS - 1), 1):
        for place, column in enumerate(columns):
            sheet.write_string(number, place, bounded_cell(cell_text(row.get(column))), text)
    sheet.autofilter(0, 0, number, len(columns) - 1)


PACKAGE_XLSX = Rendering("package.xlsx", package_xlsx, Form.XLSX)
