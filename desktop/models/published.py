"""Targets that can be published, each with a tick."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QGuiApplication

from desktop.colours import verdict_colour
from desktop.plain import plain_tip
from monitoring import wording
from monitoring.progress import GLYPHS
from workflow import plan_words as words
from workflow.evaluation import Line

_ROLE = Qt.ItemDataRole
_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_HEADS = ("公布的目标", "现状", "要求", "结论")
NAME, ACTUAL, ASKED, VERDICT = range(len(_HEADS))


class PublishedModel(QAbstractTableModel):
    """All targets are ticked until a clerk takes the tick off."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lines: Sequence[Line] = ()
        self._left_out: set[str] = set()

    @property
    def chosen(self) -> list[str]:
        """Ids of the ticked targets."""
        return [i for i in (line.target.id for line in self.lines) if i not in self._left_out]

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Take other targets; those left out before stay so."""
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()

    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(_HEADS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == _ROLE.DisplayRole:
            return _HEADS[section]
        return _side(section) if role == _ROLE.TextAlignmentRole else None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        own = super().flags(index)
        return own | Qt.ItemFlag.ItemIsUserCheckable if index.column() == NAME else own

    def data(self, index: _Index, role: int = _ROLE.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line, column = self.lines[index.row()], index.column()
        if role == _ROLE.DisplayRole:
            return _texts(line)[column]
        if role == _ROLE.CheckStateRole and column == NAME:
            ticked = line.target.id not in self._left_out
            return Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked
        if role == _ROLE.TextAlignmentRole:
            return _side(column)
        if role == _ROLE.ForegroundRole and column == VERDICT:
            return verdict_colour(line.status, QGuiApplication.palette())
        return plain_tip(words.clause(line.target)) if role == _ROLE.ToolTipRole else None

    def setData(self, index: _Index, value: Any, role: int = _ROLE.EditRole) -> bool:
        if role != _ROLE.CheckStateRole or index.column() != NAME:
            return False
        target = self.lines[index.row()].target.id
        if Qt.CheckState(value) == Qt.CheckState.Checked:
            self._left_out.discard(target)
        else:
            self._left_out.add(target)
        self.dataChanged.emit(index, index)
        return True


def _texts(line: Line) -> tuple[str, ...]:
    return (
        line.target.indicator_name,
        words.figure(line),
        wording.requirement(line.target),
        f"{GLYPHS[line.status]} {line.status}",
    )


def _side(column: int) -> Qt.AlignmentFlag:
    return _RIGHT if column in (ACTUAL, ASKED) else _LEFT
