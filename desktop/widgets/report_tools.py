"""Three buttons that lead from the targets to papers about them."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget


class ReportTools(QWidget):
    """``papers_requested`` asks for 评估报告 and 信息公布, ``scorecard_requested`` for 绩效考核."""

    papers_requested = Signal()
    scorecard_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.papers_button = QPushButton("评估报告、信息公布…(&R)")
        self.scorecard_button = QPushButton("绩效考核(&K)")
        self.papers_button.setToolTip("把一个规划的实施情况写成 Word 报告，或写成给公众看的一页")
        self.scorecard_button.setToolTip("按权重给各乡镇打分、排名")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.papers_button)
        row.addWidget(self.scorecard_button)
        self.papers_button.clicked.connect(self.papers_requested)
        self.scorecard_button.clicked.connect(self.scorecard_requested)
