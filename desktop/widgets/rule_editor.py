"""A rule of the county's own, made and tried: its sentence is there while it is put together."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from db.ledger import Ledger
from desktop.models.rule_words import TRIED_COLUMNS
from desktop.models.word_table import WordTable
from desktop.session import EVERYTHING, Session
from desktop.widgets.checked_menu import CheckedMenu
from desktop.widgets.notice_bar import NoticeBar
from desktop.widgets.row_table import RowTable
from desktop.widgets.side_editor import SideEditor
from monitoring.catalogue import Rule
from monitoring.errors import ExpectedError
from monitoring.own_rules import OPERATORS, REFERENCE, sentence_of, table_of
from monitoring.periods import parse_period
from workflow import own_rules
from workflow.progress import Reporter

if TYPE_CHECKING:
    from workflow.own_rules import Tried

_SEVERITIES = (("soft", "提示：要写说明"), ("hard", "硬性：不改正不能通过"))


class RuleEditor(QDialog):
    """Makes a new rule, or changes ``rule``. Nothing counts before it is saved."""

    def __init__(
        self, session: Session, code: str, rule: Rule | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session, self._code, self._task = session, code, 0
        catalogue, area = session.ledger.catalogue, session.ledger.area
        self.notice = NoticeBar()
        self.left = SideEditor(catalogue, "左边")
        self.right = SideEditor(catalogue, "右边")
        self.operator_box, self.severity_box = QComboBox(), QComboBox()
        self.sentence = QLabel()
        self.words = QLineEdit()
        self.reference = QLineEdit()
        self.first, self.last = QLineEdit(), QLineEdit()
        self.months = CheckedMenu("每个月", [(str(m), f"{m}月") for m in range(1, 13)])
        units = [(unit.code, unit.name) for unit in (*area.units, area.itself)]
        self.units = CheckedMenu("全部单位", units)
        self.try_button = QPushButton("试算过去十二个月(&T)")
        self._model = WordTable(TRIED_COLUMNS, self)
        self.tried = RowTable(self._model, "试算结果")
        self.save_button = QPushButton("保存(&S)")
        self.cancel_button = QPushButton("取消")
        self._lay_out()
        self._connect()
        if rule is not None:
            self._show_rule(rule)
        self._update()

    def rule(self) -> Rule:
        """The rule as it stands. Raises ``ExpectedError`` for what is not yet a rule."""
        left, right = self.left.expression(), self.right.expression()
        if left is None or right is None:
            side = "左边" if left is None else "右边"
            raise ExpectedError(f"{side}还没有项目；请选一个项目，按回车加入。")
        operator = str(self.operator_box.currentData())
        form = self._session.ledger.catalogue.form_of[left.items[0]].code
        own = self.words.text().strip()
        return Rule(
            id=self._code,
            rule=self._code,
            kind="compare",
            severity=str(self.severity_box.currentData()),
            form=form,
            sentence=own or sentence_of(left, operator, right, self._session.ledger.catalogue),
            reference=self.reference.text().strip() or REFERENCE,
            left=left,
            operator=operator,
            right=right,
            valid_from=_month(self.first, "开始"),
            valid_to=_month(self.last, "结束"),
            units=tuple(self.units.ticked()),
            months=tuple(int(month) for month in self.months.ticked()),
        )

    def _show_rule(self, rule: Rule) -> None:
        if rule.left is not None and rule.right is not None:
            self.left.show_expression(rule.left)
            self.right.show_expression(rule.right)
            catalogue = self._session.ledger.catalogue
            if rule.sentence != sentence_of(rule.left, rule.operator, rule.right, catalogue):
                self.words.setText(rule.sentence)
        self.operator_box.setCurrentIndex(self.operator_box.findData(rule.operator))
        self.severity_box.setCurrentIndex(self.severity_box.findData(rule.severity))
        self.reference.setText("" if rule.reference == REFERENCE else rule.reference)
        for line, month in ((self.first, rule.valid_from), (self.last, rule.valid_to)):
            line.setText(f"{month // 100}-{month % 100:02d}" if month else "")
        self.months.tick([str(month) for month in rule.months])
        self.units.tick(rule.units)

    def _update(self) -> None:
        """Say the rule as it stands; what was tried no longer is what stands there."""
        left, right = self.left.expression(), self.right.expression()
        ready = left is not None and right is not None
        if left is not None and right is not None:
            operator = str(self.operator_box.currentData())
            catalogue = self._session.ledger.catalogue
            self.sentence.setText(sentence_of(left, operator, right, catalogue))
        else:
            self.sentence.setText("选好左右两边的项目，这里就写出规则的意思。")
        self.words.setPlaceholderText("不写就用上面这句")
        self.try_button.setEnabled(ready)
        self.save_button.setEnabled(ready)
        self._task += 1
        self._show_tried(None)

    def _checked(self) -> Rule | None:
        """The rule as the ledger would keep it, or a sentence in the bar."""
        try:
            rule = self.rule()
            own_rules.check(self._session.ledger, table_of(rule))
        except ExpectedError as error:
            self.notice.say(str(error), "bad")
            return None
        self.notice.dismiss()
        return rule

    def _try(self) -> None:
        rule = self._checked()
        if rule is None:
            return
        last, number = self._session.month, self._task

        def work(ledger: Ledger, reporter: Reporter) -> list[Tried]:
            # Asked of every month, dated or not: that is what trying is for.
            whole = replace(rule, valid_from=0, valid_to=0)
            return own_rules.try_out(ledger, whole, last, reporter=reporter)

        def done(found: list[Tried]) -> None:
            if number == self._task:
                self._show_tried(found)

        self.tried.empty_text = "正在试算……"
        self.tried.viewport().update()
        self._session.run("试算规则", work, done, lambda words: self.notice.say(words, "bad"))

    def _show_tried(self, found: list[Tried] | None) -> None:
        self.tried.empty_text = (
            "点“试算”，看这条规则在过去十二个月会查出什么。试算不会保存，也不影响审核。"
        )
        self._model.show_records(found or ())
        if found:
            total = sum(each.number for each in found)
            months = sum(1 for each in found if each.number)
            words = (
                f"过去十二个月会查出 {total} 处，分在 {months} 个月。"
                if total
                else "过去十二个月一处也不会查出。"
            )
            self.notice.say(words, "info" if total else "good")

    def _save(self) -> None:
        rule = self._checked()
        if rule is None:
            return

        def work(ledger: Ledger, _: Reporter) -> Rule:
            return own_rules.keep(ledger, rule)

        def done(_: Rule) -> None:
            self._session.ledger.read_anew()
            self.accept()
            self._session.changed.emit(EVERYTHING)

        self._session.run("保存规则", work, done, lambda words: self.notice.say(words, "bad"))

    def _lay_out(self) -> None:
        self.setWindowTitle(f"审核规则 {self._code}")
        for operator, words in OPERATORS.items():
            self.operator_box.addItem(words, operator)
        for severity, words in _SEVERITIES:
            self.severity_box.addItem(words, severity)
        self.operator_box.setAccessibleName("左边和右边的关系")
        self.sentence.setTextFormat(Qt.TextFormat.PlainText)
        self.sentence.setWordWrap(True)
        self.words.setAccessibleName("说明文字")
        self.reference.setPlaceholderText(REFERENCE)
        for line, name in ((self.first, "开始月份"), (self.last, "结束月份")):
            line.setPlaceholderText("如 2026-01")
            line.setToolTip(f"{name}，不写就是不限")
            line.setAccessibleName(name)
        self.tried.setFrameShape(RowTable.Shape.StyledPanel)
        self.tried.set_widths({0: 6, 1: 4}, stretch=2)
        self.tried.setMinimumHeight(9 * self.fontMetrics().height())
        middle = QHBoxLayout()
        middle.addWidget(QLabel("左边应当"))
        middle.addWidget(self.operator_box)
        middle.addWidget(QLabel("右边"))
        middle.addStretch(1)
        span = QHBoxLayout()
        for part in (QLabel("从"), self.first, QLabel("到"), self.last, self.months, self.units):
            span.addWidget(part)
        span.addStretch(1)
        fields = QFormLayout()
        fields.setLabelAlignment(Qt.AlignmentFlag.AlignRight)
        fields.addRow("规则的意思", self.sentence)
        fields.addRow("换个说法(&W)", self.words)
        fields.addRow("级别(&L)", self.severity_box)
        fields.addRow("何时、哪些单位", span)
        fields.addRow("依据(&R)", self.reference)
        foot = QHBoxLayout()
        foot.addWidget(self.try_button)
        foot.addStretch(1)
        foot.addWidget(self.save_button)
        foot.addWidget(self.cancel_button)
        for button in (self.try_button, self.save_button, self.cancel_button):
            button.setAutoDefault(False)
        whole = QVBoxLayout(self)
        whole.setSpacing(8)
        whole.addWidget(self.notice)
        whole.addWidget(self.left)
        whole.addLayout(middle)
        whole.addWidget(self.right)
        whole.addLayout(fields)
        whole.addWidget(self.tried, 1)
        whole.addLayout(foot)
        self.resize(760, 680)
        self.left.item.setFocus()

    def _connect(self) -> None:
        for signal in (
            self.left.changed,
            self.right.changed,
            self.months.changed,
            self.units.changed,
            self.operator_box.currentIndexChanged,
        ):
            signal.connect(self._update)
        self.try_button.clicked.connect(self._try)
        self.save_button.clicked.connect(self._save)
        self.cancel_button.clicked.connect(self.reject)


def _month(line: QLineEdit, name: str) -> int:
    """The month typed, 0 for none. Raises ``ExpectedError``."""
    text = line.text().strip()
    if not text:
        return 0
    try:
        period = parse_period(text)
    except ValueError:
        raise ExpectedError(f"看不懂{name}的月份“{text[:20]}”；请写成 2026-01。") from None
    if period.frequency.months != 1:
        raise ExpectedError(f"{name}要是一个月份，“{text[:20]}”不是；请写成 2026-01。")
    return period.end
