"""The month looked at: a step back, a step forward, or one chosen from a year's twelve."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QPushButton, QToolButton, QWidget

from desktop.fonts import scaled
from desktop.widgets.shortcuts import press_by
from monitoring.periods import EARLIEST_YEAR, LATEST_YEAR, Period, add_months

COLUMNS = 4


class PeriodChooser(QWidget):
    """‹ 2026年10月 ›. ``month_chosen`` carries the month the clerk wants (yyyymm)."""

    month_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._month = 0
        self.back = _tool("‹", "上个月（Alt+←）", "Alt+Left")
        self.label = QToolButton()
        self.label.setAutoRaise(True)
        self.label.setToolTip("选一个月（F4）")
        press_by("F4", self.label)
        self.label.setFont(scaled(self, 110, bold=True))
        self.forward = _tool("›", "下个月（Alt+→）", "Alt+Right")
        self.popup: MonthPopup | None = None
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for button in (self.back, self.label, self.forward):
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            layout.addWidget(button)
        self.back.clicked.connect(lambda: self._step(-1))
        self.forward.clicked.connect(lambda: self._step(1))
        self.label.clicked.connect(self._open)

    def show_month(self, month: int) -> None:
        """Show which month the pages look at."""
        self._month = month
        self.label.setText(Period(month).label)
        self.back.setEnabled(month > EARLIEST_YEAR * 100 + 1)
        self.forward.setEnabled(month < LATEST_YEAR * 100 + 12)

    def _step(self, count: int) -> None:
        self.month_chosen.emit(add_months(self._month, count))

    def _open(self) -> None:
        if self.popup is None:
            self.popup = MonthPopup(self)
            self.popup.month_chosen.connect(self.month_chosen)
        self.popup.open_at(self._month, self.label.mapToGlobal(QPoint(0, self.label.height())))


class MonthPopup(QFrame):
    """The twelve months of a year; arrows move, Page Up and Page Down change the year."""

    month_chosen = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self._year = self._shown = 0
        self._before = _tool("‹", "上一年（Page Up）", "")
        self._after = _tool("›", "下一年（Page Down）", "")
        self._title = QToolButton()
        self._title.setAutoRaise(True)
        self._title.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.months = [QPushButton(f"{number}月") for number in range(1, 13)]
        layout = QGridLayout(self)
        layout.setSpacing(4)
        layout.addWidget(self._before, 0, 0)
        layout.addWidget(self._title, 0, 1, 1, COLUMNS - 2, Qt.AlignmentFlag.AlignCenter)
        layout.addWidget(self._after, 0, COLUMNS - 1, Qt.AlignmentFlag.AlignRight)
        for place, button in enumerate(self.months):
            button.setFlat(True)
            button.setCheckable(True)
            button.setAutoDefault(True)
            layout.addWidget(button, 1 + place // COLUMNS, place % COLUMNS)
            button.clicked.connect(lambda _, number=place + 1: self._choose(number))
        self._before.clicked.connect(lambda: self._turn(-1))
        self._after.clicked.connect(lambda: self._turn(1))

    def open_at(self, month: int, place: QPoint) -> None:
        """Show the year of ``month`` with its button focused, below ``place`` on the screen."""
        self._shown = month
        self._turn(month // 100 - self._year)
        self.move(place)
        self.show()
        self.months[month % 100 - 1].setFocus(Qt.FocusReason.PopupFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        moves = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: -COLUMNS,
            Qt.Key.Key_Down: COLUMNS,
        }
        key = Qt.Key(event.key())
        if key in moves:
            self._move(moves[key])
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self._turn(-1 if key == Qt.Key.Key_PageUp else 1)
        elif key == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def _move(self, count: int) -> None:
        focused = next((i for i, b in enumerate(self.months) if b.hasFocus()), 0)
        years, place = divmod(focused + count, 12)
        self._turn(years)
        self.months[place].setFocus(Qt.FocusReason.TabFocusReason)

    def _turn(self, years: int) -> None:
        self._year = min(max(self._year + years, EARLIEST_YEAR), LATEST_YEAR)
        self._title.setText(f"{self._year}年")
        for number, button in enumerate(self.months, 1):
            button.setChecked(self._year * 100 + number == self._shown)

    def _choose(self, number: int) -> None:
        self.close()
        self.month_chosen.emit(self._year * 100 + number)


def _tool(text: str, tip: str, shortcut: str) -> QToolButton:
    button = QToolButton()
    button.setText(text)
    button.setToolTip(tip)
    button.setAccessibleName(tip)
    button.setAutoRaise(True)
    if shortcut:
        press_by(shortcut, button)
    return button
