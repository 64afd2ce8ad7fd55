"""绩效考核: weights on the left, and at once the townships' ranking on the right."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from db.ledger import Ledger
from desktop import return_dialogs as dialogs
from desktop.listing_pages import Listing
from desktop.models.scores import FIELD, INDICATOR, WEIGHT, RankingModel, WeightModel, listing
from desktop.session import Session
from desktop.widgets.listing_buttons import ListingButtons
from desktop.widgets.notice_bar import NoticeBar
from desktop.widgets.row_table import RowTable
from monitoring.periods import Period
from workflow import score_weights
from workflow import scorecard as workflow
from workflow.progress import Reporter
from workflow.roles import Right
from workflow.scorecard import Scorecard

_EMPTY = "在左边给指标定权重，这里马上排出名次。"


class ScorecardPane(QWidget):
    """Weights count once they are saved; until then the ranking shows what they would make.

    ``closed`` goes back to where the pane was opened.
    """

    closed = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._asked = 0
        self._folder = dialogs.documents()
        self.notice = NoticeBar()
        self.title, self.method = QLabel(), QLabel("\n".join(workflow.METHOD))
        self.back_button = QPushButton("返回对标")
        self.search = QLineEdit()
        self.model, self.ranking = WeightModel(self), RankingModel(self)
        self.weights = RowTable(self.model, "指标和权重")
        self.table = RowTable(self.ranking, "乡镇排名")
        self.sum = QLabel()
        self.save_button = QPushButton("保存权重(&S)")
        self.default_button = QPushButton("平均分配(&D)")
        self.excel_button = QPushButton("另存为 Excel…(&X)")
        self.paper_buttons = ListingButtons(session, self._listing, self.notice)
        self._lay_out()
        self._connect()
        self.setFocusProxy(self.weights)

    def refresh(self) -> None:
        """Show the weights that count and what they make of the month."""
        ledger = self._session.ledger
        self.model.editable = self._session.may(Right.MANAGE)
        for button in (self.save_button, self.default_button):
            button.setVisible(self.model.editable)
        self._show(score_weights.weights(ledger))

    def save_workbook(self, path: Path) -> None:
        """Save the ranking shown; who chose the path has agreed to replace what is there."""
        card, replace = self.ranking.card, path.exists()
        if card is None:
            return
        self._folder = path.parent

        def work(ledger: Ledger, _: Reporter) -> None:
            workflow.save(ledger, card, path, replace=replace)

        def done(_: None) -> None:
            show = [("打开文件", lambda: dialogs.open_file(path))]
            self.notice.say(f"已保存“{path.name}”。", "good", show)

        self._session.run("保存得分表", work, done, self._refuse)

    def _show(self, weights: dict[str, int]) -> None:
        self.model.show_weights(score_weights.scorable(self._session.ledger), weights)
        self._filter()
        self._rank()

    def _rank(self) -> None:
        """Work the ranking out anew; only the last one asked for is shown."""
        self._asked += 1
        asked, month, weights = self._asked, self._session.month, self.model.weights
        self.sum.setText(f"权重合计 {sum(weights.values())}")
        self.save_button.setEnabled(bool(weights))
        if not weights:
            self._show_card(None)
            return

        def work(ledger: Ledger, _: Reporter) -> Scorecard:
            return workflow.scorecard(ledger, month, weights)

        def done(card: Scorecard) -> None:
            if asked == self._asked:
                self._show_card(card)

        self._session.run("绩效考核", work, done, self._refuse)

    def _show_card(self, card: Scorecard | None) -> None:
        self.ranking.show_card(card)
        self.excel_button.setEnabled(card is not None)
        self.paper_buttons.setEnabled(card is not None)
        self.title.setText(headline(card, self._session.month))
        self.table.resizeColumnsToContents()

    def _save(self) -> None:
        weights = self.model.weights

        def work(ledger: Ledger, _: Reporter) -> None:
            score_weights.keep_weights(ledger, weights)

        def done(_: None) -> None:
            self.notice.say("权重已保存，以后照这个考核。", "good")

        self._session.run("保存权重", work, done, self._refuse)

    def _share_out(self) -> None:
        self._show(score_weights.default_weights(self._session.ledger))

    def _ask_where(self) -> None:
        from exporters.files import safe_name

        area, period = self._session.ledger.area.name, Period(self._session.month).label
        name = safe_name(f"{area}_乡镇绩效考核得分表_{period}.xlsx")
        dialogs.ask_where(self, "保存得分表", self._folder / name, self.save_workbook)

    def _listing(self) -> Listing | None:
        card = self.ranking.card
        return None if card is None else listing(card, self._session.ledger.area)

    def _refuse(self, sentence: str) -> None:
        self.notice.say(sentence, "bad")

    def _filter(self) -> None:
        wanted = self.search.text().casefold().split()
        for row, each in enumerate(self.model.indicators):
            name = f"{each.name} {each.field} {each.code}".casefold()
            self.weights.setRowHidden(row, not all(word in name for word in wanted))

    def _lay_out(self) -> None:
        self.method.setWordWrap(True)
        self.search.setPlaceholderText("找指标")
        self.search.setClearButtonEnabled(True)
        self.table.empty_text = _EMPTY
        self.weights.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        self.weights.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.weights.set_widths({FIELD: 5, WEIGHT: 4}, stretch=INDICATOR)
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        top = QHBoxLayout()
        top.addWidget(self.title, 1)
        top.addWidget(self.back_button)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.search)
        column.addWidget(self.weights, 1)
        column.addWidget(self.sum)
        buttons = QHBoxLayout()
        buttons.addWidget(self.save_button)
        buttons.addWidget(self.default_button)
        buttons.addStretch(1)
        column.addLayout(buttons)
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.table, 1)
        column.addWidget(self.method)
        buttons = QHBoxLayout()
        buttons.addWidget(self.excel_button)
        buttons.addWidget(self.paper_buttons)
        buttons.addStretch(1)
        column.addLayout(buttons)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        for part in (left, right):
            splitter.addWidget(part)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([380, 740])
        splitter.setChildrenCollapsible(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.notice)
        layout.addLayout(top)
        layout.addWidget(splitter, 1)

    def _connect(self) -> None:
        self.model.changed.connect(self._rank)
        self.search.textChanged.connect(self._filter)
        self.save_button.clicked.connect(self._save)
        self.default_button.clicked.connect(self._share_out)
        self.excel_button.clicked.connect(self._ask_where)
        self.back_button.clicked.connect(self.closed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)


def headline(card: Scorecard | None, month: int) -> str:
    """How the ranking stands, in one sentence."""
    start = f"{Period(month).label}："
    if card is None:
        return f"{start}没有一项指标有权重"
    placed = [row for row in card.rows if row.rank is not None]
    if not placed:
        return f"{start}考核的指标还没有一个乡镇报数"
    first = "、".join(row.unit.name for row in placed if row.rank == 1)
    parts = [f"{len(card.rows)} 个乡镇按 {len(card.columns)} 项指标考核", f"{first}第一"]
    lacking = sum(1 for row in card.rows if row.lacking)
    if lacking:
        parts.append(f"{lacking} 个乡镇有指标未报")
    return start + "，".join(parts)
