"""The frozen left columns of the entry grid: a second view in the row header's place."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QRect, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPalette
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView

from desktop.entry_sheet import SheetLine
from desktop.models.entry_model import EntryModel
from desktop.widgets.entry_delegate import EntryDelegate
from desktop.widgets.entry_drawing import INDENT, MARGIN

ROW_HEIGHT = 28
_COLUMN = 92
_TOTAL_COLUMN = 116
_ITEM_COLUMN = 112
_WIDEST_LABEL = 272
_CENTRED_WRAPPED = int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap)


class EntryHeads(QTableView):
    """Shows the frozen columns of ``table`` and lays out the columns and rows of both."""

    def __init__(self, table: QTableView, model: EntryModel) -> None:
        self._delegate = EntryDelegate()
        super().__init__(table)
        self._delegate.setParent(self)
        self._table, self._model = table, model
        self.setItemDelegate(self._delegate)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self._edge = QFrame(table)
        self._edge.setFrameStyle(QFrame.Shape.VLine.value | QFrame.Shadow.Plain.value)
        self._edge.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.setModel(model)
        for view in (table, self):
            header = view.horizontalHeader()
            header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
            header.setDefaultAlignment(Qt.AlignmentFlag(_CENTRED_WRAPPED))
            header.setHighlightSections(view is table)
            view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
            view.verticalHeader().setMinimumSectionSize(ROW_HEIGHT)
            view.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self.verticalScrollBar().valueChanged.connect(table.verticalScrollBar().setValue)
        table.verticalScrollBar().valueChanged.connect(self.verticalScrollBar().setValue)
        self.clicked.connect(self._on_click)

    def arrange(self) -> None:
        """Give every column and row its size; the frozen ones show here, the others there."""
        model, frozen = self._model, self._model.frozen
        if model.sheet is None:
            return
        self._table.horizontalScrollBar().setValue(0)
        for column in range(model.columnCount()):
            width = self._width(column)
            self.setColumnHidden(column, column >= frozen)
            self._table.setColumnHidden(column, column < frozen)
            (self if column < frozen else self._table).setColumnWidth(column, width)
        for row in range(model.rowCount()):
            height = self._height(row)
            if height != self._table.rowHeight(row):
                self._table.setRowHeight(row, height)
                self.setRowHeight(row, height)
        total = sum(self.columnWidth(column) for column in range(frozen))
        self._table.verticalHeader().setFixedWidth(total)
        height = self._head_height()
        self._table.horizontalHeader().setFixedHeight(height)
        self.horizontalHeader().setFixedHeight(height)
        self.fit()

    def fit(self) -> None:
        """Stand exactly over the table's row header."""
        frame, width = self._table.frameWidth(), self._table.verticalHeader().width()
        height = self._table.viewport().height() + self._table.horizontalHeader().height()
        # What lies under another widget is drawn whole at every scroll: the edge stands beside.
        self.setGeometry(QRect(frame, frame, width - 1, height))
        self._edge.setGeometry(QRect(frame + width - 1, frame, 1, height))
        self._edge.raise_()

    def follow(self, row: int) -> None:
        """Mark the row of the table's current cell."""
        if row >= 0:
            self.selectRow(row)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        self._delegate.forget()

    def _width(self, column: int) -> int:
        model = self._model
        if model.labels <= column < model.frozen:
            return _TOTAL_COLUMN
        if column >= model.labels:
            return _ITEM_COLUMN if model.units_in_rows else _COLUMN
        head = str(model.headerData(column, Qt.Orientation.Horizontal))
        widest = self.fontMetrics().horizontalAdvance(head)
        for row in self._rows():
            metrics = self._metrics(model.line(row) if column == 0 else None)
            advance = metrics.horizontalAdvance(model.text(row, column))
            widest = max(widest, self._indent(row, column) + advance)
        return min(widest, _WIDEST_LABEL) + 2 * MARGIN + 4

    def _height(self, row: int) -> int:
        """One row, or as many lines as a long label needs."""
        line = self._model.line(row)
        if line is None:
            return ROW_HEIGHT
        room = self.columnWidth(0) - 2 * MARGIN - line.depth * INDENT
        needed = self._metrics(line).boundingRect(
            QRect(0, 0, room, 1000), int(Qt.TextFlag.TextWordWrap), line.label
        )
        return max(ROW_HEIGHT, needed.height() + 8)

    def _metrics(self, line: SheetLine | None) -> QFontMetrics:
        """Of the font a line's label is drawn in."""
        if line is None:
            return self.fontMetrics()
        font = QFont(self.font())
        font.setBold(line.is_section)
        font.setItalic(line.indicator is not None)
        return QFontMetrics(font)

    def _head_height(self) -> int:
        model, metrics = self._model, self._table.horizontalHeader().fontMetrics()
        heights = [
            metrics.boundingRect(
                QRect(0, 0, self._width(column) - 12, 1000),
                _CENTRED_WRAPPED,
                str(model.headerData(column, Qt.Orientation.Horizontal)),
            ).height()
            for column in range(model.columnCount())
        ]
        return max([ROW_HEIGHT, *(height + 10 for height in heights)])

    def _rows(self) -> range:
        return range(self._model.rowCount())

    def _indent(self, row: int, column: int) -> int:
        line = self._model.line(row) if column == 0 else None
        return 0 if line is None else line.depth * INDENT

    def _on_click(self, index: QModelIndex) -> None:
        current = self._table.currentIndex()
        column = current.column() if current.isValid() else self._model.frozen
        self._table.setCurrentIndex(self._model.index(index.row(), column))
        self._table.setFocus()
