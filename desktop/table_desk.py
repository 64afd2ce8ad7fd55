"""What can be done with any table of the window: copied, or saved as a workbook as it is shown."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol, runtime_checkable

from PySide6.QtCore import QObject, QPoint
from PySide6.QtGui import QAction, QContextMenuEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QApplication, QHeaderView, QMenu, QWidget

from db.ledger import Ledger
from desktop.session import Session
from desktop.table_content import TableContent
from desktop.widgets.notice_bar import NoticeBar
from monitoring.periods import Period
from workflow.progress import Reporter

MENU_KEYS = "Shift+F10"


@runtime_checkable
class CopiesItself(Protocol):
    """A view that knows better what its cells are on the clipboard."""

    def copy(self) -> None:
        """Put what is selected on the clipboard."""


class TableDesk(QObject):
    """Ctrl+C and a menu for every table below ``window``, whoever made it and whenever.

    A table needs to do nothing for it; its own actions stand first in the menu. ``notice`` says
    how saving went.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._session: Session | None = None
        self._folder: Path | None = None
        self.notice = NoticeBar()
        self.menu: QMenu | None = None
        QShortcut(QKeySequence(QKeySequence.StandardKey.Copy), window).activated.connect(self._copy)
        QShortcut(QKeySequence(MENU_KEYS), window).activated.connect(self._open_by_key)

    def use(self, session: Session) -> None:
        """Save what is shown of another ledger."""
        self._session = session
        self.notice.dismiss()

    def offer(self, event: QContextMenuEvent) -> bool:
        """Open the menu on the table that was asked; whether it was one."""
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        asked = (
            QApplication.focusWidget()
            if by_key
            else self._window.childAt(self._window.mapFromGlobal(event.globalPos()))
        )
        tables = _tables_around(asked)
        if tables:
            self._open(tables, None if by_key else event.globalPos())
        return bool(tables)

    def copy(self, view: QAbstractItemView) -> None:
        """Put what is selected on the clipboard."""
        if isinstance(view, CopiesItself):
            view.copy()
        else:
            self._copy_selected(view, with_heads=False)

    def ask_where(self, view: QAbstractItemView) -> None:
        """Ask where to save all that the view shows."""
        from desktop.table_content import shown_in_steps
        from desktop.table_reading import TableReading

        if (session := self._session) is not None:
            title, period = view.accessibleName() or "表格", session.period
            TableReading(view, shown_in_steps, lambda read: self._ask_where(title, period, read))

    def _ask_where(self, title: str, period: Period, content: TableContent) -> None:
        from desktop import return_dialogs as dialogs
        from exporters.files import safe_name

        if (session := self._session) is not None:
            name = safe_name(f"{session.ledger.area.name}_{title}_{period.label}.xlsx")
            folder = self._folder or dialogs.documents()
            dialogs.ask_where(
                self._window,
                "另存为 Excel",
                folder / name,
                lambda path: self._save(path, title, period, content),
            )

    def _save(self, path: Path, title: str, period: Period, content: TableContent) -> None:
        session = self._session
        if session is None:
            return
        self._folder = path.parent
        # The dialog has asked before it gave the name of a file that exists.
        replace = path.exists()

        def work(ledger: Ledger, _: Reporter) -> Path:
            from exporters.list_sheets import ListSheet, write_list

            listing = ListSheet(
                title,
                f"{ledger.area.name}　{period.label}",
                content.heads,
                content.rows,
                content.right,
                demonstration=ledger.has_demonstration(ledger.catalogue.items, {period.end}),
            )
            write_list(path, listing, replace=replace)
            return path

        session.run("另存为 Excel", work, self._show_saved, self._refuse)

    def _show_saved(self, path: Path) -> None:
        from desktop.return_dialogs import open_file

        self.notice.say(f"已保存“{path.name}”。", "good", [("打开文件", lambda: open_file(path))])

    def _refuse(self, sentence: str) -> None:
        self.notice.say(sentence, "bad")

    def _copy(self) -> None:
        view = table_around(QApplication.focusWidget())
        if view is not None:
            self.copy(view)

    def _copy_selected(self, view: QAbstractItemView, *, with_heads: bool) -> None:
        from desktop.table_content import chosen_in_steps
        from desktop.table_reading import TableReading
        from desktop.widgets.clipboard import copy_content

        TableReading(view, chosen_in_steps, lambda read: copy_content(read, with_heads=with_heads))

    def _open_by_key(self) -> None:
        if tables := _tables_around(QApplication.focusWidget()):
            self._open(tables)

    def _open(self, tables: Sequence[QAbstractItemView], where: QPoint | None = None) -> None:
        """Open the menu of tables that lie in each other at a place, else at the current cell."""
        # Some systems send the menu key's event after the key itself.
        if self.menu is not None and self.menu.isVisible():
            return
        view = tables[-1]
        self.menu = self._menu(view, tables[0].actions())
        place = view.visualRect(view.currentIndex())
        seen = view.viewport().rect()
        corner = place.bottomLeft() if seen.intersects(place) else seen.topLeft()
        self.menu.popup(where or view.viewport().mapToGlobal(corner))

    def _menu(self, view: QAbstractItemView, own: Sequence[QAction]) -> QMenu:
        menu = QMenu(self._window)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.destroyed.connect(lambda: self._forget(menu))
        menu.addActions(own)
        menu.addSeparator()
        filled = view.model() is not None and view.model().rowCount(view.rootIndex()) > 0
        several = view.selectionMode() not in (
            QAbstractItemView.SelectionMode.SingleSelection,
            QAbstractItemView.SelectionMode.NoSelection,
        )
        keys = QKeySequence(QKeySequence.StandardKey.Copy).toString()
        for words, act, offered in (
            (f"复制(&C)\t{keys}", lambda: self.copy(view), filled),
            ("复制带表头(&H)", lambda: self._copy_selected(view, with_heads=True), filled),
            ("全选(&A)\tCtrl+A", view.selectAll, filled and several),
            ("另存为 Excel…(&X)", lambda: self.ask_where(view), filled),
        ):
            action = QAction(words, menu)
            action.setEnabled(offered)
            action.triggered.connect(act)
            menu.addAction(action)
        return menu

    def _forget(self, menu: QMenu) -> None:
        if self.menu is menu:
            self.menu = None


def table_around(widget: QWidget | None) -> QAbstractItemView | None:
    """The table that a widget is or lies in; a frozen part counts as the table it stands beside."""
    return next(reversed(_tables_around(widget)), None)


def _tables_around(widget: QWidget | None) -> list[QAbstractItemView]:
    """From the innermost outwards."""
    found = []
    while widget is not None and not widget.isWindow():
        if isinstance(widget, QAbstractItemView) and not isinstance(widget, QHeaderView):
            found.append(widget)
        widget = widget.parentWidget()
    return found
