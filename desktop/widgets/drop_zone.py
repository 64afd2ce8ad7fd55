"""What 收表 shows before there is a batch: where to drop files, and how to choose them."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.colours import colour, tint


class DropZone(QWidget):
    """A framed field with three buttons; the page around it takes the drop itself."""

    files_requested = Signal()
    folder_requested = Signal()
    templates_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._under_files = False
        title = QLabel("把乡镇报来的工作簿拖到这里")
        font = title.font()
        font.setPointSizeF(font.pointSizeF() * 1.6)
        title.setFont(font)
        hint = QLabel(
            "可以一次拖入多个文件或整个文件夹，台账包（.tzb）也拖到这里。"
            "先看预览，点“收下”才写进台账。\n"
            "还没有表可收？先制作本月的空白表，发给乡镇填写。"
        )
        hint.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.files_button = QPushButton("选择文件…")
        self.folder_button = QPushButton("选择文件夹…")
        self.templates_button = QPushButton("制作空白表…")
        self.files_button.setToolTip("选择要收的工作簿（Ctrl+O）")
        self.folder_button.setToolTip("收一个文件夹里的所有工作簿（Ctrl+Shift+O）")
        self.templates_button.setToolTip("为每个单位制作一份空白表（Ctrl+T）")
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch()
        for button in (self.files_button, self.folder_button, self.templates_button):
            button.setMinimumHeight(32)
            buttons.addWidget(button)
        buttons.addStretch()
        column = QVBoxLayout(self)
        column.setSpacing(16)
        column.addStretch()
        column.addWidget(title, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(hint, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addLayout(buttons)
        column.addStretch()
        self.files_button.clicked.connect(self.files_requested)
        self.folder_button.clicked.connect(self.folder_requested)
        self.templates_button.clicked.connect(self.templates_requested)

    def set_under_files(self, under: bool) -> None:
        """Whether files hover above, ready to be dropped."""
        self._under_files = under
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        name = "accent" if self._under_files else "muted"
        pen = QPen(colour(name, self.palette()), 2 if self._under_files else 1)
        pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        if self._under_files:
            painter.setBrush(tint("accent", self.palette()))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(16, 8, -16, -16), 8, 8)
        painter.end()
