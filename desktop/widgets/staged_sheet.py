"""The chosen file of a batch: what is wrong with it, and what each value would change."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop.models import differences as values
from desktop.models import issues as faults
from desktop.models.differences import DifferencesModel
from desktop.models.issues import IssuesModel
from desktop.models.staged_files import status_text
from desktop.widgets.row_table import ROW_HEIGHT, RowTable
from monitoring.areas import Area
from monitoring.catalogue import Catalogue
from workflow.collect import Change, FileStatus, StagedFile

_MOST_ISSUE_ROWS = 5
_ANY_HEIGHT = (1 << 24) - 1


class StagedSheet(QWidget):
    """A heading line, the issues when there are any, and the values when the file holds some."""

    def __init__(self, area: Area, catalogue: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._issues = IssuesModel()
        self._values = DifferencesModel(area, catalogue)
        self._heading = QLabel()
        self._heading.setTextFormat(Qt.TextFormat.PlainText)
        self._heading.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.complete_box = QCheckBox("也列出不变的数字")
        self.complete_box.setToolTip("默认只列新增和改动的数字")
        self.issue_table = RowTable(self._issues, "这个文件的问题")
        self.issue_table.set_widths(
            {faults.LEVEL: 4, faults.SHEET: 11, faults.CELL: 4}, faults.MESSAGE
        )
        self.issue_table.setWordWrap(True)
        rows = self.issue_table.verticalHeader()
        rows.setMinimumSectionSize(ROW_HEIGHT)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.value_table = RowTable(self._values, "这个文件的数字")
        self.value_table.set_widths(
            {
                values.CHANGE: 4,
                values.UNIT: 6,
                values.MEASURE: 4,
                values.OLD: 7,
                values.NEW: 7,
                values.PLACE: 12,
            },
            values.ITEM,
        )
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 8, 0)
        head.addWidget(self._heading, 1)
        head.addWidget(self.complete_box)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self.issue_table)
        column.addWidget(self.value_table, 1)
        self.complete_box.toggled.connect(self._values.set_complete)

    def show_file(self, file: StagedFile | None) -> None:
        """Show a file, or nothing."""
        self._issues.set_issues(file.issues if file else ())
        self._values.set_differences(file.differences if file else ())
        self._heading.setText("" if file is None else self._summary(file))
        self._heading.setToolTip("" if file is None else str(file.path))
        self.complete_box.setVisible(bool(file and file.differences))
        self.issue_table.setVisible(bool(file and file.issues))
        self.value_table.setVisible(not file or bool(file.differences) or not file.issues)
        self.value_table.empty_text = "" if file is None else "这个文件里没有新增或改动的数字。"
        self._fit_issues(alone=bool(file) and not self.value_table.isVisibleTo(self))

    def _summary(self, file: StagedFile) -> str:
        """How the file stands; its name comes last, because it may be longer than the line."""
        if file.status is FileStatus.REFUSED:
            outcome = "没有收，按下面的说明改好再收"
        else:
            new, changed, same = (
                self._values.count(each) for each in (Change.NEW, Change.CHANGED, Change.SAME)
            )
            outcome = f"新增 {new:,}，改动 {changed:,}，不变 {same:,}"
        return f"{status_text(file)}　{outcome}　{_short(file.path.name)}"

    def _fit_issues(self, *, alone: bool) -> None:
        """As tall as its first rows need; alone it takes the whole sheet."""
        table = self.issue_table
        rows = min(table.model().rowCount(), _MOST_ISSUE_ROWS)
        height = table.horizontalHeader().sizeHint().height() + rows * ROW_HEIGHT + 4
        table.setMaximumHeight(_ANY_HEIGHT if alone else height)


def _short(name: str) -> str:
    return name if len(name) <= 48 else f"{name[:28]}…{name[-18:]}"
