"""Writing the 说明 of the chosen soft findings, with the words to begin with."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from desktop.models.returns import spoken
from monitoring.findings import Finding
from workflow.explaining import Explanation

_LONGEST = 500


class ExplainBar(QWidget):
    """``explained`` carries the findings and the text, ``withdrawn`` the findings."""

    explained = Signal(list, str)
    withdrawn = Signal(list)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._findings: list[Finding] = []
        self.written = QLabel()
        self.written.setWordWrap(True)
        self.text = QLineEdit()
        self.text.setMaxLength(_LONGEST)
        self.text.setAccessibleName("说明")
        self.save_button = QPushButton("写说明(&E)")
        self.save_button.setToolTip("记下为什么这个数是对的（回车）；它随报表走，下个月还会提出来")
        self.withdraw_button = QPushButton("收回说明(&W)")
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.text, 1)
        row.addWidget(self.save_button)
        row.addWidget(self.withdraw_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.written)
        column.addLayout(row)
        self.text.returnPressed.connect(self._explain)
        self.save_button.clicked.connect(self._explain)
        self.withdraw_button.clicked.connect(lambda: self.withdrawn.emit(self._findings))

    def show_findings(
        self, findings: Sequence[Finding], written: Explanation | None, offered: str
    ) -> None:
        """Ask about the soft ones among the findings; ``written`` is what holds for the first."""
        soft = [each for each in findings if not each.blocks]
        if soft != self._findings or written is not None:
            self.text.setText(written.text if written is not None else offered)
        self._findings = soft
        self.setVisible(bool(soft))
        more = f"这 {len(soft)} 条" if len(soft) > 1 else "这一条"
        self.text.setPlaceholderText(f"为什么{more}的数是对的？写清原因，数改了再重写")
        self.withdraw_button.setVisible(written is not None)
        self.written.setVisible(written is not None or bool(offered))
        if written is not None:
            who = f"{written.operator} " if written.operator else ""
            self.written.setText(f"✓ {who}{spoken(written.at)}写的说明")
        else:
            self.written.setText("○ 以前写过这样的说明，还合适就再用一次")

    def _explain(self) -> None:
        if self._findings:
            self.explained.emit(self._findings, self.text.text())
