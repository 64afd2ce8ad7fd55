"""The entry grid: a table with frozen heads that answers keys like a good spreadsheet."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QAbstractScrollArea, QTableView, QWidget

from desktop.models.entry_model import EntryModel, Look
from desktop.widgets.entry_delegate import EntryDelegate
from desktop.widgets.entry_heads import EntryHeads
from desktop.widgets.entry_steps import edge, next_cell, next_input
from monitoring.amounts import MISSING, NOT_APPLICABLE

Index = QModelIndex | QPersistentModelIndex
Cursor = QAbstractItemView.CursorAction
FocusTaker = Callable[[QAbstractScrollArea, QFocusEvent], None]
Trigger = QAbstractItemView.EditTrigger

_DIRECTIONS = {
    Cursor.MoveUp: (-1, 0),
    Cursor.MoveDown: (1, 0),
    Cursor.MoveLeft: (0, -1),
    Cursor.MoveRight: (0, 1),
}
_MARKS = {
    ".": MISSING,
    "。": MISSING,
    "/": NOT_APPLICABLE,
    "／": NOT_APPLICABLE,
    "、": NOT_APPLICABLE,
}
_FILLS = {Qt.Key.Key_D: (1, 0), Qt.Key.Key_R: (0, 1)}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class EntryView(QTableView):
    """Announces what the clerk asks for; ``value_given`` carries a value for the selected cells
    (``None`` blanks them), ``fill_requested`` the direction to fill in as rows and columns.
    ``typing_refused`` follows typing where the sheet is closed, ``left`` the Esc key.
    """

    copy_requested = Signal()
    cut_requested = Signal()
    paste_requested = Signal()
    value_given = Signal(object)
    fill_requested = Signal(int, int)
    typing_refused = Signal()
    left = Signal()
    cell_changed = Signal()

    def __init__(self, model: EntryModel, parent: QWidget | None = None) -> None:
        self.delegate = EntryDelegate()
        super().__init__(parent)
        self.delegate.setParent(self)
        self._model = model
        self.heads = EntryHeads(self, model)
        self.setItemDelegate(self.delegate)
        self.setEditTriggers(Trigger.DoubleClicked | Trigger.EditKeyPressed | Trigger.AnyKeyPressed)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setWordWrap(True)
        self.setCornerButtonEnabled(False)
        self.setAccessibleName("填报表格")
        self.setModel(model)
        self.delegate.left.connect(self.advance)
        model.modelReset.connect(self.heads.arrange)
        self.heads.arrange()

    @property
    def typing(self) -> bool:
        """Whether an editor is open."""
        return self.state() == QAbstractItemView.State.EditingState

    def current_place(self) -> tuple[int, int] | None:
        """Line and unit of the current cell."""
        index = self.currentIndex()
        return self._model.place(index.row(), index.column()) if index.isValid() else None

    def advance(self, rows: int, columns: int) -> bool:
        """Go to the next cell that takes typing, on into the next column or row at an end."""
        index = self.currentIndex()
        cell = next_input(self._model, index.row(), index.column(), rows, columns)
        if cell is not None:
            self.setCurrentIndex(self._model.index(*cell))
        return cell is not None

    def copy(self) -> None:
        """Ask for the selected cells on the clipboard, as they are typed."""
        self.copy_requested.emit()

    def go_to_first(self) -> None:
        """Go to the first cell that takes typing."""
        cell = next_input(self._model, -1, self._model.frozen, 1, 0)
        if cell is not None:
            self.setCurrentIndex(self._model.index(*cell))

    def selected_area(self) -> tuple[range, range]:
        """Rows and columns of the selection, or of the current cell."""
        ranges = self.selectionModel().selection()
        if not ranges.isEmpty():
            area = ranges.first()
            return (
                range(area.top(), area.bottom() + 1),
                range(max(area.left(), self._model.frozen), area.right() + 1),
            )
        index = self.currentIndex()
        if not index.isValid():
            return range(0), range(0)
        return range(index.row(), index.row() + 1), range(index.column(), index.column() + 1)

    def edit(  # type: ignore[override]
        self, index: Index, trigger: Trigger = Trigger.AllEditTriggers, event: QEvent | None = None
    ) -> bool:
        self.delegate.overwrites = trigger == Trigger.AnyKeyPressed
        return bool(super().edit(index, trigger, event))  # type: ignore[arg-type]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.typing or not self._asked(event):
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        if not self.currentIndex().isValid():
            super().focusInEvent(event)
            return
        editable = bool(self.currentIndex().flags() & Qt.ItemFlag.ItemIsEditable)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, editable)
        self._pass_focus(QAbstractScrollArea.focusInEvent, event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._pass_focus(QAbstractScrollArea.focusOutEvent, event)

    def _pass_focus(self, take: FocusTaker, event: QFocusEvent) -> None:
        """Draw the current cell again and nothing else: an item view draws every cell when the
        focus goes to an editor and comes back, which is twice a figure.
        """
        take(self, event)
        self.viewport().update(self.visualRect(self.currentIndex()))

    def keyboardSearch(self, search: str) -> None:
        """Stay: on a line that takes no typing Qt would run to a cell that begins with the digit,
        and the next digit would overwrite it.
        """

    def moveCursor(self, action: Cursor, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        index = self.currentIndex()
        model, row, column = self._model, index.row(), index.column()
        if not index.isValid():
            return super().moveCursor(action, modifiers)
        ctrl = bool(modifiers & Qt.KeyboardModifier.ControlModifier)
        if action in _DIRECTIONS:
            step = edge if ctrl else next_cell
            return model.index(*step(model, row, column, *_DIRECTIONS[action]))
        if action == Cursor.MoveHome:
            return model.index(
                *next_cell(model, -1, model.frozen, 1, 0) if ctrl else (row, model.frozen)
            )
        if action == Cursor.MoveEnd:
            return model.index(model.rowCount() - 1 if ctrl else row, model.columnCount() - 1)
        return super().moveCursor(action, modifiers)

    def selectionCommand(
        self, index: Index, event: QEvent | None = None
    ) -> QItemSelectionModel.SelectionFlag:
        if isinstance(event, QKeyEvent):
            flags = QItemSelectionModel.SelectionFlag
            extending = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            return flags.SelectCurrent if extending else flags.ClearAndSelect
        return super().selectionCommand(index, event)

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.heads.follow(current.row())
        self.cell_changed.emit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        self.delegate.forget()

    def updateGeometries(self) -> None:
        super().updateGeometries()
        self.heads.fit()

    def _asked(self, event: QKeyEvent) -> bool:
        """Answer a key of the grid's own; whether it was one."""
        for keys, signal in (
            (QKeySequence.StandardKey.Copy, self.copy_requested),
            (QKeySequence.StandardKey.Cut, self.cut_requested),
            (QKeySequence.StandardKey.Paste, self.paste_requested),
        ):
            if event.matches(keys):
                signal.emit()
                return True
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            direction = _FILLS.get(Qt.Key(event.key()))
            if direction is not None:
                self.fill_requested.emit(*direction)
            return direction is not None
        return self._moved(event) or self._typed(event)

    def _moved(self, event: QKeyEvent) -> bool:
        key, shifted = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if key in _ENTER:
            self.advance(-1 if shifted else 1, 0)
        elif key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            if not self.advance(0, 1 if key == Qt.Key.Key_Tab else -1):
                event.ignore()  # at the grid's end Tab goes on to the next widget
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            return False
        return True

    def _typed(self, event: QKeyEvent) -> bool:
        key = event.key()
        if key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.value_given.emit(None)
        elif key == Qt.Key.Key_Space:
            pass  # a lone space would blank the cell without anyone meaning it
        elif event.text() in _MARKS and self._on_input():
            self.value_given.emit(_MARKS[event.text()])
        elif self._model.closed and self._on_input() and _writes(event):
            self.typing_refused.emit()
        else:
            return False
        return True

    def _on_input(self) -> bool:
        index = self.currentIndex()
        return index.isValid() and self._model.look(index.row(), index.column()) is Look.INPUT


def _writes(event: QKeyEvent) -> bool:
    return event.key() == Qt.Key.Key_F2 or (bool(event.text()) and event.text().isprintable())
