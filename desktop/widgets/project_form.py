"""The form at the right of the register: what is known of a project, and a month's progress."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtGui import QKeyEvent, QValidator
from PySide6.QtWidgets import (
    QComboBox,
    QDateEdit,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.models.register import amount
from monitoring.projects import Details, Stage

NO_DAY = QDate(1990, 1, 1)
_LARGEST = 10**9


class DayEdit(QDateEdit):
    """A date that may be unknown: shown as 未定 until one is chosen."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setDisplayFormat("yyyy年M月d日")
        self.setCalendarPopup(True)
        self.setMinimumDate(NO_DAY)
        self.setSpecialValueText("未定")
        self.setDate(NO_DAY)

    def show_day(self, day: date | None) -> None:
        self.setDate(NO_DAY if day is None else QDate(day.year, day.month, day.day))

    def day(self) -> date | None:
        """The date, ``None`` when it is unknown."""
        picked = self.date()
        return None if picked == NO_DAY else date(picked.year(), picked.month(), picked.day())


class _Whole(QValidator):
    """A whole number of 万元, thousands separated or not; empty is unknown."""

    def validate(self, text: str, at: int) -> tuple[QValidator.State, str, int]:
        plain = text.replace(",", "").replace("，", "").strip()
        if not plain:
            return QValidator.State.Acceptable, text, at
        whole = plain.isascii() and plain.isdigit() and int(plain) <= _LARGEST
        return (QValidator.State.Acceptable if whole else QValidator.State.Invalid), text, at


class AmountEdit(QLineEdit):
    """An amount in 万元."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setValidator(_Whole(self))
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setPlaceholderText("未定")

    def show_amount(self, value: int | None) -> None:
        self.setText(amount(value))

    def value(self) -> int | None:
        """The amount, ``None`` when it is unknown."""
        plain = self.text().replace(",", "").replace("，", "").strip()
        return int(plain) if plain else None


class ProjectForm(QWidget):
    """``submitted`` follows 保存 or Enter in a line; :meth:`details` is what then stands in it.
    ``given_up`` follows 取消 or Esc.
    """

    submitted = Signal()
    given_up = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name, self.field, self.owner = QLineEdit(), QLineEdit(), QLineEdit()
        self.stage = QComboBox()
        self.planned_start, self.planned_finish = DayEdit("计划开工"), DayEdit("计划竣工")
        self.started, self.finished = DayEdit("开工日期"), DayEdit("竣工日期")
        self.investment, self.invested = (
            AmountEdit("总投资（万元）"),
            AmountEdit("完成投资（万元）"),
        )
        self.reason = QLineEdit()
        self.attach_button = QPushButton("附材料…")
        self.cancel_button = QPushButton("取消")
        self.save_button = QPushButton("保存(&B)")
        self.heading = QLabel()
        self.evidence: Path | None = None
        self._known = Details("")
        self._lay_out()
        self.save_button.clicked.connect(self.submitted)
        self.attach_button.clicked.connect(self._choose_evidence)
        self.cancel_button.clicked.connect(self.given_up)
        for line in (self.name, self.field, self.owner, self.reason):
            line.returnPressed.connect(self.submitted)

    def show_details(self, details: Details, heading: str, hint: str, *, whole: bool) -> None:
        """Fill the form; ``hint`` stands in the line of the reason. Of a month's progress only
        stage, amounts and dates of what was done are asked, not the ``whole``.
        """
        self._known = details
        self.heading.setText(heading)
        for line, text in (
            (self.name, details.name),
            (self.field, details.field),
            (self.owner, details.owner),
        ):
            line.setText(text)
            line.setEnabled(whole)
        self.stage.setCurrentIndex(list(Stage).index(details.stage))
        for edit, day in (
            (self.planned_start, details.planned_start),
            (self.planned_finish, details.planned_finish),
        ):
            edit.show_day(day)
            edit.setEnabled(whole)
        self.started.show_day(details.started)
        self.finished.show_day(details.finished)
        self.investment.show_amount(details.investment)
        self.investment.setEnabled(whole)
        self.invested.show_amount(details.invested)
        self.reason.clear()
        self.reason.setPlaceholderText(hint)
        self.evidence = None
        self.attach_button.setText("附材料…")
        self.attach_button.setVisible(not whole)
        self.cancel_button.setVisible(whole)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.cancel_button.isVisibleTo(self):
            self.given_up.emit()
        else:
            super().keyPressEvent(event)

    def details(self) -> Details:
        """What stands in the form."""
        return Details(
            self.name.text().strip(),
            self.field.text().strip(),
            self.owner.text().strip(),
            Stage(self.stage.currentData()),  # Qt gives back the word alone
            self.planned_start.day(),
            self.planned_finish.day(),
            self.started.day(),
            self.finished.day(),
            self.investment.value(),
            self.invested.value(),
            self._known.note,
        )

    def _choose_evidence(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, "附上材料")
        if name:
            self.evidence = Path(name)
            self.attach_button.setText(f"已附 {self.evidence.name[:12]}")

    def _lay_out(self) -> None:
        for stage in Stage:
            self.stage.addItem(str(stage), stage)
        self.heading.setWordWrap(True)
        form = QFormLayout()
        form.setHorizontalSpacing(8)
        form.setVerticalSpacing(6)
        for words, widget in (
            ("项目名称", self.name),
            ("领域", self.field),
            ("责任单位", self.owner),
            ("阶段", self.stage),
            ("计划开工", self.planned_start),
            ("计划竣工", self.planned_finish),
            ("开工日期", self.started),
            ("竣工日期", self.finished),
            ("总投资（万元）", self.investment),
            ("完成投资（万元）", self.invested),
            ("说明", self.reason),
        ):
            form.addRow(words, widget)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.cancel_button)
        buttons.addWidget(self.attach_button)
        buttons.addWidget(self.save_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.heading)
        layout.addLayout(form)
        layout.addLayout(buttons)
