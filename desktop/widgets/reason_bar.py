"""A sentence that wants a reason before it goes on: unlocking a month, giving a form back."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget


class ReasonBar(QFrame):
    """Hidden until :meth:`ask`; Esc puts it away and nothing happens."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._go: Callable[[str], None] | None = None
        self.sentence = QLabel()
        self.sentence.setTextFormat(Qt.TextFormat.PlainText)
        self.text = QLineEdit()
        self.go_button, self.leave_button = QPushButton(), QPushButton("不了")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 4, 8, 4)
        row.setSpacing(8)
        row.addWidget(self.sentence)
        row.addWidget(self.text, 1)
        row.addWidget(self.go_button)
        row.addWidget(self.leave_button)
        self.text.returnPressed.connect(self._answer)
        self.go_button.clicked.connect(self._answer)
        self.leave_button.clicked.connect(self.dismiss)
        self.hide()

    def ask(self, sentence: str, hint: str, words: str, go: Callable[[str], None]) -> None:
        """Show a sentence with a line for the reason; ``words`` are the button that goes on."""
        self._go = go
        self.sentence.setText(sentence)
        self.text.clear()
        self.text.setPlaceholderText(hint)
        self.text.setAccessibleName(hint)
        self.go_button.setText(words)
        self.show()
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def dismiss(self) -> None:
        """Ask no longer."""
        self._go = None
        self.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
        else:
            super().keyPressEvent(event)

    def _answer(self) -> None:
        go, text = self._go, self.text.text()
        self.dismiss()
        if go is not None:
            go(text)
