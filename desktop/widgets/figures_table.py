"""The table of a year book or a comparison: cells are chosen, names stay at the left edge."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QWidget

from desktop.models.figures import FiguresModel
from desktop.widgets.row_table import ROW_HEIGHT
from desktop.widgets.steady import SteadyTable
from monitoring.figure_tables import FigureTable
from workflow.traces import Asked

_WIDEST_NAME = 280
_PADDING = 12


class FiguresTable(SteadyTable):
    """Shows a :class:`FigureTable`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = FiguresModel(self)
        self.setModel(self._model)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setWordWrap(False)
        rows, columns = self.verticalHeader(), self.horizontalHeader()
        rows.setDefaultSectionSize(ROW_HEIGHT)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setMaximumWidth(_WIDEST_NAME)
        rows.setHighlightSections(False)
        columns.setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)
        columns.setHighlightSections(False)

    @property
    def shown(self) -> FigureTable | None:
        """What is shown."""
        return self._model.table

    @property
    def asked(self) -> Asked | None:
        """The figure in front, where it is one of the ledger's."""
        table, index = self._model.table, self.currentIndex()
        if table is None or index.column() < 1:
            return None
        line, place = table.lines[index.row()], table.places[index.column() - 1]
        if place is None or not line.code:
            return None
        return Asked(line.code, *place, running=line.kind == "ytd")

    def show_table(self, table: FigureTable | None, name: str) -> None:
        """Show another table under a name, columns as wide as their longest text."""
        self.setAccessibleName(name)
        self._model.show_table(table)
        metrics = self.fontMetrics()
        texts = zip(*self._model.texts(), strict=True) if self._model.texts() else ()
        for column, (head, cells) in enumerate(zip(self._model.heads(), texts, strict=True)):
            words = (*head.split("\n"), max(cells, key=len, default=""))
            width = max(metrics.horizontalAdvance(each) for each in words)
            self.setColumnWidth(column, width + _PADDING)
