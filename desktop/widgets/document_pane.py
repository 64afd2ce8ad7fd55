"""A plan's own document, opened at the paragraph that is cited."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from desktop.colours import tint
from workflow.plan_documents import Passage


class DocumentPane(QWidget):
    """``left`` follows 返回 or Esc, ``outside`` the wish to open the file in its own program."""

    left = Signal()
    outside = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heading, self.text = QLabel(), QPlainTextEdit()
        self.back_button = QPushButton("返回(&R)")
        self.outside_button = QPushButton("用其他程序打开(&O)")
        self.heading.setWordWrap(True)
        self.heading.setTextFormat(Qt.TextFormat.PlainText)
        self.text.setReadOnly(True)
        self.text.setAccessibleName("规划原文")
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.heading, 1)
        row.addWidget(self.outside_button)
        row.addWidget(self.back_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(row)
        layout.addWidget(self.text, 1)
        self.back_button.clicked.connect(self.left)
        self.outside_button.clicked.connect(self.outside)

    def show_passage(self, found: Passage, clause: str) -> None:
        """Show the document with the clause marked, or the nearest heading where it is not."""
        self.text.setPlainText("\n".join(found.lines))
        place = found.place
        at = place.paragraph if place.paragraph is not None else place.heading
        if not found.lines:
            said = f"“{found.document.name}”不能在这里读，请用其他程序打开，翻到：{clause}。"
        elif place.paragraph is not None:
            said = f"{clause}（已标出）"
        elif place.heading is not None:
            said = f"没有找到{clause}，这里是最近的标题；请往下找。"
        else:
            said = f"没有找到{clause}；请核对附的是不是这个规划的原文。"
        self.heading.setText(said)
        self._mark(at)
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def marked(self) -> str:
        """The text that is marked."""
        return "\n".join(each.cursor.selectedText() for each in self.text.extraSelections())

    def _mark(self, line: int | None) -> None:
        if line is None:
            self.text.setExtraSelections([])
            return
        block = self.text.document().findBlockByNumber(line)
        cursor = QTextCursor(block)
        self.text.setTextCursor(cursor)
        self.text.centerCursor()
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
        mark = QTextEdit.ExtraSelection()
        look = QTextCharFormat()
        look.setBackground(tint("warn", self.palette()))
        mark.cursor, mark.format = cursor, look
        self.text.setExtraSelections([mark])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
