"""Below the sheet: the values a file would write and what is wrong with it, one tab each."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QCheckBox, QHeaderView, QTabWidget, QWidget

from desktop.models import issues as faults
from desktop.models.choices import Choices
from desktop.models.differences import DifferencesModel
from desktop.models.issues import IssuesModel
from desktop.widgets.row_table import ROW_HEIGHT, RowTable
from desktop.widgets.value_table import ValueTable
from monitoring.areas import Area
from monitoring.catalogue import Catalogue
from monitoring.issues import Severity
from workflow.collect import StagedFile


class FileFindings(QTabWidget):
    """``place_chosen`` carries sheet and cell of the row come to, ``place_opened`` of an Enter
    or a double click; ``ticked`` follows every value that was left out or taken again.
    """

    place_chosen = Signal(str, str)
    place_opened = Signal(str, str)
    ticked = Signal()

    def __init__(
        self, area: Area, catalogue: Catalogue, choices: Choices, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.issues = IssuesModel()
        self.values = DifferencesModel(area, catalogue, choices)
        self._following = False
        self.issue_table = RowTable(self.issues, "这个文件的问题")
        self.issue_table.set_widths(
            {faults.LEVEL: 4, faults.SHEET: 8, faults.CELL: 4}, faults.MESSAGE
        )
        self.issue_table.setWordWrap(True)
        rows = self.issue_table.verticalHeader()
        rows.setMinimumSectionSize(ROW_HEIGHT)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.value_table = ValueTable(self.values)
        self.value_table.empty_text = "这个文件里没有新增或改动的数字。"
        self.complete_box = QCheckBox("也列出不变的数字")
        self.complete_box.setToolTip("默认只列新增和改动的数字")
        self.setDocumentMode(True)
        self.setCornerWidget(self.complete_box)
        self.addTab(self.issue_table, "问题")
        self.addTab(self.value_table, "数字")
        self._connect()

    def _connect(self) -> None:
        self.complete_box.toggled.connect(self._on_complete)
        self.values.ticked.connect(self.ticked)
        self.currentChanged.connect(self._on_tab)
        self.issue_table.selectionModel().currentRowChanged.connect(self._on_row)
        self.value_table.selectionModel().currentRowChanged.connect(self._on_row)
        self.issue_table.clicked.connect(self._on_row)
        self.value_table.clicked.connect(self._on_row)
        self.issue_table.opened.connect(lambda row: self._open(self._place(row)))
        self.value_table.opened.connect(lambda row: self._open(self._place(row)))

    def show_file(self, file: StagedFile | None) -> None:
        """Show a file: its issues first when an error keeps it out."""
        self._following = True
        self.issues.set_issues(file.issues if file else ())
        self.values.set_file(file)
        sheets = {issue.sheet for issue in file.issues} if file else set()
        self.issue_table.setColumnHidden(faults.SHEET, len(sheets) < 2)
        issues = file.issues if file else ()
        faulty = any(issue.severity is Severity.ERROR for issue in issues)
        self.setTabVisible(0, self.issues.rowCount() > 0)
        self.setTabVisible(1, file is None or bool(file.differences) or not file.issues)
        self._write_tabs()
        self.setCurrentIndex(0 if faulty or not self.isTabVisible(1) else 1)
        self._on_tab()
        self._following = False

    def show_choices(self) -> None:
        """Read the clerk's choices anew, at the same row."""
        row = self.value_table.currentIndex().row()
        self._following = True
        self.values.set_complete(self.complete_box.isChecked())
        self.value_table.selectRow(row)
        self._following = False
        self._write_tabs()

    def mark_place(self, sheet: str, cell: str) -> None:
        """Choose the row of a cell, in the tab that has it."""
        row = self.issues.row_of(sheet, cell)
        table: RowTable = self.issue_table
        if row < 0:
            row, table = self.values.row_of(sheet, cell), self.value_table
        if row < 0:
            return
        self._following = True
        self.setCurrentWidget(table)
        table.selectRow(row)
        self._following = False

    def enter(self) -> None:
        """Put the keyboard on the first row."""
        table = self.currentWidget()
        if isinstance(table, RowTable) and table.model().rowCount():
            table.setFocus()
            table.selectRow(0)

    def _write_tabs(self) -> None:
        self.setTabText(0, f"问题 {self.issues.rowCount()}")
        self.setTabText(1, f"数字 {self.values.rowCount():,}")

    def _on_complete(self, complete: bool) -> None:
        self.values.set_complete(complete)
        self._write_tabs()

    def _on_tab(self) -> None:
        self.complete_box.setVisible(self.currentWidget() is self.value_table)

    def _place(self, row: int) -> tuple[str, str]:
        if self.currentWidget() is self.issue_table:
            issue = self.issues.issue(row)
            return issue.sheet, issue.cell
        each = self.values.difference(row)
        return each.sheet, each.cell

    def _on_row(self, index: QModelIndex) -> None:
        if index.isValid() and not self._following:
            self.place_chosen.emit(*self._place(index.row()))

    def _open(self, place: tuple[str, str]) -> None:
        self.place_opened.emit(*place)
