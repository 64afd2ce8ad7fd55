"""The values of one file beside the ledger's: what would be new, what stays, what changes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QGuiApplication

from desktop.colours import colour
from monitoring.amounts import STATE_LABELS, Value, grouped
from monitoring.areas import Area
from monitoring.catalogue import Catalogue
from workflow.collect import CHANGE_LABELS, Change, Difference

CHANGE, UNIT, ITEM, MEASURE, OLD, NEW, PLACE = range(7)
_HEADS = ("变化", "单位", "项目", "计量", "台账现有", "文件里", "出处")
_NUMBERS = (OLD, NEW)
_GLYPHS = {Change.NEW: "＋", Change.SAME: "＝", Change.CHANGED: "→"}
_COLOURS = {Change.NEW: "good", Change.SAME: "muted", Change.CHANGED: "warn"}
_ROLE = Qt.ItemDataRole
_Index = QModelIndex | QPersistentModelIndex


class DifferencesModel(QAbstractTableModel):
    """One row a value; only those that would change unless :meth:`set_complete` says all."""

    def __init__(self, area: Area, catalogue: Catalogue) -> None:
        super().__init__()
        self._units = {unit.code: unit.name for unit in (*area.units, area.itself)}
        self._catalogue = catalogue
        self._complete = False
        self._all: list[Difference] = []
        self._shown: list[Difference] = []

    def set_differences(self, differences: Iterable[Difference]) -> None:
        """Show another file's values."""
        self._all = list(differences)
        self._choose()

    def set_complete(self, complete: bool) -> None:
        """Show every value, or only those that would change."""
        self._complete = complete
        self._choose()

    def count(self, change: Change) -> int:
        """How many values of the file would change in this way, shown or not."""
        return sum(1 for each in self._all if each.change is change)

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
            return _alignment(section)
        return None

    def data(self, index: _Index, role: int = _ROLE.DisplayRole) -> Any:
        if not index.isValid():
            return None
        difference, column = self._shown[index.row()], index.column()
        if role == _ROLE.DisplayRole:
            return self._text(difference, column)
        if role == _ROLE.ToolTipRole and column == ITEM:
            item = self._catalogue.items[difference.staged.item]
            return f"{item.section}：{item.name}\n{item.definition}"
        if role == _ROLE.ToolTipRole and column == PLACE:
            return self._text(difference, column)
        if role == _ROLE.TextAlignmentRole:
            return _alignment(column)
        if role == _ROLE.ForegroundRole:
            palette = QGuiApplication.palette()
            if column == CHANGE:
                return colour(_COLOURS[difference.change], palette)
            if difference.change is Change.SAME or column in (OLD, MEASURE, PLACE):
                return colour("muted", palette)
        return None

    def _choose(self) -> None:
        self.beginResetModel()
        self._shown = [
            each for each in self._all if self._complete or each.change is not Change.SAME
        ]
        self.endResetModel()

    def _text(self, difference: Difference, column: int) -> str:
        staged = difference.staged
        item = self._catalogue.items[staged.item]
        if column == CHANGE:
            return f"{_GLYPHS[difference.change]} {CHANGE_LABELS[difference.change]}"
        if column == UNIT:
            return self._units.get(staged.unit, staged.unit)
        if column == ITEM:
            return item.name
        if column == MEASURE:
            return item.unit
        if column == OLD:
            return _value_text(difference.old, item.decimals)
        if column == NEW:
            return _value_text(staged.value, item.decimals)
        return f"{staged.cell}　{staged.sheet}"


def _value_text(value: Value | None, decimals: int) -> str:
    if value is None:
        return "（无）"
    if value.amount is None:
        return STATE_LABELS[value.state]
    return grouped(value.amount, decimals)


def _alignment(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column in _NUMBERS else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
