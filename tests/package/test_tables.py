"""The CSV forms open safely in a spreadsheet and hold what the machine form holds."""

import csv
import io
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mozaik.package import Custody, Package, make_package, render
from mozaik.package.renderings.tables_csv import hits_csv, safe_cell
from mozaik.terms import Handling
from mozaik.visible import visible_line
from tests.package.support import DRAFTING, confirmed_reading, sample_work


def rows_of(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Package:
    reading = confirmed_reading(sample_work(tmp_path_factory.mktemp("world")))
    return make_package(reading, DRAFTING, Custody(1, 2, "ab" * 32))


@pytest.fixture(scope="module")
def members(package: Package) -> dict[str, bytes]:
    return render(package)


@pytest.mark.parametrize(
    "text", ["=1+1", "+38640", "-1", "@SUM(A1)", "\t=1", " =1", "\uff1d1", "\r\n=1", "%x"]
)
def test_no_cell_begins_like_a_formula(text: str) -> None:
    assert safe_cell(text).startswith("'")


@given(st.text())
def test_any_text_stays_on_one_line_and_cannot_be_evaluated(text: str) -> None:
    cell = safe_cell(text)
    assert len(cell.splitlines()) <= 1
    assert not cell.lstrip(" \u00a0").startswith(("=", "+", "-", "@", "\t"))
    shown = visible_line(" ".join(text.splitlines()))
    assert shown in (cell, cell.removeprefix("'"))


def test_hits_have_one_line_a_holder(members: dict[str, bytes]) -> None:
    rows = rows_of(members["hits.csv"])
    assert len(rows) == 14
    paths = {row["path"] for row in rows}
    assert {"'=cmd|x.jpg", "Преузимања/разговор.txt"} <= paths
    (asked,) = [row for row in rows if row["level"] == "hit"]
    assert asked["authority"] == "HR-MUP"
    assert asked["ticket"].startswith("T-")
    assert asked["value"] == ""


def test_a_line_carries_the_conditions_of_its_whole_hit(package: Package) -> None:
    """Whoever reads one line of a hit must not miss the strictest condition of its other lines."""
    hit = next(hit for hit in package.hits if hit.ask)
    codes = (Handling.H0, Handling.H1, Handling.H3)
    hidden = replace(hit.ask[0], notes=("ask first",), handling=codes, grade="B4")
    changed = replace(hit, ask=(hidden,), handling=codes, grade="B4")
    rows = rows_of(hits_csv(replace(package, hits=(changed,), pointers=())))
    assert len(rows) == 2
    assert {(row["handling"], row["notes"], row["grade"]) for row in rows} == {
        ("H0; H1; H3", "ask first", "B4")
    }


def test_leads_have_one_line_each(members: dict[str, bytes]) -> None:
    rows = rows_of(members["leads.csv"])
    assert [row["lead"] for row in rows] == ["1", "2", "3", "4", "5"]
    assert rows[1]["tickets"].startswith("HR-MUP T-")


def test_tables_begin_with_a_byte_order_mark_and_end_lines_for_spreadsheets(
    members: dict[str, bytes],
) -> None:
    for name in ("hits.csv", "leads.csv"):
        assert members[name].startswith(b"\xef\xbb\xbf")
        assert members[name].endswith(b"\r\n")
