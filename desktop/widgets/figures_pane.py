"""对比与年册: a form's year, or its figures beside each other, of the month chosen above."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from db.ledger import Ledger
from desktop import return_dialogs as dialogs
from desktop.listing_pages import Listing
from desktop.models.figures import listing
from desktop.session import Session
from desktop.table_content import TableContent
from desktop.widgets.checked_menu import CheckedMenu
from desktop.widgets.clipboard import copy_content
from desktop.widgets.empty_state import EmptyState
from desktop.widgets.figures_table import FiguresTable
from desktop.widgets.listing_buttons import ListingButtons
from desktop.widgets.notice_bar import NoticeBar
from monitoring.catalogue import Form
from monitoring.figure_tables import NAMES, FigureTable
from monitoring.periods import latest
from workflow import figure_tables as workflow
from workflow.progress import Reporter

YEAR, UNITS, PERIODS, YEARS, LEVELS = "year", "units", "periods", "years", "levels"
WAYS = {
    YEAR: "年度台账（各期并排）",
    UNITS: "各单位对比",
    PERIODS: "各期环比",
    YEARS: "历年同比",
    LEVELS: "本级和下级汇总",
}
_MOST = 12
Make = Callable[[Ledger], FigureTable]


class FiguresPane(QWidget):
    """What is chosen above is worked out at once; ``closed`` goes back to the returns and
    ``collect_requested`` to where figures come from.
    """

    closed = Signal()
    collect_requested = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._asked = 0
        self._folder = dialogs.documents()
        self._whole: FigureTable | None = None
        self.notice, self.title = NoticeBar(), QLabel()
        self.back_button = QPushButton("返回上报(&Q)")
        self.way, self.form, self.unit = QComboBox(), QComboBox(), QComboBox()
        self.unit_label = QLabel("单位(&U)")
        self.units = CheckedMenu("全部单位", _choices(session))
        self.count, self.words = QSpinBox(), QLineEdit()
        self.table, self.empty = FiguresTable(), EmptyState("到收表页收乡镇报表")
        self.notes = QLabel()
        self.book_button = QPushButton("整册存为 Excel…(&B)")
        self.copy_button = QPushButton("复制(&C)")
        self.paper_buttons = ListingButtons(session, self._listing, self.notice)
        self._stack = QStackedWidget()
        self._fill()
        self._lay_out()
        self._connect()
        self.setFocusProxy(self.way)

    def refresh(self) -> None:
        """Look at the month of the window, and at the units that owe the form then."""
        self._offer_units()
        self._work_out()

    def _work_out(self) -> None:
        """Work out what is chosen; only the last asked for is shown."""
        self._asked += 1
        asked, make = self._asked, self._make()

        def work(ledger: Ledger, _: Reporter) -> FigureTable:
            return make(ledger)

        def done(table: FigureTable) -> None:
            if asked == self._asked:
                self._show(table)

        def failed(sentence: str) -> None:
            if asked == self._asked:
                self._show(None, sentence)

        self._session.run(WAYS[self._way], work, done, failed)

    def save(self) -> None:
        """Ask where to save: the whole book of a year, or the table as it is shown."""
        if self._way == YEAR and not self._unit and not self.words.text().strip():
            self._ask_for_book()
        else:
            self.paper_buttons.sheet_button.click()

    def save_book(self, path: Path) -> None:
        """Save the year of the county and every unit; replacing what is there was agreed to."""
        self._folder = path.parent
        code, year, replace = self._form.code, self._session.period.year, path.exists()

        def work(ledger: Ledger, reporter: Reporter) -> Path:
            form = ledger.catalogue.forms[code]
            workflow.save_year_book(
                ledger, form, year, path, replace_existing=replace, reporter=reporter
            )
            return path

        def done(saved: Path) -> None:
            show = [("打开文件", lambda: dialogs.open_file(saved))]
            self.notice.say(f"已保存“{saved.name}”，全县一张，各单位一张。", "good", show)

        self._session.run("做年册", work, done, lambda words: self.notice.say(words, "bad"))

    @property
    def _way(self) -> str:
        return str(self.way.currentData())

    @property
    def _unit(self) -> str:
        return str(self.unit.currentData() or "")

    @property
    def _form(self) -> Form:
        return self._session.ledger.catalogue.forms[str(self.form.currentData())]

    def _make(self) -> Make:
        code, unit, count = self._form.code, self._unit, self.count.value()
        way, wanted = self._way, self.units.ticked()
        period = latest(self._form.frequency, self._session.month)

        def make(ledger: Ledger) -> FigureTable:
            form = ledger.catalogue.forms[code]
            if way == YEAR:
                return workflow.year_book(ledger, form, period.year, unit)
            if way == UNITS:
                return workflow.of_units(ledger, form, period, wanted, unit)
            if way == LEVELS:
                return workflow.of_levels(ledger, form, period)
            over = workflow.of_periods if way == PERIODS else workflow.of_years
            return over(ledger, form, period, count, unit)

        return make

    def _show(self, table: FigureTable | None, sentence: str = "") -> None:
        self._whole = table
        mark = "（演示数据）" if table is not None and table.demonstration else ""
        self.title.setText(f"{table.title}{mark}　{table.under}" if table else "")
        if table is None:
            self.empty.say(sentence)
        self._narrow()

    def _narrow(self) -> None:
        """Show the lines whose names hold the words."""
        whole, words = self._whole, self.words.text()
        shown = whole.holding(words) if whole is not None else None
        if whole is not None and shown is not None and not shown.lines:
            self.empty.say(f"没有名称里有“{words.strip()}”的项目；请换几个字，或清空筛选。")
        full = shown is not None and bool(shown.lines)
        self.table.show_table(shown if full else None, whole.title if whole else WAYS[self._way])
        self.notes.setText("\n".join(whole.notes) if whole and full else "")
        self.notes.setVisible(bool(self.notes.text()))
        self._stack.setCurrentWidget(self.table if full else self.empty)
        self.empty.button.setVisible(whole is None)
        self.paper_buttons.setEnabled(full)
        self.copy_button.setEnabled(full)
        self.book_button.setEnabled(whole is not None)

    def _on_way(self) -> None:
        for widget in (self.unit_label, self.unit):
            widget.setVisible(self._way != LEVELS)
        self.units.setVisible(self._way == UNITS)
        self.count.setVisible(self._way in (PERIODS, YEARS))
        self.count.setSuffix(" 年" if self._way == YEARS else " 期")
        self.book_button.setVisible(self._way == YEAR)
        self.refresh()

    def _offer_units(self) -> None:
        """The units that owe the form; the one chosen stays where it does."""
        chosen, ledger = self._unit, self._session.ledger
        self.unit_label.setText("与谁比(&U)" if self._way == UNITS else "单位(&U)")
        period = latest(self._form.frequency, self._session.month)
        self.unit.blockSignals(True)
        self.unit.clear()
        self.unit.addItem("不比" if self._way == UNITS else workflow.EVERYONE, "")
        for unit in self._form.reporting(ledger.area, period.end):
            itself = unit.code == ledger.area.code
            self.unit.addItem(f"{unit.name}本级" if itself else unit.name, unit.code)
        self.unit.setCurrentIndex(max(0, self.unit.findData(chosen)))
        self.unit.blockSignals(False)

    def _ask_for_book(self) -> None:
        from exporters.files import safe_name

        if self._whole is not None:
            name = f"{self._whole.title}_{self._session.period.year}年.xlsx"
            dialogs.ask_where(
                self, "年册存为 Excel", self._folder / safe_name(name), self.save_book
            )

    def _copy(self) -> None:
        """Put all that is shown on the clipboard, its heads too."""
        if (shown := self.table.shown) is not None:
            right = frozenset(range(NAMES, len(shown.heads)))
            content = TableContent(shown.heads, tuple(shown.rows()), right)
            copy_content(content, with_heads=True)
            self.notice.say("已复制整张表，可以粘贴到 Excel 或 WPS。", "good")

    def _listing(self) -> Listing | None:
        shown = self.table.shown
        return None if shown is None else listing(shown)

    def _fill(self) -> None:
        for way, label in WAYS.items():
            self.way.addItem(label, way)
        for form in self._session.ledger.catalogue.forms.values():
            self.form.addItem(f"{form.code} {form.name}", form.code)
        self._offer_units()
        self.count.setRange(2, _MOST)
        self.count.setValue(3)
        self.count.setKeyboardTracking(False)
        self.count.setVisible(False)
        self.units.setVisible(False)
        names = {"看什么": self.way, "报表": self.form, "单位": self.unit, "哪些单位": self.units}
        for name, widget in {**names, "几期": self.count, "找项目": self.words}.items():
            widget.setAccessibleName(name)
        self.words.setPlaceholderText("找项目")
        self.words.setClearButtonEnabled(True)
        self.words.setMaximumWidth(200)
        self.unit.setMaxVisibleItems(20)
        for text in (self.title, self.notes):
            text.setTextFormat(Qt.TextFormat.PlainText)
        self.notes.setWordWrap(True)
        self.notes.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.book_button.setToolTip("全县合计一张，各单位一张，可以按单位、项目筛选")

    def _lay_out(self) -> None:
        self.unit_label.setBuddy(self.unit)
        choices = QHBoxLayout()
        choices.setSpacing(8)
        for widget in (self.way, self.form, self.units, self.unit_label, self.unit):
            choices.addWidget(widget)
        choices.addWidget(self.count)
        choices.addWidget(self.words)
        choices.addStretch(1)
        choices.addWidget(self.back_button)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.book_button)
        buttons.addWidget(self.copy_button)
        buttons.addWidget(self.paper_buttons)
        buttons.addStretch(1)
        for view in (self.table, self.empty):
            self._stack.addWidget(view)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.notice)
        column.addLayout(choices)
        column.addWidget(self.title)
        column.addWidget(self._stack, 1)
        column.addWidget(self.notes)
        column.addLayout(buttons)

    def _connect(self) -> None:
        self.way.currentIndexChanged.connect(self._on_way)
        self.form.currentIndexChanged.connect(self._on_way)
        self.unit.currentIndexChanged.connect(self._work_out)
        self.units.changed.connect(self._work_out)
        self.count.valueChanged.connect(self._work_out)
        self.words.textChanged.connect(self._narrow)
        self.book_button.clicked.connect(self._ask_for_book)
        self.copy_button.clicked.connect(self._copy)
        self.back_button.clicked.connect(self.closed)
        self.empty.button.clicked.connect(self.collect_requested)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)


def _choices(session: Session) -> list[tuple[str, str]]:
    """The units to compare, the county's own level last."""
    area = session.ledger.area
    return [*((unit.code, unit.name) for unit in area.units), (area.code, f"{area.name}本级")]
