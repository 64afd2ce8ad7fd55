"""Keeps the inspector at the current cell: its facts at once, its findings when typing rests."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QTimer, Signal

from db.ledger import Ledger
from desktop.entry_context import facts, places_of, taking_part
from desktop.entry_sheet import TOTAL, EntrySheet, Place
from desktop.entry_strip import strip
from desktop.models.entry_model import EntryModel
from desktop.session import Session
from desktop.widgets.entry_inspector import EntryInspector
from desktop.widgets.entry_view import EntryView
from monitoring.amounts import Value
from monitoring.areas import Unit
from monitoring.findings import Finding
from monitoring.typing_in import read_typed
from workflow.entering import findings_of
from workflow.progress import Reporter
from workflow.review import review

_FACTS_AFTER = 60
_REVIEW_AFTER = 400


class EntryBeside(QObject):
    """``review_requested`` carries unit and form whose findings are asked for in full;
    ``found`` says that :meth:`find_all` knows every finding of the sheet.
    """

    review_requested = Signal(str, str)
    found = Signal()

    def __init__(
        self, session: Session, model: EntryModel, view: EntryView, inspector: EntryInspector
    ) -> None:
        super().__init__(view)
        self._session, self._model, self._view = session, model, view
        self._inspector = inspector
        self._findings: dict[str, Sequence[Finding]] = {}
        self._fresh: set[str] = set()
        self._typed: tuple[Place, Value | None] | None = None
        self._task: int | None = None
        self._facts_timer = self._timer(_FACTS_AFTER)
        self._review_timer = self._timer(_REVIEW_AFTER)
        self._facts_timer.timeout.connect(self._show_facts)
        self._review_timer.timeout.connect(self._review)
        inspector.review_requested.connect(self._ask_for_review)
        view.cell_changed.connect(self._on_cell)
        view.delegate.typed.connect(self._on_typed)
        view.delegate.closeEditor.connect(self._on_closed)

    def show(self, shown: bool) -> None:
        """Show or hide the inspector."""
        self._inspector.setVisible(shown)
        self.look_again()

    def start_over(self) -> None:
        """Another sheet is on screen: its findings are not known yet."""
        self._findings.clear()
        self.look_again()

    def look_again(self) -> None:
        """The values changed, or the inspector was hidden."""
        self._fresh.clear()
        self._facts_timer.start()
        self._review_timer.start()

    def find_all(self) -> None:
        """Look for the findings of every unit, not only of the one the cursor is at."""
        sheet = self._model.sheet
        if sheet is None or sheet.second:
            self.found.emit()
            return
        end = sheet.period.end

        def work(ledger: Ledger, _: Reporter) -> Sequence[Finding]:
            return review(ledger, end).findings

        def done(findings: Sequence[Finding]) -> None:
            if self._model.sheet is not None and self._model.sheet.period.end == end:
                self._model.found = places_of(self._model.sheet, findings)
                self.found.emit()

        self._run(work, done)

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
        now = self._now(sheet, place)
        self._inspector.show_facts(facts(self._session.ledger, sheet, place, now))
        self._inspector.show_course(strip(self._session.ledger, sheet, place, now))
        # What the rules say of the first pass would tell the second what was typed.
        known = () if sheet.second else self._findings.get(_unit(sheet, place).code, ())
        self._inspector.show_findings(taking_part(sheet, place, known))

    def _now(self, sheet: EntrySheet, place: Place) -> Value | None:
        """What the cell holds, or will hold when what is typed is kept."""
        if self._typed is not None and self._typed[0] == place:
            return self._typed[1]
        return sheet.value(*place)

    def _on_typed(self, text: str) -> None:
        """Look already at what is half typed, where it is a value."""
        sheet, place = self._model.sheet, self._view.current_place()
        item = sheet.lines[place[0]].item if sheet is not None and place is not None else None
        if place is None or item is None:
            return
        value, sentence = read_typed(text, item)
        self._typed = None if sentence else (place, value)
        self.look_again()

    def _on_closed(self) -> None:
        if self._typed is not None:
            self._typed = None
            self.look_again()

    def _on_cell(self) -> None:
        self._facts_timer.start()
        sheet, place = self._model.sheet, self._view.current_place()
        if sheet is not None and place and _unit(sheet, place).code not in self._fresh:
            self._review_timer.start()

    def _review(self) -> None:
        """Look for the findings of the unit the cursor is at."""
        sheet, place = self._model.sheet, self._view.current_place()
        if sheet is None or place is None or sheet.second or not self._inspector.isVisible():
            return
        end, unit = sheet.period.end, _unit(sheet, place)
        if unit.code in self._fresh:
            return

        item = sheet.lines[place[0]].item
        typed = {} if item is None or self._typed is None else {item.code: self._typed[1]}

        def work(ledger: Ledger, _: Reporter) -> Sequence[Finding]:
            return findings_of(ledger, end, unit, typed)

        def done(findings: Sequence[Finding]) -> None:
            if self._model.sheet is not None and self._model.sheet.period.end == end:
                self._findings[unit.code] = findings
                self._show_facts()

        self._fresh.add(unit.code)
        self._run(work, done)

    def _run(
        self,
        work: Callable[[Ledger, Reporter], Sequence[Finding]],
        done: Callable[[Sequence[Finding]], None],
    ) -> None:
        """Find out in the background; what is only just asked is the one that counts."""
        if self._task is not None:
            self._session.tasks.cancel(self._task)
        self._task = self._session.run("核对", work, done)

    def _ask_for_review(self) -> None:
        sheet, place = self._model.sheet, self._view.current_place()
        if sheet is not None and place is not None and place[1] >= 0:
            self.review_requested.emit(sheet.units[place[1]].code, sheet.form.code)


def _unit(sheet: EntrySheet, place: Place) -> Unit:
    """The unit of a place; 合计 stands for the county."""
    return sheet.area.itself if place[1] == TOTAL else sheet.units[place[1]]
