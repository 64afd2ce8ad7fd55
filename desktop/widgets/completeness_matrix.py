"""The matrix of units and forms: the cells chosen say which findings are wanted."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QWidget

from desktop.models.completeness import CompletenessModel
from desktop.widgets.row_table import ROW_HEIGHT
from desktop.widgets.steady import SteadyTable
from workflow.review import Completeness


class CompletenessMatrix(SteadyTable):
    """``opened`` carries unit and form of an Enter or a double click, ``chosen`` follows any
    change of the selection. A click on a head chooses a whole unit or form.
    """

    opened = Signal(str, str)
    chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._matrix = CompletenessModel()
        self.setModel(self._matrix)
        self.setAccessibleName("各单位报表情况")
        self.setToolTip("选中格子只看它的问题；回车或双击打开填报")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setWordWrap(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        rows, columns = self.verticalHeader(), self.horizontalHeader()
        rows.setDefaultSectionSize(ROW_HEIGHT)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        columns.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        columns.setMinimumSectionSize(self.fontMetrics().horizontalAdvance("△ 待说明") + 16)
        self.doubleClicked.connect(self._open)
        self.selectionModel().selectionChanged.connect(self.chosen)

    def show_completeness(
        self, completeness: Completeness, county: str, wanting: Collection[tuple[str, str]]
    ) -> None:
        """Show a month; cells stay chosen while units and forms are the same.

        ``wanting`` are units' forms with something left to explain.
        """
        self._matrix.set_completeness(completeness, county, wanting)
        rows, columns = self.verticalHeader().sizeHint(), self.horizontalHeader()
        cells = columns.count() * columns.minimumSectionSize()
        scrollbar = self.verticalScrollBar().sizeHint().width()
        self.setMinimumWidth(rows.width() + cells + scrollbar)

    def places(self) -> list[tuple[str, str]]:
        """Unit and form of every chosen cell."""
        return [self._place(index) for index in self.selectionModel().selectedIndexes()]

    def whole_forms(self) -> set[str]:
        """The forms whose every cell is chosen."""
        columns = self.selectionModel().selectedColumns()
        return {self._matrix.form(index.column()).code for index in columns}

    def choose(self, unit: str, form: str) -> None:
        """Choose a cell, a whole unit (no form) or a whole form (no unit), if the month has it."""
        index = self._matrix.place(unit, form)
        if not index.isValid():
            return
        self.setCurrentIndex(index)
        if not form:
            self.selectRow(index.row())
        elif not unit:
            self.selectColumn(index.column())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._open(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _open(self, index: QModelIndex) -> None:
        if index.isValid():
            self.opened.emit(*self._place(index))

    def _place(self, index: QModelIndex) -> tuple[str, str]:
        return self._matrix.unit(index.row()).code, self._matrix.form(index.column()).code
