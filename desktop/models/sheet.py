"""A worksheet as it came, each cell with the mark of how it was read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QGuiApplication

from desktop.colours import colour, tint
from desktop.models.marks import COLOURS, Kind, Mark, Place
from desktop.plain import plain_tip
from importers.workbook import CellError, Scalar, Sheet, Uncached, cell_name

MARK = Qt.ItemDataRole.UserRole
_LONGEST = 200
_STRONG = (Kind.ERROR, Kind.QUESTION, Kind.BLANK, Kind.CHANGED)
_ROLE = Qt.ItemDataRole
_Index = QModelIndex | QPersistentModelIndex
_NOTHING = Sheet("", hidden=False, rows=())


def cell_text(value: Scalar) -> str:
    """What a cell says, on one line and never longer than a line can be."""
    match value:
        case None:
            return ""
        case bool():
            return "TRUE" if value else "FALSE"
        case str():
            return " ".join(value[:_LONGEST].split())
        case Decimal():
            return f"{value:f}"
        case CellError():
            return value.text or "#错误"
        case Uncached():
            return "（公式没有结果）"
        case _:
            return _moment_text(value) if isinstance(value, date | time) else str(value)


def _moment_text(value: date | time) -> str:
    return value.isoformat(" ", "minutes") if isinstance(value, datetime) else value.isoformat()


class SheetModel(QAbstractTableModel):
    """One row a row of the sheet. Only what is painted is formatted, so size costs nothing.

    The :class:`Mark` of a cell is its ``MARK`` role, ``None`` for a cell without one.
    """

    def __init__(self) -> None:
        super().__init__()
        self._sheet = _NOTHING
        self._marks: Mapping[Place, Mark] = {}
        self._size = (0, 0)

    @property
    def sheet(self) -> Sheet:
        """The sheet shown."""
        return self._sheet

    def set_sheet(self, sheet: Sheet | None, marks: Mapping[Place, Mark]) -> None:
        """Show another sheet; marks may lie beyond its last cell."""
        self.beginResetModel()
        self._sheet = sheet or _NOTHING
        self._marks = marks
        self._size = len(self._sheet.rows), max(map(len, self._sheet.rows), default=0)
        self._size = self._size_with(marks if sheet else {})
        self.endResetModel()

    def set_marks(self, marks: Mapping[Place, Mark]) -> None:
        """Read the same sheet otherwise."""
        size = self._size_with(marks)
        if size != self._size:
            self.beginResetModel()
            self._marks, self._size = marks, size
            self.endResetModel()
        elif self._size > (0, 0):
            self._marks = marks
            self.dataChanged.emit(self.index(0, 0), self.index(size[0] - 1, size[1] - 1))

    def _size_with(self, marks: Iterable[Place]) -> tuple[int, int]:
        rows, columns = self._size
        for row, column in marks:
            rows, columns = max(rows, row + 1), max(columns, column + 1)
        return rows, columns

    def mark(self, index: _Index) -> Mark | None:
        """How the cell was read."""
        return self._marks.get((index.row(), index.column()))

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else self._size[0]

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else self._size[1]

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole
    ) -> Any:
        if role != _ROLE.DisplayRole:
            return None
        if orientation is Qt.Orientation.Vertical:
            return str(section + 1)
        return cell_name(0, section)[:-1]

    def data(self, index: _Index, role: int = _ROLE.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role == _ROLE.DisplayRole:
            return cell_text(self._sheet.at(index.row(), index.column()))
        if role == _ROLE.TextAlignmentRole:
            return self._alignment(index)
        if role in (_ROLE.BackgroundRole, _ROLE.ForegroundRole, _ROLE.ToolTipRole, MARK):
            return self._look(self.mark(index), role)
        return None

    def _alignment(self, index: _Index) -> Qt.AlignmentFlag:
        value = self._sheet.at(index.row(), index.column())
        number = isinstance(value, int | Decimal) and not isinstance(value, bool)
        side = Qt.AlignmentFlag.AlignRight if number else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignVCenter

    def _look(self, mark: Mark | None, role: int) -> Any:
        palette = QGuiApplication.palette()
        if mark is None:
            return colour("muted", palette) if role == _ROLE.ForegroundRole else None
        if role == MARK:
            return mark
        if role == _ROLE.ToolTipRole:
            return plain_tip("\n".join(mark.sentences))
        if role == _ROLE.BackgroundRole and mark.kind is not Kind.UNUSED:
            return tint(COLOURS[mark.kind], palette, 0.22 if mark.kind in _STRONG else 0.12)
        if role == _ROLE.ForegroundRole and mark.kind is Kind.UNUSED:
            return colour("muted", palette)
        return None
