"""催报: who is late and by how long, the words to send, whom to call, and who was asked already."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from db import reminders
from db.ledger import Ledger
from desktop.listing_pages import Listing
from desktop.models import reminding_lists as lists
from desktop.models.reminding import LOG_COLUMNS, OWING_COLUMNS
from desktop.models.reminding_words import OwingRow, empty_sentence, headline, log_rows, owing_rows
from desktop.models.word_table import WordTable
from desktop.session import Session
from desktop.widgets.contacts_pane import ContactsPane
from desktop.widgets.listing_buttons import ListingButtons
from desktop.widgets.notice_bar import NoticeBar
from desktop.widgets.reminder_card import ReminderCard
from desktop.widgets.row_table import RowTable
from desktop.widgets.sign_in_card import SignInCard
from monitoring.errors import ExpectedError
from workflow import reminding
from workflow.progress import Reporter
from workflow.reminding import Desk
from workflow.roles import Right

_OWING, _CARD, _CONTACTS, _LOG = range(4)
_TABS = ("待催", "签到卡", "联系人", "催报记录")


@dataclass(frozen=True)
class _Seen:
    """What the background found: the desk, every form's due day, and whether it is made up."""

    desk: Desk
    days: dict[str, int]
    made_up: bool


class RemindPane(QWidget):
    """``shown`` says that ``headline`` and ``action`` are new, which the page it stands on puts
    on its title line and main button: :meth:`act` copies the words for all who are to be asked.
    """

    shown = Signal()

    def __init__(
        self,
        session: Session,
        parent: QWidget | None = None,
        today: Callable[[], date] = date.today,
    ) -> None:
        super().__init__(parent)
        self.session, self._today = session, today
        self._seen: _Seen | None = None
        self._wanted = ""
        self.tabs, self.notice = QTabBar(), NoticeBar()
        self._owing = WordTable(OWING_COLUMNS, self)
        self._log = WordTable(LOG_COLUMNS, self)
        self.owing = RowTable(self._owing, "待催的单位")
        self.reminder = ReminderCard()
        self.card = SignInCard()
        self.contacts = ContactsPane(session)
        self.log = RowTable(self._log, "催报记录")
        self.forget_button = QPushButton("撤销所选记录(&U)")
        self.paper = ListingButtons(session, self._listing, self.notice)
        self.stack = QStackedWidget()
        self._lay_out()
        self._connect()
        self.setFocusProxy(self.owing)

    @property
    def desk(self) -> Desk | None:
        """What is shown."""
        return None if self._seen is None else self._seen.desk

    @property
    def headline(self) -> str:
        """How the month stands, in one sentence; empty before anybody has looked."""
        return headline(self.desk) if self.desk is not None else ""

    @property
    def action(self) -> str:
        """The words of the main button, empty where nobody is to be asked."""
        number = sum(row.asked for row in self._rows())
        return f"复制全部 {number} 个单位的催报" if number else ""

    def refresh(self) -> None:
        """Look again how everyone stands."""
        month, today = self.session.month, self._today()

        def work(ledger: Ledger, _: Reporter) -> _Seen:
            desk = reminding.look(ledger, month, today)
            forms = desk.catalogue.values()
            days = {form.code: reminding.due_day(ledger, form) for form in forms}
            return _Seen(desk, days, ledger.has_demonstration(ledger.catalogue.items, [month]))

        self.session.run("查看催报", work, self._show, self._refuse)

    def act(self) -> None:
        """Copy the words for every unit that is to be asked."""
        self._ask_to_copy([row.unit for row in self._rows() if row.asked])

    def open_unit(self, unit: str) -> None:
        """Show a unit's reminder."""
        self.tabs.setCurrentIndex(_OWING)
        self._wanted = unit
        self._choose()
        self.owing.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def _may(self) -> bool:
        return self.session.may(Right.WRITE)

    def _rows(self) -> Sequence[OwingRow]:
        return self._owing.records

    def _show(self, seen: _Seen) -> None:
        if seen.desk.end != self.session.month:
            return
        row = self.owing.currentIndex().row()
        known = self._rows()
        before = known[row].unit if 0 <= row < len(known) else ""
        self._seen, desk = seen, seen.desk
        self.owing.empty_text = empty_sentence(desk)
        self._owing.show_records(owing_rows(desk))
        self._wanted = self._wanted or before
        self._choose()
        self.card.show_desk(desk, seen.days, may_shift=self.session.may(Right.MANAGE))
        self.contacts.refresh()
        self._log.show_records(log_rows(desk))
        asked = sum(each.asked for each in self._rows())
        self.tabs.setTabText(_OWING, f"{_TABS[_OWING]} {asked}" if asked else _TABS[_OWING])
        self._on_log()
        self.shown.emit()

    def _choose(self) -> None:
        """Choose the wanted unit, else the first."""
        if self.desk is None:
            return
        units = [row.unit for row in self._rows()]
        if units:
            at = units.index(self._wanted) if self._wanted in units else 0
            self.owing.selectRow(at)
        self._wanted = ""
        self._on_unit()

    def _on_unit(self) -> None:
        if self.desk is not None:
            row = self.owing.currentIndex().row()
            unit = self._rows()[row].unit if 0 <= row < len(self._rows()) else ""
            self.reminder.show_unit(self.desk, unit, may_write=self._may)

    def _ask_to_copy(self, units: list[str]) -> None:
        """Copy at once, or ask first when somebody was called today already."""
        if self.desk is None or not units or not self._may:
            return
        again = [row for row in self._rows() if row.unit in units and row.today]
        if not again:
            self._copy(units)
            return
        names = "、".join(row.name for row in again[:3]) + (" 等" if len(again) > 3 else "")
        who = (
            f"{names} {again[0].reminded} 已经催过" if len(again) == 1 else f"{names} 今天已经催过"
        )
        rest = [unit for unit in units if unit not in {row.unit for row in again}]
        others = [(f"只复制其余 {len(rest)} 个", lambda: self._copy(rest))] if rest else []
        self.notice.say(
            f"{who}，不要让同一个人接两次。",
            "warn",
            [("仍要复制", lambda: self._copy(units)), *others, ("不复制", lambda: None)],
            ask=True,
        )

    def _copy(self, units: list[str]) -> None:
        desk = self.desk
        if desk is None:
            return
        texts = {unit: self.reminder.words(desk, unit) for unit in units}
        try:
            ids = reminding.note(self.session.ledger, desk, texts)
        except ExpectedError as error:
            self._refuse(str(error))
            return
        QGuiApplication.clipboard().setText("\n\n".join(texts.values()))
        self.reminder.forget(units)
        who = desk.name(units[0]) if len(units) == 1 else f" {len(units)} 个单位"
        self.notice.say(
            f"已复制{who}的催报文字，并记入催报记录；没有发出去的请撤销记录。",
            "good",
            [("撤销记录", lambda: self._forget(ids))],
        )
        self.refresh()

    def _forget(self, ids: Sequence[int]) -> None:
        try:
            reminders.forget_reminders(self.session.ledger, ids)
        except ExpectedError as error:
            self._refuse(str(error))
            return
        self.notice.say("已撤销催报记录，当作没有催过。")
        self.refresh()

    def _forget_chosen(self) -> None:
        ids = [each for row in self.log.rows() for each in self._log.records[row].ids]
        if ids and self._may:
            self._forget(ids)

    def _shift_day(self, code: str, day: int) -> None:
        ledger = self.session.ledger
        try:
            reminding.set_due_day(ledger, ledger.catalogue.forms[code], day)
        except ExpectedError as error:
            self._refuse(str(error))
        self.refresh()

    def _listing(self) -> Listing | None:
        if self._seen is None:
            return None
        desk, made_up = self._seen.desk, self._seen.made_up
        tab = self.tabs.currentIndex()
        if tab == _CARD:
            return lists.sign_in_card(desk, self.card.form, made_up=made_up)
        make = {_CONTACTS: lists.contact_list, _LOG: lists.reminder_log}
        return make.get(tab, lists.overdue_list)(desk, made_up=made_up)

    def _refuse(self, sentence: str) -> None:
        self.notice.say(sentence, "bad")

    def _add_contact(self, unit: str) -> None:
        self.tabs.setCurrentIndex(_CONTACTS)
        self.contacts.add_for(unit)

    def _on_tab(self, tab: int) -> None:
        self.stack.setCurrentIndex(tab)
        parts = (self.owing, self.card, self.contacts, self.log)
        self.setFocusProxy(parts[tab])
        parts[tab].setFocus(Qt.FocusReason.TabFocusReason)
        if tab == _LOG and not self.log.rows():
            self.log.selectRow(0)

    def _on_log(self) -> None:
        self.forget_button.setVisible(self._may)
        self.forget_button.setEnabled(bool(self.log.rows()))

    def _lay_out(self) -> None:
        for words in _TABS:
            self.tabs.addTab(words)
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setAccessibleName("催报")
        top = QHBoxLayout()
        top.addWidget(self.tabs)
        top.addStretch(1)
        top.addWidget(self.paper)
        self.owing.setFrameShape(RowTable.Shape.StyledPanel)
        self.owing.setSelectionMode(RowTable.SelectionMode.SingleSelection)
        self.owing.set_widths({0: 7, 1: 9, 2: 6, 4: 4, 5: 9}, stretch=3)
        self.owing.setToolTip("回车改文字，Ctrl+回车复制全部")
        self.log.setFrameShape(RowTable.Shape.StyledPanel)
        self.log.set_widths({0: 9, 1: 8, 2: 16, 3: 6}, stretch=4)
        self.log.empty_text = "近十二个月还没有催报过。复制催报文字时会自动记在这里。"
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self.owing)
        splitter.addWidget(self.reminder)
        splitter.setStretchFactor(0, 2)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([720, 360])
        log = QWidget()
        logged = QVBoxLayout(log)
        logged.setContentsMargins(0, 0, 0, 0)
        logged.addWidget(self.log, 1)
        logged.addWidget(self.forget_button, 0, Qt.AlignmentFlag.AlignLeft)
        for part in (splitter, self.card, self.contacts, log):
            self.stack.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 4, 16, 8)
        column.setSpacing(8)
        column.addLayout(top)
        column.addWidget(self.notice)
        column.addWidget(self.stack, 1)

    def _connect(self) -> None:
        self.tabs.currentChanged.connect(self._on_tab)
        self.session.month_changed.connect(self.notice.dismiss)
        self.owing.chosen.connect(self._on_unit)
        self.owing.opened.connect(lambda _: self.reminder.text.setFocus())
        self.reminder.copy_requested.connect(lambda unit: self._ask_to_copy([unit]))
        self.reminder.contact_requested.connect(self._add_contact)
        self.card.unit_opened.connect(self.open_unit)
        self.card.day_set.connect(self._shift_day)
        self.contacts.changed.connect(self.refresh)
        self.log.chosen.connect(self._on_log)
        self.log.removal_requested.connect(self._forget_chosen)
        self.forget_button.clicked.connect(self._forget_chosen)
