"""Asks for the password of encrypted workbooks, in the window and for this batch only."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QGuiApplication, QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget

from desktop.colours import tint
from desktop.plain import plain_tip

_LONGEST = 24


class PasswordBar(QFrame):
    """``entered`` carries what was typed; the line forgets it at once. Nothing stores it."""

    entered = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = QLabel()
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self.line = QLineEdit()
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.line.setPlaceholderText("打开密码")
        self.line.setMaximumWidth(220)
        self.line.setAccessibleName("打开密码")
        self.button = QPushButton("打开")
        self.button.setAutoDefault(True)
        self.button.setToolTip("用这个密码试这一批里所有加密的文件（回车）；密码不保存")
        self.setAutoFillBackground(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 4, 8, 4)
        row.setSpacing(8)
        row.addWidget(self._words, 1)
        row.addWidget(self.line)
        row.addWidget(self.button)
        # The line lets Enter pass on to the window, which presses the button that has the focus:
        # once the work runs that is the one that stops it.
        self.line.returnPressed.connect(self._enter, Qt.ConnectionType.QueuedConnection)
        self.button.clicked.connect(self._enter)
        self.hide()

    @property
    def text(self) -> str:
        """The sentence on screen, empty when the bar is hidden."""
        return "" if self.isHidden() else self._words.text()

    def ask(self, names: list[str], *, wrong: bool) -> None:
        """Ask for the files of these names, or hide when there are none."""
        if names:
            first = names[0] if len(names[0]) <= _LONGEST else f"{names[0][:_LONGEST]}…"
            which = f"“{first}”" + (f"等 {len(names)} 个文件" if len(names) > 1 else "")
            wrongly = "密码不对，请再试一次：" if wrong else ""
            self._words.setText(f"{wrongly}{which}设有打开密码，请输入（只用这一次，不保存）。")
            self._words.setToolTip(plain_tip("\n".join(names[:20])))
            self._tint()
        self.setVisible(bool(names))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ApplicationPaletteChange:
            self._tint()

    def _enter(self) -> None:
        typed = self.line.text()
        self.line.clear()
        if typed:
            self.entered.emit(typed)

    def _tint(self) -> None:
        outer = QGuiApplication.palette()
        palette = QPalette(outer)
        palette.setColor(QPalette.ColorRole.Window, tint("info", outer))
        self.setPalette(palette)
