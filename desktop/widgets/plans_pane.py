"""目标: the register of every plan that applies, and plans of the county's own made from it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from db.ledger import Ledger
from desktop.models.plan_list import first_problems
from desktop.plan_reading import PlanReading
from desktop.session import EVERYTHING, Session
from desktop.widgets.notice_bar import NoticeBar
from desktop.widgets.plan_carrying import PlanCarrying
from desktop.widgets.plan_editor import PlanEditor
from desktop.widgets.register_pane import RegisterPane
from monitoring.own_plans import PlanDraft, is_own
from monitoring.plan_register import Entry
from monitoring.plans import Plan
from workflow import own_plans
from workflow.own_plans import DraftError
from workflow.plan_documents import Citation, citation_of
from workflow.progress import Reporter
from workflow.roles import Right

_NOTHING = PlanDraft("", "", "", ())


class PlansPane(QWidget):
    """``counted`` carries how many plans apply and how many targets they have, ``left_text``
    follows the way back from a plan's own text.
    """

    counted = Signal(int, int)
    left_text = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        indicators = session.ledger.catalogue.indicators
        self._code, self._begun = "", _NOTHING
        self.notice = NoticeBar()
        self.register = RegisterPane(session)
        self.editor = PlanEditor([each.name for each in indicators.values()])
        self.reading = PlanReading(
            session,
            self,
            self.notice,
            front=lambda: self.stack.setCurrentWidget(self.reading.pane),
            back=self.register.setFocus,
        )
        self.stack, self.read_side = QStackedWidget(), QWidget()
        self.new_button = QPushButton("新建规划…(&N)")
        self.change_button = QPushButton("修改…(&M)")
        self.remove_button = QPushButton("删除(&D)")
        self.undo_button = QPushButton("撤销改动(&Z)")
        self.carrying = PlanCarrying(session, self.notice, self.register.setFocus)
        self._lay_out()
        self._connect()
        self.setFocusProxy(self.register)

    def refresh(self) -> None:
        """Show the plans as the ledger has them."""
        self.register.refresh()
        self._on_plan()
        found = self._session.ledger.plans.values()
        self.counted.emit(len(found), sum(len(plan.targets) for plan in found))

    def choose(self, target: str) -> None:
        """Put the choice on a target by its id."""
        self.register.choose(target)

    def read(self, citation: Citation) -> None:
        """Open a plan's own text at a clause."""
        self.reading.read(citation)

    def read_chosen(self) -> None:
        """Open a plan's own text at the clause of the chosen target."""
        if (entry := self.register.chosen) is not None:
            self._read_clause(entry)

    @property
    def chosen(self) -> Plan | None:
        """The plan that is chosen."""
        return self.register.plan

    def _on_plan(self) -> None:
        chosen, may = self.chosen, self._session.may(Right.MANAGE)
        own = chosen is not None and is_own(chosen) and may
        self.new_button.setEnabled(may)
        self.carrying.set_plan(chosen)
        self.change_button.setEnabled(own)
        self.remove_button.setEnabled(own)
        self.undo_button.setEnabled(own)
        detail, kept = self.register.detail, self.reading.attached(chosen)
        detail.attach_button.setVisible(self._session.may(Right.WRITE))
        detail.attach_button.setEnabled(chosen is not None)
        detail.attach_button.setText("换原文…(&F)" if kept else "附原文…(&F)")
        detail.attach_button.setToolTip(kept.name if kept else "附上规划自己的文件，出处就能打开")

    def begin(self) -> None:
        """Open the editor on a new plan; one that is being written stays in it."""
        if self.stack.currentWidget() is self.editor:
            self.editor.name.setFocus()
        else:
            self._edit("")

    def _edit(self, code: str) -> None:
        plan = self._session.ledger.plans.get(code)
        self._code = code
        if plan is None:
            self.editor.show_draft(_NOTHING, "新建本县自己的规划")
        else:
            indicators = self._session.ledger.catalogue.indicators
            self.editor.show_draft(own_plans.draft_of(plan, indicators), f"修改规划 {code}")
        self._begun = self.editor.draft()
        self.stack.setCurrentWidget(self.editor)

    def _change(self) -> None:
        if (chosen := self.chosen) is not None and is_own(chosen):
            self._edit(chosen.code)

    def _read_clause(self, entry: Entry) -> None:
        self.read(citation_of(entry.plan, entry.target))

    def _manage_document(self) -> None:
        if (chosen := self.chosen) is not None:
            self.reading.manage(chosen)

    def _leave_text(self) -> None:
        self.stack.setCurrentWidget(self.read_side)
        self.register.table.setFocus()
        self.left_text.emit()

    def _ask_to_leave(self) -> None:
        if self.editor.draft() == self._begun:
            self._leave_editor()
            return
        self.notice.say(
            "规划的改动还没有保存；请先保存，或放弃改动。",
            "warn",
            [("放弃改动", self._leave_editor), ("继续改", self.editor.targets.setFocus)],
            ask=True,
        )

    def _leave_editor(self) -> None:
        self.stack.setCurrentWidget(self.read_side)
        self.register.setFocus()

    def _save(self, draft: PlanDraft) -> None:
        code = self._code

        def work(ledger: Ledger, _: Reporter) -> Plan | DraftError:
            try:
                return own_plans.keep(ledger, draft, code)
            except DraftError as error:
                return error

        def done(outcome: Plan | DraftError) -> None:
            if isinstance(outcome, DraftError):
                rows = {number: words for number, words in outcome.problems if number}
                self.editor.say(rows, first_problems(outcome))
                return
            self._leave_editor()
            self._changed(f"规划 {outcome.code}《{outcome.name}》已保存，从现在起对标时会用到。")

        self._session.run("保存规划", work, done, self._refuse)

    def _ask_to_remove(self) -> None:
        if (chosen := self.chosen) is None or not is_own(chosen):
            return
        code = chosen.code
        self.notice.say(
            f"要删除规划 {code}《{chosen.name}》吗？历史还在，可以撤销。",
            "warn",
            [("删除", lambda: self._remove(code)), ("不删除", self.register.setFocus)],
            ask=True,
        )

    def _remove(self, code: str) -> None:
        def done(_: object) -> None:
            self._tell()
            undo = [("撤销删除", lambda: self._take_back(code))]
            self.notice.say(f"规划 {code} 已删除。", "good", undo)

        self._session.run(
            "删除规划", lambda ledger, _: own_plans.remove(ledger, code), done, self._refuse
        )

    def _take_back(self, code: str) -> None:
        self._run(
            "撤销改动",
            lambda ledger, _: own_plans.take_back(ledger, code),
            f"规划 {code} 已回到上一次的样子。",
        )

    def _undo(self) -> None:
        if (chosen := self.chosen) is not None and is_own(chosen):
            self._take_back(chosen.code)

    def _run(self, title: str, work: Callable[[Ledger, Reporter], object], sentence: str) -> None:
        self._session.run(title, work, lambda _: self._changed(sentence), self._refuse)

    def _changed(self, sentence: str) -> None:
        self._tell()
        self.notice.say(sentence, "good")

    def _tell(self) -> None:
        self._session.ledger.read_anew()
        self._session.changed.emit(EVERYTHING)

    def _refuse(self, sentence: str) -> None:
        self.notice.say(sentence, "bad")

    def _connect(self) -> None:
        self.register.plan_picked.connect(lambda _: self._on_plan())
        self.register.plans.removal_requested.connect(self._ask_to_remove)
        self.register.clause_requested.connect(self._read_clause)
        self.register.detail.attach_button.clicked.connect(self._manage_document)
        self.reading.pane.left.connect(self._leave_text)
        self.editor.submitted.connect(self._save)
        self.editor.left.connect(self._ask_to_leave)
        self.new_button.clicked.connect(self.begin)
        self.change_button.clicked.connect(self._change)
        self.remove_button.clicked.connect(self._ask_to_remove)
        self.undo_button.clicked.connect(self._undo)
        self.carrying.kept.connect(self._changed)

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self.new_button, self.change_button, self.remove_button, self.undo_button):
            buttons.addWidget(button)
        buttons.addStretch(1)
        buttons.addWidget(self.carrying)
        column = QVBoxLayout(self.read_side)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.register, 1)
        column.addLayout(buttons)
        self.stack.addWidget(self.read_side)
        self.stack.addWidget(self.editor)
        self.stack.addWidget(self.reading.pane)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.notice)
        layout.addWidget(self.stack, 1)
