"""审核: who has sent what, what the rules find in it, and the approval of what is right."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from db.ledger import Ledger
from desktop.models import review_month as words
from desktop.models.review_month import Place
from desktop.pages.page import Page
from desktop.session import APPROVALS, SUBMISSIONS, Session
from desktop.widgets.completeness_matrix import CompletenessMatrix
from desktop.widgets.findings_pane import FindingsPane
from desktop.widgets.notice_bar import NoticeBar
from desktop.widgets.progress_strip import ProgressStrip
from monitoring.findings import Finding
from workflow import review
from workflow.progress import Reporter
from workflow.review import Review
from workflow.roles import Right


class ReviewPage(Page):
    """:meth:`open_at` takes ``dict(unit=…, form=…)``, each optional, and shows only that."""

    key = "review"
    label = "审核"
    traces = True
    right = Right.APPROVE

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._found: Review | None = None
        self._wanted: Place | None = None
        self.notice = NoticeBar()
        self.progress = ProgressStrip(session)
        self.matrix = CompletenessMatrix()
        self.findings = FindingsPane()
        self.offer_trace(self.findings.table)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self.matrix)
        splitter.addWidget(self.findings)
        splitter.setContentsMargins(16, 4, 8, 8)
        splitter.setStretchFactor(0, 1)
        splitter.setStretchFactor(1, 4)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.notice)
        column.addWidget(self.progress)
        column.addWidget(splitter, 1)
        self.setFocusProxy(self.matrix)
        self._connect()

    def _connect(self) -> None:
        self.matrix.chosen.connect(self._show_findings)
        self.matrix.opened.connect(self._open_form)
        self.findings.opened.connect(self._open_finding)
        self.findings.unfilter_requested.connect(self._show_all)
        self.progress.busy_changed.connect(lambda _: self._update())

    def refresh(self) -> None:
        month = self.session.month
        if self._found is not None and self._found.end != month:
            self._found = None
            self.notice.dismiss()
            self._update()
        self.session.run(
            "审核数据", lambda ledger, _: review.review(ledger, month), self._show, self._refuse
        )

    def act(self) -> None:
        places = self._waiting()
        if places and not self.progress.busy:
            self._approve(places)

    def open_at(self, argument: object) -> None:
        if not isinstance(argument, dict):
            return
        self._wanted = (str(argument.get("unit", "")), str(argument.get("form", "")))
        if self._found is not None:
            self._choose_wanted()

    def traced(self) -> Finding | None:
        """The finding chosen, of which both sides are traced."""
        return self.findings.current

    def _show(self, found: Review) -> None:
        if found.end != self.session.month:
            return
        self._found = found
        area = self.session.ledger.area
        self.matrix.show_completeness(found.completeness, area.code)
        self.headline_changed.emit(words.headline(found, area))
        self._choose_wanted()
        self._show_findings()

    def _choose_wanted(self) -> None:
        wanted, self._wanted = self._wanted, None
        if wanted is not None and any(wanted):
            self.matrix.choose(*wanted)
            self.matrix.setFocus()

    def _show_findings(self) -> None:
        if self._found is None:
            return
        places, whole = self.matrix.places(), self.matrix.whole_forms()
        shown = words.at_places(self._found, places, whole) if places else self._found.findings
        rules = {rule.id: rule for rule in self.session.ledger.catalogue.rules}
        place = words.place_words(self._found, places, whole)
        self.findings.show_findings(shown, rules, place, words.empty_sentence(self._found, places))
        self._update()

    def _show_all(self) -> None:
        self.matrix.clearSelection()
        self.matrix.setFocus()

    def _waiting(self) -> list[Place]:
        """What the main button approves: what waits among the chosen cells, else in the month."""
        if self._found is None:
            return []
        return words.waiting(self._found, self.matrix.places())

    def _approve(self, places: Sequence[Place]) -> None:
        month = self.session.month

        def work(ledger: Ledger, reporter: Reporter) -> None:
            by_form: dict[str, list[str]] = {}
            for unit, form in places:
                by_form.setdefault(form, []).append(unit)
            for done, (form, units) in enumerate(by_form.items()):
                reporter.step(done, len(by_form), form)
                review.approve(ledger, form, month, units)

        def done(_: None) -> None:
            take_back = ("撤回", lambda: self._withdraw(places, month))
            self.notice.say(f"已通过 {len(places)} 份。", "good", [take_back])
            self.session.changed.emit(APPROVALS)

        self.progress.run("通过审核", work, done, self._fail, stoppable=False)

    def _withdraw(self, places: Sequence[Place], month: int) -> None:
        def work(ledger: Ledger, _: Reporter) -> None:
            for form in sorted({form for _, form in places}):
                ledger.withdraw(form, month, [unit for unit, each in places if each == form])

        def done(_: None) -> None:
            self.notice.say(f"已撤回 {len(places)} 份的审核。")
            self.session.changed.emit(APPROVALS)

        self.progress.run("撤回审核", work, done, self._fail, stoppable=False)

    def _refuse(self, sentence: str) -> None:
        self.notice.say(sentence, "bad")

    def _fail(self, sentence: str) -> None:
        """The ledger no longer is what was on screen: say why and look again."""
        self._refuse(sentence)
        self.look_again()

    def _open_form(self, unit: str, form: str) -> None:
        self.page_requested.emit("entry", {"form": form, "unit": unit})

    def _open_finding(self, finding: Finding) -> None:
        """To the first item; a finding about a total is of no one unit's cell."""
        place = {"form": finding.form, "unit": finding.unit}
        if finding.items:
            place["item"] = finding.items[0]
        self.page_requested.emit("entry", place)

    def _update(self) -> None:
        number = len(self._waiting())
        chosen = "所选 " if self.matrix.places() else ""
        hidden = self.progress.busy or not number
        self.action_changed.emit("" if hidden else f"通过{chosen or ' '}{number} 份")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.matrix.places():
            self._show_all()
        else:
            super().keyPressEvent(event)

    def _on_change(self, what: object) -> None:
        if what != SUBMISSIONS:
            super()._on_change(what)
