"""What typing, pasting, blanking and undoing do to the sheet on screen and to the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack
from PySide6.QtWidgets import QApplication

from desktop.entry_paste import Grid, fit
from desktop.entry_sheet import Change, EntrySheet, Place
from desktop.entry_words import release_words
from desktop.entry_writer import CellEdit, Edit, EntryWriter
from desktop.models.entry_model import EntryModel
from desktop.session import Session
from monitoring.amounts import Value
from monitoring.errors import ExpectedError
from monitoring.typing_in import Block, read_typed
from workflow.entering import second


class EntryEditing(QObject):
    """The only one who changes values. ``saved`` follows every write, ``noted`` carries a
    sentence on what was done, ``refused`` one on what was not; ``stepped`` the edit that undo
    or redo made; ``lost`` says that what waited was not written and must be read again.
    ``reason_wanted`` asks why carried figures are changed: :meth:`give_reason` goes on.
    """

    saved = Signal()
    noted = Signal(str)
    refused = Signal(str)
    stepped = Signal(object)
    lost = Signal()
    reason_wanted = Signal(str)

    def __init__(self, session: Session, model: EntryModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._model = session, model
        self.stack = QUndoStack(self)
        self.writer = EntryWriter(session, self)
        self._held: Edit | None = None
        self.writer.written.connect(self._on_written)
        self.writer.failed.connect(self._on_failed)

    def type_into(self, line: int, unit: int, text: str) -> bool:
        """Read a typed text into a cell; a text that is no value keeps the old one."""
        sheet, place = self._model.sheet, (line, unit)
        if sheet is None or self._is_closed(sheet) or not sheet.editable(line, unit):
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
        if sheet is None or self._is_closed(sheet):
            return False
        places = [place for place in places if sheet.editable(*place)]
        changes = [
            Change(line, unit, old, value)
            for line, unit in places
            if (old := sheet.value(line, unit)) != value
        ]
        self._forgive(set(places) - {(change.line, change.unit) for change in changes})
        return self.change(changes)

    def paste(self, block: Block, targets: Grid) -> bool:
        """Lay a block over the targets, whole or not at all."""
        sheet = self._model.sheet
        if sheet is None or not targets or self._is_closed(sheet):
            return False
        changes, sentence = fit(sheet, block, targets)
        if sentence:
            QApplication.beep()
            self.refused.emit(sentence)
            return False
        done = self.change(changes)
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
        except ExpectedError as error:
            QApplication.beep()
            self.refused.emit(str(error))
            return False
        places = self._show(edit)
        (self._model.saved if written else self._model.waiting).update(places)
        self._model.update(places)
        self.saved.emit()
        if stepping:
            self.stepped.emit(edit)
        return True

    def change(self, changes: Sequence[Change]) -> bool:
        """Make changes as one edit; those of carried figures wait for a reason."""
        sheet = self._model.sheet
        if sheet is None or self._is_closed(sheet):
            return False
        if not changes:
            return True
        cells = []
        for change in changes:
            item = sheet.lines[change.line].item
            if item is not None:
                unit, was = sheet.units[change.unit].code, sheet.origin(change.line, change.unit)
                cells.append(CellEdit(unit, item.code, change.old, change.new, was))
        edit = Edit(sheet.form.code, sheet.period.end, tuple(cells), sheet.second)
        return self.submit(edit)

    def submit(self, edit: Edit) -> bool:
        """Make an edit that can be undone, at once or when it has its reason."""
        if edit.releases:
            self._held = edit
            ledger = self._session.ledger
            self.reason_wanted.emit(release_words(edit, ledger.catalogue, ledger.area))
            return False
        return self._do(edit)

    def give_reason(self, reason: str) -> bool:
        """Make the edit that was held back, and keep the reason with it."""
        edit = self._held
        if edit is None or not self._do(replace(edit, reason=reason)):
            return False
        self._held = None
        return True

    def let_go(self) -> None:
        """Forget the edit that was held back: the figures stay as they are."""
        self._held = None

    def _do(self, edit: Edit) -> bool:
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
                touched += sheet.set_value(*place, cell.new, cell.origin)
        self._model.update(touched)
        return places

    def _places(self, edit: Edit) -> list[Place]:
        sheet = self._model.sheet
        if sheet is None or sheet.identity != edit.identity:
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
        ledger = self._session.ledger
        if edit.second:
            typed = second(ledger, ledger.catalogue.forms[edit.form], edit.end)
            return all(typed.get((c.unit, c.item)) == c.old for c in edit.cells)
        figures = ledger.figures({cell.item for cell in edit.cells}, [edit.end])
        return all(figures.value(c.unit, c.item, edit.end) == c.old for c in edit.cells)

    def _is_closed(self, sheet: EntrySheet) -> bool:
        """Say why nothing may be typed, if so."""
        if sheet.closed:
            QApplication.beep()
            self.refused.emit(sheet.closed)
        return bool(sheet.closed)

    def _forgive(self, places: Iterable[Place]) -> None:
        """Take back refusals of cells that now get the value they hold already."""
        cleared = [place for place in places if self._model.refused.pop(place, None)]
        self._model.update(cleared)
        if cleared:
            self.noted.emit("")

    def _on_written(self, edit: Edit) -> None:
        self._model.waiting.difference_update(places := self._places(edit))
        self._model.saved.update(places)
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
