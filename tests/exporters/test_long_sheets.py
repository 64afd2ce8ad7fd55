"""Rows streamed into a workbook are read back cell for cell, and what is text stays text."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exporters.long_sheets import LongRow, LongSheet, LongWriter
from exporters.sheets import new_workbook
from monitoring.amounts import MISSING, NOT_APPLICABLE, number, unscale

HEADS = ("单位", "项目", "1月", "2月", "全年")
WIDTHS = (12.0, 20.0, 9.0, 9.0, 9.0)


def write(path: Path, rows: list[LongRow], *, demonstration: bool = False) -> None:
    workbook, first = new_workbook("全县")
    first["A1"] = "另一张"
    sheet = workbook.create_sheet("各单位")
    long = LongSheet("各单位", "年度台账", "2026年", HEADS, WIDTHS, 2, len(rows), demonstration)
    LongWriter(workbook, sheet, long).write(path, rows)


def test_figures_keep_every_digit_and_their_places(tmp_path: Path) -> None:
    figures = (number(123456789), MISSING, None)
    write(tmp_path / "长.xlsx", [LongRow(("松林镇", "面积"), 2, figures)])
    sheet = openpyxl.load_workbook(tmp_path / "长.xlsx")["各单位"]
    cells = sheet[4]
    assert [cell.value for cell in cells] == ["松林镇", "面积", 1234567.89, "未报", "未报"]
    assert cells[2].number_format == "#,##0.00"
    assert cells[0].font.name == "宋体"
    assert [cell.value for cell in sheet[3]] == list(HEADS)
    assert sheet[3][0].font.name == "黑体"


def test_words_stand_for_what_is_no_number_and_an_empty_text_stays_empty(tmp_path: Path) -> None:
    write(tmp_path / "长.xlsx", [LongRow(("松林镇", "甲"), 0, (NOT_APPLICABLE, "", number(0)))])
    sheet = openpyxl.load_workbook(tmp_path / "长.xlsx")["各单位"]
    assert [cell.value for cell in sheet[4]] == ["松林镇", "甲", "—", None, 0]


@pytest.mark.parametrize("text", ["=1+1", "+8", "-甲", "@x", "<b>&amp;", "a\x0bb", "　其中：甲"])
def test_a_text_is_never_a_formula_or_markup(text: str, tmp_path: Path) -> None:
    write(tmp_path / "长.xlsx", [LongRow((text, "甲"), 0, (None, None, None))])
    cell = openpyxl.load_workbook(tmp_path / "长.xlsx")["各单位"]["A4"]
    assert cell.value == text.replace("\x0b", "")
    assert cell.data_type in ("s", "inlineStr")
    assert cell.quotePrefix is (text[0] in "=+-@")


def test_the_head_stays_filters_and_prints_on_every_page(tmp_path: Path) -> None:
    rows = [LongRow(("松林镇", f"第{at}项"), 0, (number(at),) * 3) for at in range(1500)]
    write(tmp_path / "长.xlsx", rows, demonstration=True)
    workbook = openpyxl.load_workbook(tmp_path / "长.xlsx")
    sheet = workbook["各单位"]
    assert sheet.max_row == 1503
    assert sheet.freeze_panes == "C4"
    assert sheet.auto_filter.ref == "A3:E1503"
    assert sheet.print_title_rows == "$3:$3"
    assert sheet.print_area == "'各单位'!$A$1:$E$1503"
    assert sheet["A1"].value == "年度台账（演示数据）"
    assert workbook["全县"]["A1"].value == "另一张"


@settings(max_examples=20, deadline=None)
@given(st.lists(st.tuples(st.integers(-(10**12), 10**12), st.integers(0, 4)), max_size=8))
def test_what_is_written_is_what_is_read(
    tmp_path_factory: pytest.TempPathFactory, given_: list[tuple[int, int]]
) -> None:
    path = tmp_path_factory.mktemp("长") / "长.xlsx"
    write(path, [LongRow(("镇", "项"), places, (number(amount),) * 3) for amount, places in given_])
    sheet = openpyxl.load_workbook(path)["各单位"]
    for row, (amount, places) in enumerate(given_, 4):
        assert sheet.cell(row, 3).value == float(unscale(amount, places))
