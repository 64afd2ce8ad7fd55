"""A made-up city bureau's workbook for F1: townships down, a sum it adds up itself."""

from __future__ import annotations

import openpyxl
from openpyxl.styles import PatternFill

from monitoring.areas import Area
from tests.exporters.city_workbooks import saved

SHEET = "附件1"
TITLE = "聊城市家庭医生签约服务情况汇总表（2026年9月）"
HEADS = ("乡镇", "常住人口数（万人）", "家庭医生团队数", "签约居民数", "家庭医生签约率")


def city_book(area: Area, *, title: str = TITLE, heads: tuple[str, ...] = HEADS) -> bytes:
    """演示数据: a title, a head, a row for each township, and 合计 as formulas."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = SHEET
    sheet.append([title])
    sheet.merge_cells("A1:E1")
    sheet.append(["填报单位：", None, None, "填表人："])
    sheet.append(heads)
    for unit in area.units:
        sheet.append([unit.name])
        sheet.cell(sheet.max_row, 5).number_format = "0.00%"
        sheet.cell(sheet.max_row, 4).fill = PatternFill("solid", fgColor="FFFFCC")
    last = sheet.max_row
    sheet.append(["合计", *(f"=SUM({column}4:{column}{last})" for column in "BCD")])
    sheet.cell(last + 1, 5).number_format = "0.00%"
    return saved(book)
