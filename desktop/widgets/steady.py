"""Views in which what the program chooses stays chosen, whatever keys are held meanwhile.

Qt reads the keyboard when a program chooses a row: with Ctrl still down after a shortcut, the
row that was to be chosen is taken out of the selection instead.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QPersistentModelIndex
from PySide6.QtWidgets import QAbstractItemView, QTableView, QTreeView

Flag = QItemSelectionModel.SelectionFlag


def _alone(view: QAbstractItemView) -> Flag:
    """The flags that leave one thing chosen: a row where rows are chosen, else a cell."""
    if view.selectionMode() == QAbstractItemView.SelectionMode.NoSelection:
        return Flag.NoUpdate
    if view.selectionBehavior() == QAbstractItemView.SelectionBehavior.SelectRows:
        return Flag.ClearAndSelect | Flag.Rows
    return Flag.ClearAndSelect


class SteadyTable(QTableView):
    def selectionCommand(
        self, index: QModelIndex | QPersistentModelIndex, event: QEvent | None = None
    ) -> Flag:
        """Follow the keys for a key or a mouse button alone."""
        return _alone(self) if event is None else super().selectionCommand(index, event)


class SteadyTree(QTreeView):
    def selectionCommand(
        self, index: QModelIndex | QPersistentModelIndex, event: QEvent | None = None
    ) -> Flag:
        """Follow the keys for a key or a mouse button alone."""
        return _alone(self) if event is None else super().selectionCommand(index, event)
