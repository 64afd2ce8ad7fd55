"""The townships behind one indicator, as a list with bars."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from desktop.models.townships import EXACT, LACKS, SHARE_ROLE, VALUE, Share, TownshipTable
from desktop.widgets.bullet import ShareDelegate

ROW_HEIGHT = 26


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
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setToolTip("回车或双击：到填报页看这个乡镇的数")
        self.activated.connect(self._on_activated)

    def show_shares(self, found: Sequence[Share], counted_in: str) -> None:
        """Show the townships; columns with nothing to say are hidden."""
        self._table.set_shares(found, counted_in)
        self.setColumnHidden(EXACT, not self._table.any_exact)
        self.setColumnHidden(LACKS, not self._table.any_lack)
        self.scrollToTop()

    def _on_activated(self, index: QModelIndex) -> None:
        share = index.data(SHARE_ROLE)
        if isinstance(share, Share):
            self.unit_chosen.emit(share.unit)
