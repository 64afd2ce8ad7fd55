"""Many returns saved at once: where to, what stands there already, and how it went."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QWidget

from db.ledger import Ledger
from desktop import return_dialogs as dialogs
from desktop.session import SUBMISSIONS, Session
from desktop.widgets.notice_bar import NoticeBar
from monitoring.catalogue import Form
from monitoring.periods import Period, latest
from workflow.progress import Reporter
from workflow.review import due_forms
from workflow.submit_many import Wanted, existing, of_every_unit, save_many


class SavingDesk:
    """Asks on a page's notice bar and saves through the one task runner."""

    def __init__(self, session: Session, notice: NoticeBar, page: QWidget) -> None:
        self._session, self._notice, self._page = session, notice, page
        self._folder = dialogs.documents()

    def ask_for_month(self) -> None:
        """Every return that the month asks for."""
        month = self._session.month
        due = due_forms(self._session.ledger, month)
        self._ask([Wanted(form, latest(form.frequency, month)) for form in due])

    def ask_for_each(self, form: Form, period: Period) -> None:
        """A form's return for every unit that owes it."""
        self._ask(of_every_unit(self._session.ledger, form, period))

    def _ask(self, wanted: Sequence[Wanted]) -> None:
        title = f"把 {len(wanted)} 张报表存进哪个文件夹"
        dialogs.ask_folder(
            self._page, title, self._folder, lambda folder: self._look_in(wanted, folder)
        )

    def _look_in(self, wanted: Sequence[Wanted], folder: Path) -> None:
        self._folder = folder
        if not (there := existing(self._session.ledger, wanted, folder)):
            self._save(wanted, folder, replace=False)
            return
        self._notice.say(
            f"文件夹里已有 {len(there)} 个同名文件，如“{there[0].name}”。要替换它们吗？",
            "warn",
            [
                ("替换", lambda: self._save(wanted, folder, replace=True)),
                ("不存", self._notice.dismiss),
            ],
            ask=True,
        )

    def _save(self, wanted: Sequence[Wanted], folder: Path, *, replace: bool) -> None:
        def work(ledger: Ledger, reporter: Reporter) -> int:
            return len(save_many(ledger, wanted, folder, replace=replace, reporter=reporter))

        def done(count: int) -> None:
            opening = ("打开文件夹", lambda: dialogs.open_file(folder))
            self._notice.say(f"已把 {count} 张报表存进“{folder.name}”。", "good", [opening])
            self._session.changed.emit(SUBMISSIONS)

        def refused(sentence: str) -> None:
            self._notice.say(sentence, "bad")

        self._session.run(f"另存 {len(wanted)} 张报表", work, done, refused)
