"""The workbooks of a batch opened again in the background, to be shown as they came."""

from __future__ import annotations

from collections import OrderedDict

from PySide6.QtCore import QObject, Signal

from db.ledger import Ledger
from desktop.session import Session
from importers.workbook import Workbook
from workflow.collect import StagedFile
from workflow.progress import Reporter

_KEPT = 4


class Workbooks(QObject):
    """``opened`` carries a file's checksum and its workbook, ``None`` when it cannot be opened.

    The last few are kept, so that going back and forth between files costs nothing.
    """

    opened = Signal(str, object)

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._kept: OrderedDict[str, Workbook | None] = OrderedDict()
        self._task: int | None = None

    def ask(self, file: StagedFile, passwords: tuple[str, ...] = ()) -> None:
        """Open a file; one asked for before and not begun yet is forgotten."""
        if self._task is not None:
            self._session.tasks.cancel(self._task)
        if file.sha256 in self._kept:
            self._kept.move_to_end(file.sha256)
            self.opened.emit(file.sha256, self._kept[file.sha256])
            return

        def work(_: Ledger, reporter: Reporter) -> Workbook | None:
            reporter.check(0, 0, file.path.name)
            return _open(file, passwords)

        def done(workbook: Workbook | None) -> None:
            self._keep(file.sha256, workbook)
            self.opened.emit(file.sha256, workbook)

        self._task = self._session.run("打开原表", work, done)

    def forget(self) -> None:
        """Hold no workbook any more."""
        self._kept.clear()

    def _keep(self, sha256: str, workbook: Workbook | None) -> None:
        self._kept[sha256] = workbook
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)


def _open(file: StagedFile, passwords: tuple[str, ...]) -> Workbook | None:
    from importers.reader import Reader, Unreadable

    with Reader(passwords=passwords) as reader:
        try:
            return reader.read(file.path.name, file.content)
        except Unreadable:
            return None
