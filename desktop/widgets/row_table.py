"""A table read row by row: quiet, keyboard first, with a word of its own when it is empty."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QAbstractItemModel, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QWidget

from desktop.colours import colour
from desktop.widgets.steady import SteadyTable

ROW_HEIGHT = 28


class RowTable(SteadyTable):
    """Whole rows are chosen. ``opened`` carries the row of an Enter or a double click,
    ``removal_requested`` follows the Delete key and ``chosen`` any change of selection.
    """

    opened = Signal(int)
    removal_requested = Signal()
    chosen = Signal()

    def __init__(self, model: QAbstractItemModel, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.empty_text = ""
        self.setModel(model)
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setMinimumSectionSize(40)
        self.doubleClicked.connect(lambda index: self.opened.emit(index.row()))
        self.selectionModel().selectionChanged.connect(self.chosen)

    def set_widths(self, widths: Mapping[int, int], stretch: int) -> None:
        """Give columns their widths in characters of the font; one takes what is left."""
        head = self.horizontalHeader()
        em = self.fontMetrics().horizontalAdvance("汉")
        for column, characters in widths.items():
            self.setColumnWidth(column, characters * em + 20)
        head.setSectionResizeMode(stretch, QHeaderView.ResizeMode.Stretch)

    def rows(self) -> list[int]:
        """The chosen rows from top to bottom."""
        return sorted(index.row() for index in self.selectionModel().selectedRows())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        )
        if plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            index = self.currentIndex()
            if index.isValid():
                # Focus alone makes a row current without choosing it.
                if not self.selectionModel().isRowSelected(index.row()):
                    self.selectRow(index.row())
                self.opened.emit(index.row())
        elif plain and event.key() == Qt.Key.Key_Delete:
            self.removal_requested.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.model().rowCount() or not self.empty_text:
            return
        painter = QPainter(self.viewport())
        painter.setPen(colour("muted", self.palette()))
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(self.viewport().rect().adjusted(16, 16, -16, -16), flags, self.empty_text)
        painter.end()
