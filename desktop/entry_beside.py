"""Keeps the inspector at the current cell: its facts at once, its findings when typing rests."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer, Signal

from db.ledger import Ledger
from desktop.entry_context import facts, places_of, taking_part
from desktop.entry_strip import strip
from desktop.models.entry_model import EntryModel
from desktop.session import Session
from desktop.widgets.entry_inspector import EntryInspector
from desktop.widgets.entry_view import EntryView
from monitoring.findings import Finding
from workflow.progress import Reporter
from workflow.review import review

_FACTS_AFTER = 60
_REVIEW_AFTER = 400


class EntryBeside(QObject):
    """``review_requested`` carries unit and form whose findings are asked for in full."""

    review_requested = Signal(str, str)

    def __init__(
        self, session: Session, model: EntryModel, view: EntryView, inspector: EntryInspector
    ) -> None:
        super().__init__(view)
        self._session, self._model, self._view = session, model, view
        self._inspector = inspector
        self._findings: Sequence[Finding] = ()
        self._task: int | None = None
        self._facts_timer = self._timer(_FACTS_AFTER)
        self._review_timer = self._timer(_REVIEW_AFTER)
        self._facts_timer.timeout.connect(self._show_facts)
        self._review_timer.timeout.connect(self._review)
        inspector.review_requested.connect(self._ask_for_review)
        view.cell_changed.connect(self._facts_timer.start)

    def show(self, shown: bool) -> None:
        """Show or hide the inspector."""
        self._inspector.setVisible(shown)
        self.look_again()

    def start_over(self) -> None:
        """Another sheet is on screen: its findings are not known yet."""
        self._findings = ()
        self.look_again()

    def look_again(self) -> None:
        """The values changed, or the inspector was hidden."""
        self._facts_timer.start()
        self._review_timer.start()

    def _timer(self, pause: int) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(pause)
        return timer

    def _show_facts(self) -> None:
        sheet, place = self._model.sheet, self._view.current_place()
        if not self._inspector.isVisible():
            return
        if sheet is None or place is None:
            self._inspector.show_facts(None)
            self._inspector.show_course(None)
            return
        self._inspector.show_facts(facts(self._session.ledger, sheet, place))
        self._inspector.show_course(strip(self._session.ledger, sheet, place))
        # What the rules say of the first pass would tell the second what was typed.
        findings = [] if sheet.second else taking_part(sheet, place, self._findings)
        self._inspector.show_findings(findings)

    def _review(self) -> None:
        sheet = self._model.sheet
        if sheet is None or sheet.second or not self._view.isVisible():
            return
        end = sheet.period.end

        def work(ledger: Ledger, _: Reporter) -> Sequence[Finding]:
            return review(ledger, end).findings

        def done(findings: Sequence[Finding]) -> None:
            if self._model.sheet is not None and self._model.sheet.period.end == end:
                self._findings = findings
                self._model.found = places_of(self._model.sheet, findings)
                self._show_facts()

        if self._task is not None:
            self._session.tasks.cancel(self._task)
        self._task = self._session.run("核对", work, done)

    def _ask_for_review(self) -> None:
        sheet, place = self._model.sheet, self._view.current_place()
        if sheet is not None and place is not None and place[1] >= 0:
            self.review_requested.emit(sheet.units[place[1]].code, sheet.form.code)
