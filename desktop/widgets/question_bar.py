"""The next thing only the clerk can decide: its sentence, its answers, the likeliest in focus."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QPalette
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop.colours import tint
from desktop.plain import plain_caption
from importers.questions import Option, Question

_MOST_BUTTONS = 4
_MOST_LETTERS = 32


class QuestionBar(QFrame):
    """Hidden without a question. ``answered`` carries the question and the option's value,
    ``skipped`` the question left for later; ``again_requested`` asks for those left before,
    ``place_requested`` for the first cell the question is about.
    """

    answered = Signal(object, str)
    skipped = Signal(object)
    again_requested = Signal()
    place_requested = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._question: Question | None = None
        self._options: list[QWidget] = []
        self._text = QLabel()
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setWordWrap(True)
        self._text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.place_button = QPushButton("看原格")
        self.place_button.setToolTip("在下面的原表里找到它")
        self.skip_button = QPushButton("跳过")
        self.skip_button.setToolTip("先不答；这个文件等答了再收")
        self.again_button = QPushButton("现在回答")
        for button in (self.place_button, self.skip_button, self.again_button):
            button.setAutoDefault(True)
        self.setAutoFillBackground(True)
        self._lay_out()
        self._connect()
        self.hide()

    def _lay_out(self) -> None:
        self._row = QHBoxLayout()
        self._row.setSpacing(8)
        self._row.addStretch(1)
        for button in (self.place_button, self.skip_button, self.again_button):
            self._row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(8)
        column.addWidget(self._text)
        column.addLayout(self._row)

    def _connect(self) -> None:
        self.skip_button.clicked.connect(lambda: self.skipped.emit(self._question))
        self.again_button.clicked.connect(self.again_requested)
        self.place_button.clicked.connect(self._go_to_place)

    @property
    def question(self) -> Question | None:
        """The question on screen."""
        return self._question

    @property
    def text(self) -> str:
        """The sentence on screen, empty when the bar is hidden."""
        return "" if self.isHidden() else self._text.text()

    @property
    def options(self) -> Sequence[QWidget]:
        """The buttons of the answers, or the list of them and its button."""
        return tuple(self._options)

    def ask(self, question: Question, sender: str, left: int, *, elsewhere: bool = False) -> None:
        """Show a question about ``sender``'s file; ``left`` are open, this one among them.

        ``elsewhere`` says that another file is on screen.
        """
        self._clear()
        self._question = question
        kept = f"答一次就记住，{sender}以后都这样读，可在设置里改。"
        more = f"还有 {left} 个问题。" if left > 1 else ""
        whose = f"{sender}的表：" if elsewhere else ""
        self._text.setText(f"？ {whose}{question.text}\n{kept}{more}")
        short = sum(len(option.label) for option in question.options) <= _MOST_LETTERS
        if len(question.options) <= _MOST_BUTTONS and short:
            self._offer_buttons(question)
        else:
            self._offer_list(question)
        self._arrange(asking=True)

    def say_skipped(self, number: int) -> None:
        """Nothing to ask but what was left for later; hidden when there is nothing at all."""
        self._clear()
        self._text.setText(f"跳过了 {number} 个问题，等回答的文件先不收。")
        self._arrange(asking=False)
        self.setVisible(number > 0)

    def focus_answer(self) -> None:
        """Put the keyboard on the proposed answer."""
        if self._options and self.isVisible():
            self._options[0].setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and self._options and isinstance(self._options[0], QComboBox):
            self._answer_from_list()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ApplicationPaletteChange:
            self._tint()

    def _clear(self) -> None:
        for widget in self._options:
            self._row.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        self._options = []
        self._question = None

    def _arrange(self, *, asking: bool) -> None:
        question = self._question
        self.place_button.setVisible(bool(question and question.cells))
        self.skip_button.setVisible(asking)
        self.again_button.setVisible(not asking)
        self._tint()
        self.show()

    def _offer_buttons(self, question: Question) -> None:
        for number, option in enumerate(_proposed_first(question)):
            button = QPushButton(plain_caption(option.label))
            button.setAutoDefault(True)
            button.setDefault(number == 0)
            button.clicked.connect(lambda _=False, value=option.value: self._answer(value))
            if option.value == question.proposed:
                button.setToolTip("最可能的答案（回车）")
            self._add(button)

    def _offer_list(self, question: Question) -> None:
        box = QComboBox()
        box.setAccessibleName("可选的答案")
        box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(16)
        for option in _proposed_first(question):
            box.addItem(option.label, option.value)
        button = QPushButton("就是它")
        button.setAutoDefault(True)
        button.clicked.connect(self._answer_from_list)
        self._add(box)
        self._add(button)

    def _add(self, widget: QWidget) -> None:
        self._row.insertWidget(len(self._options), widget)
        widget.show()
        self._options.append(widget)

    def _answer(self, value: str) -> None:
        if self._question is not None:
            self.answered.emit(self._question, value)

    def _answer_from_list(self) -> None:
        box = self._options[0]
        if isinstance(box, QComboBox):
            self._answer(str(box.currentData()))

    def _go_to_place(self) -> None:
        question = self._question
        if question is not None and question.cells:
            self.place_requested.emit(question.sheet, question.cells[0])

    def _tint(self) -> None:
        outer = QGuiApplication.palette()
        palette = QPalette(outer)
        palette.setColor(QPalette.ColorRole.Window, tint("info", outer))
        self.setPalette(palette)


def _proposed_first(question: Question) -> list[Option]:
    return sorted(question.options, key=lambda option: option.value != question.proposed)
