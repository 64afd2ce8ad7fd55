"""The files a clerk is about to take into the ledger: read, compared, asked about, written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from db.ledger import Ledger
from desktop.models.batch import count, leans_on_others
from desktop.models.choices import Choices
from desktop.models.staged_files import is_asking, is_locked
from desktop.session import VALUES, Session
from desktop.tasks import Work
from desktop.widgets.progress_strip import ProgressStrip
from importers.questions import AnswerKey, Question
from monitoring.periods import Period
from workflow import answers, collect
from workflow.collect import FileStatus, StagedFile
from workflow.progress import Reporter


class Batch(QObject):
    """Nothing is written before :meth:`write`, but for the answers to questions. Only the month
    looked at is read while ``only_month`` is set, else any month a file says.

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
        self._skipped: set[AnswerKey] = set()
        self._passwords: tuple[str, ...] = ()
        self.choices = Choices()
        self.only_month = True
        self.written = False

    @property
    def files(self) -> Sequence[StagedFile]:
        """The files in the order read."""
        return tuple(self._files)

    @property
    def passwords(self) -> tuple[str, ...]:
        """What was typed for this batch; it is never stored."""
        return self._passwords

    @property
    def waits(self) -> bool:
        """Whether there are files that the ledger has not taken yet and still may: all of them
        before they are written, afterwards those that only the clerk keeps waiting.
        """
        if not self.written:
            return bool(self._files)
        return any(is_asking(file) or is_locked(file) for file in self._files)

    @property
    def staged(self) -> int:
        """How many files :meth:`write` would take."""
        return count(self._files, FileStatus.STAGED)

    @property
    def locked(self) -> list[StagedFile]:
        """The files that wait for a password."""
        return [file for file in self._files if is_locked(file)] if self.waits else []

    def questions(self, file: StagedFile | None = None) -> list[Question]:
        """The open questions of one file or of all, each once and those left for later last."""
        files = self._files if file is None else [file]
        found: dict[AnswerKey, Question] = {}
        for each in files if self.waits else ():
            for question in each.reading.questions if each.reading else ():
                found.setdefault(question.answer_key, question)
        return sorted(found.values(), key=self.is_skipped)

    def is_skipped(self, question: Question) -> bool:
        """Whether the question was left for later."""
        return question.answer_key in self._skipped

    def skip(self, question: Question) -> None:
        """Leave a question for later."""
        self._skipped.add(question.answer_key)

    def ask_again(self) -> None:
        """Ask what was left for later."""
        self._skipped.clear()

    def add(self, paths: Iterable[Path]) -> None:
        """Read files and folders into the batch, or into a new one when the last was written."""
        added = list(paths)
        if not added or self._progress.busy:
            return
        held = self._files if self.waits else []
        if not held:
            self._begin_anew()
        period, passwords = self._period, self._passwords

        def work(ledger: Ledger, reporter: Reporter) -> list[StagedFile]:
            read = collect.stage(
                ledger, added, period=period, reporter=reporter, passwords=passwords
            )
            again = {file.path for file in read}
            kept = [file for file in held if file.path not in again]
            if not kept:
                return read
            # A file's standing depends on the others of its batch.
            return collect.stage_again(
                ledger, [*kept, *read], period=period, reporter=reporter, passwords=passwords
            )

        self._run("读取文件", work)

    def read_again(self) -> None:
        """Read it anew: the month, the ledger or the batch itself is no longer as it was."""
        if self.waits and not self._progress.writing:
            self._understand("读取文件")

    def answer(self, question: Question, value: str) -> None:
        """Keep an answer and read the batch by it; the same is never asked again."""
        if self.waits and not self._progress.busy:
            self._understand("按回答重读", {question.answer_key: value})

    def unlock(self, password: str) -> None:
        """Try a password on every encrypted file of the batch."""
        if self.locked and not self._progress.busy:
            self._passwords = (*self._passwords, password)
            self._understand("用密码打开")

    def write(self) -> None:
        """Take what can be taken into the ledger, all of it or nothing."""
        files = self.files
        mode, left_out = self.choices.command(files)

        def done(written: list[StagedFile]) -> None:
            self.written = True
            self._set(written)
            self.was_written.emit()
            self._session.changed.emit(VALUES)

        self._progress.run(
            "收下文件",
            lambda ledger, _: collect.commit(ledger, files, mode=mode, left_out=left_out),
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
        self._begin_anew()
        self._set([])

    @property
    def _period(self) -> Period | None:
        return Period(self._session.month) if self.only_month else None

    def _begin_anew(self) -> None:
        self._passwords = ()
        self._skipped.clear()
        self.choices.forget()

    def _understand(self, title: str, said: dict[AnswerKey, str] | None = None) -> None:
        """Read the files in memory once more, by what the clerk said just now."""
        files, period, passwords = self.files, self._period, self._passwords

        def work(ledger: Ledger, reporter: Reporter) -> list[StagedFile]:
            if said:
                answers.keep(ledger, said)
            return collect.stage_again(
                ledger, files, period=period, reporter=reporter, passwords=passwords
            )

        self._run(title, work)

    def _run(self, title: str, work: Work[list[StagedFile]]) -> None:
        def done(files: list[StagedFile]) -> None:
            self.written = False
            self._set(files)
            self.was_read.emit()

        self._progress.run(title, work, done, self.refused.emit)

    def _set(self, files: list[StagedFile]) -> None:
        self._files = files
        if not files:
            self.written = False
        self.changed.emit()
