"""The window: one ledger, one area and one month at a time, and a page for every step."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QContextMenuEvent,
    QDragEnterEvent,
    QDropEvent,
    QKeyEvent,
    QKeySequence,
    QPaintEvent,
    QShortcut,
)
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QMainWindow,
    QPushButton,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from db.ledger import Ledger
from desktop.inbox import Inbox
from desktop.pages.page import TRACE_KEYS, Page
from desktop.preferences import Preferences
from desktop.registry import PAGES, build_page
from desktop.session import Session
from desktop.table_desk import TableDesk
from desktop.trace_desk import TraceDesk
from desktop.widgets.file_choice import dropped_paths
from desktop.widgets.message_bar import MessageBar
from desktop.widgets.navigation import Navigation
from desktop.widgets.notice_bar import NoticeBar
from desktop.widgets.status_line import StatusLine, written
from desktop.widgets.title_line import TitleLine
from desktop.widgets.top_bar import TopBar
from desktop.widgets.work_strip import WorkStrip
from workflow.progress import Reporter
from workflow.roles import Operator

if TYPE_CHECKING:
    from desktop.idle import IdleWatch
    from desktop.widgets.inbox_bar import InboxBar
    from desktop.widgets.sign_in import SignIn

FIRST_SIZE = QSize(1280, 800)


class MainWindow(QMainWindow):
    """Holds the pages and what they share; a page is built when it is first shown.

    It asks for another ledger by signals (``open_requested``, ``new_requested``,
    ``demonstration_requested`` with a county's code, ``retry_requested`` for one that another
    window held) and takes it through :meth:`use`. ``painted`` says once that it stands on the
    screen, ``closed`` that the clerk is done and nothing runs any more.
    """

    open_requested = Signal()
    new_requested = Signal()
    demonstration_requested = Signal(str)
    retry_requested = Signal()
    painted = Signal()
    closed = Signal()

    def __init__(
        self, session: Session, preferences: Preferences, pages: Mapping[str, str] = PAGES
    ) -> None:
        super().__init__()
        self.session = session
        self._preferences = preferences
        self._places = pages
        self._pages: dict[str, Page] = {}
        self._headlines: dict[str, str] = {}
        self._actions: dict[str, str] = {}
        self._leaving = self._was_painted = False
        self.inbox_bar: InboxBar | None = None
        self.sign_in: SignIn | None = None
        self._idle: IdleWatch | None = None
        self.top_bar, self.navigation, self.title_line = TopBar(), Navigation(), TitleLine()
        self.message_bar, self.progress, self.status = MessageBar(), WorkStrip(), StatusLine()
        self.holder_bar = NoticeBar()
        self.tables = TableDesk(self)
        self.stack = QStackedWidget()
        self._lay_out()
        self._connect()
        self._connect_tasks()
        self.setAcceptDrops(True)
        self.resize(FIRST_SIZE)
        self.restoreGeometry(preferences.state("window"))
        self.use(session)

    @property
    def page(self) -> Page | None:
        """The page on screen."""
        shown = self.stack.currentWidget()
        return shown if isinstance(shown, Page) else None

    def use(self, session: Session) -> None:
        """Show a ledger: the old pages go, and the last page opens on the new one."""
        last = self.page.key if self.page else self._preferences.last_page
        self.session.tasks.abandon()
        self._drop_pages()
        self._drop_inbox()
        self.session = session
        session.preferences = self._preferences
        self.tracing.use(session)
        self.tables.use(session)
        session.inbox = Inbox(self._preferences, session.path, self)
        session.changed.connect(self._on_changed)
        session.month_changed.connect(self._on_month)
        self.setWindowTitle(f"{session.ledger.area.name} · 医养台账")
        self.top_bar.show_area(session.ledger.area.name)
        self.top_bar.show_demonstration(False)
        self.status.show_file(session.path)
        self.message_bar.hide()
        self._show_holder()
        self._on_month(session.month)
        self._show_times()
        self._start_page = last if last in self._places else "home"
        if session.ledger.has_operators():
            self.lock()
        else:
            self._enter(session.operator)
        if self._was_painted:
            self._watch_inbox(session.inbox)

    def show_page(self, key: str, argument: object = None) -> None:
        """Open a page by its key, at a certain thing when ``argument`` names one."""
        page = self._pages.get(key) or self._build(key)
        self.tracing.leave()
        self.navigation.mark(key)
        self.stack.setCurrentWidget(page)
        self._show_title(key)
        self.progress.set_quiet(page.shows_progress)
        if argument is not None:
            page.open_at(argument)
        if page.focusWidget() is not None:
            page.focusWidget().setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif page.focusPolicy() != Qt.FocusPolicy.NoFocus or page.focusProxy():
            page.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def lock(self) -> None:
        """Cover the window until somebody signs in."""
        from desktop.widgets.sign_in import SignIn

        if self.page is not None:
            self._start_page = self.page.key
        if self.sign_in is None:
            self.sign_in = SignIn(self)
            self.sign_in.signed_in.connect(self._enter)
            self._root.addWidget(self.sign_in)
        self._stop_idling()
        self._root.setCurrentWidget(self.sign_in)
        self._whole.setEnabled(False)
        self.sign_in.show_operators(self.session)

    def back_up(self) -> None:
        """Take a backup in the background when something changed since the last."""
        if self.session.read_only:
            return

        def work(ledger: Ledger, _: Reporter) -> Path | None:
            return ledger.back_up()

        self.session.run("备份", work, lambda _: self._show_times())

    def look_for_demonstration(self) -> None:
        """Find out in the background whether the ledger holds made-up data."""

        def work(ledger: Ledger, _: Reporter) -> bool:
            months = {self.session.month, ledger.latest_month() or self.session.month}
            return ledger.has_demonstration(ledger.catalogue.items, months)

        self.session.run("查看数据来源", work, self.top_bar.show_demonstration)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button that has focus, as it does in a dialog."""
        focused = self.focusWidget()
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and isinstance(focused, QPushButton | QToolButton):
            focused.click()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """What no page has a menu of its own for: tables can be copied and saved."""
        if not self.tables.offer(event):
            super().contextMenuEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_paths(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Files are collected wherever on the window they are dropped."""
        event.acceptProposedAction()
        self.show_page("collect", dropped_paths(event))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            self.painted.emit()
            QTimer.singleShot(0, self, lambda: self._watch_inbox(self.session.inbox))

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._loses_work() and not self._leaving:
            event.ignore()
            self._ask_to_leave()
            return
        self._remember()
        self._drop_inbox()
        self.session.tasks.close()
        event.accept()
        self.closed.emit()

    def _lay_out(self) -> None:
        self._page_area = page_area = QVBoxLayout()
        page_area.setContentsMargins(0, 0, 0, 0)
        page_area.setSpacing(0)
        for widget in (self.holder_bar, self.message_bar, self.tables.notice):
            page_area.addWidget(widget)
        page_area.addWidget(self._lay_out_front(), 1)
        page_area.addWidget(self.progress)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.navigation)
        middle.addWidget(_line(QFrame.Shape.VLine))
        middle.addLayout(page_area, 1)
        whole = QVBoxLayout()
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.top_bar)
        whole.addWidget(_line(QFrame.Shape.HLine))
        whole.addLayout(middle, 1)
        whole.addWidget(_line(QFrame.Shape.HLine))
        whole.addWidget(self.status)
        self._whole = QWidget()
        self._whole.setLayout(whole)
        self._root = QStackedWidget()
        self._root.addWidget(self._whole)
        self.setCentralWidget(self._root)

    def _lay_out_front(self) -> QStackedWidget:
        """The page under its title, and what may cover both."""
        page = QWidget()
        below = QVBoxLayout(page)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(0)
        below.addWidget(self.title_line)
        below.addWidget(self.stack, 1)
        front = QStackedWidget()
        front.addWidget(page)
        self.tracing = TraceDesk(front)
        return front

    def _connect(self) -> None:
        self.navigation.page_requested.connect(self.show_page)
        self.top_bar.month_chosen.connect(self._choose_month)
        self.top_bar.open_requested.connect(self.open_requested)
        self.top_bar.new_requested.connect(self.new_requested)
        self.top_bar.demonstration_requested.connect(self.demonstration_requested)
        self.top_bar.lock_requested.connect(self.lock)
        self.title_line.acted.connect(self._act)
        self.title_line.trace_requested.connect(self._trace)
        self.tracing.page_requested.connect(self.show_page)
        QShortcut(QKeySequence(TRACE_KEYS), self).activated.connect(self._trace)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self._act)

    def _connect_tasks(self) -> None:
        tasks = self.session.tasks
        tasks.busy_changed.connect(self._on_busy)
        tasks.progressed.connect(self.progress.show_progress)
        tasks.refused.connect(self.message_bar.show_sentence)
        self.progress.cancel_requested.connect(tasks.cancel)

    def _build(self, key: str) -> Page:
        page = build_page(self._places[key], self.session)
        self._pages[key] = page
        page.headline_changed.connect(lambda words: self._on_headline(key, words))
        page.action_changed.connect(lambda words: self._on_action(key, words))
        page.page_requested.connect(self.show_page)
        page.signed_in.connect(self._on_signed_in)
        page.trace_requested.connect(self.tracing.show)
        self.stack.addWidget(page)
        return page

    def _drop_pages(self) -> None:
        for page in self._pages.values():
            self.stack.removeWidget(page)
            page.deleteLater()
        self._pages.clear()
        self._headlines.clear()
        self._actions.clear()

    def _watch_inbox(self, inbox: Inbox | None) -> None:
        """Look into the ledger's inbox folder from now on; not before the window is painted."""
        from desktop.widgets.inbox_bar import InboxBar

        if inbox is None or self.inbox_bar is not None:
            return
        self.inbox_bar = InboxBar(inbox, self.session.tasks)
        self.inbox_bar.collect_requested.connect(lambda paths: self.show_page("collect", paths))
        self._page_area.insertWidget(0, self.inbox_bar)
        inbox.start()

    def _drop_inbox(self) -> None:
        if self.inbox_bar is not None:
            self._page_area.removeWidget(self.inbox_bar)
            self.inbox_bar.deleteLater()
            self.inbox_bar = None
        if self.session.inbox is not None:
            self.session.inbox.stop()
            self.session.inbox.deleteLater()
            self.session.inbox = None

    def _enter(self, operator: Operator) -> None:
        """Show the ledger to who has signed in; another one's pages offer other things."""
        if operator != self.session.operator:
            self._drop_pages()
        self.session.sign_in(operator)
        self.top_bar.show_operator(operator)
        self._whole.setEnabled(True)
        self._root.setCurrentWidget(self._whole)
        self._watch_idling()
        self.show_page(self._start_page)

    def _on_signed_in(self, operator: Operator) -> None:
        """The first operator was named: the ledger is theirs from now on, the page stays."""
        self.session.sign_in(operator)
        self.top_bar.show_operator(operator)
        self._watch_idling()

    def _watch_idling(self) -> None:
        if not self.session.operator.has_password:
            return
        from desktop.idle import IdleWatch, idle_minutes

        minutes = idle_minutes(self.session.ledger)
        if minutes:
            self._idle = IdleWatch(minutes, self)
            self._idle.idle.connect(self.lock)

    def _stop_idling(self) -> None:
        if self._idle is not None:
            self._idle.stop()
            self._idle = None

    def _show_holder(self) -> None:
        """Say who else has the ledger, and offer to look again."""
        holding = self.session.holding
        if holding is not None and holding.other is not None:
            retry = ("再试", self.retry_requested.emit)
            self.holder_bar.say(holding.other.sentence, "warn", [retry])
        else:
            self.holder_bar.dismiss()

    def _act(self) -> None:
        if self.page is not None and self._offered(self.page.key) and not self.tracing.shown:
            self.page.act()

    def _trace(self) -> None:
        """Lead the figure in front home."""
        page = self.page
        if page is None or self.tracing.shown:
            return
        asked = page.traced()
        if asked is not None:
            self.message_bar.hide()
            self.tracing.show(asked)
        else:
            self.message_bar.show_sentence("还没有选数；请先选一个数，再按 Ctrl+I 看它的来历。")

    def _on_headline(self, key: str, sentence: str) -> None:
        self._headlines[key] = sentence
        self._show_title(key)

    def _on_action(self, key: str, words: str) -> None:
        self._actions[key] = words
        self._show_title(key)

    def _show_title(self, key: str) -> None:
        if self.page is self._pages.get(key) and self.page is not None:
            self.title_line.show_headline(self._headlines.get(key, self.page.label))
            self.title_line.show_action(self._offered(key))
            self.title_line.show_trace(offered=self.page.traces)

    def _offered(self, key: str) -> str:
        """The words of a page's main action, empty for those who may not do it."""
        page = self._pages[key]
        allowed = page.right is None or self.session.may(page.right)
        return self._actions.get(key, "") if allowed else ""

    def _choose_month(self, month: int) -> None:
        self.session.set_month(month)

    def _on_month(self, month: int) -> None:
        self.top_bar.period.show_month(month)

    def _on_changed(self, _: str) -> None:
        self._show_times()
        self.top_bar.show_area(self.session.ledger.area.name)
        self.look_for_demonstration()

    def _show_times(self) -> None:
        self.status.show_saved(written(self.session.path))
        kept = self.session.ledger.backups()
        self.status.show_backup(kept[0].taken if kept else None)

    def _on_busy(self, busy: bool) -> None:
        self.progress.show_busy(busy)
        if self._leaving and not busy:
            QTimer.singleShot(0, self.close)

    def _loses_work(self) -> bool:
        """Whether leaving now breaks off work a clerk has been waiting for."""
        return self.session.tasks.busy and self.progress.counted

    def _ask_to_leave(self) -> None:
        from PySide6.QtWidgets import QMessageBox

        box = QMessageBox(
            QMessageBox.Icon.Question,
            "退出医养台账",
            f"正在{self.progress.title}，还没有做完。要停下来并退出吗？没做完的不会写进台账。",
            parent=self,
        )
        leave = box.addButton("停下来并退出", QMessageBox.ButtonRole.AcceptRole)
        stay = box.addButton("继续做完", QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(stay)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        leave.clicked.connect(self._leave)
        box.open()

    def _leave(self) -> None:
        self._leaving = True
        if self.session.tasks.busy:
            self.session.tasks.cancel()
        else:
            self.close()

    def _remember(self) -> None:
        self._preferences.keep_state("window", self.saveGeometry())
        self._preferences.last_ledger = self.session.path
        self._preferences.last_page = self.page.key if self.page else ""
        self._preferences.save()


def _line(shape: QFrame.Shape) -> QFrame:
    line = QFrame()
    line.setFrameShape(shape)
    line.setFrameShadow(QFrame.Shadow.Sunken)
    return line
