"""里程碑 or 任务 of the county's plans: how each stands, what is late, and recording it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDateEdit,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from db.ledger import Ledger
from desktop.listing_pages import Listing
from desktop.models.register import MILESTONE_COLUMNS, TASK_COLUMNS, day, told
from desktop.models.word_table import WordTable
from desktop.session import Session
from desktop.widgets.listing_buttons import ListingButtons
from desktop.widgets.notice_bar import NoticeBar
from desktop.widgets.row_table import RowTable
from desktop.writing import write_and_say
from monitoring.pace import last_day
from monitoring.periods import Period
from monitoring.steps import STATE_GLYPHS, Said, Standing, StepState, Urgency
from workflow import steps
from workflow.progress import Reporter
from workflow.roles import Right
from workflow.steps import MILESTONE, MOST_DAYS, ahead_days, keep_ahead_days

_WORDS = {MILESTONE: "里程碑", steps.TASK: "任务"}
_NONE = {
    MILESTONE: "本地规划里没有里程碑。",
    steps.TASK: "本地规划没有把任务分给部门。",
}
_HISTORY_LINES = 4
_SHARES = (9, 13, 13, 30, 15, 20)


class StepsPane(QWidget):
    """``counted`` carries how many there are, how many are overdue and how many are due soon;
    ``clause_requested`` a step whose clause the clerk wants to read.
    """

    counted = Signal(int, int, int)
    clause_requested = Signal(object)

    def __init__(self, session: Session, kind: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._kind = session, kind
        self._found: list[Standing] = []
        self._wished = ""
        self._evidence: Path | None = None
        self._columns = MILESTONE_COLUMNS if kind == MILESTONE else TASK_COLUMNS
        self._model = WordTable(self._columns, self)
        self.notice = NoticeBar()
        self.filter, self.late_only = QLineEdit(), QCheckBox("只看逾期和即将到期的")
        self.ahead = QSpinBox()
        self.table = RowTable(self._model, _WORDS[kind])
        self.clause, self.history = QLabel(), QLabel()
        self.state, self.done, self.note = QComboBox(), QDateEdit(), QLineEdit()
        self.clause_button = QPushButton("看原文(&L)")
        self.attach_button = QPushButton("附材料…(&A)")
        self.say_button = QPushButton("记下(&J)")
        self.undo_button = QPushButton("撤销上一次(&Z)")
        self.open_button = QPushButton("打开材料(&O)")
        self.printed = ListingButtons(session, self.listing, self.notice)
        self._lay_out()
        self._connect()
        self.setFocusProxy(self.table)
        self._on_choice()

    def refresh(self) -> None:
        """Look again at the end of the session's month."""
        month = self._session.month
        self.ahead.blockSignals(True)
        self.ahead.setValue(ahead_days(self._session.ledger))
        self.ahead.blockSignals(False)
        self.ahead.setEnabled(self._session.may(Right.MANAGE))

        def work(ledger: Ledger, _: Reporter) -> list[Standing]:
            read = steps.milestones if self._kind == MILESTONE else steps.tasks
            return read(ledger, month)

        self._session.run(f"查看{_WORDS[self._kind]}", work, self._show, self._refuse)

    def choose(self, step: str, *, late: bool = False) -> None:
        """Put the selection on a step, now or when it has been read; no filter hides it, only
        what is ``late`` or due soon stands around it when that is asked for.
        """
        self.filter.clear()
        self.late_only.setChecked(late)
        self._wished = step
        self._choose_wished()

    def listing(self) -> Listing | None:
        """The list as it is shown, to be printed or saved."""
        area, month = self._session.ledger.area, self._session.month
        shown = self._model.records
        return Listing(
            f"{area.name}规划{_WORDS[self._kind]}",
            Period(month).label,
            tuple(column.head for column in self._columns),
            _SHARES,
            tuple(tuple(column.text(each) for column in self._columns) for each in shown),
        )

    @property
    def chosen(self) -> Standing | None:
        """The step that is chosen."""
        rows = self.table.rows()
        return self._model.records[rows[0]] if len(rows) == 1 else None

    def _show(self, found: list[Standing]) -> None:
        self._found = found
        overdue = sum(each.urgency is Urgency.OVERDUE for each in found)
        ahead = sum(each.urgency is Urgency.AHEAD for each in found)
        self._filter()
        self.counted.emit(len(found), overdue, ahead)

    def _filter(self) -> None:
        late = self.late_only.isChecked()
        shown = [e for e in self._found if not late or e.urgency is not Urgency.NONE]
        self.table.empty_text = (
            "没有符合条件的。换几个字，或去掉勾选。" if self._found else _NONE[self._kind]
        )
        self._model.show_records(shown)
        self._model.filter_by(self.filter.text())
        self._choose_wished()

    def _choose_wished(self) -> None:
        ids = [each.step.id for each in self._model.records]
        if ids:
            self.table.selectRow(ids.index(self._wished) if self._wished in ids else 0)
        self._on_choice()

    def _on_choice(self) -> None:
        chosen, may = self.chosen, self._session.may(Right.WRITE)
        self._drop_evidence()
        for widget in (self.state, self.note, self.attach_button, self.say_button):
            widget.setEnabled(chosen is not None and may)
        self.done.setEnabled(False)
        self.clause_button.setEnabled(chosen is not None)
        said = chosen.said if chosen is not None else None
        self.open_button.setVisible(bool(said and said.attachment))
        self.clause.setText("" if chosen is None else _facts(chosen))
        self.history.setText("")
        self.undo_button.setEnabled(False)
        if chosen is None:
            return
        self._wished = chosen.step.id
        self.state.setCurrentIndex(list(StepState).index(chosen.state))
        self._on_state()
        self.note.setText(said.note if said else "")
        today = date.today()  # noqa: DTZ011 - the desk's day
        known = said.done if said and said.done else min(today, last_day(self._session.month))
        self.done.setDate(QDate(known.year, known.month, known.day))
        told_before = steps.history(self._session.ledger, self._kind, chosen.step.id)
        lines = [told(each) for each in told_before[:_HISTORY_LINES]]
        self.history.setText("\n".join(lines) or "还没有记过。")
        self.undo_button.setEnabled(bool(lines) and may)

    def _state(self) -> StepState:
        # Qt gives back the word alone.
        return StepState(self.state.currentData())

    def _on_state(self) -> None:
        done = self._state() is StepState.DONE
        self.done.setEnabled(done and self._session.may(Right.WRITE))

    def _choose_evidence(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, "附上材料")
        if name:
            self._evidence = Path(name)
            self.attach_button.setText(f"已附 {self._evidence.name[:16]}")

    def _drop_evidence(self) -> None:
        self._evidence = None
        self.attach_button.setText("附材料…(&A)")

    def _say(self) -> None:
        if (chosen := self.chosen) is None or not self._session.may(Right.WRITE):
            return
        state = self._state()
        picked = self.done.date()
        done = date(picked.year(), picked.month(), picked.day())
        said = Said(
            chosen.step.id,
            state,
            end=0 if self._kind == MILESTONE else self._session.month,
            done=done if state is StepState.DONE else None,
            note=self.note.text().strip(),
        )
        path = self._evidence

        def work(ledger: Ledger, _: Reporter) -> None:
            evidence = None if path is None else steps.evidence_of(path)
            steps.say(ledger, self._kind, said, evidence)

        sentence = f"已记下“{chosen.step.name}”：{state}。"
        if said.done is not None and said.done > last_day(self._session.month):
            sentence += f"{day(said.done)}在这个月以后，看这个月时还不算完成。"
        self._run(f"记下{_WORDS[self._kind]}", work, sentence)

    def _keep_ahead(self, days: int) -> None:
        def work(ledger: Ledger, _: Reporter) -> None:
            keep_ahead_days(ledger, days)

        self._run("改提前天数", work, f"到期前 {days} 天起算即将到期，本月页也照此提醒。")

    def _take_back(self) -> None:
        if (chosen := self.chosen) is not None:
            step = chosen.step.id

            def work(ledger: Ledger, _: Reporter) -> None:
                steps.take_back(ledger, self._kind, step)

            self._run("撤销", work, f"“{chosen.step.name}”已回到上一次的状态。")

    def _ask_for_clause(self) -> None:
        if (chosen := self.chosen) is not None:
            self.clause_requested.emit(chosen)

    def _open_evidence(self) -> None:
        from desktop.evidence import open_attachment

        if (chosen := self.chosen) is not None and chosen.said is not None:
            open_attachment(self._session, chosen.said.attachment, self._refuse)

    def _run(self, title: str, work: Callable[[Ledger, Reporter], None], sentence: str) -> None:
        write_and_say(self._session, self.notice, title, work, sentence)

    def _refuse(self, sentence: str) -> None:
        self.notice.say(sentence, "bad")

    def _connect(self) -> None:
        self.filter.textChanged.connect(lambda _: self._filter())
        self.late_only.toggled.connect(lambda _: self._filter())
        self.ahead.valueChanged.connect(self._keep_ahead)
        self.table.chosen.connect(self._on_choice)
        self.table.opened.connect(lambda _: self.state.setFocus(Qt.FocusReason.TabFocusReason))
        self.state.currentIndexChanged.connect(lambda _: self._on_state())
        self.note.returnPressed.connect(self._say)
        self.clause_button.clicked.connect(self._ask_for_clause)
        self.attach_button.clicked.connect(self._choose_evidence)
        self.say_button.clicked.connect(self._say)
        self.undo_button.clicked.connect(self._take_back)
        self.open_button.clicked.connect(self._open_evidence)

    def _lay_out(self) -> None:
        self.filter.setPlaceholderText("筛选：内容、单位、说明里的字")
        self.filter.setClearButtonEnabled(True)
        self.filter.setFixedWidth(280)
        self.table.setFrameShape(RowTable.Shape.StyledPanel)
        self.table.set_widths({0: 6, 1: 9, 2: 8, 4: 14, 5: 12}, stretch=3)
        self.ahead.setRange(0, MOST_DAYS)
        self.ahead.setPrefix("提前 ")
        self.ahead.setSuffix(" 天")
        self.ahead.setKeyboardTracking(False)
        self.ahead.setAccessibleName("到期前多少天起算即将到期")
        self.ahead.setToolTip("到期前多少天起算即将到期；里程碑、任务、项目和本月页都照此")
        for state in StepState:
            self.state.addItem(f"{STATE_GLYPHS[state]} {state}", state)
        self.state.setAccessibleName("状态")
        self.done.setDisplayFormat("yyyy年M月d日")
        self.done.setCalendarPopup(True)
        self.done.setAccessibleName("完成日期")
        self.note.setPlaceholderText("说明：做了什么，卡在哪里")
        self.say_button.setToolTip("记下状态（回车）")
        for label in (self.clause, self.history):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        above = QHBoxLayout()
        above.setSpacing(8)
        above.addWidget(self.filter)
        above.addWidget(self.late_only)
        above.addWidget(self.ahead)
        above.addStretch(1)
        above.addWidget(self.printed)
        clause = QHBoxLayout()
        clause.setSpacing(8)
        clause.addWidget(self.clause, 1)
        clause.addWidget(self.clause_button)
        self.clause_button.setToolTip("打开规划原文，停在这一段")
        bar = QHBoxLayout()
        bar.setSpacing(8)
        for widget in (self.state, self.done):
            bar.addWidget(widget)
        bar.addWidget(self.note, 1)
        for button in (self.attach_button, self.say_button, self.undo_button, self.open_button):
            bar.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.notice)
        layout.addLayout(above)
        layout.addWidget(self.table, 1)
        layout.addLayout(clause)
        layout.addLayout(bar)
        layout.addWidget(self.history)


def _facts(each: Standing) -> str:
    """Where the plan says it, and what it notes."""
    due = f"{day(each.step.due)}到期" if each.step.due else "规划没有写期限"
    return "　".join(filter(None, (each.clause, due, each.step.note)))
