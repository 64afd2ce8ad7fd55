"""A blank table for a plan of the county's own, with an example and lists to choose from."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from exporters.files import write_whole
from exporters.sheets import (
    BOX,
    HEADING_FONT,
    TITLE_FONT,
    Look,
    Painter,
    align,
    fill,
    font,
    freeze,
    new_workbook,
    set_paper,
)
from monitoring.own_plans import PLAN_HEADS, TARGET_HEADS

TITLE = "本县规划目标表"
SHEET = "规划"
NAMES = "指标名称"
FACTS = tuple(PLAN_HEADS.values())
HEADS = tuple(TARGET_HEADS.values())
EXAMPLE = "示例"
ROWS = 200
FIRST_FACT, HEAD_ROW = 3, 9
_WIDTHS = (26, 26, 12, 10, 10, 14, 10, 14, 10, 10, 24, 6, 30)
_TEXT_FORMAT = "@"

_TITLE = Look(font(18, TITLE_FONT), align("center"))
_HINT = Look(font(10, color="FF595959"), align("left"))
_NAME = Look(font(11, HEADING_FONT), align("left"), BOX, fill("FFE9EEF2"))
_HEAD = Look(font(11, HEADING_FONT), align("center"), BOX, fill("FFE9EEF2"))
_CELL = Look(font(11), align("left"), BOX, number_format=_TEXT_FORMAT)
_SAMPLE = Look(font(11, italic=True, color="FF7F7F7F"), align("left"), BOX, fill("FFF5F5F5"))
_HINTS = (
    "在下面填规划名称和起止日期，每个目标一行。“示例”一行不收；指标从下拉里选，没有对应的指标就留空；"
    "“持续提高、持续下降、保持、好于基准”不写数值；到期留空按规划结束算；"
    "日期写 2027-12-31 或 2027年。"
)
_SAMPLES = (
    f"{EXAMPLE}：家庭医生签约率",
    "家庭医生签约率",
    "不低于",
    "75",
    "%",
    "2027年",
    "68",
    "2025年",
    "预期性",
    "力争",
    "二、主要目标",
    "1",
    "",
)


def write_plan_template(
    path: Path,
    indicators: Sequence[str],
    operators: Sequence[str],
    natures: Sequence[str],
    *,
    replace: bool = False,
) -> None:
    """Write the blank table; the lists are what a clerk may choose. Raises ``ExpectedError``."""
    workbook, sheet = new_workbook(SHEET)
    painter, last = Painter(sheet), len(HEADS)
    for column, width in enumerate(_WIDTHS, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    painter.span(1, 1, last, TITLE, _TITLE)
    sheet.row_dimensions[1].height = 32
    painter.span(2, 1, last, _HINTS, _HINT)
    sheet.row_dimensions[2].height = 34
    for row, name in enumerate(FACTS, FIRST_FACT):
        painter.put(row, 1, name, _NAME)
        painter.put(row, 2, "", _CELL)
    for column, head in enumerate(HEADS, 1):
        painter.put(HEAD_ROW, column, head, _HEAD)
        painter.put(HEAD_ROW + 1, column, _SAMPLES[column - 1], _SAMPLE)
    for row in range(HEAD_ROW + 2, HEAD_ROW + 2 + ROWS):
        for column in range(1, last + 1):
            painter.put(row, column, "", _CELL)
    names = workbook.create_sheet(NAMES)
    lists = (sorted(set(indicators)), operators, natures)
    for column, texts in enumerate(lists, 1):
        for row, text in enumerate(texts, 1):
            names.cell(row, column, text).data_type = "s"
    names.sheet_state = "hidden"
    for column, (head, texts) in enumerate(zip(("指标", "要求", "性质"), lists, strict=True), 1):
        letter = get_column_letter(column)
        source = f"{NAMES}!${letter}$1:${letter}${max(1, len(texts))}"
        rule = DataValidation("list", formula1=source, allow_blank=True, showErrorMessage=False)
        at = get_column_letter(HEADS.index(head) + 1)
        rule.add(f"{at}{HEAD_ROW + 2}:{at}{HEAD_ROW + 1 + ROWS}")
        sheet.add_data_validation(rule)
    freeze(sheet, f"B{HEAD_ROW + 1}", f"A{HEAD_ROW + 2}")
    set_paper(sheet, landscape=True, head=(HEAD_ROW, HEAD_ROW), last=(HEAD_ROW + 20, last))
    write_whole(path, workbook.save, replace=replace)
