"""What was told of a project: its progress month by month, and every entry of its journal."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QTabWidget, QVBoxLayout, QWidget

from desktop.models.register import ENTRY_COLUMNS, PROGRESS_COLUMNS
from desktop.models.word_table import WordTable
from desktop.widgets.row_table import RowTable
from monitoring.projects import JournalEntry, reports_told


class ProjectJournal(QWidget):
    """``evidence_requested`` carries the id of the file kept with the entry that is chosen."""

    evidence_requested = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._months = WordTable(PROGRESS_COLUMNS, self)
        self._entries = WordTable(ENTRY_COLUMNS, self)
        self.months = RowTable(self._months, "每月进度")
        self.entries = RowTable(self._entries, "全部记录")
        self.tabs = QTabWidget()
        self.open_button = QPushButton("打开材料(&O)")
        self._lay_out()
        for table in (self.months, self.entries):
            table.chosen.connect(self._on_choice)
            table.opened.connect(lambda _: self._open())
        self.tabs.currentChanged.connect(lambda _: self._on_choice())
        self.open_button.clicked.connect(self._open)

    def show_journal(self, entries: Sequence[JournalEntry]) -> None:
        """Show another project's journal (the oldest entry first), the newest on top."""
        self._months.show_records(reports_told(entries)[::-1])
        self._entries.show_records(entries[::-1])
        for table in (self.months, self.entries):
            if table.model().rowCount():
                table.selectRow(0)
        self._on_choice()

    @property
    def chosen(self) -> JournalEntry | None:
        """The entry that is chosen in the table in front."""
        table = self.tabs.currentWidget()
        model = self._months if table is self.months else self._entries
        rows = table.rows() if isinstance(table, RowTable) else []
        return model.records[rows[0]] if len(rows) == 1 else None

    def _on_choice(self) -> None:
        chosen = self.chosen
        self.open_button.setEnabled(chosen is not None and bool(chosen.attachment))

    def _open(self) -> None:
        if (chosen := self.chosen) is not None and chosen.attachment:
            self.evidence_requested.emit(chosen.attachment)

    def _lay_out(self) -> None:
        self.months.empty_text = "还没有报过进度。"
        self.entries.empty_text = "还没有记过；规划列入的项目从规划印发起在库。"
        self.months.set_widths({0: 4, 1: 2, 2: 4}, stretch=3)
        self.entries.set_widths({0: 5, 1: 3, 2: 4}, stretch=3)
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self.months, "每月进度")
        self.tabs.addTab(self.entries, "全部记录")
        self.tabs.setCornerWidget(self._corner())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 0, 0, 0)
        layout.addWidget(self.tabs)

    def _corner(self) -> QWidget:
        corner = QWidget()
        row = QHBoxLayout(corner)
        row.setContentsMargins(0, 0, 0, 2)
        row.addWidget(self.open_button)
        return corner
