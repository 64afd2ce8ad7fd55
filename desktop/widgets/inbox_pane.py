"""收件文件夹: which folder is watched for new files, and whether it is."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.session import Session
from desktop.widgets.file_choice import choose_folder, show_folder

ABOUT = (
    "把微信、邮箱存文件的文件夹选在这里，有新的工作簿到了，窗口上方会提醒，点“去收表”就到收表页。"
    "只是提醒：没有点收下，什么也不会写进台账。"
)


class InboxPane(QWidget):
    """``collect_requested`` carries the waiting paths when the clerk wants them collected."""

    collect_requested = Signal(list)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.place, self.standing = QLabel(), QLabel()
        self.watch_box = QCheckBox("有新文件时提醒(&W)")
        self.choose_button = QPushButton("选择文件夹…(&F)")
        self.show_button = QPushButton("打开文件夹(&P)")
        self.collect_button = QPushButton("去收表(&C)")
        self._lay_out()
        self._connect()
        self.setFocusProxy(self.choose_button)

    def refresh(self) -> None:
        """Show the choice and what waits in the folder."""
        inbox = self._session.inbox
        folder = inbox.folder if inbox else None
        waiting = len(inbox.waiting) if inbox else 0
        self.place.setText(str(folder) if folder else "还没有选文件夹")
        self.watch_box.blockSignals(True)
        self.watch_box.setChecked(inbox is not None and inbox.on)
        self.watch_box.blockSignals(False)
        self.watch_box.setEnabled(folder is not None)
        self.show_button.setEnabled(folder is not None)
        self.choose_button.setEnabled(inbox is not None)
        self.collect_button.setEnabled(waiting > 0)
        self.standing.setText(self._standing(waiting))

    def _standing(self, waiting: int) -> str:
        inbox = self._session.inbox
        if inbox is None or inbox.folder is None:
            return ""
        if not inbox.on:
            return "○ 没有在看这个文件夹"
        if inbox.problem:
            return f"✕ {inbox.problem}"
        return f"● 有 {waiting} 个新文件还没有收" if waiting else "✓ 正在看着，没有新文件"

    def _choose(self) -> None:
        inbox = self._session.inbox
        if inbox is None:
            return
        for folder in choose_folder(self, "选择收件文件夹"):
            inbox.choose(folder, on=True)

    def _on_watch(self, on: bool) -> None:
        if (inbox := self._session.inbox) is not None:
            inbox.choose(inbox.folder, on=on)

    def _show_folder(self) -> None:
        inbox = self._session.inbox
        if inbox is not None and inbox.folder is not None:
            show_folder(inbox.folder)

    def _collect(self) -> None:
        if self._session.tasks.busy:  # the page could not take them now
            self.standing.setText("● 手头的事还没有做完，请稍等再点“去收表”。")
        elif (inbox := self._session.inbox) is not None:
            self.collect_requested.emit(inbox.take())

    def _lay_out(self) -> None:
        about = QLabel(ABOUT)
        for label in (about, self.place, self.standing):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.place.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        buttons = QHBoxLayout()
        for button in (self.choose_button, self.show_button, self.collect_button):
            buttons.addWidget(button)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.setSpacing(8)
        for part in (about, self.place, self.watch_box, self.standing):
            layout.addWidget(part)
        layout.addLayout(buttons)
        layout.addStretch(1)

    def _connect(self) -> None:
        self.choose_button.clicked.connect(self._choose)
        self.show_button.clicked.connect(self._show_folder)
        self.collect_button.clicked.connect(self._collect)
        self.watch_box.toggled.connect(self._on_watch)
        if self._session.inbox is not None:
            self._session.inbox.changed.connect(self.refresh)
