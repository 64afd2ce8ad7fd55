"""对标: how every target stands, and the indicators behind them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QItemSelection, Qt
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from db.ledger import Ledger
from desktop.models.indicators import ROW_ROLE
from desktop.models.targets import LINE_ROLE, TargetLine, Wanted, target_lines
from desktop.pages.page import Page
from desktop.session import Session
from desktop.widgets.assess_filters import AssessFilters
from desktop.widgets.empty_state import EmptyState
from desktop.widgets.indicator_view import IndicatorView
from desktop.widgets.papers_pane import PapersPane
from desktop.widgets.report_tools import ReportTools
from desktop.widgets.scorecard_pane import ScorecardPane
from desktop.widgets.target_inspector import Inspector
from desktop.widgets.target_view import TargetView
from monitoring.catalogue import Indicator
from monitoring.progress import Status, Verdict
from workflow import assess
from workflow.progress import Reporter
from workflow.traces import Asked

_TARGETS, _INDICATORS, _EMPTY = range(3)
_COUNTED = (Status.MET, Status.EARLY, Status.ON_TRACK, Status.BEHIND, Status.OVERDUE, Status.OPEN)
_CHOOSE = "选中一行，这里显示它的依据、算式和各乡镇的数。"


@dataclass(frozen=True)
class Assessed:
    """What a month's assessment brings: every verdict, every indicator."""

    month: int
    verdicts: Sequence[Verdict]
    rows: Sequence[assess.IndicatorRow]


class AssessPage(Page):
    """Targets or indicators on the left, the chosen one's working on the right.

    :meth:`open_at` takes a dict with any of ``target`` (an id), ``indicator`` (a code),
    ``plan`` (a code), ``status`` (a verdict's word).
    """

    key = "assess"
    label = "对标"
    traces = True

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._lines: Sequence[TargetLine] = ()
        self._rows: dict[str, assess.IndicatorRow] = {}
        self._wished: dict[str, str] = {}
        self._filters = AssessFilters()
        self._targets, self._indicators = TargetView(), IndicatorView()
        self._empty = EmptyState("到收表页收乡镇报表")
        self._stack = QStackedWidget()
        for view in (self._targets, self._indicators, self._empty):
            self._stack.addWidget(view)
        self.offer_trace(self._targets)
        self.offer_trace(self._indicators)
        self._inspector = Inspector()
        self._inspector.clear(_CHOOSE)
        self._tools = ReportTools()
        self._whole = QStackedWidget()
        self._panes: dict[type[PapersPane | ScorecardPane], PapersPane | ScorecardPane] = {}
        self.setFocusProxy(self._targets)
        self._arrange()
        self._connect()

    def _arrange(self) -> None:
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.addWidget(self._stack)
        splitter.addWidget(self._inspector)
        splitter.setStretchFactor(0, 2)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([800, 310])
        splitter.setChildrenCollapsible(False)
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self._filters, 1)
        top.addWidget(self._tools)
        targets = QWidget()
        column = QVBoxLayout(targets)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(top)
        column.addWidget(splitter, 1)
        self._whole.addWidget(targets)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 4, 16, 8)
        layout.addWidget(self._whole)

    def _connect(self) -> None:
        self._tools.papers_requested.connect(lambda: self._open(PapersPane))
        self._tools.scorecard_requested.connect(lambda: self._open(ScorecardPane))
        self._filters.changed.connect(self._on_filter)
        self._targets.selectionModel().selectionChanged.connect(self._on_target)
        self._indicators.selectionModel().selectionChanged.connect(self._on_indicator)
        self._inspector.unit_chosen.connect(self._on_unit)
        self._empty.button.clicked.connect(lambda: self.page_requested.emit("collect", None))

    def refresh(self) -> None:
        """Assess the month in the background."""
        month = self.session.month

        def work(ledger: Ledger, _: Reporter) -> Assessed:
            return Assessed(month, assess.targets(ledger, month), assess.indicators(ledger, month))

        self.action_changed.emit("上报 →")
        self.session.run("对标", work, self._show)
        if isinstance(pane := self._whole.currentWidget(), PapersPane | ScorecardPane):
            pane.refresh()

    def act(self) -> None:
        self.page_requested.emit("submit", {})

    def open_at(self, argument: object) -> None:
        if not isinstance(argument, dict):
            return
        self._whole.setCurrentIndex(0)
        self._wished = {str(key): str(value) for key, value in argument.items()}
        self._filters.set_plan(self._wished.get("plan", ""))
        self._filters.set_status(self._wished.get("status", ""))
        self._filters.show_indicators(shown="indicator" in self._wished)
        self._choose_wished()

    def _open(self, kind: type[PapersPane | ScorecardPane]) -> None:
        """Show a pane over the targets, made when it is first asked for."""
        if kind not in self._panes:
            pane = kind(self.session)
            pane.closed.connect(self._close_pane)
            self._panes[kind] = pane
            self._whole.addWidget(pane)
        pane = self._panes[kind]
        self._whole.setCurrentWidget(pane)
        pane.refresh()
        pane.setFocus()

    def _close_pane(self) -> None:
        self._whole.setCurrentIndex(0)
        self.setFocus()

    def traced(self) -> Asked | None:
        """The county's figure of the chosen target or indicator."""
        indicator = self._chosen_indicator()
        return None if indicator is None else Asked(indicator.code, "", self.session.month)

    def _show(self, assessed: Assessed) -> None:
        if assessed.month != self.session.month:
            return
        ledger = self.session.ledger
        chosen = self._wished or {"target": self._targets.chosen()}
        self._rows = {row.indicator.code: row for row in assessed.rows}
        self._lines = target_lines(assessed.verdicts, ledger.catalogue, ledger.area)
        self._filters.set_plans(
            {line.verdict.plan.code: line.verdict.plan.name for line in self._lines}
        )
        self._targets.set_lines(self._lines)
        self._indicators.set_rows(assessed.rows)
        self.headline_changed.emit(headline(self._lines, assessed.month))
        self._on_filter()
        self._wished = chosen
        self._choose_wished()

    def _choose_wished(self) -> None:
        """Put the selection where it was asked for or stood before, else on the first line."""
        if not self._rows:
            return
        if code := self._wished.get("indicator"):
            self._indicators.choose(code)
        else:
            self._targets.choose(self._wished.get("target", ""))
        self._wished = {}

    def _on_filter(self) -> None:
        wanted = self._filters.wanted()
        if self._filters.indicators_shown():
            self._indicators.set_wanted(wanted.text, without_data=wanted.without_data)
            self._raise(_INDICATORS, self._indicators.count())
        else:
            self._targets.set_wanted(wanted)
            self._raise(_TARGETS, self._targets.count())

    def _raise(self, view: int, count: int) -> None:
        if self._rows and not count:
            self._empty.say(_nothing(self._filters.wanted(), self.session.month))
            self._inspector.clear("")
        self._stack.setCurrentIndex(view if count or not self._rows else _EMPTY)
        if view == _INDICATORS:
            self._on_indicator()
        else:
            self._on_target()

    def _on_target(self, *_: QItemSelection) -> None:
        if self._stack.currentIndex() != _TARGETS:
            return
        line = self._targets.currentIndex().data(LINE_ROLE)
        if not isinstance(line, TargetLine):
            self._inspector.clear(_CHOOSE)
            return
        row = self._rows.get(line.indicator.code) if line.indicator else None
        ledger = self.session.ledger
        self._inspector.show_target(line, row.units if row else {}, ledger.catalogue, ledger.area)

    def _on_indicator(self, *_: QItemSelection) -> None:
        if self._stack.currentIndex() != _INDICATORS:
            return
        row = self._indicators.currentIndex().data(ROW_ROLE)
        if not isinstance(row, assess.IndicatorRow):
            self._inspector.clear(_CHOOSE)
            return
        self._inspector.show_indicator(
            row.indicator, row.county, row.units, self.session.ledger.area
        )

    def _on_unit(self, unit: str) -> None:
        indicator = self._chosen_indicator()
        if indicator is not None and indicator.numerator.terms:
            item = indicator.numerator.terms[0].item
            form = self.session.ledger.catalogue.form_of[item]
            self.page_requested.emit("entry", {"form": form.code, "unit": unit, "item": item})

    def _chosen_indicator(self) -> Indicator | None:
        if self._stack.currentIndex() == _INDICATORS:
            row = self._indicators.currentIndex().data(ROW_ROLE)
            return row.indicator if isinstance(row, assess.IndicatorRow) else None
        line = self._targets.currentIndex().data(LINE_ROLE)
        return line.indicator if isinstance(line, TargetLine) else None


def headline(lines: Sequence[TargetLine], month: int) -> str:
    """How the county's own targets stand, in one sentence."""
    own = [line for line in lines if not line.superior]
    above = sum(line.superior and line.verdict.status is not Status.NO_DATA for line in lines)
    counts = Counter(line.verdict.status for line in own)
    measured = sum(counts[status] for status in _COUNTED)
    parts = [f"{counts[status]} 项{status}" for status in _COUNTED if counts[status]]
    start = f"{month % 100}月："
    reference = f"上级规划另有 {above} 项供参照" if above else ""
    if not measured:
        return f"{start}本地规划的目标还没有数据" + (f"；{reference}" if reference else "")
    sentence = "，".join([f"{measured} 项有数据", *parts])
    return f"{start}{sentence}" + (f"；{reference}" if reference else "")


def _nothing(wanted: Wanted, month: int) -> str:
    if wanted.plan or wanted.status or wanted.text:
        return "没有符合条件的行。放宽上面的条件，或勾选“也显示无数据”。"
    return (
        f"{month % 100}月还没有可以对标的数据。"
        "先把乡镇报表收进来，或勾选“也显示无数据”看看规划里有哪些目标。"
    )
