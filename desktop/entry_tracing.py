"""Which figure of the entry grid is in front: the current cell, or a total just clicked on."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject

from desktop.entry_sheet import TOTAL, Place
from desktop.models.entry_model import EntryModel
from desktop.widgets.entry_view import EntryView
from workflow.traces import Asked


class EntryTracing(QObject):
    """The cursor never stands on the frozen totals, so a click on one is remembered until it
    moves.
    """

    def __init__(self, model: EntryModel, view: EntryView) -> None:
        super().__init__(view)
        self._model, self._view = model, view
        self._total: Place | None = None
        view.cell_changed.connect(self._forget)
        view.heads.pressed.connect(self._point)
        # A click moves the cursor to its row, which forgets what the press pointed at.
        view.heads.clicked.connect(self._point)

    def traced(self) -> Asked | None:
        """The figure in front, typed or computed; ``None`` on a section."""
        sheet, place = self._model.sheet, self._total or self._view.current_place()
        if sheet is None or place is None:
            return None
        line, unit = place
        shown = sheet.lines[line].item or sheet.lines[line].indicator
        code = "" if unit == TOTAL else sheet.units[unit].code
        return None if shown is None else Asked(shown.code, code, sheet.period.end)

    def _point(self, index: QModelIndex) -> None:
        place = self._model.place(index.row(), index.column())
        self._total = place if place is not None and place[1] == TOTAL else None

    def _forget(self) -> None:
        self._total = None
