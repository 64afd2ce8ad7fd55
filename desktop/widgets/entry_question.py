"""Between grid and foot: one question, answered with a key or in words, or not at all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPalette
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QWidget,
)

from desktop.colours import tint

Choice = tuple[str, Callable[[], None]]
_LONGEST = 500


class EntryQuestion(QFrame):
    """Hidden until something is asked. ``answered`` gives the focus back that it had."""

    answered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words, self.line = QLabel(), QLineEdit()
        self.buttons: list[QPushButton] = []
        self._kind = "warn"
        self._take: Callable[[str], bool] | None = None
        self._cancel: Callable[[], None] | None = None
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setWordWrap(True)
        self.line.setMaxLength(_LONGEST)
        self.line.setAccessibleName("改动原因")
        self.line.returnPressed.connect(self._answer)
        self.setAutoFillBackground(True)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(8, 4, 8, 4)
        self._row.setSpacing(8)
        self._row.addWidget(self.words, 1)
        self._row.addWidget(self.line, 1)
        self.hide()

    @property
    def text(self) -> str:
        """What is asked, empty when nothing is."""
        return "" if self.isHidden() else self.words.text()

    def ask_reason(
        self, sentence: str, take: Callable[[str], bool], cancel: Callable[[], None]
    ) -> None:
        """Ask in words. ``take`` says whether the answer will do; Esc calls ``cancel``."""
        self._begin(sentence)
        self._take, self._cancel = take, cancel
        self.line.clear()
        self.line.show()
        self._offer((("改动(&G)", self._answer), ("不改", self.leave)))
        self.line.setFocus()

    def ask(self, sentence: str, choices: Sequence[Choice]) -> None:
        """Ask for one of the choices; the last one, the harmless one, has the focus."""
        self._begin(sentence)
        self._put(choices)
        self.buttons[-1].setFocus()

    def offer(self, sentence: str, choices: Sequence[Choice]) -> None:
        """Ask without taking the focus."""
        self._begin(sentence, "info")
        self._put(choices)

    def leave(self) -> None:
        """Take the question back; nothing changes."""
        if self.isHidden():
            return
        cancel, self._cancel = self._cancel, None
        self._end()
        if cancel is not None:
            cancel()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.focusNextPrevChild(event.key() == Qt.Key.Key_Right)
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ApplicationPaletteChange:
            self._tint()

    def _begin(self, sentence: str, kind: str = "warn") -> None:
        self.leave()
        self._kind = kind
        self.words.setText(sentence)
        self._tint()

    def _end(self) -> None:
        focused = QApplication.focusWidget()
        had_focus = focused is not None and self.isAncestorOf(focused)
        for button in self.buttons:
            self._row.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.buttons, self._take, self._cancel = [], None, None
        self.hide()
        if had_focus:
            self.answered.emit()

    def _offer(self, choices: Sequence[Choice]) -> None:
        for words, act in choices:
            button = QPushButton(words)
            button.setAutoDefault(True)
            button.clicked.connect(lambda _=False, act=act: act())
            self._row.addWidget(button)
            self.buttons.append(button)
            button.show()
        self.show()

    def _put(self, choices: Sequence[Choice]) -> None:
        self.line.hide()
        self._offer([(words, partial(self._choose, act)) for words, act in choices])

    def _answer(self) -> None:
        if self._take is not None and self._take(self.line.text()):
            self._end()

    def _choose(self, act: Callable[[], None]) -> None:
        self._end()
        act()

    def _tint(self) -> None:
        palette = QPalette()
        palette.setColor(QPalette.ColorRole.Window, tint(self._kind, QPalette()))
        self.setPalette(palette)
