"""A table of figures on the screen: the lines' names at the left edge, figures under columns."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont

from desktop.listing_pages import Listing
from desktop.plain import plain_tip
from monitoring.figure_tables import NAMES, FigureTable

Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
_ROLE = Qt.ItemDataRole
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_SHARES = (12, 3, 2)
_SHARE = 4


class FiguresModel(QAbstractTableModel):
    """计量单位 and the figures; a line's name is its row's head, so that it stays in sight."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.table: FigureTable | None = None
        self._rows: list[tuple[str, ...]] = []
        self._names: list[str] = []
        self._heads: tuple[str, ...] = ()

    def show_table(self, table: FigureTable | None) -> None:
        """Show another table, or none."""
        self.beginResetModel()
        self.table = table
        rows = table.rows() if table else []
        self._rows = [(row[1], *row[NAMES:]) for row in rows]
        self._names = [row[0] for row in rows]
        self._heads = ("计量单位", *table.columns) if table else ()
        self.endResetModel()

    def texts(self) -> list[tuple[str, ...]]:
        """What the cells of every row say."""
        return self._rows

    def heads(self) -> tuple[str, ...]:
        """What stands above them."""
        return self._heads

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self._heads)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole
    ) -> Any:
        if orientation is Qt.Orientation.Horizontal:
            return self._heads[section] if role == _ROLE.DisplayRole else None
        if role == _ROLE.DisplayRole:
            return self._names[section]
        if role == _ROLE.ToolTipRole:
            return plain_tip(self._names[section].strip("　"))
        if role == _ROLE.TextAlignmentRole:
            return _LEFT
        return self._font(section) if role == _ROLE.FontRole else None

    def data(self, index: Index, role: int = _ROLE.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role == _ROLE.DisplayRole:
            return self._rows[index.row()][index.column()]
        if role == _ROLE.TextAlignmentRole:
            return _RIGHT if index.column() else _LEFT
        return None

    def _font(self, row: int) -> QFont | None:
        """Sections stand out, rates are worked out."""
        kind = self.table.lines[row].kind if self.table else ""
        font = QFont()
        font.setBold(kind == "section")
        font.setItalic(kind in ("rate", "ytd"))
        return font


def listing(table: FigureTable) -> Listing:
    """The table as it is printed."""
    return Listing(
        table.title,
        table.under,
        table.heads,
        (*_SHARES, *[_SHARE] * len(table.columns)),
        tuple(table.rows()),
        table.notes,
        frozenset(range(NAMES, len(table.heads))),
        demonstration=table.demonstration,
        frozen=NAMES,
    )
