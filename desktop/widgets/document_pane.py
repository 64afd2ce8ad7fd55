"""原文: a plan's own text, with the cited paragraph marked and in front."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QTextBlockFormat, QTextCursor, QTextFormat
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from desktop.colours import tint
from desktop.fonts import scaled
from desktop.widgets.facts_view import text_label
from workflow.plan_documents import Opened

MARK = "▶ "
_SHARE = 0.22
_BETWEEN = 6  # pixels between two paragraphs
_LINE_PERCENT = 125


class DocumentPane(QWidget):
    """Esc and ``left`` go back; ``file_requested`` asks for the file in its own program."""

    left = Signal()
    file_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._marked: int | None = None
        self._found = True
        self.back_button = QPushButton("← 返回")
        self.title, self.told = text_label(), text_label()
        self.title.setFont(scaled(self.title, 115, bold=True))
        self.search = QLineEdit()
        self.next_button = QPushButton("找下一处(&N)")
        self.again_button = QPushButton("回到这一段(&G)")
        self.file_button = QPushButton("用文字软件打开(&O)")
        self.text = QTextEdit()
        self._lay_out()
        self.back_button.clicked.connect(self.left)
        self.file_button.clicked.connect(self.file_requested)
        self.again_button.clicked.connect(self.show_place)
        self.next_button.clicked.connect(self.find_next)
        self.search.returnPressed.connect(self.find_next)
        self.setFocusProxy(self.text)

    @property
    def marked(self) -> str:
        """The paragraph that is marked, as it stands there; empty without one."""
        if self._marked is None:
            return ""
        return self.text.document().findBlockByNumber(self._marked).text()

    def show_opened(self, title: str, opened: Opened) -> None:
        """Show a document at its citation; text from the file is never markup."""
        place = opened.place
        self._found = opened.found
        at = place.paragraph if place.paragraph is not None else place.heading
        self._marked = at
        self.title.setText(f"{title}　{opened.document.name}")
        self.told.setText(f"{'✓' if opened.found else '△'} {opened.told}")
        self.text.setPlainText("\n".join(_lines(opened.paragraphs, at)))
        self._space_out()
        self.search.clear()
        self.again_button.setEnabled(at is not None)
        self._tint()
        self.show_place()
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_place(self) -> None:
        """Scroll to the marked paragraph, with a few lines of what stands before it."""
        block = self.text.document().findBlockByNumber(self._marked or 0)
        self.text.setTextCursor(QTextCursor(block))
        below = self.text.cursorRect().top() - self.text.viewport().height() // 4
        bar = self.text.verticalScrollBar()
        bar.setValue(bar.value() + below)

    def find_next(self) -> None:
        """Put the selection on the next place of what is searched for, from the top again after
        the last one.
        """
        words = self.search.text().strip()
        if words and not self.text.find(words):
            self.text.moveCursor(QTextCursor.MoveOperation.Start)
            if not self.text.find(words):
                self.told.setText(f"△ 原文里没有“{words}”；请换几个字再找。")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._tint()

    def _space_out(self) -> None:
        look = QTextBlockFormat()
        look.setBottomMargin(_BETWEEN)
        look.setLineHeight(_LINE_PERCENT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        whole = QTextCursor(self.text.document())
        whole.select(QTextCursor.SelectionType.Document)
        whole.setBlockFormat(look)

    def _tint(self) -> None:
        if self._marked is None:
            self.text.setExtraSelections([])
            return
        mark = QTextEdit.ExtraSelection()
        mark.cursor = QTextCursor(self.text.document().findBlockByNumber(self._marked))
        mark.cursor.movePosition(
            QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor
        )
        mark.format.setBackground(tint("good" if self._found else "warn", self.palette(), _SHARE))
        mark.format.setProperty(QTextFormat.Property.FullWidthSelection, True)
        self.text.setExtraSelections([mark])

    def _lay_out(self) -> None:
        self.back_button.setToolTip("回到目标（Esc）")
        self.file_button.setToolTip("用电脑上的 Word 或 WPS 打开这份文件")
        self.search.setPlaceholderText("在原文里找")
        self.search.setClearButtonEnabled(True)
        self.search.setMaximumWidth(240)
        self.text.setReadOnly(True)
        self.text.setUndoRedoEnabled(False)
        self.text.document().setDocumentMargin(12)
        self.text.setAccessibleName("规划原文")
        self.text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.back_button)
        head.addWidget(self.title, 1)
        head.addWidget(self.file_button)
        find = QHBoxLayout()
        find.setSpacing(8)
        find.addWidget(self.told, 1)
        for widget in (self.search, self.next_button, self.again_button):
            find.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(head)
        layout.addLayout(find)
        layout.addWidget(self.text, 1)


def _lines(paragraphs: Sequence[str], marked: int | None) -> list[str]:
    return [f"{MARK if at == marked else ''}{text}" for at, text in enumerate(paragraphs)]
