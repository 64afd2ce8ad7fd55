"""The dialog of a bug: what happened, for whoever looks after the program."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)


class BugDialog(QDialog):
    """Says that the program made a mistake, and what to send to whoever looks after it."""

    def __init__(self, text: str, path: Path | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("程序出错")
        self.resize(720, 420)
        where = f"下面的内容已经写进“{path}”，" if path else "请复制下面的内容，"
        label = QLabel(
            f"程序出了一个错，已经保存的数据没有受影响。{where}"
            "请把它交给维护人员；其中没有台账里的数字和名称。"
        )
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        self.text = QPlainTextEdit(text, readOnly=True)
        buttons = QDialogButtonBox()
        self.copy_button = buttons.addButton("复制", QDialogButtonBox.ButtonRole.ActionRole)
        close = buttons.addButton("关闭", QDialogButtonBox.ButtonRole.RejectRole)
        close.setDefault(True)
        layout = QVBoxLayout(self)
        layout.addWidget(label)
        layout.addWidget(self.text)
        layout.addWidget(buttons)
        self.copy_button.clicked.connect(self._copy)
        buttons.rejected.connect(self.reject)

    def _copy(self) -> None:
        self.text.selectAll()
        self.text.copy()
