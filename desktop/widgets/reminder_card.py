"""One unit's reminder: whom to call, the words to send, and the button that copies them."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.fonts import scaled
from desktop.models.reminding_words import reminded_words
from workflow.reminder_text import reminder_text
from workflow.reminding import Desk


class ReminderCard(QFrame):
    """The text may be changed before it is copied; what was typed stays until the unit owes
    something else. ``contact_requested`` carries a unit without anyone to call.
    """

    copy_requested = Signal(str)
    contact_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk: Desk | None = None
        self._unit = ""
        self._typed: dict[str, tuple[str, str]] = {}
        self.name, self.people, self.last = QLabel(), QLabel(), QLabel()
        self.contact_button = QPushButton("添加联系人…(&L)")
        self.text = QPlainTextEdit()
        self.copy_button = QPushButton("复制并记入记录(&C)")
        self.restore_button = QPushButton("恢复原文(&R)")
        self._lay_out()
        self.text.textChanged.connect(self._keep)
        self.copy_button.clicked.connect(lambda: self.copy_requested.emit(self._unit))
        self.restore_button.clicked.connect(self._restore)
        self.contact_button.clicked.connect(lambda: self.contact_requested.emit(self._unit))
        self.setFocusProxy(self.text)

    def words(self, desk: Desk, unit: str) -> str:
        """What would be copied for a unit: what was typed over its words, else these."""
        own = reminder_text(desk, unit)
        before, typed = self._typed.get(unit, ("", ""))
        return typed if before == own and typed.strip() else own

    def forget(self, units: list[str]) -> None:
        """Let go of what was typed over the words of units."""
        for unit in units:
            self._typed.pop(unit, None)

    def show_unit(self, desk: Desk, unit: str, *, may_write: bool) -> None:
        """Show another unit; an empty code for none."""
        self._desk, self._unit = desk, unit
        people = desk.contacts.get(unit, ())
        self.name.setText(desk.name(unit) if unit else "没有要催的单位")
        lines = (
            "　".join(part for part in (each.person, each.phone, each.note) if part)
            for each in people
        )
        self.people.setText("\n".join(lines) or ("还没有联系人" if unit else ""))
        last = reminded_words(desk.reminded(unit), desk.today) if unit else ""
        self.last.setText(f"△ 上次催报：{last}" if last else ("还没有催过" if unit else ""))
        self.contact_button.setVisible(bool(unit) and not people and may_write)
        self.text.blockSignals(True)
        self.text.setPlainText(self.words(desk, unit) if unit else "")
        self.text.blockSignals(False)
        self.text.setEnabled(bool(unit))
        self.text.setReadOnly(not may_write)
        self.copy_button.setVisible(may_write)
        self.copy_button.setEnabled(bool(unit))
        self._on_text()

    def _keep(self) -> None:
        if self._desk is not None and self._unit:
            own, typed = reminder_text(self._desk, self._unit), self.text.toPlainText()
            self._typed[self._unit] = (own, typed)
            if typed == own:
                self.forget([self._unit])
        self._on_text()

    def _restore(self) -> None:
        self.forget([self._unit])
        if self._desk is not None:
            self.text.setPlainText(reminder_text(self._desk, self._unit))
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_text(self) -> None:
        self.restore_button.setVisible(self._unit in self._typed)

    def _lay_out(self) -> None:
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.name.setFont(scaled(self, 110, bold=True))
        for label in (self.name, self.people, self.last):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.text.setAccessibleName("催报文字")
        self.text.setTabChangesFocus(True)
        self.copy_button.setToolTip("把文字放到剪贴板，贴到微信、短信里发出；同时记下催过")
        people = QHBoxLayout()
        people.addWidget(self.people, 1)
        people.addWidget(self.contact_button, 0, Qt.AlignmentFlag.AlignTop)
        buttons = QHBoxLayout()
        buttons.addWidget(self.copy_button)
        buttons.addWidget(self.restore_button)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(6)
        column.addWidget(self.name)
        column.addLayout(people)
        column.addWidget(self.last)
        column.addWidget(self.text, 1)
        column.addLayout(buttons)
