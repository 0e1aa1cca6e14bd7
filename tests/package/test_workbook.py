"""The workbook opens in another library, and no cell of it is ever evaluated."""

import io
from collections.abc import Mapping
from dataclasses import replace

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from mozaik.package import Package
from mozaik.package.renderings.sheets_xlsx import LONGEST_CELL, package_xlsx
from mozaik.package.renderings.tables_csv import HIT_COLUMNS, LEAD_COLUMNS, cell_text, hit_rows, lead_rows
from tests.package.forms import forms_work, package_for


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Package:
    return package_for(forms_work(tmp_path_factory.mktemp("xlsx")), "SI-GPD")


def sheet_of(package: Package, name: str) -> Worksheet:
    sheet = load_workbook(io.BytesIO(package_xlsx(package)))[name]
    assert isinstance(sheet, Worksheet)
    return sheet


@pytest.mark.parametrize("name", ["hits", "leads"])
def test_a_sheet_holds_the_rows_of_its_table(package: Package, name: str) -> None:
    columns, rows = (HIT_COLUMNS, hit_rows) if name == "hits" else (LEAD_COLUMNS, lead_rows)

    def texts(row: Mapping[str, object]) -> tuple[str, ...]:
        return tuple(cell_text(row.get(column)) for column in columns)

    read = [tuple(cell or "" for cell in row) for row in sheet_of(package, name).iter_rows(values_only=True)]
    assert read == [columns, *(texts(row) for row in rows(package))]
    assert len(read) > 5


def test_no_cell_is_a_formula_a_number_or_a_link(package: Package) -> None:
    for name in ("hits", "leads", "about"):
        cells = [
            cell for row in sheet_of(package, name).iter_rows() for cell in row if cell.value is not None
        ]
        assert {cell.data_type for cell in cells} == {"s"}
        assert not [cell for cell in cells if cell.hyperlink]
    paths = [cell for row in sheet_of(package, "hits").iter_rows() for cell in row]
    (formula,) = [cell for cell in paths if cell.value == "=формула.jpg"]
    assert formula.number_format == "@"
    assert formula.quotePrefix


def test_a_text_longer_than_a_cell_says_that_it_is_cut(package: Package) -> None:
    lead = replace(package.leads[0], why="x" * (LONGEST_CELL + 1))
    cell = sheet_of(replace(package, leads=(lead,)), "leads").cell(2, LEAD_COLUMNS.index("why") + 1).value
    assert isinstance(cell, str)
    assert len(cell) == LONGEST_CELL
    assert cell.endswith("package.json has all of it)")


def test_the_workbook_says_whose_it_is(package: Package) -> None:
    about = [row[0] for row in sheet_of(package, "about").iter_rows(values_only=True)]
    assert "for SI-GPD alone; read for analysis; SYNTHETIC DATA" in str(about[1])
