"""Copying, cutting, pasting and filling blocks of the entry grid."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from desktop.entry_editing import EntryEditing
from desktop.entry_paste import Grid, cut, fit, overhang, tiled
from desktop.entry_sheet import Change, Place
from desktop.models.entry_model import EntryModel
from desktop.widgets.clipboard import clipboard_block, copy_block
from desktop.widgets.entry_question import EntryQuestion
from desktop.widgets.entry_view import EntryView
from monitoring.amounts import Value
from monitoring.typing_in import Block


class EntryClipboard(QObject):
    """Answers what the grid asks for its selection. ``noted`` and ``refused`` carry sentences;
    a paste that does not fit is put to the ``question``.
    """

    noted = Signal(str)
    refused = Signal(str)

    def __init__(
        self, model: EntryModel, view: EntryView, editing: EntryEditing, question: EntryQuestion
    ) -> None:
        super().__init__(view)
        self._model, self._view, self._editing = model, view, editing
        self._question = question
        view.value_given.connect(self._give)
        view.copy_requested.connect(self._copy)
        view.cut_requested.connect(self._cut)
        view.paste_requested.connect(self._paste)
        view.fill_requested.connect(self._fill)

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
            return
        if not rows or not columns:
            return
        chosen = self._places(rows, columns)
        whole = self._places(
            range(rows.start, self._model.rowCount()),
            range(columns.start, self._model.columnCount()),
        )
        if self._model.closed or not block or (len(block) == 1 and len(block[0]) == 1):
            self._editing.paste(block, chosen)
        elif len(rows) * len(columns) > 1 and (repeated := tiled(block, len(rows), len(columns))):
            self._editing.paste(repeated, chosen)
        else:
            self._lay(block, chosen, whole)

    def _lay(self, block: Block, chosen: Grid, whole: Grid) -> None:
        """Paste a block from the first cell on, and ask first where it reaches too far."""
        sheet, size = self._model.sheet, (len(whole), len(whole[0]))
        beyond = overhang(block, *size)
        inside = cut(block, *size)
        larger = len(block) > len(chosen) or len(block[0]) > len(chosen[0])
        several = len(chosen) * len(chosen[0]) > 1
        if sheet is None or not (beyond or (several and larger)):
            self._editing.paste(inside, whole)
        elif sentence := fit(sheet, inside, whole)[1]:
            self.refused.emit(sentence)  # no use in asking: none of it can be taken
        elif beyond:
            self._question.ask(
                f"{beyond}；放不下的不会贴到别处。",
                [
                    (_part(inside), lambda: self._go_on(inside, whole)),
                    ("不粘贴", lambda: self.noted.emit("没有粘贴，数字没有变化。")),
                ],
            )
        else:
            part = cut(block, len(chosen), len(chosen[0]))
            self._question.ask(
                f"剪贴板有 {len(block)} 行 × {len(block[0])} 列，比选中的格子多；要贴哪些？",
                [
                    (_part(part), lambda: self._go_on(part, chosen)),
                    ("全部贴上(&E)", lambda: self._go_on(inside, whole)),
                    ("不粘贴", lambda: self.noted.emit("没有粘贴，数字没有变化。")),
                ],
            )

    def _go_on(self, block: Block, targets: Grid) -> None:
        self._editing.paste(block, targets)

    def _fill(self, rows: int, columns: int) -> None:
        """Repeat the first row (or column) of the selection over the rest of it; a single one
        takes what stands above (or to the left) of it.
        """
        area = self._view.selected_area()
        lines = [list(line) for line in self._filled(area, by_rows=bool(rows))]
        sheet = self._model.sheet
        if sheet is None or not any(lines):
            return
        changes = []
        for first, *rest in (line for line in lines if line):
            value = sheet.value(*first)
            changes += [
                Change(*place, old, value)
                for place in rest
                if (old := sheet.value(*place)) != value
            ]
        if not sheet.closed and not any(len(line) > 1 for line in lines):
            self.noted.emit("没有可以照着填的格子；请先选中要填的一块。")
        elif self._editing.change(changes):
            words = (
                f"已填充，{len(changes)} 格有改动，已保存。"
                if changes
                else "已填充，数字没有变化。"
            )
            self.noted.emit(words)

    def _filled(self, area: tuple[range, range], *, by_rows: bool) -> list[list[Place]]:
        """The places that take typing in the direction of filling, one list a column (or row)."""
        rows, columns = area
        if by_rows and len(rows) == 1:
            rows = range(self._before(rows.start, columns.start, 1, 0), rows.stop)
        if not by_rows and len(columns) == 1:
            columns = range(self._before(rows.start, columns.start, 0, 1), columns.stop)
        places = self._places(rows, columns)
        lines = [list(line) for line in zip(*places, strict=True)] if by_rows else places
        sheet = self._model.sheet
        return [[at for at in line if sheet and sheet.editable(*at)] for line in lines]

    def _before(self, row: int, column: int, rows: int, columns: int) -> int:
        """Row (or column) of the nearest cell before this one that takes typing."""
        start = row if rows else column
        while True:
            row, column = row - rows, column - columns
            if row < 0 or column < self._model.frozen:
                return start
            if self._model.editable(row, column):
                return row if rows else column

    def _selected(self) -> list[list[Place]]:
        rows, columns = self._view.selected_area()
        return self._places(rows, columns)

    def _places(self, rows: range, columns: range) -> list[list[Place]]:
        return [
            [place for column in columns if (place := self._model.place(row, column)) is not None]
            for row in rows
        ]


def _part(block: Block) -> str:
    return f"只贴 {len(block)} 行 × {len(block[0])} 列(&P)"
