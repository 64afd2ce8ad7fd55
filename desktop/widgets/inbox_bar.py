"""A bar over the page when files arrived in the inbox folder: 去收表, or put it away."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.inbox import Inbox
from desktop.widgets.notice_bar import NoticeBar


class InboxBar(NoticeBar):
    """``collect_requested`` carries the paths when the clerk wants them; nothing goes by itself."""

    collect_requested = Signal(list)

    def __init__(self, inbox: Inbox, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._inbox = inbox
        inbox.arrived.connect(self._on_arrived)
        inbox.changed.connect(self._on_changed)

    def _on_arrived(self) -> None:
        number = len(self._inbox.waiting)
        collect = ("去收表", lambda: self.collect_requested.emit(self._inbox.take()))
        self.say(f"收件文件夹有 {number} 个新文件。", "info", [collect])

    def _on_changed(self) -> None:
        if not self._inbox.waiting:
            self.dismiss()
        elif self.text:
            self._on_arrived()
