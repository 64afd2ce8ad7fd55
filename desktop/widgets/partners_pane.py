"""伙伴: this ledger's own fingerprint, and the ones of others that were confirmed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from db.keys import Partner
from db.ledger import Ledger
from desktop.fonts import scaled
from desktop.models.word_table import Column, WordTable
from desktop.packing_desk import PackingDesk
from desktop.session import Session
from desktop.widgets.notice_bar import NoticeBar
from desktop.widgets.row_table import RowTable
from monitoring.exchange import grouped_digits
from workflow import partners
from workflow.progress import Reporter
from workflow.roles import Right

_ABOUT = (
    "和市局、县里用台账包（.tzb）交换数据。对方第一次收到本台账的包，会打电话来核对下面这个指纹，"
    "请一组一组念给他听。密钥在台账文件里，备份里也有：谁拿到它，谁就能以本单位的名义打包，请像公章一样保管。"
)
_COLUMNS = (
    Column("单位", lambda each: each.name),
    Column("指纹", lambda each: grouped_digits(each.fingerprint)),
    Column("确认人", lambda each: each.operator),
    Column("确认时间", lambda each: each.at[:16].replace("T", " ")),
    Column(
        "现在",
        lambda each: f"✕ {each.withdrawn[:16].replace('T', ' ')}停用" if each.withdrawn else "✓ 收",
        hue=lambda each: "muted" if each.withdrawn else "good",
    ),
)


class PartnersPane(QWidget):
    """``counted`` carries how many partners are taken."""

    counted = Signal(int)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.notice = NoticeBar()
        self.own = QLabel()
        self.copy_button = QPushButton("复制指纹(&C)")
        self.hand_down_button = QPushButton("下发定义…(&D)")
        self.withdraw_button = QPushButton("停用选中的…(&W)")
        self.renew_button = QPushButton("重新确认选中的…(&R)")
        self._model = WordTable(_COLUMNS, self)
        self.table = RowTable(self._model, "伙伴")
        self._packing = PackingDesk(session, self.notice, self)
        self._lay_out()
        self._connect()
        self.setFocusProxy(self.table)

    def refresh(self) -> None:
        """Read the partners and our own fingerprint, which comes with the first package."""
        ledger = self._session.ledger
        own = partners.own_fingerprint(ledger)
        self.own.setText(grouped_digits(own) if own else "还没有，第一次打包时产生")
        self.copy_button.setEnabled(bool(own))
        self._show(partners.listed(ledger))

    def _show(self, listed: list[Partner]) -> None:
        row = self.table.currentIndex().row()
        self._model.show_records(listed)
        self.table.selectRow(min(max(row, 0), len(listed) - 1))
        self.counted.emit(sum(not each.withdrawn for each in listed))
        self._on_choice()

    def _chosen(self) -> Partner | None:
        rows = self.table.rows()
        found: Partner | None = self._model.records[rows[0]] if rows else None
        return found

    def _on_choice(self) -> None:
        chosen, may = self._chosen(), self._session.may(Right.MANAGE)
        self.withdraw_button.setVisible(may)
        self.withdraw_button.setEnabled(chosen is not None and not chosen.withdrawn)
        self.renew_button.setVisible(may)
        self.renew_button.setEnabled(chosen is not None and bool(chosen.withdrawn))
        self.hand_down_button.setVisible(may and bool(self._session.ledger.area.parts))

    def _ask(self) -> None:
        chosen = self._chosen()
        if chosen is not None and not chosen.withdrawn:
            self.notice.say(
                f"停用{chosen.name}的这个指纹以后，用它打的包都不再收；已经收下的数不变。停用吗？",
                "warn",
                [("停用", lambda: self._withdraw(chosen)), ("不停用", self.table.setFocus)],
                ask=True,
            )

    def _ask_again(self) -> None:
        chosen = self._chosen()
        if chosen is not None and chosen.withdrawn:
            digits = grouped_digits(chosen.fingerprint)
            self.notice.say(
                f"{chosen.name}的指纹 {digits} 停用过，请打电话再核对一遍，完全相同再确认。",
                "warn",
                [("核对过了，确认", lambda: self._renew(chosen)), ("不确认", self.table.setFocus)],
                ask=True,
            )

    def _withdraw(self, chosen: Partner) -> None:
        self._change("停用伙伴", partners.withdraw, chosen, f"已停用{chosen.name}的指纹。")

    def _renew(self, chosen: Partner) -> None:
        self._change("确认伙伴", partners.renew, chosen, f"已重新确认{chosen.name}的指纹。")

    def _change(
        self, title: str, change: Callable[[Ledger, str], Partner], chosen: Partner, told: str
    ) -> None:
        def work(ledger: Ledger, _: Reporter) -> list[Partner]:
            change(ledger, chosen.fingerprint)
            return partners.listed(ledger)

        def done(listed: list[Partner]) -> None:
            self._show(listed)
            self.notice.say(told, "good")

        self._session.run(title, work, done, lambda words: self.notice.say(words, "bad"))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.own.text())

    def _lay_out(self) -> None:
        about, title = QLabel(_ABOUT), QLabel("本台账的指纹")
        about.setWordWrap(True)
        self.own.setTextFormat(Qt.TextFormat.PlainText)
        self.own.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.own.setFont(scaled(self, 120, bold=True))
        self.own.setAccessibleName("本台账的指纹")
        self.table.set_widths({0: 10, 2: 8, 3: 12, 4: 14}, stretch=1)
        self.table.empty_text = (
            "还没有确认过别的台账。第一次收到一个单位的包时，会请你核对它的指纹。"
        )
        ours = QHBoxLayout()
        ours.setSpacing(12)
        ours.addWidget(title)
        ours.addWidget(self.own)
        ours.addWidget(self.copy_button)
        ours.addStretch(1)
        buttons = QHBoxLayout()
        buttons.addWidget(self.withdraw_button)
        buttons.addWidget(self.renew_button)
        buttons.addWidget(self.hand_down_button)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(8)
        column.addWidget(about)
        column.addWidget(self.notice)
        column.addLayout(ours)
        column.addWidget(self.table, 1)
        column.addLayout(buttons)

    def _connect(self) -> None:
        self.table.chosen.connect(self._on_choice)
        self.copy_button.clicked.connect(self._copy)
        self.withdraw_button.clicked.connect(self._ask)
        self.renew_button.clicked.connect(self._ask_again)
        self.hand_down_button.clicked.connect(self._packing.ask_definitions)
