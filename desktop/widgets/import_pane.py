"""One import beside the list: what it wrote, and what would happen if it were taken back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.colours import tint
from desktop.fonts import scaled
from desktop.models.history import (
    Names,
    PreviewRow,
    preview_columns,
    when,
    written_columns,
)
from desktop.models.word_table import WordTable
from desktop.widgets.row_table import RowTable

if TYPE_CHECKING:
    from db.changes import WrittenValue
    from db.records import Import

FIRST = 200


class ImportPane(QFrame):
    """Asks before anything is taken back; Esc or 不收回 leaves all as it is.

    Who may not take back (``may_take_back``) is not offered it.
    """

    take_back_requested = Signal()
    confirmed = Signal()
    save_requested = Signal()
    open_requested = Signal()

    def __init__(
        self, names: Names, parent: QWidget | None = None, *, may_take_back: bool = True
    ) -> None:
        super().__init__(parent)
        self._names = names
        self._may_take_back = may_take_back
        self.name, self.facts, self.question = QLabel(), QLabel(), QLabel()
        self._written = WordTable(written_columns(names), self)
        self._preview = WordTable(preview_columns(names), self)
        self.written = RowTable(self._written, "写入的数")
        self.preview = RowTable(self._preview, "收回会怎样")
        self.take_back_button = QPushButton("收回这次导入…(&K)")
        self.save_button = QPushButton("另存原文件…(&S)")
        self.open_button = QPushButton("打开原文件(&O)")
        self.confirm_button = QPushButton("收回")
        self.keep_button = QPushButton("不收回")
        self._lay_out()
        self._connect()
        self.show_nothing()

    @property
    def asking(self) -> bool:
        """Whether the preview of a taking back is shown."""
        return self.preview.isVisibleTo(self)

    def show_nothing(self) -> None:
        """No import is chosen."""
        self.name.setText("还没有选导入")
        self.facts.setText("在左边选一次导入，这里列出它写入的数。")
        self.written.empty_text = ""
        self._written.show_records(())
        for button in (self.take_back_button, self.save_button, self.open_button):
            button.setEnabled(False)
        self.stop_asking()

    def show_import(self, chosen: Import) -> None:
        """Another import; its values follow in :meth:`show_written`."""
        self.name.setText(chosen.file)
        self.facts.setText(self._facts(chosen, 0))
        self.written.empty_text = "正在读取……"
        self._written.show_records(())
        self.take_back_button.setEnabled(not chosen.taken_back)
        self.take_back_button.setToolTip("这次导入已经收回" if chosen.taken_back else "先看会怎样")
        for button in (self.save_button, self.open_button):
            button.setEnabled(True)
        self.stop_asking()

    def show_written(self, chosen: Import, values: Sequence[WrittenValue]) -> None:
        """What the import wrote, the first of it."""
        self.facts.setText(self._facts(chosen, len({value.unit for value in values})))
        if len(values) > FIRST:
            self.facts.setText(f"{self.facts.text()}　下面是前 {FIRST} 个数")
        self.written.empty_text = "这次导入没有写入数：文件里的数和台账一样。"
        self._written.show_records(values[:FIRST])

    def ask(self, sentence: str, rows: Sequence[PreviewRow]) -> None:
        """Show what taking the import back would do, and wait for a word."""
        ground = self.palette()
        ground.setColor(self.question.backgroundRole(), tint("warn", ground, 0.14))
        self.question.setPalette(ground)
        self.question.setText(sentence)
        self._preview.show_records(rows)
        self._turn(asking=True)
        self.keep_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def stop_asking(self) -> None:
        """Show again what the import wrote."""
        self._turn(asking=False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.asking:
            self._keep()
        else:
            super().keyPressEvent(event)

    def _turn(self, *, asking: bool) -> None:
        for part in (self.question, self.preview, self.confirm_button, self.keep_button):
            part.setVisible(asking)
        for part in (self.written, self.save_button, self.open_button):
            part.setVisible(not asking)
        self.take_back_button.setVisible(self._may_take_back and not asking)

    def _keep(self) -> None:
        self.stop_asking()
        self.take_back_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _facts(self, chosen: Import, units: int) -> str:
        parts = [self._names.form(chosen.form), when(chosen.at)]
        if units:
            parts.append(f"{units} 个单位")
        parts.append(f"写入 {chosen.values:,} 个数")
        if chosen.taken_back:
            parts.append("已收回")
        if chosen.demonstration:
            parts.append("演示数据")
        return " · ".join(parts)

    def _lay_out(self) -> None:
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.name.setFont(scaled(self, 110, bold=True))
        for label in (self.name, self.facts, self.question):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        self.question.setAutoFillBackground(True)
        self.question.setMargin(8)
        self.written.set_widths({0: 6, 2: 9, 3: 5}, stretch=1)
        self.preview.set_widths({0: 3, 1: 6, 3: 5, 4: 5}, stretch=2)
        buttons = QHBoxLayout()
        for button in (
            self.take_back_button,
            self.save_button,
            self.open_button,
            self.confirm_button,
            self.keep_button,
        ):
            buttons.addWidget(button)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.setSpacing(6)
        for part in (self.name, self.facts, self.question):
            layout.addWidget(part)
        layout.addWidget(self.written, 1)
        layout.addWidget(self.preview, 1)
        layout.addLayout(buttons)

    def _connect(self) -> None:
        self.take_back_button.clicked.connect(self.take_back_requested)
        self.save_button.clicked.connect(self.save_requested)
        self.open_button.clicked.connect(self.open_requested)
        self.confirm_button.clicked.connect(self.confirmed)
        self.keep_button.clicked.connect(self._keep)
