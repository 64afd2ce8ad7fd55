"""本月: the four steps of the month, what to do next, and which targets are late."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from db.ledger import Ledger
from desktop.pages.page import Page
from desktop.session import Session
from desktop.widgets.navigation import ENTRIES
from desktop.widgets.step_card import StepCard
from monitoring.periods import Period
from workflow.progress import Reporter

if TYPE_CHECKING:
    from desktop.models.month import MonthSummary, NextThing
    from desktop.widgets.beginning import Beginning
    from desktop.widgets.month_lists import MonthLists

STEPS = ("collect", "review", "assess", "submit")


class HomePage(Page):
    """Where the clerk begins; everything on it leads to the page that does it.

    The lists are built when there is something to list, so that the window paints before.
    """

    key, label = "home", "本月"

    def __init__(
        self,
        session: Session,
        parent: QWidget | None = None,
        today: Callable[[], date] = date.today,
    ) -> None:
        super().__init__(session, parent)
        self._today = today
        self.cards = {
            key: StepCard(key, glyph, label) for key, glyph, label in ENTRIES if key in STEPS
        }
        self.lists: MonthLists | None = None
        self._first: NextThing | None = None
        self.body = QStackedWidget()
        self.beginning: Beginning | None = None
        self._lay_out()
        self._connect()
        self.setFocusProxy(self.cards["collect"])

    def refresh(self) -> None:
        month, today = self.session.month, self._today()

        def work(ledger: Ledger, _: Reporter) -> MonthSummary:
            from desktop.models.month import summarise

            return summarise(ledger, month, today)

        if self.lists is None:
            self.headline_changed.emit(f"{Period(month).month}月")
        self.session.run("查看本月", work, self._show)

    def act(self) -> None:
        if self._first is not None:
            argument = self._first.argument
            self.page_requested.emit(self._first.page, dict(argument) if argument else None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        focused = next((i for i, key in enumerate(STEPS) if self.cards[key].hasFocus()), None)
        moves = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        if focused is not None and event.key() in moves:
            place = (focused + moves[Qt.Key(event.key())]) % len(STEPS)
            self.cards[STEPS[place]].setFocus(Qt.FocusReason.TabFocusReason)
        elif focused is not None and event.key() == Qt.Key.Key_Down and self.lists is not None:
            self.lists.things.setFocus(Qt.FocusReason.TabFocusReason)
        elif focused is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.cards[STEPS[focused]].click()
        else:
            super().keyPressEvent(event)

    def _lay_out(self) -> None:
        cards = QHBoxLayout()
        cards.setSpacing(12)
        for key in STEPS:
            cards.addWidget(self.cards[key], 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 4, 16, 16)
        layout.setSpacing(16)
        layout.addLayout(cards)
        layout.addWidget(self.body, 1)

    def _connect(self) -> None:
        for card in self.cards.values():
            card.clicked.connect(lambda _, key=card.key: self.page_requested.emit(key, None))

    def _show(self, summary: MonthSummary) -> None:
        if summary.end != self.session.month:
            return
        current = summary.current
        for step in summary.steps:
            self.cards[step.key].show_step(step, current=step is current)
        self.headline_changed.emit(summary.headline)
        self._first = summary.things[0] if summary.things else None
        self.action_changed.emit(f"去{self._first.action} →" if self._first else "")
        if summary.empty:
            self._show_beginning()
        else:
            self._show_lists(summary)

    def _show_beginning(self) -> None:
        from desktop.widgets.beginning import Beginning

        if self.beginning is None:
            self.beginning = Beginning()
            self.beginning.page_requested.connect(lambda key: self.page_requested.emit(key, None))
            self.body.addWidget(self.beginning)
        self.body.setCurrentWidget(self.beginning)

    def _show_lists(self, summary: MonthSummary) -> None:
        from desktop.widgets.month_lists import MonthLists

        if self.lists is None:
            self.lists = MonthLists()
            self.lists.page_requested.connect(self.page_requested)
            self.body.addWidget(self.lists)
        self.lists.show_summary(summary)
        self.body.setCurrentWidget(self.lists)
