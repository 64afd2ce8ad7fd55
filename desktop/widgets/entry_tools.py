"""Above the grid: the period, what to look for, and how the grid is laid out."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSizePolicy,
    QWidget,
)

from desktop.entry_filter import Filter, Only
from desktop.widgets.shortcuts import focus_by

_FIELD_WIDTH = 190


class EntryTools(QWidget):
    """``narrowed`` carries what the grid is to show, ``left`` follows Enter in the field."""

    narrowed = Signal(object)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.period, self.words, self.only = QLabel(), _Field(), QComboBox()
        self.period.setTextFormat(Qt.TextFormat.PlainText)
        self.period.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.words.setPlaceholderText("找项目、单位（Ctrl+F）")
        self.words.setClearButtonEnabled(True)
        self.words.setFixedWidth(_FIELD_WIDTH)
        self.words.setAccessibleName("找项目、单位")
        self.words.setToolTip("只显示名字里有这些字的项目或单位；空格分开几个词，Esc 显示全部")
        self.only.addItems([only.value for only in Only])
        self.only.setAccessibleName("只看哪些格子")
        self.only.setToolTip(
            "只显示有这种格子的项目和单位；正在填的不会跑掉，重新选一次再筛（Alt+K）"
        )
        self.turned = _toggle("单位在行", "单位在行、项目在列，或反过来（Alt+T）", "Alt+T")
        self.computed = _toggle("计算行", "显示或隐藏由系统计算的率（Alt+J）", "Alt+J", on=True)
        self.beside = _toggle("旁注", "显示或隐藏右边的口径和来源（Alt+N）", "Alt+N", on=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.period, 1)
        for part in (self.words, self.only, self.turned, self.computed, self.beside):
            row.addWidget(part)
        focus_by("Ctrl+F", self.words)
        focus_by("Alt+K", self.only)
        self.words.textChanged.connect(self._narrow)
        self.words.left.connect(self._leave)
        self.only.activated.connect(self._narrow)

    @property
    def filter(self) -> Filter:
        """What the grid is to show."""
        return Filter(self.words.text(), list(Only)[self.only.currentIndex()])

    def look_for_nothing(self) -> Filter:
        """Forget what was looked for, without announcing it; what is left of it."""
        self.words.blockSignals(True)
        self.words.clear()
        self.words.blockSignals(False)
        self.only.setCurrentIndex(0)
        return self.filter

    def show_all(self) -> None:
        """Forget what was looked for."""
        self.narrowed.emit(self.look_for_nothing())

    def _narrow(self) -> None:
        self.narrowed.emit(self.filter)

    def _leave(self, clear: bool) -> None:
        if clear:
            self.show_all()
        self.left.emit()


class _Field(QLineEdit):
    """``left`` says that the clerk goes back to the grid, and whether everything is to show."""

    left = Signal(bool)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down, Qt.Key.Key_Escape):
            self.left.emit(key == Qt.Key.Key_Escape)
        else:
            super().keyPressEvent(event)


def _toggle(text: str, tip: str, keys: str, *, on: bool = False) -> QCheckBox:
    button = QCheckBox(text)
    button.setToolTip(tip)
    button.setChecked(on)
    button.setShortcut(QKeySequence(keys))
    return button
