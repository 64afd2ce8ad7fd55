"""The row of switches and buttons over a batch of files."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPushButton, QWidget

from desktop.widgets.mode_control import ModeControl


class CollectTools(QWidget):
    """Only the month's switch shows while there is no batch."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.only_month_box = QCheckBox()
        self.only_month_box.setChecked(True)
        self.only_month_box.setToolTip("不勾选时，表里写的是哪个月就收进哪个月")
        self.mode_control = ModeControl("全部文件", explains=True)
        self.send_back_button = QPushButton("全部退回…")
        self.send_back_button.setToolTip("给每个有误的文件做一份标出问题的副本，发回给填报单位改")
        self.more_button = QPushButton("再选文件…")
        self.more_button.setToolTip("往这一批里再加文件（Ctrl+O）")
        self.remove_button = QPushButton("移出所选")
        self.remove_button.setToolTip("把选中的文件移出这一批，文件本身不动（Delete）")
        self.clear_button = QPushButton("清空")
        self.clear_button.setToolTip("放下这一批（Esc）")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 4, 8, 4)
        row.setSpacing(8)
        row.addWidget(self.only_month_box)
        row.addSpacing(8)
        row.addWidget(self.mode_control)
        row.addStretch()
        for button in (
            self.send_back_button,
            self.more_button,
            self.remove_button,
            self.clear_button,
        ):
            row.addWidget(button)

    def show_state(self, *, files: int, waits: bool, staged: int, wrong: int, busy: bool) -> None:
        """Show what can be done with a batch of so many files."""
        for button in (self.more_button, self.remove_button, self.clear_button):
            button.setVisible(files > 0)
            button.setEnabled(not busy)
        self.remove_button.setEnabled(not busy and waits)
        self.send_back_button.setVisible(wrong > 1)
        self.send_back_button.setEnabled(not busy)
        self.mode_control.setVisible(waits and staged > 0)
        self.mode_control.setEnabled(not busy)
