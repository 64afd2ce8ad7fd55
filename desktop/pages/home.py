"""本月: the four steps of the month, what to do next, and which targets are late."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from db.ledger import Ledger
from desktop.colours import verdict_colour
from desktop.fonts import scaled
from desktop.models.home_lists import RiskModel, ThingModel
from desktop.pages.page import Page
from desktop.session import Session
from desktop.widgets.link_table import LinkTable
from desktop.widgets.navigation import ENTRIES
from desktop.widgets.step_card import StepCard
from monitoring.periods import Period
from workflow.progress import Reporter

if TYPE_CHECKING:
    from desktop.models.month import MonthSummary
    from desktop.widgets.beginning import Beginning

STEPS = ("collect", "review", "assess", "submit")


class HomePage(Page):
    """Where the clerk begins; everything on it leads to the page that does it."""

    key, label = "home", "本月"

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.cards = {
            key: StepCard(key, glyph, label) for key, glyph, label in ENTRIES if key in STEPS
        }
        self._things, self._risks = ThingModel(self), RiskModel(self._tone, self)
        self.things = LinkTable(self._things, "接下来", stretch=1)
        self.things.horizontalHeader().hide()
        self.risks = LinkTable(self._risks, "到期与风险", stretch=1)
        self.body = QStackedWidget()
        self.beginning: Beginning | None = None
        self.setAcceptDrops(True)
        self._lay_out()
        self._connect()
        self.setFocusProxy(self.cards["collect"])

    def refresh(self) -> None:
        month, today = self.session.month, datetime.now().astimezone().date()

        def work(ledger: Ledger, _: Reporter) -> MonthSummary:
            from desktop.models.month import summarise

            return summarise(ledger, month, today)

        if not self.things.model().rowCount():
            self.headline_changed.emit(f"{Period(month).month}月")
        self.session.run("查看本月", work, self._show)

    def act(self) -> None:
        if self._things.things:
            self._open_thing(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        focused = next((i for i, key in enumerate(STEPS) if self.cards[key].hasFocus()), None)
        moves = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        if focused is not None and event.key() in moves:
            place = (focused + moves[Qt.Key(event.key())]) % len(STEPS)
            self.cards[STEPS[place]].setFocus(Qt.FocusReason.TabFocusReason)
        elif focused is not None and event.key() == Qt.Key.Key_Down:
            self.things.setFocus(Qt.FocusReason.TabFocusReason)
        elif focused is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.cards[STEPS[focused]].click()
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        event.acceptProposedAction()
        self.page_requested.emit("collect", paths)

    def _lay_out(self) -> None:
        cards = QHBoxLayout()
        cards.setSpacing(12)
        for key in STEPS:
            cards.addWidget(self.cards[key], 1)
        lists = QWidget()
        grid = QGridLayout(lists)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        for column, (words, table) in enumerate(
            (("接下来", self.things), ("到期与风险", self.risks))
        ):
            title = QLabel(words)
            title.setFont(scaled(self, 110, bold=True))
            grid.addWidget(title, 0, column)
            grid.addWidget(table, 1, column)
            grid.setColumnStretch(column, 1)
        self.body.addWidget(lists)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 4, 16, 16)
        layout.setSpacing(16)
        layout.addLayout(cards)
        layout.addWidget(self.body, 1)

    def _connect(self) -> None:
        for card in self.cards.values():
            card.clicked.connect(lambda _, key=card.key: self.page_requested.emit(key, None))
        self.things.row_opened.connect(self._open_thing)
        self.risks.row_opened.connect(self._open_risk)

    def _show(self, summary: MonthSummary) -> None:
        if summary.end != self.session.month:
            return
        current = summary.current
        for step in summary.steps:
            self.cards[step.key].show_step(step, current=step is current)
        self._things.show_things(summary.things)
        self._risks.show_risks(summary.risks)
        self.things.empty_text = "这个月的事都做完了。"
        self.risks.empty_text = "没有滞后或逾期未达的目标。"
        self.headline_changed.emit(summary.headline)
        first = summary.things[0] if summary.things else None
        self.action_changed.emit(f"去{first.action} →" if first else "")
        self._show_beginning(summary.empty)

    def _show_beginning(self, empty: bool) -> None:
        if empty and self.beginning is None:
            from desktop.widgets.beginning import Beginning

            self.beginning = Beginning()
            self.beginning.page_requested.connect(lambda key: self.page_requested.emit(key, None))
            self.body.addWidget(self.beginning)
        self.body.setCurrentIndex(1 if empty else 0)

    def _open_thing(self, row: int) -> None:
        thing = self._things.things[row]
        self.page_requested.emit(thing.page, dict(thing.argument) if thing.argument else None)

    def _open_risk(self, row: int) -> None:
        self.page_requested.emit("assess", dict(self._risks.risks[row].argument))

    def _tone(self, status: str) -> QColor:
        return verdict_colour(status, self.palette())
