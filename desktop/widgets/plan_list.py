"""The plans of a county as a list: its own, the local ones, those above it, those that ended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from desktop.colours import colour
from desktop.models.plan_list import Group
from monitoring.plans import Plan

_CODE = Qt.ItemDataRole.UserRole


class PlanList(QListWidget):
    """``picked`` carries the code of the plan that is chosen now, ``removal_requested`` follows
    the Delete key.
    """

    picked = Signal(str)
    removal_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("规划")
        self.setWordWrap(True)
        self.setSpacing(3)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.currentItemChanged.connect(lambda *_: self.picked.emit(self.code))

    @property
    def code(self) -> str:
        """The code of the chosen plan, empty without one."""
        item = self.currentItem()
        return str(item.data(_CODE) or "") if item is not None else ""

    def show_plans(self, groups: Mapping[Group, Sequence[Plan]]) -> None:
        """Show other plans; the choice stays where it is still there."""
        before = self.code
        self.blockSignals(True)
        self.clear()
        for group, plans in groups.items():
            head = QListWidgetItem(str(group))
            head.setFlags(Qt.ItemFlag.NoItemFlags)
            head.setForeground(colour("muted", self.palette()))
            self.addItem(head)
            for plan in plans:
                self.addItem(_line(plan))
        self.blockSignals(False)
        self.choose(before)

    def choose(self, code: str) -> None:
        """Put the choice on a plan, on the first where it is not listed."""
        items = [self.item(row) for row in range(self.count())]
        plans = [item for item in items if item.data(_CODE)]
        wanted = [item for item in plans if item.data(_CODE) == code]
        if plans:
            self.setCurrentItem((wanted or plans)[0])
        self.picked.emit(self.code)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete:
            self.removal_requested.emit()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            for item in (self.item(row) for row in range(self.count())):
                if not item.data(_CODE):
                    item.setForeground(colour("muted", self.palette()))


def _line(plan: Plan) -> QListWidgetItem:
    number = f"{len(plan.targets)} 个目标" if plan.targets else "没有量化目标"
    item = QListWidgetItem(f"{plan.name}\n{plan.code}　{number}")
    item.setData(_CODE, plan.code)
    span = f"{plan.starts.isoformat()} 至 {plan.ends.isoformat()}"
    item.setToolTip("\n".join(filter(None, (plan.area_name, span, plan.document_number))))
    return item
