"""各县: which county's forms have come for the month, who is silent, and packing one back."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from db.ledger import Ledger
from desktop.models.word_table import Column, WordTable
from desktop.packing_desk import PackingDesk
from desktop.session import Session
from desktop.widgets.notice_bar import NoticeBar
from desktop.widgets.row_table import RowTable
from monitoring.periods import Period
from workflow.missing import Arrival, CountyForm, missing
from workflow.progress import Reporter
from workflow.roles import Right

_GLYPHS = {Arrival.NOTHING: "○", Arrival.PARTIAL: "△", Arrival.WHOLE: "✓"}
_HUES = {Arrival.NOTHING: "muted", Arrival.PARTIAL: "warn", Arrival.WHOLE: "good"}
_NAMED = 6


def _silent(each: CountyForm) -> str:
    more = f"等 {len(each.silent)} 个" if len(each.silent) > _NAMED else ""
    return "、".join(each.silent[:_NAMED]) + more


def _package(each: CountyForm) -> str:
    if each.package is None:
        return ""
    filed = "县里已上报" if each.filed else "县里没有上报"
    return f"{each.package.at[:16].replace('T', ' ')}，{filed}"


_COLUMNS = (
    Column("县（市、区）", lambda each: each.county.name),
    Column("报表", lambda each: f"{each.form.code} {each.form.name}"),
    Column(
        "情况",
        lambda each: f"{_GLYPHS[each.arrival]} {each.arrival}",
        hue=lambda each: _HUES[each.arrival],
    ),
    Column("已报", lambda each: f"{each.arrived}/{each.owed or '？'}", right=True),
    Column("收包", _package),
    Column("未报的单位", _silent, tip=lambda each: "、".join(each.silent)),
)


class MissingPane(QWidget):
    """``shown`` follows every reading; :attr:`headline` says how far the month is."""

    shown = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.headline = ""
        self._found: list[CountyForm] = []
        self.notice = NoticeBar()
        self._model = WordTable(_COLUMNS, self)
        self.table = RowTable(self._model, "各县的报表")
        self.open_box = QCheckBox("只看没有收齐的(&O)")
        self.pack_button = QPushButton("打包还给县里…(&B)")
        self._packing = PackingDesk(session, self.notice, self)
        self._lay_out()
        self.table.chosen.connect(self._on_choice)
        self.open_box.toggled.connect(lambda _: self._list())
        self.pack_button.clicked.connect(self._pack)
        self.setFocusProxy(self.table)

    def refresh(self) -> None:
        """Look at the month again."""
        month = self._session.month

        def work(ledger: Ledger, _: Reporter) -> list[CountyForm]:
            return missing(ledger, month)

        def done(found: list[CountyForm]) -> None:
            if month == self._session.month:
                self._found = found
                self.headline = _sentence(found, month)
                self._list()
                self.shown.emit()

        self._session.run("看各县", work, done)

    def _list(self) -> None:
        row = self.table.currentIndex().row()
        open_only = self.open_box.isChecked()
        self._model.show_records(
            [e for e in self._found if not open_only or e.arrival is not Arrival.WHOLE]
        )
        self.table.selectRow(min(max(row, 0), len(self._model.records) - 1))
        self._on_choice()

    def _chosen(self) -> CountyForm | None:
        rows = self.table.rows()
        found: CountyForm | None = self._model.records[rows[0]] if rows else None
        return found

    def _on_choice(self) -> None:
        chosen = self._chosen()
        self.pack_button.setVisible(self._session.may(Right.APPROVE))
        self.pack_button.setEnabled(chosen is not None and chosen.arrived > 0)

    def _pack(self) -> None:
        chosen = self._chosen()
        if chosen is not None and chosen.arrived:
            period = Period(self._session.month, chosen.form.frequency)
            self._packing.ask(chosen.form.code, period, chosen.county.code)

    def _lay_out(self) -> None:
        self.table.set_widths({0: 8, 1: 16, 2: 6, 3: 5, 4: 18}, stretch=5)
        self.table.empty_text = "这个月各县的报表都收齐了。"
        tools = QHBoxLayout()
        tools.addWidget(self.open_box)
        tools.addStretch(1)
        tools.addWidget(self.pack_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 4, 16, 8)
        column.setSpacing(8)
        column.addWidget(self.notice)
        column.addLayout(tools)
        column.addWidget(self.table, 1)


def _sentence(found: list[CountyForm], month: int) -> str:
    counties = {each.county.code for each in found}
    silent = counties - {each.county.code for each in found if each.arrived}
    whole = sum(each.arrival is Arrival.WHOLE for each in found)
    told = f"，{len(silent)} 个县一份也没有来" if silent else ""
    return f"{month % 100}月：{len(counties)} 个县应报 {len(found)} 份，收齐 {whole} 份{told}"
