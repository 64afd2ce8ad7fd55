"""Sheets of plain values as a new workbook, where the sender's own cannot be written on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.worksheet import Worksheet

from exporters.files import as_text, looks_like_formula
from exporters.sheets import display_width
from exporters.template_map import MAP_SHEET

_WIDTHS = (8, 40)
_ROWS_MEASURED = 200


class ErrorValue(str):
    """The text of a cell that holds an error such as #DIV/0!."""

    __slots__ = ()


GridCell = str | int | Decimal | bool | datetime | date | time | timedelta | None


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet as plain values; ``merges`` zero-based: first row and column, last row and column."""

    name: str
    rows: Sequence[Sequence[GridCell]]
    merges: Sequence[tuple[int, int, int, int]] = ()
    hidden: bool = False


def plain_workbook(grids: Sequence[Grid]) -> Workbook:
    """A workbook with the grids as its sheets, every value in its own cell."""
    workbook = Workbook()
    for unasked in workbook.worksheets:
        workbook.remove(unasked)
    for grid in grids:
        sheet: Worksheet = workbook.create_sheet(grid.name)
        _fill(sheet, grid)
        if grid.hidden:
            sheet.sheet_state = "veryHidden" if grid.name == MAP_SHEET else "hidden"
    return workbook


def _fill(sheet: Worksheet, grid: Grid) -> None:
    for number, row in enumerate(grid.rows, 1):
        for column, content in enumerate(row, 1):
            if content is not None:
                _put(sheet.cell(number, column), content)
    for top, left, bottom, right in grid.merges:
        # merge_cells would drop what stands under the merge.
        sheet.merged_cells.add(
            CellRange(min_row=top + 1, min_col=left + 1, max_row=bottom + 1, max_col=right + 1)
        )
    for column in range(1, sheet.max_column + 1):
        sheet.column_dimensions[get_column_letter(column)].width = _width(grid, column - 1)


def _put(cell: Any, content: GridCell) -> None:
    if isinstance(content, str):
        cell.value = as_text(content)
        # openpyxl takes "=…" for a formula and "#N/A" for an error.
        cell.data_type = "e" if isinstance(content, ErrorValue) else "s"
        cell.quotePrefix = looks_like_formula(content)
    else:
        cell.value = content


def _width(grid: Grid, column: int) -> float:
    least, most = _WIDTHS
    rows = grid.rows[:_ROWS_MEASURED]
    texts = (str(row[column]) for row in rows if len(row) > column and row[column] is not None)
    return min(most, max([least, *(display_width(text) + 2 for text in texts)]))
