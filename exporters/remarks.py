"""Marks on the cells of somebody else's workbook: a colour, a frame, and what is wrong beside."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any, Literal

from openpyxl.comments import Comment
from openpyxl.styles import Border, Side
from openpyxl.utils import column_index_from_string
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from exporters.files import as_text
from exporters.sheets import fill, lines_needed

AUTHOR = "医养台账"

_SENDERS_OWN = "\n——原有批注——\n"
_COMMENT_WIDTH = 300
_PLACE = re.compile("([A-Z]{1,3})([1-9][0-9]{0,6})")
_COLUMNS, _ROWS = 16_384, 1_048_576

# Orange and blue stay apart for every eye, and so do their frames without any colour.
ERROR_FILL, WARNING_FILL = fill("FFFFD08A"), fill("FFCFE6F7")
_OURS = frozenset(tone.fgColor.rgb for tone in (ERROR_FILL, WARNING_FILL))


def _frame(style: Literal["medium", "mediumDashed"], color: str) -> Border:
    side = Side(style=style, color=color)
    return Border(left=side, right=side, top=side, bottom=side)


ERROR_FRAME, WARNING_FRAME = _frame("medium", "FF9A4B00"), _frame("mediumDashed", "FF1F5F99")


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to correct: what, how, and where (the whole file without ``sheet``).

    ``error`` says it must be corrected; otherwise it is to be looked at.
    """

    problem: str
    advice: str
    error: bool = True
    sheet: str = ""
    cell: str = ""

    @property
    def sentence(self) -> str:
        """Problem and advice as one sentence."""
        return "；".join(part for part in (self.problem, self.advice) if part)


def find_cell(workbook: Workbook, remark: Remark) -> Any:
    """The cell a remark is about, the top left one of a merge; ``None`` when there is none."""
    sheet = find_sheet(workbook, remark.sheet)
    if sheet is None or not remark.cell:
        return None
    place = _PLACE.fullmatch(remark.cell)
    if place is None or int(place[2]) > _ROWS:
        return None
    for merged in sheet.merged_cells.ranges:
        if remark.cell in merged:
            return sheet.cell(merged.min_row, merged.min_col)
    column = column_index_from_string(place[1])
    return None if column > _COLUMNS else sheet.cell(int(place[2]), column)


def find_sheet(workbook: Workbook, name: str) -> Worksheet | None:
    """The worksheet of that name; charts on a sheet of their own have no cells."""
    return next((sheet for sheet in workbook.worksheets if sheet.title == name), None)


def mark(cell: Any, remarks: Sequence[Remark]) -> None:
    """Colour and frame the cell and say in a comment what is wrong with it."""
    error = any(remark.error for remark in remarks)
    cell.fill = ERROR_FILL if error else WARNING_FILL
    cell.border = ERROR_FRAME if error else WARNING_FRAME
    text = as_text("\n".join(remark.sentence for remark in remarks))
    if cell.comment is not None:
        text += _SENDERS_OWN + cell.comment.text
    height = 24 + 20 * lines_needed(text, _COMMENT_WIDTH / 7.5, 9)
    cell.comment = Comment(text, AUTHOR, width=_COMMENT_WIDTH, height=height)


def unmark(cell: Any, before: Any) -> None:
    """Give a cell we marked the look that ``before`` kept; one recoloured since stays as it is."""
    if cell.fill.fgColor.rgb not in _OURS:
        return
    cell._style = copy(before._style)
    if cell.comment is not None and cell.comment.author == AUTHOR:
        _, _, own = cell.comment.text.partition(_SENDERS_OWN)
        cell.comment = Comment(own, "") if own else None


def in_order(workbook: Workbook, remarks: Sequence[Remark]) -> Iterator[Remark]:
    """The whole file first, then what must be corrected, sheet by sheet from top to bottom."""
    places = {sheet.title: number for number, sheet in enumerate(workbook.worksheets)}

    def place(remark: Remark) -> tuple[bool, bool, int, int, int]:
        cell = find_cell(workbook, remark)
        row, column = (0, 0) if cell is None else (cell.row, cell.column)
        sheet = places.get(remark.sheet, len(places))
        return bool(remark.sheet), not remark.error, sheet, row, column

    yield from sorted(dict.fromkeys(remarks), key=place)
