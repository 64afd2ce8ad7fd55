"""The townships behind one indicator, as a list with bars."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from desktop.models.townships import EXACT, LACKS, SHARE_ROLE, VALUE, Share, TownshipTable
from desktop.widgets.bullet import ShareDelegate

ROW_HEIGHT = 26
# Narrower than this the bars need the room of 分子/分母, which the tooltip also says.
_ROOM_FOR_EXACT = 380


class TownshipList(QTableView):
    """Townships with their figure, its two sides and what they lack.

    ``unit_chosen`` carries a township's code when its line is entered (Enter, double click).
    """

    unit_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._table = TownshipTable(self)
        self.setModel(self._table)
        self.setItemDelegateForColumn(VALUE, ShareDelegate(self))
        self.setAccessibleName("各乡镇数值")
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(VALUE, QHeaderView.ResizeMode.Stretch)
        header.setHighlightSections(False)
        self.activated.connect(self._on_activated)

    def show_shares(self, found: Sequence[Share], counted_in: str) -> None:
        """Show the townships; columns with nothing to say are hidden."""
        self._table.set_shares(found, counted_in)
        self._fit_columns()
        self.setColumnHidden(LACKS, not self._table.any_lack)
        self.scrollToTop()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit_columns()
        super().resizeEvent(event)

    def _fit_columns(self) -> None:
        narrow = self.viewport().width() < _ROOM_FOR_EXACT
        self.setColumnHidden(EXACT, narrow or not self._table.any_exact)

    def _on_activated(self, index: QModelIndex) -> None:
        share = index.data(SHARE_ROLE)
        if isinstance(share, Share):
            self.unit_chosen.emit(share.unit)
