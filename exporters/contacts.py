"""The contacts as a workbook that can be imported again: every cell is text, nothing a formula."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from openpyxl.utils import get_column_letter

from exporters.files import write_whole
from exporters.sheets import (
    BOX,
    HEADING_FONT,
    Look,
    Painter,
    align,
    fill,
    font,
    new_workbook,
    set_paper,
)

HEADS = ("单位", "姓名", "电话", "备注")
_WIDTHS = (22.0, 14.0, 30.0, 40.0)
_TEXT_FORMAT = "@"  # so that a number typed over one keeps its leading zero
_SPARE_ROWS = 50

_HEAD = Look(font(11, HEADING_FONT), align("center"), BOX, fill("FFE9EEF2"))
_CELL = Look(font(11), align("left"), BOX, number_format=_TEXT_FORMAT)


def write_contacts(
    path: Path, rows: Iterable[tuple[str, str, str, str]], *, replace: bool = False
) -> None:
    """Write (unit's name, person, phone, note) and some empty lines. Raises ``ExpectedError``."""
    workbook, sheet = new_workbook("联系人")
    painter = Painter(sheet)
    for column, (head, width) in enumerate(zip(HEADS, _WIDTHS, strict=True), 1):
        painter.put(1, column, head, _HEAD)
        sheet.column_dimensions[get_column_letter(column)].width = width
    row = 1
    for row, texts in enumerate(rows, 2):
        for column, text in enumerate(texts, 1):
            painter.put(row, column, text, _CELL)
    for spare in range(row + 1, row + 1 + _SPARE_ROWS):
        for column in range(1, len(HEADS) + 1):
            painter.put(spare, column, "", _CELL)
    sheet.freeze_panes = "A2"
    set_paper(sheet, landscape=False, head=(1, 1), last=(max(row, 2), len(HEADS)))
    write_whole(path, workbook.save, replace=replace)
