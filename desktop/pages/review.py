"""审核: who has sent what, what the rules find in it, and the approval of what is right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QSplitter,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from db.ledger import Ledger
from db.records import Entry
from desktop.models import review_month as words
from desktop.models.query_record import query_record
from desktop.models.review_month import Place
from desktop.pages.page import Page
from desktop.return_dialogs import ask_folder, ask_where, documents, open_file
from desktop.session import APPROVALS, SUBMISSIONS, VALUES, Session
from desktop.widgets.completeness_matrix import CompletenessMatrix
from desktop.widgets.findings_pane import FindingsPane
from desktop.widgets.missing_pane import MissingPane
from desktop.widgets.notice_bar import NoticeBar
from desktop.widgets.progress_strip import ProgressStrip
from desktop.widgets.reason_bar import ReasonBar
from desktop.widgets.remind_pane import RemindPane
from monitoring.findings import Finding
from workflow import blanks, explaining, filing, giving_back, review
from workflow.progress import Reporter
from workflow.review import Review
from workflow.roles import Right


@dataclass(frozen=True)
class Reviewed:
    """A month's review, and the words to begin with for what it wants explained."""

    found: Review
    offers: dict[tuple[str, str, str], str]


class ReviewPage(Page):
    """:meth:`open_at` takes ``dict(unit=…, form=…)``, each optional, and shows only that; with
    ``tab="remind"`` it opens 催报 at the unit.
    """

    key = "review"
    label = "审核"
    traces = True
    right = Right.APPROVE

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._found: Review | None = None
        self._offers: dict[tuple[str, str, str], str] = {}
        self._folder = documents()
        self._wanted: Place | None = None
        self.notice, self.reason = NoticeBar(), ReasonBar()
        self.progress = ProgressStrip(session)
        self.matrix = CompletenessMatrix()
        self.findings = FindingsPane()
        self.remind = RemindPane(session)
        self.counties = MissingPane(session) if session.ledger.area.parts else None
        self.tabs = QTabWidget()
        self._headline = self._action = ""
        self.give_back_button = QPushButton("退回所选…")
        self.give_back_button.setToolTip("把所选单位的表连同问题写成工作簿，发回去改")
        self.unlock_button = QPushButton("解锁更正…")
        self.unlock_button.setToolTip("打开已上报的报表来更正，要写明原因")
        self.offer_trace(self.findings.table)
        self._lay_out()
        self.setFocusProxy(self.matrix)
        self._connect()

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setContentsMargins(8, 4, 8, 0)
        buttons.addWidget(self.give_back_button)
        buttons.addWidget(self.unlock_button)
        buttons.addStretch(1)
        left = QWidget()
        units = QVBoxLayout(left)
        units.setContentsMargins(0, 0, 0, 0)
        units.addWidget(self.matrix, 1)
        units.addLayout(buttons)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(left)
        splitter.addWidget(self.findings)
        splitter.setContentsMargins(16, 4, 8, 8)
        splitter.setStretchFactor(0, 1)
        splitter.setStretchFactor(1, 4)
        reviewing = QWidget()
        column = QVBoxLayout(reviewing)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.notice)
        column.addWidget(self.reason)
        column.addWidget(self.progress)
        column.addWidget(splitter, 1)
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(reviewing, "审核")
        self.tabs.addTab(self.remind, "催报")
        if self.counties is not None:
            self.tabs.addTab(self.counties, "各县")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.tabs)

    def _connect(self) -> None:
        self.matrix.chosen.connect(self._show_findings)
        self.matrix.opened.connect(self._open_form)
        self.findings.opened.connect(self._open_finding)
        self.findings.unfilter_requested.connect(self._show_all)
        self.findings.blanks_requested.connect(self._mark_blanks)
        self.findings.record_requested.connect(self._ask_where_to_record)
        self.findings.explain.explained.connect(self._explain)
        self.findings.explain.withdrawn.connect(self._withdraw_explanations)
        self.give_back_button.clicked.connect(self._ask_why_given_back)
        self.unlock_button.clicked.connect(self._ask_why_unlocked)
        self.progress.busy_changed.connect(lambda _: self._update())
        self.tabs.currentChanged.connect(lambda _: self._turn())
        self.remind.shown.connect(self._announce)
        if self.counties is not None:
            self.counties.shown.connect(self._announce)

    def refresh(self) -> None:
        month = self.session.month
        if self._found is not None and self._found.end != month:
            self._found = None
            self.notice.dismiss()
            self.reason.dismiss()
            self._update()

        def work(ledger: Ledger, _: Reporter) -> Reviewed:
            found = review.review(ledger, month)
            return Reviewed(found, explaining.offers(ledger, found.findings, month))

        self.session.run("审核数据", work, self._show, self._refuse)
        if self._reminding:
            self.remind.refresh()
        elif (counties := self._counting) is not None:
            counties.refresh()

    def act(self) -> None:
        if self._reminding:
            self.remind.act()
            return
        if self._counting is not None:
            return
        places = self._waiting()
        if places and not self.progress.busy:
            self._approve(places)

    def open_at(self, argument: object) -> None:
        if not isinstance(argument, dict):
            return
        if argument.get("tab") == "remind":
            self.tabs.setCurrentWidget(self.remind)
            self.remind.open_unit(str(argument.get("unit", "")))
            return
        self.tabs.setCurrentIndex(0)
        self._wanted = (str(argument.get("unit", "")), str(argument.get("form", "")))
        if self._found is not None:
            self._choose_wanted()

    def traced(self) -> Finding | None:
        """The finding chosen, of which both sides are traced."""
        return self.findings.current

    def _show(self, reviewed: Reviewed) -> None:
        found = reviewed.found
        if found.end != self.session.month:
            return
        self._found, self._offers = found, reviewed.offers
        area = self.session.ledger.area
        self.matrix.show_completeness(found.completeness, area.code, words.wanting(found))
        self._headline = words.headline(found, area)
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
        self.findings.show_explanations(self._found.explanations, self._offers)
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

    def _mark_blanks(self, findings: Sequence[Finding]) -> None:
        if self.progress.busy:
            return

        def done(marked: list[Entry]) -> None:
            take_back = ("撤回", lambda: self._unmark(marked))
            self.notice.say(words.marked_sentence(len(findings), marked), "good", [take_back])
            self.session.changed.emit(VALUES)

        self.progress.run(
            "标记空格",
            lambda ledger, _: blanks.mark(ledger, findings),
            done,
            self._fail,
            stoppable=False,
        )

    def _unmark(self, marked: Sequence[Entry]) -> None:
        def done(number: int) -> None:
            self.notice.say(f"已撤回，{number:,} 格又空着了。")
            self.session.changed.emit(VALUES)

        self.progress.run(
            "撤回标记",
            lambda ledger, _: blanks.unmark(ledger, marked),
            done,
            self._fail,
            stoppable=False,
        )

    def _explain(self, findings: list[Finding], text: str) -> None:
        def done(_: None) -> None:
            self.session.changed.emit(APPROVALS)

        self.session.run(
            "写说明",
            lambda ledger, _: explaining.explain(ledger, findings, text),
            done,
            self._refuse,
        )

    def _withdraw_explanations(self, findings: list[Finding]) -> None:
        def done(_: None) -> None:
            self.notice.say(f"已收回 {len(findings)} 条说明。")
            self.session.changed.emit(APPROVALS)

        self.session.run(
            "收回说明", lambda ledger, _: explaining.withdraw(ledger, findings), done, self._refuse
        )

    def _ask_why_given_back(self) -> None:
        places = words.returnable(self._found, self.matrix.places())
        if places:
            self.reason.ask(
                f"退回所选的 {len(places)} 份，问题会标在表里。",
                "还要说的话（可以不写）",
                "选文件夹退回…",
                lambda note: self._ask_where_to_give_back(places, note),
            )

    def _ask_where_to_give_back(self, places: Sequence[Place], note: str) -> None:
        def give_back(folder: Path) -> None:
            self._folder = folder
            self._give_back(places, note, folder)

        ask_folder(self, "退回的工作簿存在", self._folder, give_back)

    def _give_back(self, places: Sequence[Place], note: str, folder: Path) -> None:
        found = self._found
        if found is None or self.progress.busy:
            return

        def work(ledger: Ledger, reporter: Reporter) -> list[Path]:
            return giving_back.give_back(
                ledger, found, places, folder, note=note, replace=True, reporter=reporter
            )

        def done(paths: list[Path]) -> None:
            show = ("打开文件夹", lambda: open_file(folder))
            self.notice.say(
                f"已写好 {len(paths)} 份退回的工作簿，发给填报单位即可。", "good", [show]
            )
            self.session.changed.emit(APPROVALS)

        self.progress.run("退回", work, done, self._fail)

    def _ask_why_unlocked(self) -> None:
        forms = words.locked_forms(self._found, self.matrix.places())
        if forms:
            names = "、".join(forms)
            self.reason.ask(
                f"解锁 {names} 来更正，改动会留下痕迹。",
                "为什么要更正",
                "解锁",
                lambda reason: self._unlock(forms, reason),
            )

    def _unlock(self, forms: Sequence[str], reason: str) -> None:
        month = self.session.month

        def work(ledger: Ledger, _: Reporter) -> None:
            for code in forms:
                filing.unlock(ledger, ledger.catalogue.forms[code], month, reason)

        def done(_: None) -> None:
            self.notice.say(f"{'、'.join(forms)} 已解锁，改好后请重新通过、重新上报。", "good")
            self.session.changed.emit(APPROVALS)

        self.session.run("解锁", work, done, self._refuse)

    def _ask_where_to_record(self) -> None:
        found, shown = self._found, list(self.findings.shown)
        if found is None:
            return
        area = self.session.ledger.area
        made_up = self.session.ledger.has_demonstration(
            self.session.ledger.catalogue.items, [found.end]
        )
        record = query_record(area, found.end, shown, found.explanations, made_up=made_up)

        def save(path: Path) -> None:
            def work(_: Ledger, __: Reporter) -> Path:
                from desktop.printing import save_pdf

                save_pdf(path, record, replace=path.exists())
                return path

            def done(saved: Path) -> None:
                choices = [("打开文件", lambda: open_file(saved))]
                self.notice.say(f"已保存“{saved.name}”。", "good", choices)

            self.session.run("存审核查询记录", work, done, self._refuse)

        name = f"{record.title}_{record.period}.pdf"
        ask_where(self, "存审核查询记录", self._folder / name, save)

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
        places = self.matrix.places()
        self.findings.explain.setEnabled(self.session.may(Right.WRITE))
        self.give_back_button.setVisible(self.session.may(Right.APPROVE))
        self.give_back_button.setEnabled(bool(words.returnable(self._found, places)))
        self.unlock_button.setVisible(
            self.session.may(Right.MANAGE) and bool(words.locked_forms(self._found, places))
        )
        number = len(self._waiting())
        chosen = "所选 " if self.matrix.places() else ""
        hidden = self.progress.busy or not number
        self._action = "" if hidden else f"通过{chosen or ' '}{number} 份"
        self._announce()

    @property
    def _reminding(self) -> bool:
        return self.tabs.currentWidget() is self.remind

    @property
    def _counting(self) -> MissingPane | None:
        """The counties' pane while it is in front."""
        return self.counties if self.tabs.currentWidget() is self.counties else None

    def _turn(self) -> None:
        """To the other tab: it has the focus, the title line and the main button."""
        if self._reminding:
            self.remind.refresh()
        elif (counties := self._counting) is not None:
            counties.refresh()
        self.setFocusProxy(self.remind if self._reminding else self._counting or self.matrix)
        self._announce()

    def _announce(self) -> None:
        """Title line and main button belong to the tab in front, and so does what they need."""
        self.right = Right.WRITE if self._reminding else Right.APPROVE
        headline, action = self._headline, self._action
        if self._reminding:
            headline, action = self.remind.headline, self.remind.action
        elif (counties := self._counting) is not None:
            headline, action = counties.headline, ""
        if headline:
            self.headline_changed.emit(headline)
        self.action_changed.emit(action)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if (
            event.key() == Qt.Key.Key_Escape
            and self.matrix.places()
            and self.tabs.currentIndex() == 0
        ):
            self._show_all()
        else:
            super().keyPressEvent(event)

    def _on_change(self, what: object) -> None:
        if what != SUBMISSIONS:
            super()._on_change(what)
