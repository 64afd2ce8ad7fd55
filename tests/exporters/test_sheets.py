"""Text stays text, numbers stay numbers, and the paper is set up."""

from __future__ import annotations

import io
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from exporters.sheets import Look, Painter, align, font, lines_needed, new_workbook, sheet_name

LOOK = Look(font(9), align("left"))


def read_back(workbook: Workbook) -> Workbook:
    buffer = io.BytesIO()
    workbook.save(buffer)
    return load_workbook(buffer)


@pytest.mark.parametrize("text", ["=1+1", "+86", "-5", "@A1", "\t=1", "#N/A", "2026-10-01", "12"])
def test_text_stays_text_whatever_it_looks_like(text: str) -> None:
    workbook, sheet = new_workbook("表")
    Painter(sheet).put(1, 1, text, LOOK)
    cell = read_back(workbook).worksheets[0]["A1"]
    assert (cell.value, cell.data_type) == (text, "s")
    assert bool(cell.quotePrefix) == text.startswith(("=", "+", "-", "@", "\t"))


def test_the_guard_of_one_cell_does_not_reach_its_neighbour() -> None:
    workbook, sheet = new_workbook("表")
    painter = Painter(sheet)
    painter.put(1, 1, "=1", LOOK)
    painter.put(1, 2, "平常", LOOK)
    assert not read_back(workbook).worksheets[0]["B1"].quotePrefix


def test_numbers_are_numbers() -> None:
    workbook, sheet = new_workbook("表")
    painter = Painter(sheet)
    painter.put(1, 1, 651695, LOOK)
    painter.put(1, 2, Decimal("37.64"), LOOK)
    row = next(read_back(workbook).worksheets[0].iter_rows())
    assert [(cell.value, cell.data_type) for cell in row] == [(651695, "n"), (37.64, "n")]


def test_a_span_is_merged_and_bordered_as_one() -> None:
    _, sheet = new_workbook("表")
    Painter(sheet).span(2, 1, 4, "一、标题", LOOK)
    assert [str(span) for span in sheet.merged_cells.ranges] == ["A2:D2"]


@given(st.text())
def test_any_text_becomes_a_sheet_name_excel_takes(text: str) -> None:
    name = sheet_name(text)
    assert 0 < len(name) <= 31
    assert not set(name) & set("[]:*?/\\")
    assert "'" not in (name[0], name[-1])


def test_lines_count_wide_characters_twice_and_breaks_once() -> None:
    assert lines_needed("签约", 10, 10) == 1
    assert lines_needed("签约居民数签约居民数", 10, 10) == 3
    assert lines_needed("a\nb", 50, 10) == 2
