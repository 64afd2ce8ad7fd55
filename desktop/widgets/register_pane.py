"""目标: the plans at the left, the register of the chosen one, and a target with its clause."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QSplitter, QVBoxLayout, QWidget

from desktop.models.plan_list import REGISTER_COLUMNS, facts_of, grouped, plan_facts, sides
from desktop.models.word_table import WordTable
from desktop.session import Session
from desktop.widgets.plan_list import PlanList
from desktop.widgets.row_table import RowTable
from desktop.widgets.target_detail import TargetDetail
from monitoring.pace import last_day
from monitoring.plan_register import Entry, listed
from monitoring.plans import Plan

_NO_TARGETS = "这个规划没有印出量化的目标，里程碑和任务在后面两页。"
_NO_MATCH = "没有符合条件的目标。换几个字再筛。"


class RegisterPane(QWidget):
    """``plan_picked`` carries the plan that is chosen now, ``None`` without one;
    ``clause_requested`` a target whose clause the clerk wants to read.
    """

    plan_picked = Signal(object)
    clause_requested = Signal(object)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._entries: list[Entry] = []
        self._wished = ""
        self._model = WordTable(REGISTER_COLUMNS, self)
        self.plans = PlanList()
        self.filter, self.count = QLineEdit(), QLabel()
        self.table = RowTable(self._model, "目标")
        self.detail = TargetDetail()
        self._lay_out()
        self.plans.picked.connect(self._on_plan)
        self.filter.textChanged.connect(self._on_filter)
        self.table.chosen.connect(self._on_target)
        self.table.opened.connect(lambda _: self._ask_for_clause())
        self.detail.clause_button.clicked.connect(self._ask_for_clause)
        self.setFocusProxy(self.plans)

    def refresh(self) -> None:
        """Show the plans as the ledger has them, at the end of the session's month."""
        ledger = self._session.ledger
        area, today = ledger.area.code, last_day(self._session.month)
        groups = grouped(ledger.plans.values(), area, today)
        ordered = [plan for plans in groups.values() for plan in plans]
        self._entries = listed(ordered, today, area)
        self.plans.show_plans(groups)
        if self._wished:
            self.choose(self._wished)

    @property
    def plan(self) -> Plan | None:
        """The plan that is chosen."""
        return self._session.ledger.plans.get(self.plans.code)

    @property
    def chosen(self) -> Entry | None:
        """The target that is chosen."""
        rows = self.table.rows()
        return self._model.records[rows[0]] if len(rows) == 1 else None

    def choose(self, target: str) -> None:
        """Put the choice on a target by its id, and on its plan, now or when they are read."""
        self.filter.clear()
        self._wished = target
        self.plans.choose(target.partition("-")[0])

    def _on_plan(self, code: str) -> None:
        wished = self._wished or (self.chosen.target.id if self.chosen else "")
        own = [each for each in self._entries if each.plan.code == code]
        self._model.show_records(own)
        self.table.empty_text = _NO_MATCH if own else _NO_TARGETS
        ids = [each.target.id for each in self._model.records]
        if ids:
            row = ids.index(wished) if wished in ids else 0
            self.table.selectRow(row)
            self.table.scrollTo(self._model.index(row, 0))
        if wished in ids:
            self._wished = ""
        self._on_target()
        self._count()
        self.plan_picked.emit(self.plan)

    def _on_filter(self, text: str) -> None:
        self._model.filter_by(text)
        if self._model.records and self.chosen is None:
            self.table.selectRow(0)
        self._on_target()
        self._count()

    def _count(self) -> None:
        shown = len(self._model.records)
        clashing = sum(bool(each.target.conflict) for each in self._model.records)
        words = f"{shown} 个目标" if shown else ""
        self.count.setText(f"{words}，{clashing} 个前后不一" if clashing else words)

    def _on_target(self) -> None:
        entry = self.chosen
        if entry is None:
            plan = self.plan
            self.detail.show_plan(plan.name if plan else "", plan_facts(plan) if plan else ())
            return
        known = self._session.ledger.catalogue.indicators.get(entry.target.indicator)
        self.detail.show_target(
            entry.target.indicator_name, facts_of(entry, known), sides(entry, self._entries)
        )

    def _ask_for_clause(self) -> None:
        if (entry := self.chosen) is not None:
            self.clause_requested.emit(entry)

    def _lay_out(self) -> None:
        self.filter.setPlaceholderText("筛选：目标、要求、措辞、出处里的字")
        self.filter.setClearButtonEnabled(True)
        self.filter.setMaximumWidth(320)
        self.table.setFrameShape(RowTable.Shape.StyledPanel)
        self.table.set_widths({0: 5, 2: 6, 3: 6, 4: 4, 5: 3, 6: 3, 7: 5, 8: 10}, stretch=1)
        self.table.horizontalHeader().setMinimumSectionSize(60)
        above = QHBoxLayout()
        above.setSpacing(8)
        above.addWidget(self.filter, 1)
        above.addWidget(self.count)
        above.addStretch(1)
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(8, 0, 0, 0)
        column.addLayout(above)
        column.addWidget(self.table, 1)
        right = QSplitter(Qt.Orientation.Vertical)
        whole = QSplitter(Qt.Orientation.Horizontal)
        for splitter, first, second in ((right, middle, self.detail), (whole, self.plans, right)):
            splitter.addWidget(first)
            splitter.addWidget(second)
            splitter.setChildrenCollapsible(False)
        right.setStretchFactor(0, 1)
        right.setSizes([380, 220])
        whole.setStretchFactor(1, 1)
        whole.setSizes([210, 880])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(whole)
