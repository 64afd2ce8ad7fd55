"""Keeping edits: written to the ledger at once, or a moment later when another is writing."""

from __future__ import annotations

import sqlite3
import time
from collections import deque
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal

from db.connection import BUSY_SECONDS
from db.ledger import Ledger
from db.records import Entry
from desktop.session import Session
from monitoring.amounts import Value
from monitoring.errors import ExpectedError
from workflow import entering
from workflow.entering import Carried, Released

PATIENCE_SECONDS = 10
_WAIT_MILLISECONDS = 30
_RETRY_MILLISECONDS = 200


@dataclass(frozen=True, slots=True)
class CellEdit:
    """One figure before and after, by the codes of its unit and item.

    ``was`` and ``origin`` are the months it was carried over from, before and after.
    """

    unit: str
    item: str
    old: Value | None
    new: Value | None
    was: int | None = None
    origin: int | None = None


@dataclass(frozen=True, slots=True)
class Edit:
    """What a clerk did at once in a form at the month ``end`` (yyyymm): one transaction.

    ``second`` says in which of its two passes; ``reason`` why carried figures are changed.
    """

    form: str
    end: int
    cells: tuple[CellEdit, ...]
    second: bool = False
    reason: str | None = None

    @property
    def identity(self) -> tuple[str, int, bool]:
        """Which sheet it belongs to."""
        return self.form, self.end, self.second

    @property
    def releases(self) -> bool:
        """Whether it changes a carried figure, which wants a reason."""
        return any(cell.was is not None for cell in self.cells)

    def reversed(self) -> Edit:
        """The edit that takes this one back."""
        cells = tuple(CellEdit(c.unit, c.item, c.new, c.old, c.origin, c.was) for c in self.cells)
        return Edit(self.form, self.end, cells, self.second)


class EntryWriter(QObject):
    """Writes edits in their order. ``written`` and ``failed`` end an edit that had to wait."""

    written = Signal(object)
    failed = Signal(object, str)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._queue: deque[tuple[Edit, float]] = deque()
        self._timer = QTimer(self)
        self._timer.setInterval(_RETRY_MILLISECONDS)
        self._timer.timeout.connect(self._retry)

    @property
    def waiting(self) -> bool:
        """Whether an edit is still to be written."""
        return bool(self._queue)

    def write(self, edit: Edit) -> bool:
        """Write now (true) or queue behind another writer (false). Raises ``ExpectedError``."""
        if not self._queue:
            try:
                _write(self._session.ledger, edit)
            except ExpectedError as error:
                if not _is_busy(error):
                    raise
            else:
                return True
        self._queue.append((edit, time.monotonic() + PATIENCE_SECONDS))
        self._timer.start()
        return False

    def _retry(self) -> None:
        while self._queue:
            edit, until = self._queue[0]
            try:
                _write(self._session.ledger, edit)
            except ExpectedError as error:
                if not _is_busy(error) or time.monotonic() > until:
                    self._give_up(str(error))
                return
            self._queue.popleft()
            self.written.emit(edit)
        self._timer.stop()

    def _give_up(self, sentence: str) -> None:
        """Later edits may stand on the failed one, so all that wait fail with it."""
        self._timer.stop()
        edits = [edit for edit, _ in self._queue]
        self._queue.clear()
        for edit in edits:
            self.failed.emit(edit, sentence)


def _write(ledger: Ledger, edit: Edit) -> None:
    # The window never stands still behind another writer: it waits a moment, then tries again.
    ledger.connection.execute(f"PRAGMA busy_timeout = {_WAIT_MILLISECONDS}")
    try:
        _put(ledger, edit)
    finally:
        ledger.connection.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")


def _put(ledger: Ledger, edit: Edit) -> None:
    form, end = ledger.catalogue.forms[edit.form], edit.end
    entries = [Entry(cell.unit, cell.item, end, cell.new) for cell in edit.cells]
    if edit.second:
        entering.keep_second(ledger, form, entries, end)
        return
    entering.write(
        ledger,
        form,
        entries,
        end,
        origins=[
            Carried(cell.unit, cell.item, end, cell.origin)
            for cell in edit.cells
            if cell.origin is not None
        ],
        released=[
            Released(cell.unit, cell.item, cell.old, cell.new)
            for cell in edit.cells
            if cell.was is not None and edit.reason is not None
        ],
        reason=edit.reason or "",
    )


def _is_busy(error: ExpectedError) -> bool:
    code = getattr(error.__cause__, "sqlite_errorcode", 0) & 0xFF
    return code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
