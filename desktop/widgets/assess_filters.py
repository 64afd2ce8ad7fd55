"""The row above the targets: which view, and what to show in it."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLineEdit, QTabBar, QWidget

from desktop.models.targets import RISK, Wanted
from monitoring.progress import GLYPHS

TARGETS, INDICATORS, COCKPIT = range(3)
_PLAN_WIDTH = 200


class AssessFilters(QWidget):
    """目标, 指标 or 驾驶舱; plan, verdict, unit, text, 无数据. ``changed`` tells of any."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._views = QTabBar()
        self._views.addTab("目标(&T)")
        self._views.addTab("指标(&I)")
        self._views.addTab("驾驶舱(&O)")
        self._views.setAccessibleName("看目标、指标还是驾驶舱")
        self._plan, self._status, self._unit = QComboBox(), QComboBox(), QComboBox()
        self._plan.setAccessibleName("规划")
        self._plan.addItem("全部规划", "")
        self._plan.setMaximumWidth(_PLAN_WIDTH)
        self._plan.setMinimumWidth(_PLAN_WIDTH)
        self._status.setAccessibleName("结论")
        self._status.addItem("全部结论", "")
        self._status.addItem("✕◆ 有风险", RISK)
        for status, glyph in GLYPHS.items():
            self._status.addItem(f"{glyph} {status}", str(status))
        self._unit.setAccessibleName("单位")
        self._unit.addItem("全部单位", "")
        self._unit.setToolTip("只看这个单位占着缺口的目标")
        self._text = QLineEdit()
        self._text.setPlaceholderText("查找名称或条款")
        self._text.setAccessibleName("查找名称或条款")
        self._text.setClearButtonEnabled(True)
        self._without_data = QCheckBox("也显示无数据(&N)")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for widget in (self._views, self._plan, self._status, self._unit):
            layout.addWidget(widget)
        layout.addWidget(self._text, 1)
        self._stretch = QWidget()
        self._stretch.hide()
        layout.addWidget(self._stretch, 1)
        layout.addWidget(self._without_data)
        self._connect()

    def _connect(self) -> None:
        self._views.currentChanged.connect(self._on_view)
        self._plan.currentIndexChanged.connect(lambda _: self.changed.emit())
        self._status.currentIndexChanged.connect(lambda _: self.changed.emit())
        self._unit.currentIndexChanged.connect(lambda _: self.changed.emit())
        self._text.textChanged.connect(lambda _: self.changed.emit())
        self._without_data.toggled.connect(lambda _: self.changed.emit())

    def wanted(self) -> Wanted:
        """What the clerk asks for."""
        return Wanted(
            str(self._plan.currentData()),
            str(self._status.currentData()),
            self._text.text().strip(),
            self._without_data.isChecked(),
            str(self._unit.currentData()),
        )

    @property
    def view(self) -> int:
        """TARGETS, INDICATORS or COCKPIT."""
        return self._views.currentIndex()

    def show_view(self, view: int) -> None:
        """Turn to a view."""
        self._views.setCurrentIndex(view)

    def set_plans(self, names: Mapping[str, str]) -> None:
        """Offer these plans by code, keeping the choice where it is still there."""
        _offer(self._plan, names)
        self._plan.setToolTip(self._plan.currentText())

    def set_units(self, names: Mapping[str, str]) -> None:
        """Offer these units by code, keeping the choice where it is still there."""
        _offer(self._unit, names)

    def set_plan(self, code: str) -> None:
        """Choose a plan; all of them when it is not there."""
        self._plan.setCurrentIndex(max(0, self._plan.findData(code)))

    def set_status(self, status: str) -> None:
        """Choose a verdict; all of them when there is no such word."""
        self._status.setCurrentIndex(max(0, self._status.findData(status)))

    def set_unit(self, unit: str) -> None:
        """Choose a unit; all of them when it is not there."""
        self._unit.setCurrentIndex(max(0, self._unit.findData(unit)))

    def _on_view(self, view: int) -> None:
        self._plan.setVisible(view != INDICATORS)
        for widget in (self._status, self._unit):
            widget.setVisible(view == TARGETS)
        for other in (self._text, self._without_data):
            other.setVisible(view != COCKPIT)
        self._stretch.setVisible(view == COCKPIT)
        self.changed.emit()


def _offer(box: QComboBox, names: Mapping[str, str]) -> None:
    """Offer names by code below the first entry, which means all."""
    chosen = box.currentData()
    with QSignalBlocker(box):
        while box.count() > 1:
            box.removeItem(1)
        for code, name in names.items():
            box.addItem(name, code)
        box.setCurrentIndex(max(0, box.findData(chosen)))
