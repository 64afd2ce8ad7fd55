"""需要修改: the first sheet of a workbook that goes back, a list in plain words with links."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import count, groupby
from typing import Any

from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.workbook import Workbook
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from exporters.remarks import (
    ERROR_FILL,
    ERROR_FRAME,
    WARNING_FILL,
    WARNING_FRAME,
    Remark,
    find_cell,
    find_sheet,
    unmark,
)
from exporters.sheets import (
    BOX,
    HEADING_FONT,
    Look,
    Painter,
    align,
    fill,
    font,
    lines_needed,
    set_paper,
)

# The importer knows our list by these two and passes it over.
COVER_SHEET = "需要修改"
COVER_MARK = "医养台账退回：请改好后原样发回"

Befores = Mapping[tuple[str, str], Any]

_NUMBER, _SHEET, _CELL, _PROBLEM, _ADVICE, _BEFORE = range(1, 7)
_HEADS = ("序号", "工作表", "单元格", "问题", "怎么改")
_WIDTHS = (6.0, 20.0, 9.0, 50.0, 44.0)
_SIZE = 10.0
_LINK_COLOR = "FF0B57A4"

_TITLE = Look(font(15, HEADING_FONT), align("left", wrap=False))
_NOTE = Look(font(_SIZE), align("left"))
_HEAD = Look(font(_SIZE, HEADING_FONT), align("center"), BOX, fill("FFE9EEF2"))
_SECTION = Look(
    font(_SIZE, HEADING_FONT), align("left", wrap=False, indent=1), BOX, fill("FFF5F6F7")
)
_TEXT = Look(font(_SIZE), align("left", indent=1), BOX)
_CENTRE = Look(font(_SIZE), align("center"), BOX)
_ERROR = Look(font(_SIZE, color=_LINK_COLOR), align("center"), ERROR_FRAME, ERROR_FILL)
_WARNING = Look(font(_SIZE, color=_LINK_COLOR), align("center"), WARNING_FRAME, WARNING_FILL)


def add_cover(
    workbook: Workbook, remarks: Sequence[Remark], notes: Iterable[str], befores: Befores
) -> None:
    """Put the list of ``remarks``, in the order given, in front of all sheets.

    ``befores`` holds the style each marked cell had, by sheet and cell; a hidden column keeps
    it, so that the marks can be taken off again when the workbook goes back once more.
    """
    cover: Worksheet = workbook.create_sheet(COVER_SHEET, 0)
    painter = Painter(cover)
    for column, width in enumerate(_WIDTHS, 1):
        cover.column_dimensions[get_column_letter(column)].width = width
    cover.column_dimensions[get_column_letter(_BEFORE)].hidden = True
    row = _heading(painter, notes)
    cover.freeze_panes = f"A{row}"
    head, numbers = row - 1, count(1)
    for title, group in groupby(remarks, key=_section):
        painter.span(row, _NUMBER, _ADVICE, title, _SECTION)
        cover.row_dimensions[row].height = 20
        for remark in group:
            row += 1
            _put(painter, workbook, row, next(numbers), remark)
            cell = find_cell(workbook, remark)
            if cell is not None:
                kept: Any = cover.cell(row, _BEFORE)
                kept._style = befores[cell.parent.title, cell.coordinate]
        row += 1
    cover.sheet_view.showGridLines = False
    set_paper(cover, landscape=True, head=(head, head), last=(row - 1, _ADVICE))
    _show_alone(workbook, cover)


def take_back_covers(workbook: Workbook) -> None:
    """Remove the lists of earlier returns and the marks they made."""
    for sheet in list(workbook.worksheets):
        if sheet.title.startswith(COVER_SHEET) and sheet["A1"].value == COVER_MARK:
            for row in sheet.iter_rows(min_row=2, max_col=_BEFORE):
                name, cell, before = row[_SHEET - 1].value, row[_CELL - 1].value, row[_BEFORE - 1]
                marked = find_cell(workbook, Remark("", "", sheet=str(name), cell=str(cell or "")))
                if marked is not None:
                    unmark(marked, before)
            workbook.remove(sheet)


def _heading(painter: Painter, notes: Iterable[str]) -> int:
    """Title, notes and the head of the list; the row below."""
    painter.put(1, _NUMBER, COVER_MARK, _TITLE)
    painter.sheet.row_dimensions[1].height = 28
    row = 1
    for row, note in enumerate(notes, 2):
        painter.span(row, _NUMBER, _ADVICE, note, _NOTE)
        painter.sheet.row_dimensions[row].height = 4 + 14 * lines_needed(note, sum(_WIDTHS), _SIZE)
    for column, head in enumerate(_HEADS, 1):
        painter.put(row + 1, column, head, _HEAD)
    painter.sheet.row_dimensions[row + 1].height = 20
    return row + 2


def _section(remark: Remark) -> str:
    if not remark.sheet:
        return "整个文件"
    return "必须改正" if remark.error else "请核对"


def _put(painter: Painter, workbook: Workbook, row: int, number: int, remark: Remark) -> None:
    painter.put(row, _NUMBER, number, _CENTRE)
    painter.put(row, _SHEET, remark.sheet, _TEXT)
    painter.put(row, _CELL, remark.cell, _CENTRE)
    painter.put(row, _PROBLEM, remark.problem, _TEXT)
    painter.put(row, _ADVICE, remark.advice, _TEXT)
    texts = {_SHEET: remark.sheet, _PROBLEM: remark.problem, _ADVICE: remark.advice}
    lines = max(lines_needed(text, _WIDTHS[at - 1], _SIZE) for at, text in texts.items())
    painter.sheet.row_dimensions[row].height = max(20, 6 + 14 * lines)
    cell = find_cell(workbook, remark)
    if cell is not None:
        painter.put(row, _CELL, remark.cell, _ERROR if remark.error else _WARNING)
        _link(painter.sheet.cell(row, _CELL), cell.parent.title, cell.coordinate)
    elif find_sheet(workbook, remark.sheet) is not None:
        _link(painter.sheet.cell(row, _SHEET), remark.sheet, "A1")


def _link(cell: Any, sheet: str, place: str) -> None:
    # The place inside the workbook, never an address: nothing from the file becomes one.
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"{quote_sheetname(sheet)}!{place}")


def _show_alone(workbook: Workbook, cover: Worksheet) -> None:
    workbook.active = 0
    for sheet in workbook.worksheets:
        # Sheets left selected together would all take what is typed into one.
        sheet.sheet_view.tabSelected = sheet is cover
