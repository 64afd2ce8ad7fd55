"""The indicators of the county as a table."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from desktop.models.indicators import HEADS, NAME, ROW_ROLE, IndicatorTable
from desktop.widgets.bullet import ROW_HEIGHT
from desktop.widgets.column_widths import fit_columns
from workflow.assess import IndicatorRow


class IndicatorView(QTableView):
    """One line an indicator."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._table = IndicatorTable(self)
        self.setModel(self._table)
        self.setAccessibleName("指标")
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        header = self.horizontalHeader()
        header.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        header.setHighlightSections(False)

    def set_rows(self, rows: Sequence[IndicatorRow]) -> None:
        """Show other indicators, keeping the choice."""
        chosen = self.chosen()
        self._table.set_rows(rows)
        self._fit()
        self.choose(chosen)

    def set_wanted(self, text: str, *, without_data: bool) -> None:
        """Filter; the choice stays where it is still shown."""
        chosen = self.chosen()
        if self._table.set_wanted(text, without_data=without_data):
            self._fit()
            self.choose(chosen)

    def _fit(self) -> None:
        fit_columns(self.horizontalHeader(), HEADS, self._table.texts(), NAME)

    def count(self) -> int:
        """How many indicators are listed."""
        return self._table.rowCount()

    def chosen(self) -> str:
        """The code of the chosen indicator, or empty."""
        row = self.currentIndex().data(ROW_ROLE)
        return row.indicator.code if isinstance(row, IndicatorRow) else ""

    def choose(self, code: str) -> None:
        """Select an indicator by code; the first one when it is not shown."""
        index = self._table.find(code)
        if not index.isValid():
            index = self._table.index(0, NAME)
        if index.isValid():
            self.setCurrentIndex(index)
            self.scrollTo(index)
