"""A page's sentence of how things stand, and its one main button."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from desktop.fonts import scaled


class TitleLine(QWidget):
    """The line on top of every page; ``acted`` says that the main button was pressed,
    ``trace_requested`` that the figure in front is to be traced.
    """

    acted = Signal()
    trace_requested = Signal()

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
        self.trace_button = QPushButton("来历")
        self.trace_button.setMinimumHeight(34)
        self.trace_button.setToolTip("选中的数从哪里来（Ctrl+I）")
        self.trace_button.hide()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 10, 16, 6)
        layout.setSpacing(16)
        layout.addWidget(self.headline, 1)
        layout.addWidget(self.trace_button, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)
        self.button.clicked.connect(self.acted)
        self.trace_button.clicked.connect(self.trace_requested)

    def show_headline(self, sentence: str) -> None:
        """Show the page's sentence."""
        self.headline.setText(sentence)

    def show_trace(self, *, offered: bool) -> None:
        """Offer 来历 where a page's figures lead home."""
        self.trace_button.setVisible(offered)

    def show_action(self, words: str) -> None:
        """Show what the main button does; no words, no button."""
        self.button.setText(words)
        self.button.setToolTip(f"{words}（Ctrl+Enter）")
        self.button.setVisible(bool(words))
