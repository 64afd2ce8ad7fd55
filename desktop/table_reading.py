"""Reading a long table piece by piece, so that the window goes on answering."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QAbstractItemView

from desktop.table_content import Steps, TableContent

AT_ONCE_NS = 40_000_000

Start = Callable[[QAbstractItemView], Steps]
Done = Callable[[TableContent], None]


class TableReading(QObject):
    """Hands ``done`` the content of a view, at once where it is short. What a table of other rows
    had said so far is read anew; a view that goes away ends it.
    """

    def __init__(self, view: QAbstractItemView, start: Start, done: Done) -> None:
        super().__init__(view)
        self._view, self._begin, self._done = view, start, done
        self._steps = start(view)
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._go_on)
        model = view.model()
        for changed in (
            model.modelReset,
            model.layoutChanged,
            model.rowsInserted,
            model.rowsRemoved,
        ):
            changed.connect(self._begin_anew)
        self._timer.start()
        self._go_on()

    def _begin_anew(self) -> None:
        self._steps = self._begin(self._view)

    def _go_on(self) -> None:
        end = time.monotonic_ns() + AT_ONCE_NS
        try:
            next(self._steps)
            while time.monotonic_ns() < end:
                next(self._steps)
        except StopIteration as finished:
            self._timer.stop()
            self.deleteLater()
            self._done(finished.value)
