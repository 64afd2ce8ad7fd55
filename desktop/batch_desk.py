"""Between a batch and what shows it: questions, choices, passwords, sheets, copies sent back."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from db.ledger import Ledger
from desktop.batch import Batch
from desktop.models.staged_files import can_go_back, is_wrong
from desktop.session import Session
from desktop.widgets.batch_view import BatchView
from desktop.widgets.collect_tools import CollectTools
from desktop.widgets.file_choice import choose_folder
from desktop.widgets.password_bar import PasswordBar
from desktop.widgets.progress_strip import ProgressStrip
from desktop.workbooks import Workbooks
from importers.questions import Question
from monitoring.errors import ExpectedError
from workflow.collect import Mode, StagedFile
from workflow.progress import Reporter


class BatchDesk(QObject):
    """``chosen`` follows every choice of how to write; ``sent_back`` carries the folder, how many
    copies were made and a sentence for each that could not be.
    """

    chosen = Signal()
    sent_back = Signal(object, int, list)

    def __init__(
        self, session: Session, batch: Batch, progress: ProgressStrip, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._page = parent
        self._batch, self._progress = batch, progress
        self._units = {u.code: u.name for u in session.ledger.area.units}
        area, catalogue = session.ledger.area, session.ledger.catalogue
        self._units[area.itself.code] = area.name
        self.workbooks = Workbooks(session, self)
        self.password_bar = PasswordBar()
        self.tools = CollectTools()
        self.view = BatchView(area, catalogue, batch.choices)
        self._connect()

    def _connect(self) -> None:
        sheet, bar = self.view.sheet, self.view.sheet.question_bar
        self.workbooks.opened.connect(sheet.show_workbook)
        sheet.workbook_needed.connect(self._open)
        sheet.mode_chosen.connect(self._set_mode)
        sheet.send_back_requested.connect(lambda file: self.send_back([file]))
        sheet.findings.ticked.connect(self.chosen)
        bar.answered.connect(self._batch.answer)
        bar.skipped.connect(self._skip)
        bar.again_requested.connect(self._ask_again)
        bar.place_requested.connect(self._show_place)
        self.view.file_chosen.connect(self._ask)
        self.password_bar.entered.connect(self._batch.unlock)
        self.tools.mode_control.chosen.connect(lambda mode: self._set_mode(None, mode))
        self.tools.send_back_button.clicked.connect(self._send_all_back)

    @property
    def begin(self) -> QWidget:
        """What has the focus when a batch was read: what must be typed or answered, else the
        list.
        """
        bar = self.view.sheet.question_bar
        if not self.password_bar.isHidden():
            return self.password_bar.line
        if bar.options and not bar.isHidden():
            return bar.options[0]
        return self.view.file_table

    def show_batch(self) -> None:
        """Show the batch as it is now."""
        batch = self._batch
        if not batch.files:
            self.workbooks.forget()
        self.view.show_files(batch.files)
        if batch.questions() and not batch.questions(self.view.sheet.file):
            self._go_to_next_question()
        self._ask()
        locked = batch.locked
        self.password_bar.ask([each.name for each in locked], wrong=bool(batch.passwords))

    def show_state(self) -> None:
        """Show what can be done now."""
        batch = self._batch
        self.tools.show_state(
            files=len(batch.files),
            waits=batch.waits,
            staged=batch.staged,
            wrong=len(self._wrong) if batch.waits else 0,
            busy=self._progress.busy,
        )
        self.password_bar.setEnabled(not self._progress.busy)
        choices = batch.choices
        self.tools.mode_control.show_mode(None if choices.mixed else choices.mode)

    def send_back(self, files: Sequence[StagedFile]) -> None:
        """Make copies that mark what is wrong, in a folder the clerk chooses."""
        if self._progress.busy:
            return
        folders = choose_folder(self._page, "退回件放在哪个文件夹")
        if not folders:
            return
        folder = folders[0]

        passwords = self._batch.passwords

        def work(_: Ledger, reporter: Reporter) -> tuple[int, list[str]]:
            return _copies(files, folder, passwords, reporter)

        self._progress.run(
            "制作退回件",
            work,
            lambda made: self.sent_back.emit(folder, *made),
            self._batch.refused.emit,
        )

    @property
    def _wrong(self) -> list[StagedFile]:
        return [file for file in self._batch.files if is_wrong(file) and can_go_back(file)]

    def _send_all_back(self) -> None:
        self.send_back(self._wrong)

    def _open(self, file: StagedFile) -> None:
        self.workbooks.ask(file, self._batch.passwords)

    def _set_mode(self, file: StagedFile | None, mode: str) -> None:
        self._batch.choices.set_mode(Mode(mode), file)
        self.view.sheet.show_choices()
        self.chosen.emit()

    def _ask(self) -> None:
        """Ask the chosen file's next question, else the batch's."""
        bar, batch = self.view.sheet.question_bar, self._batch
        all_open = batch.questions()
        ours = batch.questions(self.view.sheet.file) if self.view.sheet.file else []
        waiting = [each for each in (*ours, *all_open) if not batch.is_skipped(each)]
        if waiting:
            question, before = waiting[0], bar.question
            sender = self._units.get(question.sender, "这个单位")
            left = sum(not batch.is_skipped(each) for each in all_open)
            bar.ask(question, sender, left, elsewhere=question not in ours)
            if question in ours and (before is None or before.answer_key != question.answer_key):
                self._show_place(question.sheet, question.cells[0] if question.cells else "")
        else:
            bar.say_skipped(len(all_open))

    def _skip(self, question: Question) -> None:
        self._batch.skip(question)
        self._go_to_next_question()
        self._ask()
        self.begin.setFocus()

    def _ask_again(self) -> None:
        self._batch.ask_again()
        self._go_to_next_question()
        self._ask()
        self.begin.setFocus()

    def _show_place(self, sheet: str, cell: str) -> None:
        """Show the cell of the question, in whichever file it is asked of."""
        question = self.view.sheet.question_bar.question
        shown = self.view.sheet.file
        if question is not None and not (shown and question in self._batch.questions(shown)):
            self._show_file_of(question)
        self.view.sheet.go_to(sheet, cell)

    def _go_to_next_question(self) -> None:
        """Show the file of the next question, so that it is asked beside its own sheet."""
        waiting = [each for each in self._batch.questions() if not self._batch.is_skipped(each)]
        shown = self.view.sheet.file
        if not waiting or (shown and waiting[0] in self._batch.questions(shown)):
            return
        self._show_file_of(waiting[0])

    def _show_file_of(self, question: Question) -> None:
        for file in self._batch.files:
            if file.reading is not None and question in file.reading.questions:
                self.view.choose(file)
                return


def _copies(
    files: Sequence[StagedFile], folder: Path, passwords: tuple[str, ...], reporter: Reporter
) -> tuple[int, list[str]]:
    """Copies of all files that can be marked, and a sentence for each that cannot."""
    from workflow.send_back import send_all_back, send_back

    if len(files) == 1:
        send_back(files[0], folder, passwords=passwords)
        return 1, []
    made, refused = 0, []
    reporter.check(0, len(files), files[0].path.name)
    for number, (file, outcome) in enumerate(send_all_back(files, folder, passwords=passwords)):
        reporter.check(number + 1, len(files), file.path.name)
        if isinstance(outcome, ExpectedError):
            refused.append(str(outcome))
        else:
            made += 1
    return made, refused
