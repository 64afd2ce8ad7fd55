"""The files a clerk is about to take into the ledger: read, compared, and written at last."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from desktop.models.batch import count, leans_on_others
from desktop.session import VALUES, Session
from desktop.widgets.progress_strip import ProgressStrip
from monitoring.periods import Period
from workflow import collect
from workflow.collect import FileStatus, StagedFile


class Batch(QObject):
    """Nothing is written before :meth:`write`. Only the month looked at is read while
    ``only_month`` is set, else any month a file says.

    ``changed`` follows every change of the files, ``was_read`` a preview, ``was_written`` the
    transaction; ``refused`` carries the sentence when neither could be done.
    """

    changed = Signal()
    was_read = Signal()
    was_written = Signal()
    refused = Signal(str)

    def __init__(self, session: Session, progress: ProgressStrip, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._progress = progress
        self._files: list[StagedFile] = []
        self.only_month = True
        self.written = False

    @property
    def files(self) -> Sequence[StagedFile]:
        """The files in the order read."""
        return tuple(self._files)

    @property
    def waits(self) -> bool:
        """Whether there are files that the ledger has not taken yet."""
        return bool(self._files) and not self.written

    @property
    def staged(self) -> int:
        """How many files :meth:`write` would take."""
        return count(self._files, FileStatus.STAGED)

    def add(self, paths: Iterable[Path]) -> None:
        """Read files and folders into the batch, or into a new one when the last was written."""
        added = list(paths)
        if added and not self._progress.busy:
            self._read([*(file.path for file in self._files if self.waits), *added])

    def read_again(self) -> None:
        """Read it anew: the month, the ledger or the batch itself is no longer as it was."""
        if self.waits and not self._progress.writing:
            self._read([file.path for file in self._files])

    def write(self) -> None:
        """Take what can be taken into the ledger, all of it or nothing."""
        files = self.files

        def done(written: list[StagedFile]) -> None:
            self.written = True
            self._set(written)
            self.was_written.emit()
            self._session.changed.emit(VALUES)

        self._progress.run(
            "收下文件",
            lambda ledger, _: collect.commit(ledger, files),
            done,
            self.refused.emit,
            stoppable=False,
        )

    def take_out(self, rows: Iterable[int]) -> None:
        """Leave files out; those that stood against them are read again."""
        if self.waits and not self._progress.busy:
            gone = set(rows)
            leant = leans_on_others(self._files)
            self._set([file for row, file in enumerate(self._files) if row not in gone])
            if leant:
                self.read_again()

    def clear(self) -> None:
        """Put the batch aside; the files themselves stay where they are."""
        self._set([])

    def _read(self, paths: list[Path]) -> None:
        period = Period(self._session.month) if self.only_month else None

        def done(files: list[StagedFile]) -> None:
            self.written = False
            self._set(files)
            self.was_read.emit()

        self._progress.run(
            "读取文件",
            lambda ledger, reporter: collect.stage(ledger, paths, period=period, reporter=reporter),
            done,
            self.refused.emit,
        )

    def _set(self, files: list[StagedFile]) -> None:
        self._files = files
        if not files:
            self.written = False
        self.changed.emit()
