"""A bar over the page when files arrived in the inbox folder: 去收表, or put it away."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.inbox import Inbox
from desktop.tasks import TaskRunner
from desktop.widgets.notice_bar import NoticeBar


class InboxBar(NoticeBar):
    """``collect_requested`` carries the paths when the clerk wants them; nothing goes by itself.

    While something runs the files stay where they are: the page could not take them.
    """

    collect_requested = Signal(list)

    def __init__(self, inbox: Inbox, tasks: TaskRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._inbox, self._tasks = inbox, tasks
        inbox.arrived.connect(self._on_arrived)
        inbox.changed.connect(self._on_changed)

    def _on_arrived(self) -> None:
        self._offer("")

    def _offer(self, more: str) -> None:
        number = len(self._inbox.waiting)
        self.say(f"收件文件夹有 {number} 个新文件。{more}", "info", [("去收表", self._collect)])

    def _collect(self) -> None:
        if self._tasks.busy:
            self._offer("手头的事还没有做完，请稍等再点“去收表”。")
        else:
            self.collect_requested.emit(self._inbox.take())

    def _on_changed(self) -> None:
        if not self._inbox.waiting:
            self.dismiss()
        elif self.text:
            self._on_arrived()
