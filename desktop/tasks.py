"""The one task runner: slow work on a thread of its own, with its own ledger, off the window."""

from __future__ import annotations

import itertools
import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from queue import SimpleQueue
from typing import Any, TypeVar

from PySide6.QtCore import QObject, QThread, Signal

from db.ledger import Ledger
from monitoring.errors import ExpectedError
from workflow.progress import Reporter, WorkCancelledError

Outcome = TypeVar("Outcome")
Work = Callable[[Ledger, Reporter], Outcome]

STEP_NS = 40_000_000

_log = logging.getLogger(__name__)


@dataclass
class _Task:
    number: int
    title: str
    path: Path
    work: Work[Any]
    done: Callable[[Any], None]
    failed: Callable[[str], None] | None
    operator: str = ""
    read_only: bool = False
    stop: threading.Event = field(default_factory=threading.Event)


class _TaskReporter(Reporter):
    """Carries steps to the window, no more than it can paint, and the clerk's cancel back."""

    def __init__(self, worker: _Worker, task: _Task) -> None:
        self._worker, self._task = worker, task
        self._told = 0

    def step(self, done: int, total: int, what: str) -> None:
        now = time.monotonic_ns()
        if now - self._told >= STEP_NS:
            self._told = now
            self._worker.stepped.emit(self._task.number, done, total, what)

    def cancelled(self) -> bool:
        return self._task.stop.is_set()


class _Worker(QThread):
    """Takes tasks one after the other; a ledger connection belongs to this thread."""

    stepped = Signal(int, int, int, str)
    succeeded = Signal(int, object)
    refused = Signal(int, str)
    stopped = Signal(int)
    broke = Signal(int, object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.queue: SimpleQueue[_Task | None] = SimpleQueue()

    def run(self) -> None:
        while (task := self.queue.get()) is not None:
            if task.stop.is_set():
                self.stopped.emit(task.number)
                continue
            self._perform(task)

    def _perform(self, task: _Task) -> None:
        self.stepped.emit(task.number, 0, 0, "")
        try:
            with Ledger.open(task.path, task.operator, read_only=task.read_only) as ledger:
                outcome = task.work(ledger, _TaskReporter(self, task))
        except WorkCancelledError:
            self.stopped.emit(task.number)
        except ExpectedError as error:
            self.refused.emit(task.number, str(error))
        except Exception as error:
            _log.exception("a task failed: %s", task.title)
            self.broke.emit(task.number, error)
        else:
            self.succeeded.emit(task.number, outcome)


class TaskRunner(QObject):
    """Runs work in the background, one task at a time, in the order given.

    ``busy_changed`` says whether anything runs, ``progressed`` how far (title, done, total,
    what; a total of 0 says that work began and its length is not known), ``refused`` carries one
    sentence for the clerk when a task had no handler of its own, and ``broke`` the exception of a
    bug.
    """

    busy_changed = Signal(bool)
    progressed = Signal(str, int, int, str)
    refused = Signal(str)
    broke = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._numbers = itertools.count(1)
        self._tasks: dict[int, _Task] = {}
        self._held = False
        self._worker = _Worker(self)
        self._worker.stepped.connect(self._on_step)
        self._worker.succeeded.connect(self._on_success)
        self._worker.refused.connect(self._on_refusal)
        self._worker.stopped.connect(self._forget)
        self._worker.broke.connect(self._on_break)

    @property
    def busy(self) -> bool:
        """Whether a task runs or waits."""
        return bool(self._tasks)

    def run(
        self,
        title: str,
        path: Path,
        work: Work[Outcome],
        done: Callable[[Outcome], None],
        failed: Callable[[str], None] | None = None,
        *,
        operator: str = "",
        read_only: bool = False,
    ) -> int:
        """Queue ``work(ledger, reporter)`` on the ledger at ``path``; returns the task's number.

        ``done`` gets the outcome on the window's thread, ``failed`` the sentence of an expected
        error (``refused`` is emitted when there is none).
        """
        task = _Task(next(self._numbers), title, path, work, done, failed, operator, read_only)
        self._tasks[task.number] = task
        self._worker.queue.put(task)
        self._start()
        if len(self._tasks) == 1:
            self.busy_changed.emit(True)
        return task.number

    def hold(self) -> None:
        """Queue work but begin none of it, so that the window can paint first."""
        self._held = True

    def release(self) -> None:
        """Begin what was held."""
        self._held = False
        if self._tasks:
            self._start()

    def cancel(self, number: int | None = None) -> None:
        """Ask one task (or all) to stop before its next step."""
        for task in self._tasks.values():
            if number in (None, task.number):
                task.stop.set()

    def abandon(self) -> None:
        """Stop everything without waiting; answers still on their way are lost."""
        self.cancel()
        if self._tasks:
            self._tasks.clear()
            self.busy_changed.emit(False)

    def close(self) -> None:
        """Stop everything and wait for the thread to end."""
        self.abandon()
        if self._worker.isRunning():
            self._worker.queue.put(None)
            self._worker.wait()

    def _start(self) -> None:
        if not self._held and not self._worker.isRunning():
            self._worker.start()

    def _on_step(self, number: int, done: int, total: int, what: str) -> None:
        if task := self._tasks.get(number):
            self.progressed.emit(task.title, done, total, what)

    def _on_success(self, number: int, outcome: object) -> None:
        if task := self._forget(number):
            task.done(outcome)

    def _on_refusal(self, number: int, sentence: str) -> None:
        task = self._forget(number)
        if task is None:
            return
        if task.failed is not None:
            task.failed(sentence)
        else:
            self.refused.emit(sentence)

    def _on_break(self, number: int, error: object) -> None:
        if self._forget(number):
            self.broke.emit(error)

    def _forget(self, number: int) -> _Task | None:
        task = self._tasks.pop(number, None)
        if task is not None and not self._tasks:
            self.busy_changed.emit(False)
        return task
