"""What typing, pasting, blanking and undoing do to the sheet on screen and to the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack
from PySide6.QtWidgets import QApplication

from db.connection import LedgerError
from desktop.entry_paste import Grid, fit
from desktop.entry_sheet import Change, Place
from desktop.entry_writer import CellEdit, Edit, EntryWriter
from desktop.models.entry_model import EntryModel
from desktop.session import Session
from monitoring.amounts import Value
from monitoring.typing_in import Block, read_typed


class EntryEditing(QObject):
    """The only one who changes values. ``saved`` follows every write, ``noted`` carries a
    sentence on what was done, ``refused`` one on what was not; ``stepped`` the edit that undo
    or redo made; ``lost`` says that what waited was not written and must be read again.
    """

    saved = Signal()
    noted = Signal(str)
    refused = Signal(str)
    stepped = Signal(object)
    lost = Signal()

    def __init__(self, session: Session, model: EntryModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._model = session, model
        self.stack = QUndoStack(self)
        self.writer = EntryWriter(session, self)
        self.writer.written.connect(self._on_written)
        self.writer.failed.connect(self._on_failed)

    def type_into(self, line: int, unit: int, text: str) -> bool:
        """Read a typed text into a cell; a text that is no value keeps the old one."""
        sheet, place = self._model.sheet, (line, unit)
        if sheet is None or not sheet.editable(line, unit):
            return False
        item = sheet.lines[line].item
        if item is None:
            return False
        value, sentence = read_typed(text, item)
        if sentence:
            sentence = f"{sheet.unit_name(unit)}：{sentence}"
            self._model.refused[place] = (text, sentence)
            self._model.update([place])
            QApplication.beep()
            self.refused.emit(sentence)
            return False
        return self.give([place], value)

    def give(self, places: Iterable[Place], value: Value | None) -> bool:
        """Put one value (``None`` blanks) into every place that takes typing."""
        sheet = self._model.sheet
        if sheet is None:
            return False
        places = [place for place in places if sheet.editable(*place)]
        changes = [
            Change(line, unit, old, value)
            for line, unit in places
            if (old := sheet.value(line, unit)) != value
        ]
        self._forgive(set(places) - {(change.line, change.unit) for change in changes})
        return self._change(changes)

    def paste(self, block: Block, targets: Grid) -> bool:
        """Lay a block over the targets, whole or not at all."""
        sheet = self._model.sheet
        if sheet is None or not targets:
            return False
        changes, sentence = fit(sheet, block, targets)
        if sentence:
            QApplication.beep()
            self.refused.emit(sentence)
            return False
        done = self._change(changes)
        if done:
            self.noted.emit(
                f"已粘贴，{len(changes)} 格有改动，已保存。"
                if changes
                else "已粘贴，数字没有变化。"
            )
        return done

    def perform(self, edit: Edit, *, stepping: bool) -> bool:
        """Write an edit and show it. ``stepping`` is undo or redo, which first looks whether the
        figures still are what the edit left behind.
        """
        try:
            if stepping and not self._stands(edit):
                self.refused.emit("这些格后来又有改动，没有撤销；请直接改数。")
                return False
            written = self.writer.write(edit)
        except LedgerError as error:
            QApplication.beep()
            self.refused.emit(str(error))
            return False
        places = self._show(edit)
        if not written:
            self._model.waiting.update(places)
            self._model.update(places)
        self.saved.emit()
        if stepping:
            self.stepped.emit(edit)
        return True

    def _change(self, changes: Sequence[Change]) -> bool:
        sheet = self._model.sheet
        if sheet is None or not changes:
            return sheet is not None
        cells = []
        for change in changes:
            item = sheet.lines[change.line].item
            if item is not None:
                unit = sheet.units[change.unit].code
                cells.append(CellEdit(unit, item.code, change.old, change.new))
        edit = Edit(sheet.form.code, sheet.period.end, tuple(cells))
        if not self.perform(edit, stepping=False):
            return False
        self.stack.push(_Step(self, edit))
        return True

    def _show(self, edit: Edit) -> list[Place]:
        """Put an edit's values on screen when its sheet is there; the places it edits."""
        places, sheet = self._places(edit), self._model.sheet
        touched: list[Place] = []
        if sheet is not None and places:
            for place, cell in zip(places, edit.cells, strict=True):
                self._model.refused.pop(place, None)
                touched += sheet.set_value(*place, cell.new)
        self._model.update(touched)
        return places

    def _places(self, edit: Edit) -> list[Place]:
        sheet = self._model.sheet
        if sheet is None or (sheet.form.code, sheet.period.end) != (edit.form, edit.end):
            return []
        places = []
        for cell in edit.cells:
            line, unit = sheet.line_of(cell.item), sheet.unit_of(cell.unit)
            if line is None or unit is None:
                return []
            places.append((line, unit))
        return places

    def _stands(self, edit: Edit) -> bool:
        if self.writer.waiting:
            return True
        figures = self._session.ledger.figures({cell.item for cell in edit.cells}, [edit.end])
        return all(figures.value(c.unit, c.item, edit.end) == c.old for c in edit.cells)

    def _forgive(self, places: Iterable[Place]) -> None:
        """Take back refusals of cells that now get the value they hold already."""
        cleared = [place for place in places if self._model.refused.pop(place, None)]
        self._model.update(cleared)
        if cleared:
            self.noted.emit("")

    def _on_written(self, edit: Edit) -> None:
        self._model.waiting.difference_update(places := self._places(edit))
        self._model.update(places)
        self.saved.emit()

    def _on_failed(self, _: Edit, sentence: str) -> None:
        self.stack.clear()
        self.lost.emit()
        self.refused.emit(sentence)


class _Step(QUndoCommand):
    """An edit on the undo stack. It is already done when it is pushed."""

    def __init__(self, editing: EntryEditing, edit: Edit) -> None:
        super().__init__("填报")
        self._editing, self._edit, self._pushed = editing, edit, False

    def redo(self) -> None:
        if self._pushed and not self._editing.perform(self._edit, stepping=True):
            self.setObsolete(True)
        self._pushed = True

    def undo(self) -> None:
        if not self._editing.perform(self._edit.reversed(), stepping=True):
            self.setObsolete(True)
