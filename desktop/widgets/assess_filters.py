"""The row above the targets: which view, and what to show in it."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLineEdit, QTabBar, QWidget

from desktop.models.targets import Wanted
from monitoring.progress import GLYPHS

_PLAN_WIDTH = 220


class AssessFilters(QWidget):
    """目标 or 指标, plan, verdict, text, 无数据. ``changed`` says that any of them changed."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._views = QTabBar()
        self._views.addTab("目标(&T)")
        self._views.addTab("指标(&I)")
        self._views.setAccessibleName("看目标还是看指标")
        self._plan, self._status = QComboBox(), QComboBox()
        self._plan.setAccessibleName("规划")
        self._plan.addItem("全部规划", "")
        self._plan.setMaximumWidth(_PLAN_WIDTH)
        self._plan.setMinimumWidth(_PLAN_WIDTH)
        self._status.setAccessibleName("结论")
        self._status.addItem("全部结论", "")
        for status, glyph in GLYPHS.items():
            self._status.addItem(f"{glyph} {status}", str(status))
        self._text = QLineEdit()
        self._text.setPlaceholderText("查找名称或条款")
        self._text.setAccessibleName("查找名称或条款")
        self._text.setClearButtonEnabled(True)
        self._without_data = QCheckBox("也显示无数据(&N)")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for widget in (self._views, self._plan, self._status):
            layout.addWidget(widget)
        layout.addWidget(self._text, 1)
        layout.addWidget(self._without_data)
        self._connect()

    def _connect(self) -> None:
        self._views.currentChanged.connect(self._on_view)
        self._plan.currentIndexChanged.connect(lambda _: self.changed.emit())
        self._status.currentIndexChanged.connect(lambda _: self.changed.emit())
        self._text.textChanged.connect(lambda _: self.changed.emit())
        self._without_data.toggled.connect(lambda _: self.changed.emit())

    def wanted(self) -> Wanted:
        """What the clerk asks for."""
        return Wanted(
            str(self._plan.currentData()),
            str(self._status.currentData()),
            self._text.text().strip(),
            self._without_data.isChecked(),
        )

    def indicators_shown(self) -> bool:
        """Whether the view is 指标."""
        return self._views.currentIndex() == 1

    def show_indicators(self, *, shown: bool) -> None:
        """Turn to 指标, or back to 目标."""
        self._views.setCurrentIndex(int(shown))

    def set_plans(self, names: Mapping[str, str]) -> None:
        """Offer these plans by code, keeping the choice where it is still there."""
        chosen = self._plan.currentData()
        with QSignalBlocker(self._plan):
            while self._plan.count() > 1:
                self._plan.removeItem(1)
            for code, name in names.items():
                self._plan.addItem(name, code)
            self._plan.setCurrentIndex(max(0, self._plan.findData(chosen)))
        self._plan.setToolTip(self._plan.currentText())

    def set_plan(self, code: str) -> None:
        """Choose a plan; all of them when it is not there."""
        self._plan.setCurrentIndex(max(0, self._plan.findData(code)))

    def set_status(self, status: str) -> None:
        """Choose a verdict; all of them when there is no such word."""
        self._status.setCurrentIndex(max(0, self._status.findData(status)))

    def _on_view(self, _: int) -> None:
        for widget in (self._plan, self._status):
            widget.setVisible(not self.indicators_shown())
        self.changed.emit()
