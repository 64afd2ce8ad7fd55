"""上报: the month's returns with their state, and the chosen one as the paper it will be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from db.ledger import Ledger
from db.snapshots import Snapshot
from desktop import return_dialogs as dialogs
from desktop.models.returns import ReturnState, states_of
from desktop.packing_desk import PackingDesk
from desktop.pages.page import Page
from desktop.session import APPROVALS, SUBMISSIONS, Session
from desktop.widgets.filed_pane import FiledPane
from desktop.widgets.notice_bar import NoticeBar
from desktop.widgets.reason_bar import ReasonBar
from desktop.widgets.return_list import ReturnListView
from desktop.widgets.return_pane import Offered, ReturnPane
from monitoring.periods import Period
from monitoring.returns import Return
from workflow import filing, snapshots, submit
from workflow.progress import Reporter
from workflow.roles import Right
from workflow.traces import Asked

_ACTION = "另存为 Excel…"


@dataclass(frozen=True)
class Built:
    """A return with what stands against sending it."""

    state: ReturnState
    document: Return
    warnings: tuple[str, ...]
    versions: tuple[Snapshot, ...] = ()


class SubmitPage(Page):
    """Forms on the left, the paper on the right. :meth:`open_at` takes dict(form="F1")."""

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
        self._forms = ReturnListView()
        self._pane = ReturnPane()
        self.filed = FiledPane(session, self._notice)
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
        splitter.addWidget(self._forms)
        splitter.addWidget(right)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([270, 860])
        splitter.setChildrenCollapsible(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 4, 16, 8)
        layout.setSpacing(8)
        layout.addWidget(self._notice)
        layout.addWidget(self._reason)
        layout.addWidget(splitter, 1)

    def _connect(self) -> None:
        self.session.month_changed.connect(self._notice.dismiss)
        self._forms.form_chosen.connect(self._on_form)
        self._pane.review_requested.connect(self._review)
        self._pane.pdf_requested.connect(self._save_pdf)
        self._pane.preview_requested.connect(self._preview)
        self._pane.print_requested.connect(self._print)
        self._pane.file_requested.connect(self._ask_to_file)
        self._pane.unlock_requested.connect(self._ask_why_unlocked)
        self._pane.package_requested.connect(self._pack)
        self._pane.figure_opened.connect(lambda *_: self.ask_for_trace())

    def refresh(self) -> None:
        """See how every form stands, then build the chosen one."""
        month = self.session.month

        def work(ledger: Ledger, _: Reporter) -> tuple[int, list[ReturnState]]:
            return month, states_of(ledger, month)

        self.action_changed.emit(_ACTION)
        self.session.run("查看报表", work, self._show_states)

    def open_at(self, argument: object) -> None:
        if isinstance(argument, dict) and (form := argument.get("form")):
            self._wished = str(form)
            if self._forms.chosen() is not None:
                self._forms.choose(self._wished)

    def act(self) -> None:
        """Save as a workbook; with hard findings only after the clerk said so."""
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

    def _show_states(self, found: tuple[int, list[ReturnState]]) -> None:
        month, states = found
        if month != self.session.month:
            return
        chosen = self._forms.chosen()
        code = self._wished or (chosen.form.code if chosen else _first(states, month))
        self._wished = ""
        self.headline_changed.emit(headline(states, month))
        self._forms.show_states(states)
        self._forms.choose(code)
        if chosen is not None and chosen.form.code == code:
            self._build()

    def _on_form(self, _: ReturnState) -> None:
        self._build()

    def _build(self) -> None:
        state = self._forms.chosen()
        if state is None:
            return
        if self._built is None or self._built.state.form.code != state.form.code:
            self._built = None
            self._pane.wait(state)
            self.filed.show_versions(())

        def work(ledger: Ledger, _: Reporter) -> Built:
            form = ledger.catalogue.forms[state.form.code]
            document = submit.build(ledger, form, state.period)
            warnings = submit.warnings(ledger, form, state.period)
            versions = tuple(snapshots.of_period(ledger, form, state.period.end))
            return Built(state, document, warnings, versions)

        self.session.run(f"排版 {state.form.code}", work, self._show_built)

    def _show_built(self, built: Built) -> None:
        if built.state != self._forms.chosen():
            return
        self._built = built
        files, unlocks = self.session.may(Right.APPROVE), self.session.may(Right.MANAGE)
        # A city's own figures go to nobody; a county's go back to it from the page 审核.
        offered = Offered(files, unlocks, files and not self.session.ledger.area.parts)
        self._pane.show_return(built.document, built.warnings, built.state, offered)
        self.filed.show_versions(built.versions)

    def _proposed(self, built: Built, ending: str) -> Path:
        area = self.session.ledger.area.name
        name = dialogs.default_name(area, built.state.form, built.state.period, ending)
        return self._folder / name

    def _save_xlsx(self) -> None:
        if (built := self._built) is not None:
            dialogs.ask_where(
                self, "另存为 Excel", self._proposed(built, "xlsx"), self._write_xlsx(built)
            )

    def _write_xlsx(self, built: Built) -> dialogs.Chosen:
        def work_at(path: Path) -> None:
            self._folder = path.parent
            # The dialog has asked before it gave the name of a file that exists.
            replace = path.exists()

            def work(ledger: Ledger, _: Reporter) -> Path:
                form = ledger.catalogue.forms[built.state.form.code]
                return submit.save(ledger, form, built.state.period, path, replace=replace).path

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
            replace = path.exists()

            def work(_: Ledger, __: Reporter) -> Path:
                from desktop.printing import save_pdf

                save_pdf(path, built.document, replace=replace)
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
        """The figure chosen on the paper."""
        built, place = self._built, self._pane.chosen
        if built is None or place is None:
            return None
        return asked_on(built.document, built.state.period, *place)

    def _review(self) -> None:
        state = self._forms.chosen()
        self.page_requested.emit("review", {"form": state.form.code} if state else {})


def asked_on(document: Return, period: Period, line: int, column: int) -> Asked:
    """The figure at a line and column of a return."""
    shown = document.lines[line]
    return Asked(shown.code, document.units[column], period.end, shown.kind == "ytd")


def headline(states: Sequence[ReturnState], month: int) -> str:
    """How the month's returns stand, in one sentence."""
    due = [state for state in states if state.period.end == month]
    faulty = sum(bool(state.hard) for state in due)
    late = sum(state.arrived < state.owed for state in due)
    saved = sum(bool(state.saved_at) for state in due)
    parts = [f"本月应报 {len(due)} 张报表"]
    parts += [f"{late} 张没有收齐"] if late else []
    parts += [f"{faulty} 张有硬性错误"] if faulty else []
    parts += [f"{saved} 张已保存"] if saved else []
    if not late and not faulty and saved < len(due):
        parts.append("可以报送")
    return f"{month % 100}月：{'，'.join(parts)}"


def _first(states: Sequence[ReturnState], month: int) -> str:
    """The form to look at first: one that is due and ready, else one that is due."""
    due = [state for state in states if state.period.end == month] or states
    ready = [state for state in due if state.ready and not state.saved_at]
    return next((state.form.code for state in (*ready, *due)), "")


def _nothing() -> None:
    """Not saving needs nothing done."""
