"""上报: the month's returns with their state, and the chosen one as the paper it will be."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from db.ledger import Ledger
from db.snapshots import Snapshot
from desktop import return_dialogs as dialogs
from desktop.models.returns import ReturnState, first_due, headline, states_of
from desktop.packing_desk import PackingDesk
from desktop.pages.page import Page
from desktop.saving_desk import SavingDesk
from desktop.session import APPROVALS, SUBMISSIONS, Session
from desktop.widgets.filed_pane import FiledPane
from desktop.widgets.notice_bar import NoticeBar
from desktop.widgets.reason_bar import ReasonBar
from desktop.widgets.return_choice import Choice, periods_of
from desktop.widgets.return_list import ReturnListView
from desktop.widgets.return_pane import Offered, ReturnPane
from monitoring.catalogue import Reporters
from monitoring.longer import is_longer
from monitoring.periods import Period
from monitoring.returns import Return
from workflow import filing, snapshots, submit
from workflow.progress import Reporter
from workflow.roles import Right
from workflow.traces import Asked

if TYPE_CHECKING:
    from desktop.widgets.city_book_pane import CityBookPane
    from desktop.widgets.figures_pane import FiguresPane

_ACTION = "另存为 Excel…"


@dataclass(frozen=True)
class Built:
    """A return with what stands against sending it."""

    state: ReturnState
    choice: Choice
    document: Return
    warnings: tuple[str, ...]
    versions: tuple[Snapshot, ...] = ()

    @property
    def official(self) -> bool:
        """Whether it is the one that goes to the city: the county's, for the form's own period."""
        return self.choice == Choice(self.state.period)


class SubmitPage(Page):
    """Forms on the left, the paper on the right; 对比与年册 over both.

    :meth:`open_at` takes dict(form="F1").
    """

    key = "submit"
    label = "上报"
    traces = True
    right = Right.WRITE

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._built: Built | None = None
        self._wished = ""
        self._folder = dialogs.documents()
        self._notice, self._reason = NoticeBar(), ReasonBar()
        self._packing = PackingDesk(session, self._notice, self)
        self._many = SavingDesk(session, self._notice, self)
        self._forms = ReturnListView()
        self._pane = ReturnPane()
        self.figures: FiguresPane | None = None
        self.figures_button = QPushButton("对比与年册…(&B)")
        self.figures_button.setToolTip("一年各期并排，单位、各期、历年之间比较，存成表")
        self.filed = FiledPane(session, self._notice)
        self.city_button = QPushButton("套用市局表样(&T)…")
        self.city_button.setToolTip("市局有自己的工作簿时，每个月照它的样子填好")
        self._whole = QStackedWidget()
        self.city_books: CityBookPane | None = None
        self.setFocusProxy(self._forms)
        self._arrange()
        self._connect()

    def _arrange(self) -> None:
        splitter = QSplitter(Qt.Orientation.Horizontal)
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._pane, 1)
        column.addWidget(self.filed)
        left = QWidget()
        forms = QVBoxLayout(left)
        forms.setContentsMargins(0, 0, 0, 0)
        forms.setSpacing(8)
        forms.addWidget(self._forms, 1)
        forms.addWidget(self.city_button)
        forms.addWidget(self.figures_button)
        splitter.addWidget(left)
        splitter.addWidget(right)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([270, 860])
        splitter.setChildrenCollapsible(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 4, 16, 8)
        layout.setSpacing(8)
        layout.addWidget(self._notice)
        layout.addWidget(self._reason)
        self._whole.addWidget(splitter)
        layout.addWidget(self._whole, 1)

    def _connect(self) -> None:
        self.session.month_changed.connect(self._notice.dismiss)
        self._forms.form_chosen.connect(self._on_form)
        self.figures_button.clicked.connect(self._open_figures)
        self._pane.choice.changed.connect(self._build)
        self._pane.all_requested.connect(self._many.ask_for_month)
        self._pane.each_requested.connect(self._save_each)
        self._pane.review_requested.connect(self._review)
        self._pane.pdf_requested.connect(self._save_pdf)
        self._pane.preview_requested.connect(self._preview)
        self._pane.print_requested.connect(self._print)
        self._pane.file_requested.connect(self._ask_to_file)
        self._pane.unlock_requested.connect(self._ask_why_unlocked)
        self.city_button.clicked.connect(self._open_city_books)
        self._pane.package_requested.connect(self._pack)
        self._pane.figure_opened.connect(lambda *_: self.ask_for_trace())

    def refresh(self) -> None:
        """See how every form stands, then build the chosen one."""
        month = self.session.month

        def work(ledger: Ledger, _: Reporter) -> tuple[int, list[ReturnState]]:
            return month, states_of(ledger, month)

        self.city_button.setVisible(self.session.may(Right.WRITE))
        self.session.run("查看报表", work, self._show_states)
        if self._over is not None:
            self._over.refresh()
        self._say_action()

    def open_at(self, argument: object) -> None:
        if isinstance(argument, dict) and (form := argument.get("form")):
            self._wished = str(form)
            self._whole.setCurrentIndex(0)
            self._say_action()
            if self._forms.chosen() is not None:
                self._forms.choose(self._wished)

    def act(self) -> None:
        """Save as a workbook; with hard findings only after the clerk said so."""
        if self._over is not None:
            if self._over is self.figures:
                self.figures.save()
            return
        built = self._built
        if built is None:
            return
        if not built.state.hard:
            self._save_xlsx()
            return
        self._notice.say(
            f"{built.state.title}还有 {built.state.hard} 处硬性错误没有改。仍要保存这张报表吗？",
            "warn",
            [("仍要保存", self._save_xlsx), ("先去审核", self._review), ("不保存", _nothing)],
            ask=True,
        )

    @property
    def _over(self) -> FiguresPane | CityBookPane | None:
        """What covers the returns."""
        shown = self._whole.currentWidget()
        return next((pane for pane in (self.figures, self.city_books) if pane is shown), None)

    def _say_action(self) -> None:
        self.action_changed.emit("" if self._over and self._over is self.city_books else _ACTION)

    def _open_figures(self) -> None:
        """Show year books and comparisons, made when they are first asked for."""
        from desktop.widgets.figures_pane import FiguresPane

        if self.figures is None:
            self.figures = FiguresPane(self.session)
            self.figures.closed.connect(self._uncover)
            self.figures.collect_requested.connect(
                lambda: self.page_requested.emit("collect", None)
            )
            self.offer_trace(self.figures.table)
        self._cover(self.figures)

    def _open_city_books(self) -> None:
        """Show the city's workbooks, made when they are first asked for."""
        from desktop.widgets.city_book_pane import CityBookPane

        if self.city_books is None:
            self.city_books = CityBookPane(self.session)
            self.city_books.closed.connect(self._uncover)
        self._cover(self.city_books)

    def _cover(self, pane: FiguresPane | CityBookPane) -> None:
        self._whole.addWidget(pane)
        self._whole.setCurrentWidget(pane)
        self._say_action()
        pane.refresh()
        pane.setFocus()

    def _uncover(self) -> None:
        self._whole.setCurrentIndex(0)
        self._say_action()
        self.setFocus()

    def _show_states(self, found: tuple[int, list[ReturnState]]) -> None:
        month, states = found
        if month != self.session.month:
            return
        chosen = self._forms.chosen()
        code = self._wished or (chosen.form.code if chosen else first_due(states, month))
        self._wished = ""
        self.headline_changed.emit(headline(states, month))
        self._forms.show_states(states)
        self._forms.choose(code)
        now = self._forms.chosen()
        if now is not None and chosen is not None and chosen.form.code == now.form.code:
            self._on_form(now)

    def _on_form(self, state: ReturnState) -> None:
        area = self.session.ledger.area
        units = state.form.reporting(area, state.period.end)
        alone = state.form.reporters is Reporters.COUNTY
        self._pane.choice.offer(
            periods_of(state.form, state.period, self.session.month),
            area.name,
            () if alone else units,
        )
        self._build()

    def _build(self) -> None:
        state, choice = self._forms.chosen(), self._pane.choice.chosen
        if state is None or choice is None:
            return
        before = self._built
        if before is None or (before.state.form.code, before.choice) != (state.form.code, choice):
            self._built = None
            self._pane.wait(state)
            self.filed.show_versions(())

        def work(ledger: Ledger, _: Reporter) -> Built:
            form = ledger.catalogue.forms[state.form.code]
            document = submit.build(ledger, form, *choice)
            warnings = submit.warnings(ledger, form, *choice)
            built = Built(state, choice, document, warnings)
            if not built.official:
                return built
            versions = snapshots.of_period(ledger, form, state.period.end)
            return replace(built, versions=tuple(versions))

        self.session.run(f"排版 {state.form.code}", work, self._show_built)

    def _show_built(self, built: Built) -> None:
        if (built.state, built.choice) != (self._forms.chosen(), self._pane.choice.chosen):
            return
        self._built = built
        may, own = self.session.may, built.official
        # A city's own figures go to nobody; a county's go back to it from the page 审核.
        packs = own and may(Right.APPROVE) and not self.session.ledger.area.parts
        offered = Offered(own and may(Right.APPROVE), own and may(Right.MANAGE), packs, own)
        self._pane.show_return(built.document, built.warnings, built.state, offered)
        self.filed.show_versions(built.versions)

    def _proposed(self, built: Built, ending: str) -> Path:
        period, unit = built.choice
        sender = submit.sender_of(self.session.ledger, unit)
        return self._folder / submit.file_name(sender, built.state.form, period, ending)

    def _save_xlsx(self) -> None:
        if (built := self._built) is not None:
            dialogs.ask_where(
                self, "另存为 Excel", self._proposed(built, "xlsx"), self._write_xlsx(built)
            )

    def _write_xlsx(self, built: Built) -> dialogs.Chosen:
        def work_at(path: Path) -> None:
            self._folder = path.parent
            # The dialog has asked before it gave the name of a file that exists.
            replacing = path.exists()

            def work(ledger: Ledger, _: Reporter) -> Path:
                form = ledger.catalogue.forms[built.state.form.code]
                period, unit = built.choice
                return submit.save(ledger, form, period, path, unit=unit, replace=replacing).path

            self.session.run("保存报表", work, self._show_submitted, self._refuse)

        return work_at

    def _show_submitted(self, path: Path) -> None:
        self._show_saved(path)
        self.session.changed.emit(SUBMISSIONS)

    def _save_pdf(self) -> None:
        if (built := self._built) is not None:
            dialogs.ask_where(
                self, "存为 PDF", self._proposed(built, "pdf"), self._write_pdf(built)
            )

    def _write_pdf(self, built: Built) -> dialogs.Chosen:
        def work_at(path: Path) -> None:
            self._folder = path.parent
            replacing = path.exists()

            def work(_: Ledger, __: Reporter) -> Path:
                from desktop.printing import save_pdf

                save_pdf(path, built.document, replace=replacing)
                return path

            self.session.run("存为 PDF", work, self._show_saved, self._refuse)

        return work_at

    def _show_saved(self, path: Path) -> None:
        self._notice.say(
            f"已保存“{path.name}”。",
            "good",
            [
                ("打开文件", lambda: dialogs.open_file(path)),
                ("打开所在文件夹", lambda: dialogs.open_file(path.parent)),
            ],
        )

    def _save_each(self) -> None:
        if (built := self._built) is not None:
            self._many.ask_for_each(built.state.form, built.choice.period)

    def _ask_to_file(self) -> None:
        if (built := self._built) is not None:
            self._notice.say(
                f"{built.state.title}上报以后，这一期的数就锁定，要改先写明原因解锁。现在上报吗？",
                "warn",
                [("上报并锁定", lambda: self._file(built.state)), ("不上报", _nothing)],
                ask=True,
            )

    def _file(self, state: ReturnState) -> None:
        def work(ledger: Ledger, _: Reporter) -> None:
            filing.file(ledger, ledger.catalogue.forms[state.form.code], state.period.end)

        def done(_: None) -> None:
            self._notice.say(f"{state.title} {state.period.label}已上报并锁定。", "good")
            self.session.changed.emit(APPROVALS)

        self.session.run("上报", work, done, self._refuse)

    def _ask_why_unlocked(self) -> None:
        if (built := self._built) is not None:
            self._reason.ask(
                f"解锁 {built.state.form.code} 来更正，改动会留下痕迹。",
                "为什么要更正",
                "解锁",
                lambda reason: self._unlock(built.state, reason),
            )

    def _unlock(self, state: ReturnState, reason: str) -> None:
        def work(ledger: Ledger, _: Reporter) -> None:
            form = ledger.catalogue.forms[state.form.code]
            filing.unlock(ledger, form, state.period.end, reason)

        def done(_: None) -> None:
            self._notice.say(f"{state.title}已解锁，改好后请重新通过、重新上报。", "good")
            self.session.changed.emit(APPROVALS)

        self.session.run("解锁", work, done, self._refuse)

    def _pack(self) -> None:
        if (built := self._built) is not None:
            self._packing.ask(built.state.form.code, built.state.period)

    def _refuse(self, sentence: str) -> None:
        self._notice.say(sentence, "bad")

    def _preview(self) -> None:
        if self._built is not None:
            dialogs.preview(self, self._built.document)

    def _print(self) -> None:
        if self._built is not None:
            dialogs.print_out(self, self._built.document)

    def traced(self) -> Asked | None:
        """The figure chosen on the paper, or in the table over it."""
        if self._over is not None:
            return self.figures.table.asked if self._over is self.figures else None
        built, place = self._built, self._pane.chosen
        if built is None or place is None:
            return None
        if is_longer(built.state.form, built.choice.period):
            self._notice.say(
                f"{built.choice.period.label}的数由各期合成；要看来历，请把期间改回{built.state.period.label}。"
            )
            return None
        return asked_on(built.document, built.choice.period, *place)

    def _review(self) -> None:
        state = self._forms.chosen()
        self.page_requested.emit("review", {"form": state.form.code} if state else {})


def asked_on(document: Return, period: Period, line: int, column: int) -> Asked:
    """The figure at a line and column of a return."""
    shown = document.lines[line]
    return Asked(shown.code, document.units[column], period.end, shown.kind == "ytd")


def _nothing() -> None:
    """Not saving needs nothing done."""
