"""Beside the tabs: which pass of a form that is typed twice, and whether it is."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QHBoxLayout, QToolButton, QWidget

from desktop.widgets.shortcuts import press_by


class Pass(StrEnum):
    """What of a form that is typed twice is in front."""

    FIRST = "第一遍"
    SECOND = "第二遍"
    COMPARE = "对照"


_TIPS = {
    Pass.FIRST: "第一遍录入，台账里的数（Alt+1）",
    Pass.SECOND: "看不到第一遍的数，从空表再录一遍（Alt+2）",
    Pass.COMPARE: "两遍不一样的格子，逐个定下（Alt+3）",
}


class EntryPasses(QWidget):
    """``chosen`` carries the pass the clerk turns to, ``switched`` whether the form is to be
    typed twice.
    """

    chosen = Signal(object)
    switched = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons: dict[Pass, QToolButton] = {}
        self.switch = QCheckBox("录两遍")
        self.switch.setToolTip("这张表由两遍录入互相核对；第二遍没录完或有不一样的，不能通过审核")
        self.switch.clicked.connect(self.switched)
        self.front = Pass.FIRST
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        group = QButtonGroup(self)
        for number, each in enumerate(Pass, 1):
            button = QToolButton()
            button.setText(each.value)
            button.setToolTip(_TIPS[each])
            button.setCheckable(True)
            button.clicked.connect(lambda _=False, each=each: self._turn_to(each))
            press_by(f"Alt+{number}", button)
            group.addButton(button)
            self.buttons[each] = button
            row.addWidget(button)
        row.addSpacing(8)
        row.addWidget(self.switch)

    def show_form(self, *, double: bool, may_switch: bool, differences: int = 0) -> None:
        """Show whether the form in front is typed twice, and how many figures differ."""
        self.switch.setChecked(double)
        self.switch.setVisible(may_switch)
        if not double:
            self.front = Pass.FIRST
        for each, button in self.buttons.items():
            button.setVisible(double)
            words = f"{each} {differences}" if each is Pass.COMPARE and differences else each.value
            button.setText(f"✓ {words}" if each is self.front else words)
            button.setChecked(each is self.front)

    def turn_to(self, front: Pass) -> None:
        """Turn to a pass without announcing it."""
        self.front = front

    def _turn_to(self, front: Pass) -> None:
        self.front = front
        self.chosen.emit(front)
