"""A read-only table of words over plain records: each column says how it reads one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QGuiApplication

from desktop.colours import colour
from desktop.plain import plain_tip

Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
Words = Callable[[Any], str]


@dataclass(frozen=True)
class Column:
    """What one column shows of a record: its text, its colour by name, and a longer tip."""

    head: str
    text: Words
    right: bool = False
    hue: Words | None = None
    tip: Words | None = None


class WordTable(QAbstractTableModel):
    """Records are any plain objects; a filter keeps those whose row holds every word of it."""

    def __init__(self, columns: Sequence[Column], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._columns = columns
        self._all: Sequence[Any] = ()
        self._wanted: list[str] = []
        self.records: Sequence[Any] = ()

    def show_records(self, records: Sequence[Any]) -> None:
        """Take other records; the filter stays."""
        self._all = records
        self._choose()

    def add_records(self, records: Sequence[Any]) -> None:
        """Take more records below the others, which stay where they are."""
        added = [each for each in records if self._holds(each)]
        self._all = [*self._all, *records]
        if added:
            first = len(self.records)
            self.beginInsertRows(ROOT, first, first + len(added) - 1)
            self.records = [*self.records, *added]
            self.endInsertRows()

    def texts(self, rows: Iterable[int]) -> list[list[str]]:
        """The heads and what some rows show, to be copied."""
        heads = [column.head for column in self._columns]
        return [heads, *([c.text(self.records[row]) for c in self._columns] for row in rows)]

    def filter_by(self, text: str) -> None:
        """Show only records with all these words, which stand apart by spaces."""
        wanted = text.casefold().split()
        if wanted != self._wanted:
            self._wanted = wanted
            self._choose()

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self.records)

    def columnCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self._columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._columns[section].head
        return _side(self._columns[section]) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        record, column = self.records[index.row()], self._columns[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.text(record)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip((column.tip or column.text)(record))
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _side(column)
        if role == Qt.ItemDataRole.ForegroundRole and column.hue is not None:
            name = column.hue(record)
            return colour(name, QGuiApplication.palette()) if name else None
        return None

    def _choose(self) -> None:
        self.beginResetModel()
        self.records = [each for each in self._all if self._holds(each)]
        self.endResetModel()

    def _holds(self, record: Any) -> bool:
        if not self._wanted:
            return True
        row = "\n".join(column.text(record) for column in self._columns).casefold()
        return all(word in row for word in self._wanted)


def _side(column: Column) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
