"""The targets as a tree with bullets."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeView, QWidget

from desktop.models.targets import (
    BULLET,
    GAP,
    HEADS,
    LINE_ROLE,
    NAME,
    REPORTED,
    REQUIRED,
    VERDICT,
    TargetLine,
    TargetTree,
    Wanted,
)
from desktop.widgets.bullet import BulletDelegate, RowDelegate, VerdictDelegate
from desktop.widgets.column_widths import fit_columns

_BULLET_WIDTH = 80
# A long requirement is whole in its tooltip and beside the list.
_MOST_FOR_REQUIRED = 104
# Narrower than this the names need the room of what the inspector also says.
_ROOM_FOR_ALL = 860


class TargetView(QTreeView):
    """Fields and targets; the lines above the targets span the whole width."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tree = TargetTree(self)
        self.setModel(self._tree)
        self.setItemDelegate(RowDelegate(self))
        self.setItemDelegateForColumn(BULLET, BulletDelegate(self))
        self.setItemDelegateForColumn(VERDICT, VerdictDelegate(self))
        self.setAccessibleName("目标")
        self.setUniformRowHeights(True)
        self.setIndentation(10)
        self.setAlternatingRowColors(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setExpandsOnDoubleClick(True)
        header = self.header()
        header.setStretchLastSection(False)
        header.setMinimumSectionSize(40)
        header.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)

    def set_lines(self, lines: Sequence[TargetLine]) -> None:
        """Show other targets."""
        self._tree.set_lines(lines)
        self._unfold()

    def set_wanted(self, wanted: Wanted) -> None:
        """Filter; the choice stays where it is still shown."""
        chosen = self.chosen()
        if self._tree.set_wanted(wanted):
            self._unfold()
            self.choose(chosen)

    def count(self) -> int:
        """How many targets are listed."""
        return self._tree.shown()

    def chosen(self) -> str:
        """The id of the chosen target, or empty."""
        line = self.currentIndex().data(LINE_ROLE)
        return line.verdict.target.id if isinstance(line, TargetLine) else ""

    def choose(self, target: str) -> None:
        """Select a target by id; the first one when it is not shown."""
        index = self._tree.find(target)
        if not index.isValid():
            index = self._first()
        if index.isValid():
            self.setCurrentIndex(index)
            self.scrollTo(index)

    def resizeEvent(self, event: QResizeEvent) -> None:
        narrow = self.viewport().width() < _ROOM_FOR_ALL
        for column in (GAP, REPORTED):
            self.setColumnHidden(column, narrow)
        super().resizeEvent(event)

    def _first(self) -> QModelIndex:
        index = self._tree.index(0, 0)
        while index.isValid() and self._tree.hasChildren(index):
            index = self._tree.index(0, 0, index)
        return index

    def _unfold(self) -> None:
        most = {REQUIRED: _MOST_FOR_REQUIRED}
        fit_columns(self.header(), HEADS, self._tree.texts(), NAME, most)
        self.header().resizeSection(BULLET, _BULLET_WIDTH)
        self.expandAll()
        self._span(QModelIndex())

    def _span(self, parent: QModelIndex) -> None:
        for row in range(self._tree.rowCount(parent)):
            index = self._tree.index(row, 0, parent)
            if index.data(LINE_ROLE) is None:
                self.setFirstColumnSpanned(row, parent, True)
                self._span(index)
