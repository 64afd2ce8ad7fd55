"""对标: how every target stands, the indicators behind them, and each plan on one page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelection, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from db.ledger import Ledger
from desktop.charts.loading import Charts
from desktop.inspecting import Inspecting
from desktop.models.assess_words import headline, nothing
from desktop.models.indicators import ROW_ROLE
from desktop.models.inspection import Background, of_indicator, of_target
from desktop.models.target_pictures import History
from desktop.models.targets import LINE_ROLE, TargetLine, target_lines
from desktop.pages.page import Page
from desktop.session import Session
from desktop.widgets.assess_filters import COCKPIT, INDICATORS, TARGETS, AssessFilters
from desktop.widgets.chart_view import COPY_KEYS, SAVE_KEYS
from desktop.widgets.empty_state import EmptyState
from desktop.widgets.indicator_view import IndicatorView
from desktop.widgets.notice_bar import NoticeBar
from desktop.widgets.report_tools import ReportTools
from desktop.widgets.target_inspector import Inspector
from desktop.widgets.target_view import TargetView
from monitoring.catalogue import Indicator
from monitoring.periods import add_months
from workflow import assess, outlook
from workflow.progress import Reporter
from workflow.traces import Asked

if TYPE_CHECKING:
    from desktop.widgets.cockpit_pane import CockpitPane
    from desktop.widgets.papers_pane import PapersPane
    from desktop.widgets.scorecard_pane import ScorecardPane

_EMPTY = COCKPIT + 1
_CHOOSE = "选中一行，这里显示它的图、算式和各乡镇的数。"
# How many months a chart looks back on.
_PAST = 120


@dataclass(frozen=True)
class Assessed:
    """What a month's assessment brings: every target, every indicator."""

    month: int
    outlooks: Sequence[outlook.Outlook]
    rows: Sequence[assess.IndicatorRow]
    demonstration: bool


class AssessPage(Page):
    """Targets or indicators on the left, the chosen one's charts and working on the right.

    :meth:`open_at` takes a dict with any of ``target`` (an id), ``indicator`` (a code),
    ``plan`` (a code), ``status`` (a verdict's word), ``cockpit`` (a plan's code).
    """

    key = "assess"
    label = "对标"
    traces = True

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._lines: Sequence[TargetLine] = ()
        self._rows: dict[str, assess.IndicatorRow] = {}
        self._histories: Mapping[str, History] = {}
        self._demonstration = self._listed = False
        self._wished: dict[str, str] = {}
        self._filters, self._notice = AssessFilters(), NoticeBar()
        self._targets, self._indicators = TargetView(), IndicatorView()
        self._cockpit: CockpitPane | None = None
        self._cockpit_place = QStackedWidget()
        self._empty = EmptyState("到收表页收乡镇报表")
        self._stack = QStackedWidget()
        for view in (self._targets, self._indicators, self._cockpit_place, self._empty):
            self._stack.addWidget(view)
        self.offer_trace(self._targets)
        self.offer_trace(self._indicators)
        self._inspector = Inspector(Charts(session, self))
        self._inspector.clear(_CHOOSE)
        self._tools = ReportTools()
        self._whole = QStackedWidget()
        self._panes: dict[type[PapersPane | ScorecardPane], PapersPane | ScorecardPane] = {}
        self._inspecting = Inspecting(session, self._inspector, self._notice, self)
        self.setFocusProxy(self._targets)
        self._arrange()
        self._connect()

    def _arrange(self) -> None:
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.addWidget(self._stack)
        splitter.addWidget(self._inspector)
        splitter.setStretchFactor(0, 3)
        splitter.setStretchFactor(1, 2)
        splitter.setSizes([700, 420])
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
        layout.setSpacing(8)
        layout.addWidget(self._notice)
        layout.addWidget(self._whole, 1)

    def _connect(self) -> None:
        self._tools.papers_requested.connect(self._open_papers)
        self._tools.scorecard_requested.connect(self._open_scorecard)
        self._filters.changed.connect(self._on_filter)
        self._targets.selectionModel().selectionChanged.connect(self._on_target)
        self._indicators.selectionModel().selectionChanged.connect(self._on_indicator)
        self._inspector.unit_chosen.connect(self._on_unit)
        self._inspector.clause_requested.connect(self._read_clause)
        self._empty.button.clicked.connect(lambda: self.page_requested.emit("collect", None))
        for keys, act in (
            (COPY_KEYS, self._inspector.copy_chart),
            (SAVE_KEYS, self._inspector.save_chart),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    def refresh(self) -> None:
        """Assess the month in the background, then fetch what the charts look back on."""
        month = self.session.month

        def work(ledger: Ledger, _: Reporter) -> Assessed:
            return Assessed(
                month,
                outlook.outlooks(ledger, month, every=True),
                assess.indicators(ledger, month),
                ledger.has_demonstration(ledger.catalogue.items, {month}),
            )

        def look_back(ledger: Ledger, _: Reporter) -> tuple[int, Mapping[str, History]]:
            return month, assess.series(ledger, add_months(month, 1 - _PAST), month)

        self.action_changed.emit("上报 →")
        self.session.run("对标", work, self._show)
        for pane in self._panes.values():
            if pane is self._whole.currentWidget():
                pane.refresh()
        self.session.run("查历史数据", look_back, self._show_histories)

    def act(self) -> None:
        self.page_requested.emit("submit", {})

    def open_at(self, argument: object) -> None:
        if not isinstance(argument, dict):
            return
        self._whole.setCurrentIndex(0)
        self._wished = {str(key): str(value) for key, value in argument.items()}
        plan = self._wished.get("plan", "") or self._wished.get("cockpit", "")
        self._filters.set_plan(plan)
        self._filters.set_status(self._wished.get("status", ""))
        view = INDICATORS if "indicator" in self._wished else TARGETS
        self._filters.show_view(COCKPIT if "cockpit" in self._wished else view)
        self._choose_wished()

    def _open_papers(self) -> None:
        from desktop.widgets.papers_pane import PapersPane

        self._open(PapersPane)

    def _open_scorecard(self) -> None:
        from desktop.widgets.scorecard_pane import ScorecardPane

        self._open(ScorecardPane)

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
        self._demonstration = assessed.demonstration
        self._rows = {row.indicator.code: row for row in assessed.rows}
        self._lines = target_lines(assessed.outlooks, ledger.catalogue, ledger.area)
        self._filters.set_plans(
            {line.verdict.plan.code: line.verdict.plan.name for line in self._lines}
        )
        self._filters.set_units({unit.code: unit.name for unit in ledger.area.units})
        self._targets.set_lines(self._lines)
        self._listed = False
        self.headline_changed.emit(headline(self._lines, assessed.month))
        self._on_filter()
        self._wished = chosen
        self._choose_wished()

    def _show_histories(self, found: tuple[int, Mapping[str, History]]) -> None:
        month, histories = found
        if month == self.session.month:
            self._histories = histories
            self._on_filter()

    def _choose_wished(self) -> None:
        """Put the selection where it was asked for or stood before, else on the first line."""
        if not self._rows:
            return
        if code := self._wished.get("indicator"):
            self._list_indicators()
            self._indicators.choose(code)
        else:
            self._targets.choose(self._wished.get("target", ""))
        self._wished = {}

    def _on_filter(self) -> None:
        wanted = self._filters.wanted()
        if self._filters.view == INDICATORS:
            self._list_indicators()
            self._indicators.set_wanted(wanted.text, without_data=wanted.without_data)
            self._raise(INDICATORS, self._indicators.count())
        elif self._filters.view == TARGETS:
            self._targets.set_wanted(wanted)
            self._raise(TARGETS, self._targets.count())
        else:
            self._show_cockpit(wanted.plan)
            self._raise(COCKPIT, 1)

    def _list_indicators(self) -> None:
        """Hand the indicators to their list when that is looked at."""
        if not self._listed:
            self._listed = True
            self._indicators.set_rows(list(self._rows.values()))

    def _show_cockpit(self, plan: str) -> None:
        """Fill the one-page view, which is built when it is first turned to."""
        if self._cockpit is None:
            from desktop.widgets.cockpit_pane import CockpitPane

            self._cockpit = CockpitPane(self.session, self._notice)
            self._cockpit.target_chosen.connect(self._on_cockpit_target)
            self._cockpit.unit_chosen.connect(self._on_cockpit_unit)
            self._cockpit_place.addWidget(self._cockpit)
        self._cockpit.show_plan(plan, self._lines, self._background())

    def _raise(self, view: int, count: int) -> None:
        if self._rows and not count:
            self._empty.say(nothing(self._filters.wanted(), self.session.month))
            self._inspector.clear("")
        self._stack.setCurrentIndex(view if count or not self._rows else _EMPTY)
        self._inspector.setVisible(view != COCKPIT)
        if view == INDICATORS:
            self._on_indicator()
        elif view == TARGETS:
            self._on_target()

    def _on_target(self, *_: QItemSelection) -> None:
        if self._stack.currentIndex() != TARGETS:
            return
        line = self._targets.currentIndex().data(LINE_ROLE)
        if not isinstance(line, TargetLine):
            self._inspector.clear(_CHOOSE)
            return
        row = self._rows.get(line.indicator.code) if line.indicator else None
        self._inspecting.show(of_target(line, row, self._background()), line)

    def _on_indicator(self, *_: QItemSelection) -> None:
        if self._stack.currentIndex() != INDICATORS:
            return
        row = self._indicators.currentIndex().data(ROW_ROLE)
        if not isinstance(row, assess.IndicatorRow):
            self._inspector.clear(_CHOOSE)
            return
        self._inspecting.show(of_indicator(row, self._background()), None)

    def _background(self) -> Background:
        ledger = self.session.ledger
        return Background(
            ledger.catalogue,
            ledger.area,
            self.session.month,
            self._histories,
            self._demonstration,
        )

    def _on_unit(self, unit: str) -> None:
        indicator = self._chosen_indicator()
        if indicator is not None and indicator.numerator.terms:
            item = indicator.numerator.terms[0].item
            form = self.session.ledger.catalogue.form_of[item]
            self.page_requested.emit("entry", {"form": form.code, "unit": unit, "item": item})

    def _on_cockpit_target(self, target: str) -> None:
        self._filters.show_view(TARGETS)
        self._targets.choose(target)
        self._targets.setFocus()

    def _on_cockpit_unit(self, unit: str) -> None:
        self._filters.set_unit(unit)
        self._filters.show_view(TARGETS)
        self._targets.setFocus()

    def _read_clause(self) -> None:
        self.page_requested.emit("plans", {"clause": self._targets.chosen()})

    def _chosen_indicator(self) -> Indicator | None:
        if self._stack.currentIndex() == INDICATORS:
            row = self._indicators.currentIndex().data(ROW_ROLE)
            return row.indicator if isinstance(row, assess.IndicatorRow) else None
        line = self._targets.currentIndex().data(LINE_ROLE)
        return line.indicator if isinstance(line, TargetLine) else None
