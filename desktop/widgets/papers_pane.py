"""评估报告 and 信息公布 of a plan at the month looked at: choose, look how it stands, save."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from db.ledger import Ledger
from desktop import return_dialogs as dialogs
from desktop.models.published import ACTUAL, ASKED, NAME, VERDICT, PublishedModel
from desktop.session import Session
from desktop.widgets.notice_bar import NoticeBar
from desktop.widgets.row_table import RowTable
from monitoring.periods import Period
from workflow import bulletin, evaluation_paper, plan_words
from workflow.evaluation import Evaluation, evaluate
from workflow.progress import Reporter

_EMPTY = "这个规划还没有一项目标有数据，不能公布；报告照样可以写。"
_ABOUT = "报告写规划的全部目标；公布只写勾选的目标，用公众看得懂的话。空格键勾选或取消。"


class PapersPane(QWidget):
    """``closed`` goes back to where the pane was opened."""

    closed = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._found: Evaluation | None = None
        self._asked = 0
        self._folder = dialogs.documents()
        self.notice = NoticeBar()
        self.plan_box = QComboBox()
        self.title, self.about = QLabel(), QLabel(_ABOUT)
        self.back_button = QPushButton("返回对标")
        self.model = PublishedModel(self)
        self.table = RowTable(self.model, "可以公布的目标")
        self.report_button = QPushButton("评估报告存为 Word…(&W)")
        self.word_button = QPushButton("公布存为 Word…(&B)")
        self.page_button = QPushButton("公布存为网页…(&H)")
        self._lay_out()
        self._connect()
        self.setFocusProxy(self.plan_box)

    @property
    def plan(self) -> str:
        """The code of the plan chosen."""
        return str(self.plan_box.currentData() or "")

    def refresh(self) -> None:
        """Offer the plans that apply, the county's own first, and evaluate the one chosen."""
        kept, ledger = self.plan, self._session.ledger
        plans = sorted(ledger.plans.values(), key=lambda p: (p.area != ledger.area.code, p.code))
        with QSignalBlocker(self.plan_box):
            self.plan_box.clear()
            for plan in plans:
                above = "" if plan.area == ledger.area.code else "（上级规划，供参照）"
                self.plan_box.addItem(f"《{plan.name}》{above}", plan.code)
            self.plan_box.setCurrentIndex(max(self.plan_box.findData(kept), 0))
        self._evaluate()

    def choose(self, plan: str) -> None:
        """Take another plan, by its code."""
        self.plan_box.setCurrentIndex(max(self.plan_box.findData(plan), 0))

    def save_report(self, path: Path) -> None:
        """Save the report; who chose the path has agreed to replace what is there."""
        found, replace = self._found, path.exists()
        if found is None:
            return

        def write() -> None:
            from desktop.report_pictures import pictures_of

            pictures = pictures_of(found)
            evaluation_paper.save(found, path, _today(), pictures, replace=replace)

        self._save(path, write)

    def save_bulletin(self, path: Path) -> None:
        """Save what is ticked, as Word or as a page by the path's ending."""
        found, chosen, replace = self._found, self.model.chosen, path.exists()
        if found is None:
            return

        def write() -> None:
            paper = bulletin.bulletin_of(found, _today(), chosen)
            bulletin.save(paper, path, replace=replace)

        self._save(path, write)

    def _evaluate(self) -> None:
        """Gather the evaluation anew; only the last one asked for is shown."""
        self._asked += 1
        asked, plan, month = self._asked, self.plan, self._session.month
        self._show(None)

        def work(ledger: Ledger, reporter: Reporter) -> Evaluation:
            return evaluate(ledger, plan, month, reporter)

        def done(found: Evaluation) -> None:
            if asked == self._asked:
                self._show(found)

        self._session.run("评估规划", work, done, self._refuse)

    def _show(self, found: Evaluation | None) -> None:
        self._found = found
        lines = bulletin.offered(found) if found else []
        self.model.show_lines(lines)
        self.table.empty_text = _EMPTY if found else ""
        self.title.setText(headline(found) if found else "")
        self.report_button.setEnabled(found is not None)
        self._offer_bulletin()

    def _offer_bulletin(self) -> None:
        for button in (self.word_button, self.page_button):
            button.setEnabled(bool(self.model.chosen))

    def _save(self, path: Path, write: Callable[[], None]) -> None:
        self._folder = path.parent

        def work(_: Ledger, __: Reporter) -> None:
            write()

        def done(_: None) -> None:
            show = [("打开文件", lambda: dialogs.open_file(path))]
            self.notice.say(f"已保存“{path.name}”。", "good", show)

        self._session.run("保存", work, done, self._refuse)

    def _refuse(self, sentence: str) -> None:
        self.notice.say(sentence, "bad")

    def _ask_where(self, what: str, ending: str, save: Callable[[Path], None]) -> None:
        from exporters.files import safe_name

        if (found := self._found) is not None:
            parts = (found.area.name, found.plan.code, what, Period(found.end).label)
            name = safe_name(f"{'_'.join(parts)}.{ending}")
            dialogs.ask_where(self, f"保存{what}", self._folder / name, save)

    def _lay_out(self) -> None:
        self.title.setWordWrap(True)
        self.about.setWordWrap(True)
        self.plan_box.setAccessibleName("规划")
        self.table.set_widths({ACTUAL: 9, ASKED: 9, VERDICT: 8}, stretch=NAME)
        label = QLabel("规划(&P)")
        label.setBuddy(self.plan_box)
        top = QHBoxLayout()
        top.addWidget(label)
        top.addWidget(self.plan_box, 1)
        top.addWidget(self.back_button)
        buttons = QHBoxLayout()
        for button in (self.report_button, self.word_button, self.page_button):
            buttons.addWidget(button)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.notice)
        layout.addLayout(top)
        layout.addWidget(self.title)
        layout.addWidget(self.about)
        layout.addWidget(self.table, 1)
        layout.addLayout(buttons)

    def _connect(self) -> None:
        self.plan_box.currentIndexChanged.connect(self._evaluate)
        self.model.dataChanged.connect(self._offer_bulletin)
        self.back_button.clicked.connect(self.closed)
        self.report_button.clicked.connect(
            lambda: self._ask_where("评估报告", "docx", self.save_report)
        )
        self.word_button.clicked.connect(
            lambda: self._ask_where("信息公布", "docx", self.save_bulletin)
        )
        self.page_button.clicked.connect(
            lambda: self._ask_where("信息公布", "html", self.save_bulletin)
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)


def headline(found: Evaluation) -> str:
    """How the plan stands, in one sentence."""
    total, measured = len(found.lines), len(found.measured)
    start = f"{Period(found.end).label}：{total} 项目标，{measured} 项有监测指标"
    return f"{start}；{plan_words.counts(found.measured)}" if measured else start


def _today() -> date:
    return date.today()  # noqa: DTZ011
