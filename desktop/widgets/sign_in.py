"""Who is at the desk: a name from the list, and the password where there is one."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.fonts import scaled
from desktop.session import Session
from monitoring.errors import ExpectedError
from workflow import operators
from workflow.roles import Operator

_WIDTH = 360


class SignIn(QWidget):
    """Covers the window. ``signed_in`` carries who it is."""

    signed_in = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session: Session | None = None
        self._known: list[Operator] = []
        self.title = QLabel()
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.title.setFont(scaled(self, 150, bold=True))
        self.names = QComboBox()
        self.password = QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.sentence = QLabel()
        self.sentence.setTextFormat(Qt.TextFormat.PlainText)
        self.sentence.setWordWrap(True)
        self.button = QPushButton("登录")
        self.button.setDefault(True)
        self._lay_out()
        self.names.currentIndexChanged.connect(self._on_name)
        self.button.clicked.connect(self._try)

    def show_operators(self, session: Session) -> None:
        """Ask who is at the desk; whoever was last stands first."""
        self._session = session
        self._known = [each for each in operators.operators(session.ledger) if each.active]
        self.title.setText(f"{session.ledger.area.name} · 医养台账")
        last = session.operator.name
        self.names.clear()
        for each in self._known:
            self.names.addItem(f"{each.name}（{each.role.label}）")
        places = [at for at, each in enumerate(self._known) if each.name == last]
        self.names.setCurrentIndex(places[0] if places else 0)
        self._on_name()
        (self.password if self.password.isEnabled() else self.names).setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._try()
        else:
            super().keyPressEvent(event)

    def _lay_out(self) -> None:
        fields = QFormLayout()
        fields.setVerticalSpacing(8)
        fields.addRow("姓名(&N)", self.names)
        fields.addRow("密码(&P)", self.password)
        box = QWidget()
        box.setFixedWidth(_WIDTH)
        column = QVBoxLayout(box)
        column.setSpacing(16)
        column.addWidget(self.title)
        column.addLayout(fields)
        column.addWidget(self.sentence)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignRight)
        whole = QVBoxLayout(self)
        whole.addStretch(2)
        whole.addWidget(box, 0, Qt.AlignmentFlag.AlignHCenter)
        whole.addStretch(3)

    def _on_name(self) -> None:
        chosen = self._chosen()
        wanted = chosen is not None and chosen.has_password
        self.password.clear()
        self.password.setEnabled(wanted)
        self.password.setPlaceholderText("" if wanted else "没有设密码")
        self.sentence.clear()

    def _chosen(self) -> Operator | None:
        at = self.names.currentIndex()
        return self._known[at] if 0 <= at < len(self._known) else None

    def _try(self) -> None:
        chosen = self._chosen()
        if chosen is None or self._session is None:
            return
        try:
            found = operators.sign_in(
                self._session.ledger, chosen.name, self.password.text(), _now()
            )
        except ExpectedError as error:
            self.sentence.setText(f"✕ {error}")
            self.password.selectAll()
            self.password.setFocus()
            return
        self.password.clear()
        self.signed_in.emit(found)


def _now() -> datetime:
    return datetime.now().astimezone().replace(tzinfo=None)
