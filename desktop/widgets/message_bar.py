"""One sentence over the page when something was refused; it waits until it is put away."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QWidget

from desktop.colours import colour, tint


class MessageBar(QFrame):
    """A bar that never takes the focus; Esc or its button puts it away."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text = QLabel()
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        self.text.setWordWrap(True)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.close_button = QToolButton()
        self.close_button.setText("知道了")
        self.close_button.setToolTip("收起这句话（Esc）")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 6, 12, 6)
        layout.addWidget(self.text, 1)
        layout.addWidget(self.close_button)
        self._escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        self._escape.setContext(Qt.ShortcutContext.WindowShortcut)
        self.hide()
        self.close_button.clicked.connect(self.hide)
        self._escape.activated.connect(self.hide)

    def show_sentence(self, sentence: str) -> None:
        """Show a sentence in place of the last one."""
        self.text.setText(f"✕ {sentence}")
        self.show()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), tint("bad", self.palette(), 0.12))
        painter.fillRect(0, 0, 4, self.height(), colour("bad", self.palette()))
        painter.end()
        super().paintEvent(event)
