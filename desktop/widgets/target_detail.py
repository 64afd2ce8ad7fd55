"""One target as its plan prints it, and what the plan says against it side by side."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.fonts import scaled
from desktop.models.plan_list import Pairs, Side
from desktop.widgets.facts_view import FactsView, text_label

_ABOUT = "◆ 同一规划里的说法不一致，两处都保留、分别评价："
_SHOWN = 3  # a column each; more would be too narrow to read


class TargetDetail(QWidget):
    """``clause_button`` opens the clause in the plan's own document, ``attach_button`` attaches
    that to the plan.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heading = text_label()
        self.heading.setFont(scaled(self.heading, 115, bold=True))
        self.facts = FactsView("目标的内容和出处")
        self.clause_button = QPushButton("看原文(&L)")
        self.clause_button.setToolTip("打开规划原文，停在这一段")
        self.attach_button = QPushButton("附原文…(&F)")
        self.against = QFrame()
        self._sides = QGridLayout()
        self._cells: list[QLabel] = []
        about = text_label(_ABOUT)
        box = QVBoxLayout(self.against)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(about)
        box.addLayout(self._sides)
        self.against.hide()
        box.addStretch(1)
        head = QHBoxLayout()
        head.addWidget(self.heading, 1)
        head.addWidget(self.attach_button)
        head.addWidget(self.clause_button)
        body = QHBoxLayout()
        body.setSpacing(16)
        body.addWidget(self.facts, 3)
        body.addWidget(self.against, 2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 4, 0, 0)
        layout.addLayout(head)
        layout.addLayout(body, 1)

    @property
    def conflict_texts(self) -> list[str]:
        """What stands in the columns of the contradiction, row by row."""
        return [cell.text() for cell in self._cells]

    def show_plan(self, name: str, facts: Pairs) -> None:
        """Show what a plan says of itself, where none of its targets is chosen."""
        self.heading.setText(name)
        self.facts.show_rows(facts)
        self.clause_button.setEnabled(False)
        self.against.hide()
        for cell in self._cells:
            self._sides.removeWidget(cell)
            cell.hide()
            cell.deleteLater()
        self._cells = []

    def show_target(self, name: str, facts: Pairs, sides: Sequence[Side]) -> None:
        """Show a target."""
        self.show_plan(name, facts)
        self.clause_button.setEnabled(True)
        for column, side in enumerate(sides[:_SHOWN]):
            for row, words in enumerate((side.id, side.requirement, side.due, side.clause)):
                label = text_label(words)
                if row == 1:
                    label.setFont(scaled(label, 115, bold=True))
                self._cells.append(label)
                self._sides.addWidget(label, row, column, Qt.AlignmentFlag.AlignTop)
            self._sides.setColumnStretch(column, 1)
        self.against.setVisible(bool(sides))
