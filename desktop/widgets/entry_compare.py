"""对照: the figures that were not typed twice the same, each to be settled by choosing one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.models.word_table import Column, WordTable
from desktop.widgets.row_table import RowTable
from monitoring.amounts import STATE_LABELS, Value, grouped
from monitoring.catalogue import Item
from workflow.entering import Difference, Passes

_EVEN = "两遍一样，没有要定的格子。"
_NOTHING = "第二遍还没有录；按 Alt+2 从空表录起。"
_LEFT = "已录的都一样；第二遍还有 {left} 格没有录。"
_HINT = "选一行或几行：按 1 取第一遍的数，按 2 取第二遍的数，回车到那一格；Ctrl+Z 撤销。"


class EntryCompare(QWidget):
    """``settled`` carries the chosen differences and whether the second pass is right;
    ``opened`` one to look at in the grid.
    """

    settled = Signal(object, bool)
    opened = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = WordTable(_COLUMNS, self)
        self.table = _Table(self._model, "两遍不一样的格子")
        self.table.set_widths({0: 12, 2: 10, 3: 10}, stretch=1)
        self.first = QPushButton("取第一遍的数(&1)")
        self.second = QPushButton("取第二遍的数(&2)")
        self.hint = QLabel(_HINT)
        self.hint.setWordWrap(True)
        buttons = QHBoxLayout()
        for part in (self.first, self.second):
            buttons.addWidget(part)
        buttons.addWidget(self.hint, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.table, 1)
        column.addLayout(buttons)
        self.table.taken.connect(self._settle)
        self.table.opened.connect(lambda row: self.opened.emit(self._model.records[row]))
        self.first.clicked.connect(lambda: self._settle(False))
        self.second.clicked.connect(lambda: self._settle(True))
        self.setFocusProxy(self.table)

    def show_passes(self, passes: Passes, *, may_settle: bool) -> None:
        """List what differs, staying at the row that was current."""
        row = max(self.table.currentIndex().row(), 0)
        self._model.show_records(passes.differences)
        left = passes.left()
        self.table.empty_text = _LEFT.format(left=left) if left else _EVEN
        if not passes.second:
            self.table.empty_text = _NOTHING
        self.table.selectRow(min(row, len(passes.differences) - 1))
        for button in (self.first, self.second):
            button.setVisible(may_settle)
            button.setEnabled(bool(passes.differences))
        self._may_settle = may_settle

    def _settle(self, second: bool) -> None:
        chosen: Sequence[Difference] = [self._model.records[row] for row in self.table.rows()]
        if chosen and self._may_settle:
            self.settled.emit(chosen, second)


class _Table(RowTable):
    """``taken`` follows the keys 1 and 2; it is true for the second pass."""

    taken = Signal(bool)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_1, Qt.Key.Key_2) and not event.modifiers() & ~_KEYPAD:
            self.taken.emit(event.key() == Qt.Key.Key_2)
        else:
            super().keyPressEvent(event)


_KEYPAD = Qt.KeyboardModifier.KeypadModifier


def _words(value: Value | None, item: Item) -> str:
    if value is None:
        return "空白"
    if value.amount is None:
        return STATE_LABELS[value.state]
    return grouped(value.amount, item.decimals)


_COLUMNS = (
    Column("单位", lambda each: each.unit.name),
    Column("项目", lambda each: f"{each.item.name}（{each.item.unit}）"),
    Column("第一遍", lambda each: _words(each.first, each.item), right=True),
    Column("第二遍", lambda each: _words(each.second, each.item), right=True),
)
