"""The two lists below the home page's cards: 接下来 and 到期与风险."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from desktop.colours import colour
from desktop.fonts import scaled
from desktop.models.home_lists import RiskModel, ThingModel
from desktop.widgets.link_table import LinkTable

if TYPE_CHECKING:
    from desktop.models.month import MonthSummary

_SHARES = (5, 6)


class MonthLists(QWidget):
    """``page_requested`` carries the page a row leads to and where to open it."""

    page_requested = Signal(str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._things, self._risks = ThingModel(self), RiskModel(self._tone, self)
        self.things = LinkTable(self._things, "接下来", stretch=1)
        self.things.horizontalHeader().hide()
        self.things.empty_text = "这个月的事都做完了。"
        self.risks = LinkTable(self._risks, "到期与风险", stretch=2)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        for column, table in enumerate((self.things, self.risks)):
            title = QLabel(table.accessibleName())
            title.setFont(scaled(self, 110, bold=True))
            grid.addWidget(title, 0, column)
            grid.addWidget(table, 1, column)
            grid.setColumnStretch(column, _SHARES[column])
        self.things.row_opened.connect(self.open_thing)
        self.risks.row_opened.connect(self._open_risk)

    def show_summary(self, summary: MonthSummary) -> None:
        """Show another month."""
        self._things.show_things(summary.things)
        self.risks.empty_text = (
            "没有滞后或逾期未达的目标，也没有逾期和快到期的事。"
            if summary.judged
            else "没有逾期和快到期的事；适用的规划里，还没有能用现有数据判断的目标。"
        )
        self._risks.show_risks(summary.risks)

    def open_thing(self, row: int) -> None:
        """Go to what the row of 接下来 names."""
        if row < len(self._things.things):
            thing = self._things.things[row]
            self.page_requested.emit(thing.page, dict(thing.argument) if thing.argument else None)

    def _open_risk(self, row: int) -> None:
        risk = self._risks.risks[row]
        self.page_requested.emit(risk.page, dict(risk.argument))

    def _tone(self, hue: str) -> QColor:
        return colour(hue, self.palette())
