"""Copying, cutting and pasting blocks of the entry grid."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from desktop.entry_editing import EntryEditing
from desktop.entry_sheet import Place
from desktop.models.entry_model import EntryModel
from desktop.widgets.clipboard import clipboard_block, copy_block
from desktop.widgets.entry_view import EntryView
from monitoring.amounts import Value


class EntryClipboard(QObject):
    """Answers what the grid asks for its selection. ``noted`` and ``refused`` carry sentences."""

    noted = Signal(str)
    refused = Signal(str)

    def __init__(self, model: EntryModel, view: EntryView, editing: EntryEditing) -> None:
        super().__init__(view)
        self._model, self._view, self._editing = model, view, editing
        view.value_given.connect(self._give)
        view.copy_requested.connect(self._copy)
        view.cut_requested.connect(self._cut)
        view.paste_requested.connect(self._paste)

    def _give(self, value: Value | None) -> None:
        self._editing.give([place for row in self._selected() for place in row], value)

    def _copy(self) -> None:
        sheet, rows = self._model.sheet, self._selected()
        if sheet is not None and rows:
            copy_block([[sheet.written(*place) for place in row] for row in rows])
            self.noted.emit(f"已复制 {len(rows)} 行 × {len(rows[0])} 列。")

    def _cut(self) -> None:
        self._copy()
        self._give(None)

    def _paste(self) -> None:
        block = clipboard_block()
        rows, columns = self._view.selected_area()
        if block is None:
            self.refused.emit("没有粘贴：剪贴板里的内容太多；请只复制要填的那一块。")
        elif rows and columns:
            if len(block) != 1 or len(block[0]) != 1:
                rows = range(rows.start, self._model.rowCount())
                columns = range(columns.start, self._model.columnCount())
            self._editing.paste(block, self._places(rows, columns))

    def _selected(self) -> list[list[Place]]:
        rows, columns = self._view.selected_area()
        return self._places(rows, columns)

    def _places(self, rows: range, columns: range) -> list[list[Place]]:
        return [
            [place for column in columns if (place := self._model.place(row, column)) is not None]
            for row in rows
        ]
