"""The values of one file beside the ledger's: what would be new, what stays, what changes."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QGuiApplication

from desktop.colours import colour
from desktop.models.choices import Choices
from desktop.plain import plain_tip
from monitoring.amounts import STATE_LABELS, Value, grouped
from monitoring.areas import Area
from monitoring.catalogue import Catalogue
from workflow.collect import CHANGE_LABELS, Change, Difference, FileStatus, Mode, StagedFile

CHANGE, UNIT, ITEM, MEASURE, OLD, NEW, PLACE = range(7)
_HEADS = ("变化", "单位", "项目", "计量", "台账现有", "文件里", "出处")
_NUMBERS = (OLD, NEW)
_GLYPHS = {Change.NEW: "＋", Change.SAME: "＝", Change.CHANGED: "→", Change.BLANK: "∅"}
_COLOURS = {
    Change.NEW: "good",
    Change.SAME: "muted",
    Change.CHANGED: "warn",
    Change.BLANK: "bad",
}
_CHECKED, _UNCHECKED = Qt.CheckState.Checked, Qt.CheckState.Unchecked
_ROLE = Qt.ItemDataRole
_Index = QModelIndex | QPersistentModelIndex


class DifferencesModel(QAbstractTableModel):
    """One row a value; only those that would change unless :meth:`set_complete` says all.

    A value that the file's mode writes has a check box; ``ticked`` carries the difference whose
    box was set or cleared. What is not written is muted.
    """

    ticked = Signal(object, bool)

    def __init__(self, area: Area, catalogue: Catalogue, choices: Choices) -> None:
        super().__init__()
        self._units = {unit.code: unit.name for unit in (*area.units, area.itself)}
        self._catalogue = catalogue
        self._choices = choices
        self._complete = False
        self._file: StagedFile | None = None
        self._shown: list[Difference] = []

    def describe_by(self, area: Area, catalogue: Catalogue) -> None:
        """Name units and items by other definitions than those of the start."""
        self._units = {unit.code: unit.name for unit in (*area.units, area.itself)}
        self._catalogue = catalogue

    def set_file(self, file: StagedFile | None) -> None:
        """Show another file's values."""
        self._file = file
        self._choose()

    def set_complete(self, complete: bool) -> None:
        """Show every value, or only those that would change."""
        self._complete = complete
        self._choose()

    def count(self, change: Change) -> int:
        """How many values of the file would change in this way, shown or not."""
        return sum(1 for each in self._all if each.change is change)

    def difference(self, row: int) -> Difference:
        """The value of a row."""
        return self._shown[row]

    def row_of(self, sheet: str, cell: str) -> int:
        """The row of the value that stands in a cell, -1 when none shown does."""
        return next(
            (n for n, each in enumerate(self._shown) if (each.sheet, each.cell) == (sheet, cell)),
            -1,
        )

    def toggle(self, rows: list[int]) -> None:
        """Leave these values out, or take them all again when none of them was taken."""
        boxes = [self.index(row, CHANGE) for row in rows]
        boxes = [box for box in boxes if self.flags(box) & Qt.ItemFlag.ItemIsUserCheckable]
        taken = any(self._state(self._shown[box.row()]) is _CHECKED for box in boxes)
        for box in boxes:
            self.setData(box, _UNCHECKED if taken else _CHECKED, _ROLE.CheckStateRole)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        if index.isValid() and index.column() == CHANGE and self._can_tick(index.row()):
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        return flags

    def setData(self, index: _Index, value: Any, role: int = _ROLE.EditRole) -> bool:
        if role != _ROLE.CheckStateRole or not index.isValid() or not self._can_tick(index.row()):
            return False
        taken = Qt.CheckState(value) is _CHECKED
        each = self._shown[index.row()]
        if self._file is not None:
            self._choices.leave_out(self._file, each, out=not taken)
        last = self.index(index.row(), len(_HEADS) - 1)
        self.dataChanged.emit(self.index(index.row(), 0), last)
        self.ticked.emit(each, taken)
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
            return _alignment(section)
        return None

    def data(self, index: _Index, role: int = _ROLE.DisplayRole) -> Any:
        if not index.isValid():
            return None
        difference, column = self._shown[index.row()], index.column()
        if role == _ROLE.DisplayRole:
            return self._text(difference, column)
        if role == _ROLE.CheckStateRole:
            ticks = column == CHANGE and self._can_tick(index.row())
            return self._state(difference) if ticks else None
        if role == _ROLE.ToolTipRole and column in (ITEM, PLACE):
            return plain_tip(self._tip(difference, column))
        if role == _ROLE.TextAlignmentRole:
            return _alignment(column)
        if role == _ROLE.ForegroundRole:
            return self._colour(difference, column)
        return None

    @property
    def _all(self) -> tuple[Difference, ...]:
        return self._file.differences if self._file else ()

    def _choose(self) -> None:
        self.beginResetModel()
        self._shown = [each for each in self._all if self._complete or self._matters(each)]
        self.endResetModel()

    def _matters(self, each: Difference) -> bool:
        """A blank only matters to a file that clears what it leaves blank."""
        if each.change is Change.BLANK:
            replaces = self._file and self._choices.mode_of(self._file) is Mode.REPLACE
            return bool(replaces)
        return each.change is not Change.SAME

    def _can_tick(self, row: int) -> bool:
        file = self._file
        if file is None or file.status is not FileStatus.STAGED:
            return False
        return self._choices.offers(file, self._shown[row])

    def _state(self, each: Difference) -> Qt.CheckState:
        taken = self._file is not None and self._choices.writes(self._file, each)
        return _CHECKED if taken else _UNCHECKED

    def _colour(self, each: Difference, column: int) -> Any:
        palette = QGuiApplication.palette()
        file = self._file
        staged = file is not None and file.status is FileStatus.STAGED
        if staged and file is not None and not self._choices.writes(file, each):
            return colour("muted", palette)
        if column == CHANGE:
            return colour(_COLOURS[each.change], palette)
        if each.change is Change.SAME or column in (OLD, MEASURE, PLACE):
            return colour("muted", palette)
        return None

    def _tip(self, each: Difference, column: int) -> str:
        if column == PLACE:
            return self._text(each, column)
        item = self._catalogue.items[each.item]
        return f"{item.section}：{item.name}\n{item.definition}"

    def _text(self, each: Difference, column: int) -> str:
        item = self._catalogue.items[each.item]
        if column == CHANGE:
            return f"{_GLYPHS[each.change]} {CHANGE_LABELS[each.change]}"
        if column == UNIT:
            return self._units.get(each.unit, each.unit)
        if column == ITEM:
            return item.name
        if column == MEASURE:
            return item.unit
        if column == OLD:
            return value_text(each.old, item.decimals)
        if column == NEW:
            return value_text(each.new, item.decimals)
        return f"{each.cell}　{each.sheet}"


def value_text(value: Value | None, decimals: int) -> str:
    """A value as the lists print it; ``None`` is no value at all."""
    if value is None:
        return "（无）"
    if value.amount is None:
        return STATE_LABELS[value.state]
    return grouped(value.amount, decimals)


def _alignment(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column in _NUMBERS else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
