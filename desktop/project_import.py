"""Taking a table of projects into the register: choose it, see what it brings, say why."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from db.ledger import Ledger
from desktop.reports_register import brought_words
from desktop.session import EVERYTHING, Session
from desktop.widgets.notice_bar import NoticeBar
from desktop.widgets.reason_bar import ReasonBar
from monitoring.projects import JournalEntry
from workflow import project_tables
from workflow.progress import Reporter
from workflow.project_tables import Brought

_TABLES = "表格 (*.xlsx *.xls *.csv *.et *.ods);;所有文件 (*)"
_ISSUES = 4


class ProjectImport:
    """Asks in a page's own bars; what was taken can be undone from the notice."""

    def __init__(self, session: Session, notice: NoticeBar, reason: ReasonBar) -> None:
        self._session, self._notice, self._reason = session, notice, reason

    def choose(self, parent: QWidget) -> None:
        """Ask for a table and see what it brings."""
        name, _ = QFileDialog.getOpenFileName(parent, "导入项目表", "", _TABLES)
        if name:
            self.read(Path(name))

    def read(self, path: Path) -> None:
        """See what a table brings to the session's month, and ask for the reason to take it."""
        month = self._session.month

        def work(ledger: Ledger, _: Reporter) -> Brought:
            return project_tables.read(ledger, path, month)

        self._session.run("读项目表", work, lambda found: self._ask(found, month), self._refuse)

    def _ask(self, found: Brought, month: int) -> None:
        words = brought_words(found, written=False)
        issues = [issue.message for issue in found.issues[:_ISSUES]]
        said = issues if found.writes else [words, *issues]
        if said:
            self._notice.say("\n".join(said), "warn" if issues else "good")
        if found.writes:
            hint = "导入的理由，如会议纪要"
            self._reason.ask(words, hint, "导入", lambda reason: self._take(found, reason, month))

    def _take(self, found: Brought, reason: str, month: int) -> None:
        def work(ledger: Ledger, _: Reporter) -> tuple[JournalEntry, ...]:
            return project_tables.take(ledger, found, reason, month)

        def done(undoing: tuple[JournalEntry, ...]) -> None:
            undo = [("撤销", lambda: self._give_up(undoing))]
            self._tell(brought_words(found, written=True), undo)

        self._session.run("导入项目表", work, done, self._refuse)

    def _give_up(self, undoing: tuple[JournalEntry, ...]) -> None:
        def work(ledger: Ledger, _: Reporter) -> None:
            project_tables.give_up(ledger, undoing)

        self._session.run("撤销导入", work, lambda _: self._tell("导入的已撤销。"), self._refuse)

    def _tell(
        self, words: str, choices: list[tuple[str, Callable[[], None]]] | None = None
    ) -> None:
        self._notice.say(words, "good", choices or [])
        self._session.changed.emit(EVERYTHING)

    def _refuse(self, sentence: str) -> None:
        self._notice.say(sentence, "bad")
