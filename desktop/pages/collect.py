"""收表: files and folders in, a preview of what would change, one click to write it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QKeyEvent,
    QKeySequence,
    QShortcut,
)
from PySide6.QtWidgets import QApplication, QStackedWidget, QVBoxLayout, QWidget

from desktop.batch import Batch
from desktop.batch_desk import BatchDesk
from desktop.models import batch as words
from desktop.pages.page import Page
from desktop.receiving_desk import ReceivingDesk
from desktop.session import EVERYTHING, VALUES, Session
from desktop.widgets.batch_view import BatchView
from desktop.widgets.drop_zone import DropZone
from desktop.widgets.file_choice import (
    choose_folder,
    choose_workbooks,
    dropped_paths,
    show_folder,
)
from desktop.widgets.notice_bar import NoticeBar
from desktop.widgets.progress_strip import ProgressStrip
from desktop.widgets.templates_pane import TemplatesPane
from importers.files import is_package
from monitoring.periods import Period
from workflow import review
from workflow.collect import FileStatus
from workflow.review import Completeness
from workflow.roles import Right


class CollectPage(Page):
    """Nothing is written before :meth:`act` on a batch with a file that can be taken.

    :meth:`open_at` takes a list of paths to collect.
    """

    key = "collect"
    label = "收表"
    right = Right.WRITE

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.setAcceptDrops(True)
        self._outdated = False
        self._later: list[Path] = []
        self.zone = DropZone()
        self.templates_pane = TemplatesPane(session)
        self.notice = NoticeBar()
        self.progress = ProgressStrip(session)
        self.batch = Batch(session, self.progress, self)
        self.desk = BatchDesk(session, self.batch, self.progress, self)
        self.receiving = ReceivingDesk(session, self.progress, self)
        self._stack = QStackedWidget()
        for part in (self.zone, self.templates_pane, self.desk.view, self.receiving.view):
            self._stack.addWidget(part)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.notice, self.desk.password_bar, self.progress, self.desk.tools):
            column.addWidget(part)
        column.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self.zone.files_requested.connect(self._choose_files)
        self.zone.folder_requested.connect(self._choose_folder)
        self.zone.templates_requested.connect(self._open_templates)
        self.templates_pane.ready_changed.connect(self._update)
        self.templates_pane.closed.connect(self._close_templates)
        self.templates_pane.made.connect(self._on_templates_made)
        self.templates_pane.refused.connect(self._refuse)
        tools = self.desk.tools
        tools.only_month_box.toggled.connect(self._on_only_month)
        tools.more_button.clicked.connect(self._choose_files)
        tools.remove_button.clicked.connect(self._remove_chosen)
        tools.clear_button.clicked.connect(self._ask_to_clear)
        self.view.removal_requested.connect(self._remove_chosen)
        self.desk.chosen.connect(self._update)
        self.desk.sent_back.connect(self._on_sent_back)
        self.progress.busy_changed.connect(self._on_busy)
        self.progress.stopped.connect(self._on_stopped)
        self.batch.changed.connect(self._show)
        self.batch.was_read.connect(self._on_read)
        self.batch.was_written.connect(self._on_written)
        self.batch.refused.connect(self._refuse)
        self.receiving.changed.connect(self._show_package)
        self.receiving.emptied.connect(self._on_packages_done)
        self.receiving.taken.connect(self._on_package_taken)
        self.receiving.refused.connect(self._refuse)
        for keys, act in (
            ("Ctrl+O", self._choose_files),
            ("Ctrl+Shift+O", self._choose_folder),
            ("Ctrl+T", self._open_templates),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(act)

    @property
    def view(self) -> BatchView:
        """The batch's own widget."""
        return self.desk.view

    def refresh(self) -> None:
        self.desk.tools.only_month_box.setText(f"只收本月（{self.session.period.label}）")
        if self._makes_templates:
            self.templates_pane.refresh()
        if self._receives:
            self.receiving.look_again()
        elif self._outdated:
            self._outdated = False
            if self.batch.waits:
                self.notice.dismiss()
                self.batch.read_again()
        self._count_arrived()
        self._update()

    def act(self) -> None:
        if self.progress.busy:
            return
        if self._makes_templates:
            self.notice.dismiss()
            self.templates_pane.make(self.progress)
        elif self._receives:
            self.notice.dismiss()
            self.receiving.take()
        elif self.batch.staged:
            self._write()
        else:
            self._choose_files()

    def _write(self) -> None:
        if self.batch.choices.taken(self.batch.files):
            self.notice.dismiss()
            self.batch.write()
        else:
            self.notice.say("所有的数都没有勾选；请在“数字”里勾上要写的数再收。", "warn")

    def open_at(self, argument: object) -> None:
        if isinstance(argument, (list, tuple)):
            self._add([path for path in argument if isinstance(path, Path)])

    def _add(self, paths: list[Path]) -> None:
        if not paths or self.progress.busy:
            return
        self.notice.dismiss()
        packages = [path for path in paths if is_package(path.name)]
        self._later = [path for path in paths if path not in packages]
        if packages:
            self.receiving.add(packages)
        else:
            self._add_later()

    def _add_later(self) -> None:
        """Read the workbooks that came together with packages, or alone."""
        later, self._later = self._later, []
        if later:
            self.batch.add(later)

    def _on_only_month(self, only: bool) -> None:
        self.batch.only_month = only
        self.notice.dismiss()
        self.batch.read_again()

    def _on_read(self) -> None:
        self._offer_other_month()
        if self.isVisible() and self.batch.files:
            self._begin.setFocus()

    def _on_written(self) -> None:
        go = ("去审核", lambda: self.page_requested.emit("review", None))
        written = self.batch.choices.count(self.batch.files)
        self.notice.say(words.written_sentence(self.batch.files, written), "good", [go])

    def _show_package(self) -> None:
        self._stack.setCurrentWidget(self.receiving.view)
        self._update()

    def _on_packages_done(self) -> None:
        self._show()
        if self._later:
            self._add_later()
        elif self._outdated:
            self.refresh()

    def _on_package_taken(self, sentence: str) -> None:
        go = ("去审核", lambda: self.page_requested.emit("review", None))
        self.notice.say(sentence, "good", [go])

    def _offer_other_month(self) -> None:
        """Files of another month are refused for that; the clerk may have meant that month."""
        if not self.batch.only_month:
            return
        forms = self.session.ledger.catalogue.forms
        found = words.other_month(self.batch.files, forms, self.session.month)
        if found is not None:
            end, number = found
            month = Period(end).label
            go = (f"转到{month}", lambda: self.session.set_month(end))
            sentence = f"{number} 个文件是{month}的，现在收的是{self.session.period.label}。"
            self.notice.say(sentence, "warn", [go])

    def _remove_chosen(self) -> None:
        if self.batch.waits:
            self.batch.take_out(self.view.chosen())

    def _ask_to_clear(self) -> None:
        if not self.batch.files or self.progress.busy:
            return
        if not self.batch.staged:
            self._clear()
            return
        sentence = f"这一批里有 {self.batch.staged} 个文件可收、还没有收下，要清空吗？"
        keep = ("留着", self.view.file_table.setFocus)
        self.notice.say(sentence, "warn", [("清空", self._clear), keep], ask=True)

    def _clear(self) -> None:
        self.notice.dismiss()
        self.batch.clear()
        self.zone.files_button.setFocus()

    def _show(self) -> None:
        self.desk.show_batch()
        if self.batch.files:
            self._stack.setCurrentWidget(self.view)
        else:
            self._stack.setCurrentWidget(self.zone)
            self._count_arrived()
        self._update()

    def _open_templates(self) -> None:
        if not self.progress.busy:
            self.notice.dismiss()
            self.templates_pane.refresh()
            self._stack.setCurrentWidget(self.templates_pane)
            self.templates_pane.form_box.setFocus()
            self._update()

    def _close_templates(self) -> None:
        self._stack.setCurrentWidget(self.view if self.batch.files else self.zone)
        self._count_arrived()
        self._update()

    def _on_templates_made(self, folder: Path, made: int) -> None:
        self._close_templates()
        show = ("打开文件夹", lambda: show_folder(folder))
        self.notice.say(f"已制作 {made} 份空白表，放在“{folder}”。", "good", [show])

    def _on_sent_back(self, folder: Path, made: int, refused: list[str]) -> None:
        show = ("打开所在文件夹", lambda: show_folder(folder))
        sentence = f"已做 {made} 份退回件，放在“{folder}”，问题都标在表里。" if made else ""
        kind = "warn" if refused else "good"
        self.notice.say(" ".join([sentence, *refused[:3]]).strip(), kind, [show] if made else [])

    def _count_arrived(self) -> None:
        """The title line when no batch waits: how much of the month is here."""
        month = self.session.month
        if self._waits:
            return

        def done(found: Completeness) -> None:
            if month == self.session.month and not self._waits:
                self.headline_changed.emit(words.arrival_sentence(month, found))

        self.session.run("清点报表", lambda ledger, _: review.completeness(ledger, month, ()), done)

    def _refuse(self, sentence: str) -> None:
        self.notice.say(sentence, "bad")

    def _on_busy(self, busy: bool) -> None:
        """Keep the keyboard on this page while most of it is switched off."""
        focused = QApplication.focusWidget()
        ours = focused is not None and self.isAncestorOf(focused)
        self._update()
        if ours:
            (self.progress.cancel_button if busy else self._begin).setFocus()

    def _on_stopped(self) -> None:
        self._outdated = self.batch.waits
        self.receiving.drop_all()
        if self._makes_templates:
            self.notice.say("已经停下；停下以前做好的空白表还在文件夹里。")
        else:
            self.notice.say("已经停下，没有读入新的文件，台账没有变化。")

    @property
    def _makes_templates(self) -> bool:
        return self._stack.currentWidget() is self.templates_pane

    @property
    def _receives(self) -> bool:
        """Whether a package is in front."""
        return self._stack.currentWidget() is self.receiving.view

    @property
    def _waits(self) -> bool:
        """Whether the title line belongs to templates, a package or a batch not written yet."""
        return self._makes_templates or self._receives or self.batch.waits

    def _update(self) -> None:
        """Title line, main button and tools as they fit what is on screen."""
        busy = self.progress.busy
        self.setFocusProxy(self._begin)
        self.desk.tools.setVisible(not (self._makes_templates or self._receives))
        self.desk.show_state()
        self._stack.setEnabled(not busy)
        if self._makes_templates:
            self.headline_changed.emit(words.TEMPLATES)
        elif self._receives:
            self.headline_changed.emit(self.receiving.headline)
        elif self.batch.waits:
            self.headline_changed.emit(
                words.headline(self.batch.files, len(self.batch.questions()))
            )
        self.action_changed.emit("" if busy else self._action())

    @property
    def _begin(self) -> QWidget:
        """What has the focus when the page is come to."""
        if self._makes_templates:
            return self.templates_pane.form_box
        if self._receives:
            return self.receiving.view
        return self.desk.begin if self.batch.files else self.zone.files_button

    def _action(self) -> str:
        if self._makes_templates:
            return self.templates_pane.action
        if self._receives:
            return self.receiving.action
        if not self.batch.staged:
            return "选择文件…"
        choices = self.batch.choices
        ready = [file for file in self.batch.files if file.status is FileStatus.STAGED]
        return words.action(choices.taken(ready), choices.count(ready))

    def _choose_files(self) -> None:
        if not self.progress.busy:
            self._add_chosen(choose_workbooks(self, self._start))

    def _choose_folder(self) -> None:
        if not self.progress.busy:
            self._add_chosen(choose_folder(self, "选择要收的文件夹", self._start))

    @property
    def _start(self) -> Path | None:
        """Beside what was chosen last: next month's folder lies next to this month's."""
        preferences = self.session.preferences
        return None if preferences is None else preferences.collected_from

    def _add_chosen(self, paths: list[Path]) -> None:
        if paths and self.session.preferences is not None:
            self.session.preferences.collected_from = paths[0].parent
        self._add(paths)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self.progress.busy:
            self.progress.stop()
        elif self._makes_templates:
            self._close_templates()
        elif self._receives:
            self.receiving.leave()
        else:
            self._ask_to_clear()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if not self.progress.busy and dropped_paths(event):
            event.acceptProposedAction()
            self.zone.set_under_files(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.zone.set_under_files(False)

    def dropEvent(self, event: QDropEvent) -> None:
        self.zone.set_under_files(False)
        event.acceptProposedAction()
        self._add(dropped_paths(event))

    def _put_away(self) -> None:
        """A batch that was written says nothing of another month."""
        if self.batch.written and not (self.batch.waits or self.progress.busy):
            self.notice.dismiss()
            self.batch.clear()

    def _on_change(self, what: object) -> None:
        """The batch was compared with the ledger and read for the month as they were then."""
        if isinstance(what, str):
            # What is left of a batch that was written is read anew when it is answered.
            self._outdated |= what in (VALUES, EVERYTHING) and not self.batch.written
        else:
            self._outdated |= self.batch.only_month
            self._put_away()
        super()._on_change(what)
