"""What an empty ledger shows on the home page: how a month begins."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.fonts import scaled

WAYS = (
    (
        "把乡镇报来的工作簿拖到这个窗口里",
        "一个个文件或整个文件夹都行。先预览会改动什么，确认以后才写进台账。",
        "collect",
        "去收表 →",
    ),
    (
        "先给乡镇发空白表",
        "按报表和月份生成每个乡镇自己的空白表，填好以后原样收回来，不用核对格式。",
        "collect",
        "制作空白表 →",
    ),
    (
        "照着纸质报表直接填",
        "像用电子表格一样逐格录入，可以从 Excel 粘贴，算得出来的格子自己会算。",
        "entry",
        "去填报 →",
    ),
)


class Beginning(QFrame):
    """Three ways to bring the first figures in."""

    page_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        title = QLabel("台账还是空的，从这里开始")
        title.setFont(scaled(self, 120, bold=True))
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(0, 1)
        for place, (heading, words, key, button_words) in enumerate(WAYS):
            name, about, button = QLabel(heading), QLabel(words), QPushButton(button_words)
            name.setFont(scaled(self, 100, bold=True))
            about.setWordWrap(True)
            button.setAutoDefault(True)
            grid.addWidget(name, place * 3, 0)
            grid.addWidget(about, place * 3 + 1, 0)
            grid.addWidget(button, place * 3, 1, 2, 1, Qt.AlignmentFlag.AlignVCenter)
            grid.setRowMinimumHeight(place * 3 + 2, 16)
            button.clicked.connect(lambda _, key=key: self.page_requested.emit(key))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4, 16, 4, 16)
        layout.setSpacing(16)
        layout.addWidget(title)
        layout.addLayout(grid)
        layout.addStretch(1)
