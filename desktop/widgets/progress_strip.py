"""A page's slow work: how far it is, what it is at, and a button that stops it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QSizePolicy, QWidget

from desktop.session import Session
from desktop.tasks import Work

Outcome = TypeVar("Outcome")


class ProgressStrip(QWidget):
    """Runs one piece of work at a time and is hidden while none runs.

    New work takes the place of what still runs: only the newest says what it found.
    ``busy_changed`` says when work begins and ends, ``stopped`` that the clerk ended it.
    """

    busy_changed = Signal(bool)
    stopped = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._turn = 0
        self._task: int | None = None
        self._title = ""
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(240)
        self._words = QLabel()
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        # A file's name may be longer than the page is wide.
        self._words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.cancel_button = QPushButton("取消")
        self.cancel_button.setToolTip("停下来（Esc）")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 4, 8, 4)
        row.setSpacing(8)
        row.addWidget(self._bar)
        row.addWidget(self._words, 1)
        row.addWidget(self.cancel_button)
        self.cancel_button.clicked.connect(self.stop)
        session.tasks.progressed.connect(self._step)
        session.tasks.broke.connect(lambda _: self._give_up())
        self.hide()

    @property
    def busy(self) -> bool:
        """Whether work of this page runs or waits."""
        return self._task is not None

    @property
    def writing(self) -> bool:
        """Whether work runs that may not be stopped: it must be left to say how it ended."""
        return self.busy and self.cancel_button.isHidden()

    def run(
        self,
        title: str,
        work: Work[Outcome],
        done: Callable[[Outcome], None],
        failed: Callable[[str], None],
        *,
        stoppable: bool = True,
    ) -> None:
        """Begin work: ``done`` gets its outcome, ``failed`` the sentence of an expected error."""
        if self._task is not None:
            self._session.tasks.cancel(self._task)
        self._turn += 1
        turn = self._turn

        def finish(outcome: Outcome) -> None:
            if turn == self._turn:
                self._end()
                done(outcome)

        def fail(sentence: str) -> None:
            if turn == self._turn:
                self._end()
                failed(sentence)

        self._title = title
        self._task = self._session.run(title, work, finish, fail)
        self._bar.setRange(0, 0)
        self._words.setText(f"{title}…")
        self.cancel_button.setVisible(stoppable)
        self.show()
        self.busy_changed.emit(True)

    def stop(self) -> None:
        """End the work before its next step, unless it may not be stopped."""
        if self._task is not None and not self.writing:
            self._session.tasks.cancel(self._task)
            self._turn += 1
            self._end()
            self.stopped.emit()

    def _step(self, title: str, done: int, total: int, what: str) -> None:
        if self._task is not None and title == self._title:
            self._bar.setRange(0, total)
            self._bar.setValue(done)
            self._words.setText(f"{title} {done}/{total}　{what}")

    def _end(self) -> None:
        self._task = None
        self.hide()
        self.busy_changed.emit(False)

    def _give_up(self) -> None:
        """After a bug nothing more will come; the window says what went wrong."""
        if self._task is not None and not self._session.tasks.busy:
            self._end()
