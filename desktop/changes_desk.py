"""What the changes on 留痕 ask of the ledger: pages of them, putting values back, a workbook."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeySequence, QShortcut

from db.changes import PastChange, Wanted
from db.ledger import Ledger
from desktop.models.history import Names, later_sentence, restored_sentence
from desktop.session import VALUES, Session
from desktop.widgets.changes_pane import ChangesPane
from desktop.widgets.notice_bar import NoticeBar
from workflow.progress import Reporter
from workflow.roles import Right

if TYPE_CHECKING:
    from workflow.restoring import Step

PAGE = 500
_UNDO = "撤销"


class ChangesDesk(QObject):
    """Fills a :class:`ChangesPane` and does what it asks for. ``chosen_import`` tells which
    import is chosen beside it.
    """

    def __init__(
        self,
        session: Session,
        names: Names,
        pane: ChangesPane,
        notice: NoticeBar,
        chosen_import: Callable[[], int | None],
    ) -> None:
        super().__init__(pane)
        self._session, self._names = session, names
        self._pane, self._notice = pane, notice
        self._chosen_import = chosen_import
        self._wanted = Wanted()
        self._done: list[list[Step]] = []
        pane.restore_button.setVisible(session.may(Right.WRITE))
        pane.narrowed.connect(self.load)
        pane.more_requested.connect(self._load_more)
        pane.restore_requested.connect(self._restore)
        pane.export_requested.connect(self._ask_where)
        undoing = QShortcut(QKeySequence(QKeySequence.StandardKey.Undo), pane)
        undoing.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        undoing.activated.connect(self.undo)

    def load(self) -> None:
        """Look at the newest of the wanted changes."""
        wanted = self._wanted = self._narrowed()

        def work(
            ledger: Ledger, _: Reporter
        ) -> tuple[list[PastChange], tuple[list[int], list[str]]]:
            return ledger.some_changes(wanted, PAGE), ledger.changed_by()

        def done(found: tuple[list[PastChange], tuple[list[int], list[str]]]) -> None:
            if wanted is self._wanted:
                changes, offered = found
                self._pane.offer(*offered)
                self._pane.show_changes(changes, more=len(changes) == PAGE)

        self._session.run("查看改动", work, done)

    def undo(self) -> None:
        """Take the last restoring back."""
        if self._done:
            steps = [step.reversed() for step in self._done[-1]]
            self._write(steps, "撤销恢复", self._say_undone)

    def _narrowed(self) -> Wanted:
        pane = self._pane
        units, items = self._names.codes_of(pane.words.text())
        ends = None if pane.end is None else [pane.end]
        source = self._chosen_import() if pane.of_import.isChecked() else None
        return Wanted(units, items, ends, source, pane.operator)

    def _load_more(self) -> None:
        wanted, shown = self._wanted, self._pane.model.records
        older = wanted._replace(before=shown[-1].id)

        def done(found: list[PastChange]) -> None:
            if wanted is self._wanted:
                self._pane.add_changes(found, more=len(found) == PAGE)

        self._session.run("查看更早的改动", lambda led, _: led.some_changes(older, PAGE), done)

    def _restore(self) -> None:
        """Put back at once what nobody changed again; ask about the rest."""
        chosen = self._pane.chosen

        def work(ledger: Ledger, _: Reporter) -> list[Step]:
            from workflow.restoring import steps_for

            return steps_for(ledger, chosen)

        self._session.run("查看现在的数", work, self._restore_or_ask, self._refuse)

    def _restore_or_ask(self, steps: list[Step]) -> None:
        if not steps:
            self._notice.say("现在就是原来的数，不用恢复。")
        elif any(step.later for step in steps):
            self._notice.say(
                later_sentence(steps, self._names),
                "warn",
                [
                    ("仍要恢复", lambda: self._write(steps, "恢复原来的数", self._say_restored)),
                    ("不恢复", self._pane.table.setFocus),
                ],
                ask=True,
            )
        else:
            self._write(steps, "恢复原来的数", self._say_restored)

    def _write(self, steps: list[Step], title: str, say: Callable[[list[Step]], None]) -> None:
        def work(ledger: Ledger, _: Reporter) -> None:
            from workflow.restoring import put_back

            put_back(ledger, steps)

        def done(_: None) -> None:
            say(steps)
            self._session.changed.emit(VALUES)
            self._pane.table.setFocus()

        self._session.run(title, work, done, self._refuse)

    def _say_restored(self, steps: list[Step]) -> None:
        self._done.append(steps)
        self._notice.say(restored_sentence(steps, self._names), "good", [(_UNDO, self.undo)])

    def _say_undone(self, _: list[Step]) -> None:
        undone = self._done.pop()
        self._notice.say(f"已撤销，{len(undone)} 个数回到恢复以前。", "good")

    def _ask_where(self) -> None:
        from desktop.return_dialogs import ask_where, documents
        from exporters.files import safe_name

        area = self._session.ledger.area.name
        place = documents() / safe_name(f"{area}_改动记录.xlsx")
        ask_where(self._pane, "导出改动", place, self._export)

    def _export(self, path: Path) -> None:
        # The dialog has asked before it gave the name of a file that exists.
        wanted, replace = self._wanted, path.exists()

        def work(ledger: Ledger, _: Reporter) -> Path:
            found = ledger.some_changes(wanted, None)
            _save(path, found, ledger, replace=replace)
            return path

        self._session.run("导出改动", work, self._show_saved, self._refuse)

    def _show_saved(self, path: Path) -> None:
        from desktop.original_files import open_file

        self._notice.say(f"已导出“{path.name}”。", "good", [("打开", lambda: open_file(path))])

    def _refuse(self, sentence: str) -> None:
        self._notice.say(sentence, "bad")


def _save(path: Path, found: Sequence[PastChange], ledger: Ledger, *, replace: bool) -> None:
    from desktop.trace_words import history_block
    from exporters.files import write_whole
    from exporters.grids import Grid, plain_workbook

    block = history_block(found, ledger.area, ledger.catalogue)
    rows = [
        [_amount(text) if at in block.numbers else text for at, text in enumerate(row)]
        for row in block.rows
    ]
    workbook = plain_workbook([Grid("改动记录", [block.heads, *rows])])
    write_whole(path, workbook.save, replace=replace)


def _amount(text: str) -> Decimal | str:
    """A printed figure as a number, a word such as 未报 as it stands."""
    digits = text.replace(",", "")
    return Decimal(digits) if digits.lstrip("-").replace(".", "", 1).isdigit() else text
