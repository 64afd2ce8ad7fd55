"""The line edit that stands in a cell of the entry grid while a clerk types."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QLineEdit, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop.models.entry_model import RIGHT, EntryModel
from desktop.widgets.entry_drawing import CellDrawing, Spot

Index = QModelIndex | QPersistentModelIndex

# As numbers: every cell that is drawn is asked for both.
_SELECTED = QStyle.StateFlag.State_Selected.value
_CURRENT = QStyle.StateFlag.State_HasFocus.value
_STEPS = {
    Qt.Key.Key_Return: (1, 0),
    Qt.Key.Key_Enter: (1, 0),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
    Qt.Key.Key_Tab: (0, 1),
    Qt.Key.Key_Backtab: (0, -1),
}
_SIDEWAYS = {Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1)}


class EntryDelegate(QStyledItemDelegate):
    """Draws cells from the model's cached texts. ``left`` says where the cursor goes after an
    edit, as rows and columns; ``typed`` carries the text of an open editor as it grows.
    """

    left = Signal(int, int)
    typed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.overwrites = False
        self._drawing: CellDrawing | None = None

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        if not isinstance(model, EntryModel):
            return
        drawing = self._drawing
        if drawing is None:
            drawing = self._drawing = CellDrawing(option.palette, option.font)
        state = option.state.value
        drawing.draw(
            painter,
            Spot(model, index.row(), index.column(), option.rect),
            selected=bool(state & _SELECTED),
            current=bool(state & _CURRENT),
        )

    def forget(self) -> None:
        """Colours or letters are others from now on."""
        self._drawing = None

    def createEditor(self, parent: QWidget, _: QStyleOptionViewItem, __: Index) -> QWidget:
        editor = QLineEdit(parent)
        editor.setAlignment(RIGHT)
        editor.setFrame(False)
        editor.setTextMargins(2, 0, 2, 0)
        editor.setAutoFillBackground(True)
        editor.setInputMethodHints(
            Qt.InputMethodHint.ImhPreferNumbers | Qt.InputMethodHint.ImhNoPredictiveText
        )
        editor.setAccessibleName("单元格")
        editor.textChanged.connect(self.typed)
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if isinstance(editor, QLineEdit):
            editor.setText(str(index.data(Qt.ItemDataRole.EditRole) or ""))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        # An editor opened and left as it was writes nothing and clears no refusal.
        if isinstance(editor, QLineEdit) and editor.isModified():
            model.setData(index, editor.text(), Qt.ItemDataRole.EditRole)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(editor, QLineEdit):
            assert isinstance(event, QKeyEvent)
            step = self._step(event)
            if step is not None:
                self.commitData.emit(editor)
                self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.NoHint)
                self.left.emit(*step)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                return True
        return super().eventFilter(editor, event)

    def _step(self, event: QKeyEvent) -> tuple[int, int] | None:
        key = Qt.Key(event.key())
        step = _STEPS.get(key)
        if step is None and self.overwrites:
            step = _SIDEWAYS.get(key)
        if step is None:
            return None
        shifted = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        if shifted and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return -step[0], -step[1]
        return step
