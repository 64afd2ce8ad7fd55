"""What long work is doing, how far it is, and the button that stops it."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

PATIENCE_MS = 400


class WorkStrip(QFrame):
    """Shows itself only for work that takes longer than a moment.

    ``counted`` says that the work goes step by step and has taken a while, so that stopping it
    loses something. A page that shows its own work asks for ``quiet``.
    """

    cancel_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = ""
        self.counted = self.quiet = self.lasting = False
        self.label = QLabel()
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.bar = QProgressBar()
        self.bar.setMaximumWidth(280)
        self.bar.setTextVisible(False)
        self.cancel = QPushButton("取消")
        self.cancel.setToolTip("停下来；没做完的不会写进台账")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 4, 16, 4)
        layout.setSpacing(8)
        layout.addWidget(self.label, 1)
        layout.addWidget(self.bar)
        layout.addWidget(self.cancel)
        self._patience = QTimer(self, singleShot=True, interval=PATIENCE_MS)
        self.hide()
        self._patience.timeout.connect(self._on_patience)
        self.cancel.clicked.connect(self._on_cancel)

    def show_busy(self, busy: bool) -> None:
        """Begin to wait, or put the strip away."""
        if busy:
            self.cancel.setEnabled(True)
            self._patience.start()
        else:
            self._patience.stop()
            self.counted = self.lasting = False
            self.hide()

    def set_quiet(self, quiet: bool) -> None:
        """Stay hidden, or show what runs again."""
        self.quiet = quiet
        self.setVisible(self.lasting and not quiet)

    def show_progress(self, title: str, done: int, total: int, what: str) -> None:
        """``done`` of ``total`` are finished and ``what`` is next."""
        self.title = title
        self.counted = self.lasting and total > 0
        count = f"　{done} / {total}" if total else ""
        text = f"{title}{count}　{what}" if self.cancel.isEnabled() else f"正在停止：{title}"
        width = max(self.label.width(), 200)
        self.label.setText(
            self.label.fontMetrics().elidedText(text, Qt.TextElideMode.ElideMiddle, width)
        )
        self.bar.setRange(0, total)
        self.bar.setValue(done)

    def _on_patience(self) -> None:
        self.lasting = True
        self.setVisible(not self.quiet)

    def _on_cancel(self) -> None:
        self.cancel.setEnabled(False)
        self.label.setText(f"正在停止：{self.title}")
        self.cancel_requested.emit()
