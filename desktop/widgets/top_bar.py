"""The bar over every page: whose ledger, which month, and whether the data is made up."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QToolButton, QWidget

from desktop.colours import colour
from desktop.fonts import scaled
from desktop.widgets.period_chooser import PeriodChooser
from desktop.widgets.shortcuts import press_by
from workflow.roles import Operator

DEMONSTRATIONS = (("370832000000", "梁山县"), ("371581000000", "临清市"))


class TopBar(QFrame):
    """Area menu, period and the 演示数据 badge; it only says what the clerk wants."""

    month_chosen = Signal(int)
    open_requested = Signal()
    new_requested = Signal()
    demonstration_requested = Signal(str)
    lock_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        name = QLabel("医养台账")
        name.setFont(scaled(self, 110, bold=True))
        self.area = QToolButton()
        self.area.setAutoRaise(True)
        self.area.setToolTip("换一个台账（Alt+A）")
        self.area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.area.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.area.setFont(scaled(self, 110))
        self.area.setMenu(self._menu())
        press_by("Alt+A", self.area)
        self.period = PeriodChooser()
        self.badge = QLabel("◆ 演示数据")
        self.badge.setToolTip("这个台账里有编造的演示数据，不能当作真实数字使用。")
        self.badge.setFont(scaled(self, 100, bold=True))
        self.badge.hide()
        self.operator = QToolButton()
        self.operator.setAutoRaise(True)
        self.operator.setToolTip("锁定，或换一个人登录（Ctrl+Shift+L）")
        self.operator.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.operator.clicked.connect(self.lock_requested)
        self.operator.hide()
        press_by("Ctrl+Shift+L", self.operator)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 6, 16, 6)
        layout.setSpacing(16)
        layout.addWidget(name)
        layout.addWidget(self.area)
        layout.addWidget(self.period)
        layout.addStretch(1)
        layout.addWidget(self.badge)
        layout.addWidget(self.operator)
        self.period.month_chosen.connect(self.month_chosen)

    def show_area(self, name: str) -> None:
        """Show whose ledger is open."""
        self.area.setText(name)

    def show_operator(self, operator: Operator) -> None:
        """Show who has signed in; nothing where nobody has to."""
        self.operator.setText(f"{operator.name}（{operator.role.label}）　锁定")
        self.operator.setVisible(bool(operator.name))

    def show_demonstration(self, made_up: bool) -> None:
        """Show or hide the badge; its colour is taken from the palette of the day."""
        palette = QPalette(self.palette())
        palette.setColor(QPalette.ColorRole.WindowText, colour("warn", self.palette()))
        self.badge.setPalette(palette)
        self.badge.setVisible(made_up)

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        menu.addAction("打开其他台账…", "Ctrl+L", self.open_requested.emit)
        menu.addAction("新建台账…", "Ctrl+N", self.new_requested.emit)
        demonstrations = menu.addMenu("打开演示台账")
        for code, name in DEMONSTRATIONS:
            action = demonstrations.addAction(f"{name}（演示数据）")
            action.triggered.connect(lambda _, code=code: self.demonstration_requested.emit(code))
        return menu
