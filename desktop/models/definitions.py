"""Definitions handed down beside ours: what would be new or changed, ticked to be taken."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QGuiApplication

from desktop.colours import colour
from desktop.plain import plain_tip
from workflow.handing_down import CHANGE_LABELS, KIND_LABELS, Brought, Change, Difference

CHANGE, KIND, CODE, NAME, BEFORE, AFTER, NOTE = range(7)
_HEADS = ("变化", "种类", "编号", "名称", "现在", "下发的", "说明")
_GLYPHS = {Change.NEW: "＋", Change.CHANGED: "→", Change.SAME: "＝", Change.KEPT: "○"}
_COLOURS = {Change.NEW: "good", Change.CHANGED: "warn", Change.SAME: "muted", Change.KEPT: "muted"}
_ROLE = Qt.ItemDataRole
_Index = QModelIndex | QPersistentModelIndex


class DefinitionsModel(QAbstractTableModel):
    """One row a definition, those that would change first; ``ticked`` follows every box."""

    ticked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._shown: list[Difference] = []
        self.left_out: set[tuple[str, str]] = set()

    def show_brought(self, brought: Brought) -> None:
        """Show another package; everything that changes is ticked."""
        self.beginResetModel()
        self._shown = sorted(brought.differences, key=lambda each: not each.writes)
        self.left_out = set()
        self.endResetModel()

    @property
    def taken(self) -> int:
        """How many definitions are ticked."""
        return sum(each.writes and not self._is_out(each) for each in self._shown)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        if index.isValid() and index.column() == CHANGE and self._shown[index.row()].writes:
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        return flags

    def setData(self, index: _Index, value: Any, role: int = _ROLE.EditRole) -> bool:
        if role != _ROLE.CheckStateRole or not index.isValid():
            return False
        each = self._shown[index.row()]
        if index.column() != CHANGE or not each.writes:
            return False
        key = (each.kind.value, each.code)
        if Qt.CheckState(value) is Qt.CheckState.Checked:
            self.left_out.discard(key)
        else:
            self.left_out.add(key)
        last = self.index(index.row(), len(_HEADS) - 1)
        self.dataChanged.emit(self.index(index.row(), 0), last)
        self.ticked.emit()
        return True

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(_HEADS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == _ROLE.DisplayRole:
            return _HEADS[section]
        if role == _ROLE.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: _Index, role: int = _ROLE.DisplayRole) -> Any:
        if not index.isValid():
            return None
        each, column = self._shown[index.row()], index.column()
        if role == _ROLE.DisplayRole:
            return _text(each, column)
        if role == _ROLE.ToolTipRole:
            return plain_tip(_text(each, column))
        if role == _ROLE.CheckStateRole and column == CHANGE and each.writes:
            return Qt.CheckState.Unchecked if self._is_out(each) else Qt.CheckState.Checked
        if role == _ROLE.ForegroundRole and (column == CHANGE or not each.writes):
            name = "muted" if self._is_out(each) else _COLOURS[each.change]
            return colour(name, QGuiApplication.palette())
        return None

    def _is_out(self, each: Difference) -> bool:
        return (each.kind.value, each.code) in self.left_out


def _text(each: Difference, column: int) -> str:
    if column == CHANGE:
        return f"{_GLYPHS[each.change]} {CHANGE_LABELS[each.change]}"
    if column == KIND:
        return KIND_LABELS[each.kind]
    if column == CODE:
        return each.code if each.code == each.own else f"{each.code}，本机作 {each.own}"
    return {NAME: each.name, BEFORE: each.before, AFTER: each.after, NOTE: each.note}[column]
