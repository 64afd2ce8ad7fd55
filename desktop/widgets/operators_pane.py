"""人员: who works with this ledger, in which role, and after how long it is locked."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from desktop.idle import SETTING, idle_minutes
from desktop.models.word_table import Column, WordTable
from desktop.session import Session
from desktop.widgets.notice_bar import NoticeBar
from desktop.widgets.row_table import RowTable
from monitoring.errors import ExpectedError
from workflow import operators
from workflow.roles import Operator, Right, Role

_ABOUT = (
    "加上人员以后，打开台账要先选姓名登录，每次改动都记下是谁。"
    "填报：收表、填数、写说明；审核：还能通过、退回、上报、收回导入；"
    "管理：还能管人员和规则、解锁、恢复备份。密码可以不设。"
)
_LONGEST_IDLE = 240
_COLUMNS = (
    Column("姓名", lambda operator: operator.name),
    Column("角色", lambda operator: operator.role.label),
    Column("密码", lambda operator: "有" if operator.has_password else "没有"),
    Column(
        "状态",
        lambda operator: "在用" if operator.active else "已停用",
        hue=lambda operator: "" if operator.active else "muted",
    ),
)


class OperatorsPane(QWidget):
    """Everything here takes effect at once. ``first_added`` carries the first one named."""

    first_added = Signal(object)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.notice = NoticeBar()
        self.model = WordTable(_COLUMNS, self)
        self.table = RowTable(self.model, "人员")
        self.table.set_widths({0: 10, 1: 6, 2: 6, 3: 6}, stretch=3)
        self.table.empty_text = "还没有人员：谁打开这个台账都能做所有的事。"
        self.name, self.password = QLineEdit(), QLineEdit()
        self.role = QComboBox()
        self.add_button = QPushButton("添加(&A)")
        self.role_button = QPushButton("改为这个角色(&R)")
        self.password_button = QPushButton("设为这个密码(&P)")
        self.active_button = QPushButton("停用(&D)")
        self.idle = QSpinBox()
        self._lay_out()
        self._connect()
        self.setFocusProxy(self.name)

    def refresh(self) -> None:
        """Read the list again."""
        row = self.table.currentIndex().row()
        self.model.show_records(operators.operators(self._session.ledger))
        self.table.selectRow(min(max(row, 0), self.model.rowCount() - 1))
        self.idle.blockSignals(True)
        self.idle.setValue(idle_minutes(self._session.ledger))
        self.idle.blockSignals(False)
        self.setEnabled(self._session.may(Right.MANAGE))
        self._on_choice()

    def _lay_out(self) -> None:
        about = QLabel(_ABOUT)
        about.setWordWrap(True)
        self.name.setPlaceholderText("姓名")
        self.name.setAccessibleName("姓名")
        self.password.setPlaceholderText("密码（可以不设）")
        self.password.setAccessibleName("密码")
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        for role in Role:
            self.role.addItem(role.label, role)
        self.role.setAccessibleName("角色")
        self.idle.setRange(0, _LONGEST_IDLE)
        self.idle.setSuffix(" 分钟没有动作就锁定")
        self.idle.setSpecialValueText("不自动锁定")
        adding = QHBoxLayout()
        adding.addWidget(self.name, 2)
        adding.addWidget(self.role, 1)
        adding.addWidget(self.password, 2)
        adding.addWidget(self.add_button)
        changing = QHBoxLayout()
        for button in (self.role_button, self.password_button, self.active_button):
            changing.addWidget(button)
        changing.addStretch(1)
        changing.addWidget(self.idle)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(8)
        column.addWidget(about)
        column.addWidget(self.notice)
        column.addWidget(self.table, 1)
        column.addLayout(adding)
        column.addLayout(changing)

    def _connect(self) -> None:
        self.add_button.clicked.connect(self._add)
        self.name.returnPressed.connect(self._add)
        self.role_button.clicked.connect(self._change_role)
        self.password_button.clicked.connect(self._set_password)
        self.active_button.clicked.connect(self._change_active)
        self.idle.valueChanged.connect(
            lambda minutes: self._session.ledger.set_setting(SETTING, str(minutes))
        )
        self.table.chosen.connect(self._on_choice)

    def _chosen(self) -> Operator | None:
        row = self.table.currentIndex().row()
        return self.model.records[row] if 0 <= row < len(self.model.records) else None

    def _role(self) -> Role:
        # Qt hands a StrEnum back as the text it is.
        return Role(self.role.currentData())

    def _on_choice(self) -> None:
        chosen = self._chosen()
        for button in (self.role_button, self.password_button, self.active_button):
            button.setEnabled(chosen is not None)
        self.active_button.setText("停用(&D)" if chosen is None or chosen.active else "启用(&D)")
        if chosen is not None and not self.name.text():
            self.role.setCurrentIndex(list(Role).index(chosen.role))
        elif chosen is None:
            self.role.setCurrentIndex(list(Role).index(Role.MANAGE))

    def _add(self) -> None:
        self._do(self._added)
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def _added(self) -> str:
        ledger = self._session.ledger
        first = not ledger.has_operators()
        added = operators.add(ledger, self.name.text(), self._role(), self.password.text())
        self.name.clear()
        if first:
            # Whoever names the first is at the desk: the session goes on as theirs.
            self.first_added.emit(added)
        return f"已添加 {added.name}（{added.role.label}）。"

    def _change_role(self) -> None:
        chosen, role = self._chosen(), self._role()
        if chosen is not None:
            self._do(lambda: self._changed(chosen, role, active=chosen.active))

    def _change_active(self) -> None:
        chosen = self._chosen()
        if chosen is not None:
            self._do(lambda: self._changed(chosen, chosen.role, active=not chosen.active))

    def _changed(self, chosen: Operator, role: Role, *, active: bool) -> str:
        operators.change(self._session.ledger, chosen.name, role=role, active=active)
        if role is not chosen.role:
            return f"{chosen.name} 现在是“{role.label}”，下次登录起作用。"
        return f"{chosen.name} {'可以登录了' if active else '已停用，留痕里的名字不变'}。"

    def _set_password(self) -> None:
        chosen = self._chosen()
        if chosen is not None:
            self._do(lambda: self._with_password(chosen, self.password.text()))

    def _with_password(self, chosen: Operator, password: str) -> str:
        operators.set_password(self._session.ledger, chosen.name, password)
        return f"{chosen.name} {'的密码换好了' if password else '不用密码了'}。"

    def _do(self, work: Callable[[], str]) -> None:
        """Do one thing and say how it went."""
        try:
            sentence = work()
        except ExpectedError as error:
            self.notice.say(str(error), "bad")
            return
        self.password.clear()
        self.refresh()
        self.notice.say(sentence, "good")
