"""A page's sentence of how things stand, and its one main button."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from desktop.fonts import scaled


class TitleLine(QWidget):
    """The line on top of every page; ``acted`` says that the main button was pressed."""

    acted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.headline = QLabel()
        self.headline.setTextFormat(Qt.TextFormat.PlainText)
        self.headline.setFont(scaled(self, 130, bold=True))
        self.headline.setWordWrap(True)
        self.button = QPushButton()
        self.button.setMinimumHeight(34)
        self.button.setDefault(True)
        self.button.hide()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 10, 16, 6)
        layout.setSpacing(16)
        layout.addWidget(self.headline, 1)
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)
        self.button.clicked.connect(self.acted)

    def show_headline(self, sentence: str) -> None:
        """Show the page's sentence."""
        self.headline.setText(sentence)

    def show_action(self, words: str) -> None:
        """Show what the main button does; no words, no button."""
        self.button.setText(words)
        self.button.setToolTip(f"{words}（Ctrl+Enter）")
        self.button.setVisible(bool(words))
