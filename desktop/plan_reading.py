"""Reading a plan's own text from the page 规划: attaching it, opening it at a clause."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from db.ledger import Ledger
from db.plan_documents import KeptDocument
from desktop.evidence import open_attachment
from desktop.session import EVERYTHING, Session
from desktop.widgets.document_pane import DocumentPane
from desktop.widgets.notice_bar import NoticeBar
from monitoring.plans import Plan
from workflow import plan_documents
from workflow.plan_documents import Citation, Opened
from workflow.progress import Reporter
from workflow.roles import Right

_FILES = "规划原文 (*.docx *.txt *.pdf);;所有文件 (*)"


class PlanReading:
    """``pane`` shows a text, ``notice`` says what cannot be shown; ``front`` brings the pane to
    the front and ``back`` puts the focus where the clerk was.
    """

    def __init__(
        self,
        session: Session,
        parent: QWidget,
        notice: NoticeBar,
        *,
        front: Callable[[], None],
        back: Callable[[], None],
    ) -> None:
        self._session, self._parent, self._notice = session, parent, notice
        self._front, self._back = front, back
        self._opened: Opened | None = None
        self.pane = DocumentPane()
        self.pane.file_requested.connect(self._open_file)

    def attached(self, plan: Plan | None) -> KeptDocument | None:
        """The document of a plan, ``None`` without one."""
        if plan is None:
            return None
        return plan_documents.attached(self._session.ledger, plan.code)

    def read(self, citation: Citation) -> None:
        """Open a plan's text at a clause, or offer to attach it first."""
        plan = self._session.ledger.plans.get(citation.plan)
        if plan is None:
            return
        if self.attached(plan) is None:
            self._offer(plan, citation)
            return

        def show(opened: Opened) -> None:
            self._opened = opened
            if opened.paragraphs:
                # Only what has its size can be scrolled to a place.
                self._notice.dismiss()
                self._front()
                self.pane.show_opened(f"《{plan.name}》", opened)
            else:
                self._notice.say(opened.told)
                self._open_file()

        self._session.run(
            "打开原文",
            lambda ledger, _: plan_documents.open_at(ledger, citation),
            show,
            self._refuse,
        )

    def manage(self, plan: Plan) -> None:
        """Attach a document, or ask what is to become of the one there is."""
        kept = self.attached(plan)
        if kept is None:
            self._choose(plan, None)
            return
        self._notice.say(
            f"《{plan.name}》的原文是“{kept.name}”，{kept.at[:10]} {kept.operator}附上。",
            "info",
            [
                ("换一份…", lambda: self._choose(plan, None)),
                ("去掉", lambda: self._detach(plan)),
                ("不动", self._back),
            ],
            ask=True,
        )

    def _offer(self, plan: Plan, citation: Citation) -> None:
        sentence = (
            f"《{plan.name}》还没有附上原文，要看的是{citation.chapter}第 {citation.paragraph} 段"
        )
        if not self._session.may(Right.WRITE):
            self._notice.say(f"{sentence}；请有填报权限的人附上原文。")
            return
        self._notice.say(
            f"{sentence}；请附上 .docx、.txt 或 .pdf 文件。",
            "info",
            [("附原文…", lambda: self._choose(plan, citation)), ("以后再说", self._back)],
            ask=True,
        )

    def _choose(self, plan: Plan, then: Citation | None) -> None:
        name, _ = QFileDialog.getOpenFileName(self._parent, "附上规划原文", "", _FILES)
        if not name:
            return
        path = Path(name)

        def work(ledger: Ledger, _: Reporter) -> KeptDocument:
            return plan_documents.attach(ledger, plan.code, path)

        def done(kept: KeptDocument) -> None:
            self._session.changed.emit(EVERYTHING)
            self._notice.say(f"“{kept.name}”已附为《{plan.name}》的原文。", "good")
            if then is not None:
                self.read(then)

        self._session.run("附上原文", work, done, self._refuse)

    def _detach(self, plan: Plan) -> None:
        def done(_: None) -> None:
            self._session.changed.emit(EVERYTHING)
            self._notice.say(f"《{plan.name}》的原文已去掉，历史里还在。", "good")

        self._session.run(
            "去掉原文",
            lambda ledger, _: plan_documents.detach(ledger, plan.code),
            done,
            self._refuse,
        )

    def _open_file(self) -> None:
        if (opened := self._opened) is not None:
            identity = opened.document.attachment
            open_attachment(self._session, identity, self._refuse, opened.ending)

    def _refuse(self, sentence: str) -> None:
        self._notice.say(sentence, "bad")
