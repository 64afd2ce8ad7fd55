"""What is wrong with one file as a table: how bad, where, and the sentence that says what to do."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QGuiApplication

from desktop.colours import colour, severity_colour
from desktop.plain import plain_tip
from monitoring.issues import Issue, Severity

LEVEL, SHEET, CELL, MESSAGE = range(4)
_HEADS = ("级别", "工作表", "单元格", "哪里不对，怎么办")
_WORDS = {Severity.ERROR: "✕ 错误", Severity.WARNING: "△ 提示"}
_QUESTION = "？ 待答"
_ROLE = Qt.ItemDataRole
_Index = QModelIndex | QPersistentModelIndex


class IssuesModel(QAbstractTableModel):
    """One row an issue, errors first."""

    def __init__(self) -> None:
        super().__init__()
        self._issues: list[Issue] = []

    def set_issues(self, issues: Iterable[Issue]) -> None:
        """Show another file's issues."""
        self.beginResetModel()
        self._issues = sorted(issues, key=lambda issue: issue.severity is not Severity.ERROR)
        self.endResetModel()

    def issue(self, row: int) -> Issue:
        """The issue of a row."""
        return self._issues[row]

    def row_of(self, sheet: str, cell: str) -> int:
        """The row of the first issue with a cell, -1 when it has none."""
        places = [(each.sheet, each.cell) for each in self._issues]
        return places.index((sheet, cell)) if (sheet, cell) in places else -1

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._issues)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(_HEADS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole
    ) -> Any:
        if orientation is Qt.Orientation.Horizontal:
            if role == _ROLE.DisplayRole:
                return _HEADS[section]
            if role == _ROLE.TextAlignmentRole:
                return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: _Index, role: int = _ROLE.DisplayRole) -> Any:
        if not index.isValid():
            return None
        issue = self._issues[index.row()]
        if role == _ROLE.ToolTipRole and index.column() == MESSAGE:
            return plain_tip(issue.message)
        if role == _ROLE.DisplayRole:
            level = _QUESTION if issue.code == "question" else _WORDS[issue.severity]
            return (level, issue.sheet, issue.cell, issue.message)[index.column()]
        if role == _ROLE.ForegroundRole and index.column() == LEVEL:
            if issue.code == "question":
                return colour("info", QGuiApplication.palette())
            return severity_colour(issue.severity, QGuiApplication.palette())
        return None
