"""变动提示: how much an item may change before it is asked about, and what is not asked about."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from db.ledger import Ledger
from db.own_rules import Threshold
from desktop.models.limit_words import KINDS, UNMEASURED, Line, columns, lines
from desktop.models.word_table import WordTable
from desktop.session import VALUES, Session
from desktop.tasks import Work
from desktop.widgets.item_choice import ItemChoice
from desktop.widgets.notice_bar import NoticeBar
from desktop.widgets.row_table import RowTable
from monitoring.catalogue import Rule
from workflow import own_rules
from workflow.progress import Reporter

ABOUT = (
    "和过去相比变动太大的数，审核时会提示，要写说明。百分数和最小变动可以全县定一个，也可以给某一项单独定；"
    "有的项目本来就忽大忽小，可以不提示。"
)


class LimitsPane(QWidget):
    """``may`` says whether settings may be changed by whoever is signed in."""

    def __init__(
        self,
        session: Session,
        may: Callable[[], bool] = lambda: True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session, self._may = session, may
        catalogue = session.ledger.catalogue
        self._rules = [rule for rule in catalogue.rules if rule.kind in KINDS]
        self._model = WordTable(columns(catalogue), self)
        self.notice = NoticeBar()
        self.table = RowTable(self._model, "变动提示")
        self.rule_box = QComboBox()
        self.item = ItemChoice(catalogue, "项目")
        self.percent, self.minimum = QSpinBox(), QSpinBox()
        self.silent_box = QCheckBox("不提示(&Q)")
        self.save_button = QPushButton("保存(&S)")
        self.forget_button = QPushButton("恢复程序定的(&D)")
        self._lay_out()
        self._connect()
        self.setFocusProxy(self.table)

    def refresh(self) -> None:
        """Show the settings as the ledger has them."""
        ledger = self._session.ledger
        row = self.table.currentIndex().row()
        self._model.show_records(lines(ledger.catalogue, own_rules.limits(ledger)))
        self.table.selectRow(min(max(row, 0), len(self._model.records) - 1))
        self._on_choice()

    def _chosen(self) -> Line | None:
        rows = self.table.rows()
        return self._model.records[rows[0]] if len(rows) == 1 else None

    def _rule(self) -> Rule:
        return self._rules[max(self.rule_box.currentIndex(), 0)]

    def _on_choice(self) -> None:
        """The fields follow the row, to be changed from there."""
        line, may = self._chosen(), self._may()
        self.forget_button.setEnabled(line is not None and line.set_here and may)
        self.save_button.setEnabled(may)
        if line is None:
            return
        self.rule_box.setCurrentIndex(self._rules.index(line.rule))
        self.item.choose(line.item)
        self.percent.setValue(line.rule.threshold if line.percent is None else line.percent)
        self.minimum.setValue(line.minimum)
        self.silent_box.setChecked(line.percent is None)
        self._on_silence()

    def _on_silence(self) -> None:
        measured = not self.silent_box.isChecked() and self._rule().kind not in UNMEASURED
        self.percent.setEnabled(measured)
        self.minimum.setEnabled(measured)
        self.item.setEnabled(self._rule().kind != "identical")

    def _save(self) -> None:
        typed = self.item.item_box.currentText().strip() if self.item.isEnabled() else ""
        item = self.item.code() if typed else ""
        if typed and not item:
            self.notice.say(
                f"没有叫“{typed[:30]}”的项目；请从列表里选，或清空它表示其余各项。", "bad"
            )
            return
        percent = None if self.silent_box.isChecked() else self.percent.value()
        limit = Threshold(self._rule().id, item, percent, self.minimum.value())

        def work(ledger: Ledger, _: Reporter) -> None:
            own_rules.set_limits(ledger, [limit])

        self._run("保存变动提示", work, "已保存，审核时照这个提示。")

    def _forget(self) -> None:
        line = self._chosen()
        if line is None:
            return
        key = (line.rule.id, line.item)

        def work(ledger: Ledger, _: Reporter) -> None:
            own_rules.forget_limits(ledger, [key])

        self._run("恢复变动提示", work, "已恢复。")

    def _run(self, title: str, work: Work[None], sentence: str) -> None:
        def done(_: None) -> None:
            self._session.changed.emit(VALUES)
            self.refresh()
            self.notice.say(sentence, "good")

        self._session.run(title, work, done, lambda words: self.notice.say(words, "bad"))

    def _lay_out(self) -> None:
        about = QLabel(ABOUT)
        about.setWordWrap(True)
        for rule in self._rules:
            self.rule_box.addItem(f"{rule.id} {KINDS[rule.kind]}")
        self.rule_box.setAccessibleName("规则")
        self.percent.setRange(0, 100_000)
        self.percent.setSuffix(" %")
        self.percent.setAccessibleName("变动超过百分之几")
        self.minimum.setRange(0, 1_000_000_000)
        self.minimum.setAccessibleName("最小变动")
        if (line := self.item.item_box.lineEdit()) is not None:
            line.setPlaceholderText("不选就是其余各项")
        self.table.setFrameShape(RowTable.Shape.StyledPanel)
        self.table.set_widths({0: 14, 2: 20, 3: 5}, stretch=1)
        fields = QHBoxLayout()
        fields.addWidget(self.rule_box)
        fields.addWidget(self.item, 1)
        for part in (QLabel("超过"), self.percent, QLabel("且不小于"), self.minimum):
            fields.addWidget(part)
        fields.addWidget(self.silent_box)
        buttons = QHBoxLayout()
        buttons.addWidget(self.save_button)
        buttons.addWidget(self.forget_button)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.notice)
        layout.addWidget(about)
        layout.addWidget(self.table, 1)
        layout.addLayout(fields)
        layout.addLayout(buttons)

    def _connect(self) -> None:
        self.table.chosen.connect(self._on_choice)
        self.table.opened.connect(lambda _: self.percent.setFocus())
        self.table.removal_requested.connect(self._forget)
        self.rule_box.currentIndexChanged.connect(self._on_silence)
        self.silent_box.toggled.connect(self._on_silence)
        self.save_button.clicked.connect(self._save)
        self.forget_button.clicked.connect(self._forget)
