"""The saved return is the official layout, and its figures are figures."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from exporters.returns import return_workbook, write_return
from monitoring.errors import ExpectedError
from monitoring.returns import Cell, Imprint, Line
from tests.exporters.samples import small_return


def saved(path: Path, **more: object) -> Worksheet:
    write_return(path / "报表.xlsx", small_return(**more))
    return load_workbook(path / "报表.xlsx").worksheets[0]


def texts(sheet: Worksheet) -> list[str]:
    return [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]


def row_of(sheet: Worksheet, label: str) -> int:
    return next(row for row in range(1, sheet.max_row + 1) if sheet.cell(row, 1).value == label)


def test_without_a_number_it_is_an_internal_report(tmp_path: Path) -> None:
    words = texts(saved(tmp_path))
    assert words[0] == "内部工作报表"
    assert not any("表　　号" in word or "文号" in word for word in words)


def test_what_the_county_has_set_of_its_imprint_is_printed(tmp_path: Path) -> None:
    imprint = Imprint("某1表", "某局", document_number="某文〔示例〕", valid_until="2027年12月")
    words = texts(saved(tmp_path, imprint=imprint))
    assert words[:4] == [
        "表　　号：某1表",
        "制定机关：某局",
        "批准（备案）文号：某文〔示例〕",
        "有效期至：2027年12月",
    ]
    assert "内部工作报表" not in words


def test_head_ordinals_and_body_follow_the_official_order(tmp_path: Path) -> None:
    sheet = saved(tmp_path)
    head = row_of(sheet, "指标名称")
    assert [sheet.cell(head, column).value for column in range(1, 6)] == [
        "指标名称",
        "计量单位",
        "代码",
        "合计",
        "松林镇",
    ]
    assert [sheet.cell(head + 1, column).value for column in range(1, 6)] == [
        "甲",
        "乙",
        "丙",
        1,
        2,
    ]
    assert [sheet.cell(row, 1).value for row in range(head + 2, head + 8)] == [
        "一、人口与签约",
        "签约居民数",
        "　本年累计",
        "　其中：65岁及以上",
        "　　　　0-6岁",
        "签约率",
    ]


def test_figures_are_numbers_and_what_is_none_is_said(tmp_path: Path) -> None:
    sheet = saved(tmp_path)
    first = row_of(sheet, "一、人口与签约") + 1
    cells = [[sheet.cell(row, column) for column in (4, 5)] for row in range(first, first + 5)]
    assert [[cell.value for cell in row] for row in cells] == [
        [128307, 0],
        ["未报", "—"],
        [12, "不适用"],
        [1234.5, "—"],
        [37.64, "—"],
    ]
    assert [row[0].data_type for row in cells] == ["n", "s", "n", "n", "n"]
    assert [row[0].number_format for row in cells] == [
        "#,##0",
        "General",
        "#,##0",
        "#,##0.00",
        "#,##0.00",
    ]
    assert cells[1][1].alignment.horizontal == "center"
    assert cells[4][0].font.i
    assert not cells[0][0].font.i


def test_a_decimal_is_kept_exact_in_the_workbook() -> None:
    sheet = return_workbook(small_return()).worksheets[0]
    assert sheet.cell(row_of(sheet, "签约率"), 4).value == Decimal("37.64")


def test_it_prints_on_landscape_a4_with_the_head_on_every_page(tmp_path: Path) -> None:
    sheet = saved(tmp_path)
    head = row_of(sheet, "指标名称")
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.sheet_properties.pageSetUpPr is not None
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_title_rows == f"${head}:${head + 1}"
    assert sheet.print_area == f"'家庭医生签约服务月报'!$A$1:$E${sheet.max_row}"
    assert sheet.oddFooter is not None
    assert sheet.oddFooter.center.text == "第 &P 页　共 &N 页"
    assert sheet.freeze_panes == f"D{head + 2}"


def test_a_return_of_one_column_stands_upright() -> None:
    given = small_return()
    lines = tuple(replace(line, cells=line.cells[:1]) for line in given.lines)
    sheet = return_workbook(replace(given, columns=("数值",), lines=lines)).worksheets[0]
    assert sheet.page_setup.orientation == "portrait"
    assert sheet.page_setup.fitToWidth == 1


def test_signatures_and_notes_stand_below(tmp_path: Path) -> None:
    words = texts(saved(tmp_path))
    assert all(
        part in words[-4]
        for part in ("单位负责人：", "统计负责人：", "填表人：", "联系电话：", "报出日期：20")
    )
    assert words[-3:] == ["说明：", "1. 填报范围：全市乡镇。", "2. 16个单位中15个已报。"]


def test_a_demonstration_says_so_in_its_heading_and_on_every_page(tmp_path: Path) -> None:
    assert not any("演示数据" in word for word in texts(saved(tmp_path)))
    (tmp_path / "报表.xlsx").unlink()
    sheet = saved(tmp_path, demonstration=True)
    assert "家庭医生签约服务月报（演示数据）" in texts(sheet)
    assert sheet.oddHeader is not None
    assert sheet.oddHeader.left.text == "演示数据"


def test_text_from_elsewhere_never_becomes_a_formula(tmp_path: Path) -> None:
    line = Line("item", "=HYPERLINK(1)", "@人", "+1", 0, (Cell("-x"), Cell("=2")))
    sheet = saved(tmp_path, area="=1", columns=("=合计", "-镇"), lines=(line,), notes=("=3",))
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    assert sheet.cell(row_of(sheet, "=HYPERLINK(1)"), 1).quotePrefix


def test_a_wide_return_has_no_column_narrower_than_its_figures(tmp_path: Path) -> None:
    columns = ("合计", *(f"第{number}路街道" for number in range(16)))
    cells = tuple(Cell("1,234,567", "1234567") for _ in columns)
    lines = tuple(Line("item", "签约居民数", "人", str(row), 0, cells) for row in range(60))
    sheet = saved(tmp_path, columns=columns, lines=lines)
    assert all(sheet.column_dimensions[letter].width >= 9 for letter in "DEFGHIJKLMNOPQRST")


def test_a_return_is_not_overwritten_unasked(tmp_path: Path) -> None:
    saved(tmp_path)
    with pytest.raises(ExpectedError, match="已经存在"):
        saved(tmp_path)
    write_return(tmp_path / "报表.xlsx", small_return(), replace=True)
