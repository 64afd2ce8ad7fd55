"""Offers to carry bases over into the sheet on screen, and does it as one edit."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.entry_editing import EntryEditing
from desktop.entry_words import carry_words
from desktop.entry_writer import CellEdit, Edit
from desktop.models.entry_model import EntryModel
from desktop.session import Session
from desktop.widgets.entry_question import EntryQuestion
from workflow import entering

_AFTER = 300


class EntryCarrying(QObject):
    """Keeps ``bar`` true to what may be carried over. ``noted`` says what was."""

    noted = Signal(str)

    def __init__(
        self, session: Session, model: EntryModel, editing: EntryEditing, bar: EntryQuestion
    ) -> None:
        super().__init__(bar)
        self._session, self._model, self._editing, self._bar = session, model, editing, bar
        self._declined: set[tuple[str, int, bool]] = set()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_AFTER)
        self._timer.timeout.connect(self._look_if_shown)
        editing.saved.connect(self._timer.start)

    def look(self) -> None:
        """Offer what may be carried over now, or nothing."""
        sheet = self._model.sheet
        if sheet is None or sheet.second or sheet.closed or sheet.identity in self._declined:
            self._bar.leave()
            return
        found = entering.bases(self._session.ledger, sheet.form, sheet.period.end)
        if not found:
            self._bar.leave()
        elif (words := carry_words(found)) != self._bar.text:
            self._bar.offer(words, [("沿用(&Y)", self._carry), ("先不沿用", self._decline)])

    def _look_if_shown(self) -> None:
        page = self._bar.parentWidget()
        if page is not None and page.isVisible():
            self.look()

    def _carry(self) -> None:
        sheet = self._model.sheet
        if sheet is None:
            return
        found = entering.bases(self._session.ledger, sheet.form, sheet.period.end)
        cells = tuple(
            CellEdit(base.unit, base.item, None, base.value, origin=base.origin) for base in found
        )
        if cells and self._editing.submit(Edit(sheet.form.code, sheet.period.end, cells)):
            self.noted.emit(
                f"已沿用 {len(cells)} 个基数并锁定；要改直接在格子里输入，写明原因。Ctrl+Z 撤销。"
            )

    def _decline(self) -> None:
        if self._model.sheet is not None:
            self._declined.add(self._model.sheet.identity)
