"""The values of a file, each with a box that says whether it is written; Space sets it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from desktop.models import differences as values
from desktop.models.differences import DifferencesModel
from desktop.widgets.row_table import RowTable


class ValueTable(RowTable):
    """Space leaves the chosen values out, or takes them again."""

    def __init__(self, model: DifferencesModel, parent: QWidget | None = None) -> None:
        super().__init__(model, "这个文件的数字", parent)
        self._values = model
        self.setToolTip("空格：写或不写所选的数；回车：看原格")
        self.set_widths(
            {
                values.CHANGE: 5,
                values.UNIT: 6,
                values.MEASURE: 3,
                values.OLD: 6,
                values.NEW: 6,
                values.PLACE: 8,
            },
            values.ITEM,
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            self._values.toggle(self.rows())
        else:
            super().keyPressEvent(event)
