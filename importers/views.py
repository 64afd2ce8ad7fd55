"""A sheet seen upright or on its side, so that one reader reads units down and units across."""

from __future__ import annotations

from functools import cached_property
from itertools import zip_longest

from importers.numbers import number_in
from importers.workbook import Row, Scalar, Sheet, cell_name

# Merges beyond this many cells in all are decoration of whole sheets, not of a table.
_COVERED_LIMIT = 200_000
# No form has nearly as many items; a sheet this long has units down, or a stray last cell.
ITEM_ROWS = 2_000


class View:
    """Rows and columns of a sheet; with ``across`` its columns are the rows."""

    def __init__(self, sheet: Sheet, *, across: bool = False) -> None:
        self.sheet, self.across = sheet, across
        self.rows: tuple[Row, ...] = (
            tuple(zip_longest(*sheet.rows[:ITEM_ROWS])) if across else sheet.rows
        )
        self.width = max(map(len, self.rows), default=0)

    def name(self, row: int, column: int) -> str:
        """The cell's name in the sheet."""
        return cell_name(column, row) if self.across else cell_name(row, column)

    def line(self, row: int) -> str:
        """A row of the view as a clerk calls it."""
        if self.across:
            return f"{cell_name(0, row)[:-1]} 列"
        return f"第 {row + 1} 行"

    def raw(self, row: int, column: int) -> Scalar:
        """What the file holds, even under a merge."""
        cells = self.rows[row]
        return cells[column] if column < len(cells) else None

    def value(self, row: int, column: int) -> Scalar:
        """What a person sees: nothing under a merge."""
        return None if (row, column) in self.covered else self.raw(row, column)

    def text(self, row: int, column: int) -> str:
        """The text of the cell itself, empty for anything but text."""
        cell = self.value(row, column)
        return cell.strip() if isinstance(cell, str) else ""

    def heading(self, row: int, column: int) -> str:
        """The text a person reads at the cell: a merged one carries its first cell's."""
        row, column = self.covered.get((row, column), (row, column))
        cell = self.raw(row, column) if row < len(self.rows) else None
        return cell.strip() if isinstance(cell, str) else ""

    @cached_property
    def covered(self) -> dict[tuple[int, int], tuple[int, int]]:
        """Cells under a merge, with the cell that shows instead."""
        covered: dict[tuple[int, int], tuple[int, int]] = {}
        height, width = len(self.rows), self.width
        for merge in self.sheet.merges:
            top, left, bottom, right = merge
            if self.across:
                top, left, bottom, right = left, top, right, bottom
            bottom, right = min(bottom, height - 1), min(right, width - 1)
            if len(covered) + (bottom - top + 1) * (right - left + 1) > _COVERED_LIMIT:
                continue
            for row in range(top, bottom + 1):
                for column in range(left, right + 1):
                    covered[row, column] = (top, left)
            covered.pop((top, left), None)
        return covered

    def hidden_numbers(self) -> list[tuple[int, int]]:
        """Cells under a merge that still hold a number nobody sees."""
        return [place for place in self.covered if number_in(self.raw(*place)) is not None]
