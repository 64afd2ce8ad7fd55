"""The column of pages at the left of the window."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QFrame, QVBoxLayout, QWidget

from desktop.colours import colour, tint
from desktop.widgets.shortcuts import press_by

# key, glyph, label; an empty key draws a line
ENTRIES = (
    ("home", "", "本月"),
    ("", "", ""),
    ("collect", "收", "收表"),
    ("entry", "填", "填报"),
    ("review", "审", "审核"),
    ("assess", "评", "对标"),
    ("submit", "报", "上报"),
    ("", "", ""),
    ("plans", "", "规划"),
    ("projects", "", "项目"),
    ("history", "", "留痕"),
    ("settings", "", "设置"),
)
KEYS = tuple(key for key, _, _ in ENTRIES if key)


class Navigation(QWidget):
    """One button a page, reached by mouse, arrows or Ctrl+1 to Ctrl+9, the last by Ctrl+,."""

    page_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._buttons: dict[str, NavigationButton] = {}
        self._group = QButtonGroup(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(2)
        for key, glyph, label in ENTRIES:
            layout.addWidget(self._button(key, glyph, label) if key else _line())
        layout.addStretch(1)
        self._group.buttonClicked.connect(self._on_click)

    def button(self, key: str) -> NavigationButton:
        """The button of a page."""
        return self._buttons[key]

    def mark(self, key: str) -> None:
        """Show which page is open."""
        self._buttons[key].setChecked(True)

    def _button(self, key: str, glyph: str, label: str) -> NavigationButton:
        number = len(self._buttons) + 1
        keys = f"Ctrl+{number}" if number < 10 else "Ctrl+,"
        button = NavigationButton(key, glyph, label)
        button.setToolTip(f"{label}（{keys}）")
        press_by(keys, button)
        self._buttons[key] = button
        self._group.addButton(button)
        return button

    def _on_click(self, button: QAbstractButton) -> None:
        if isinstance(button, NavigationButton):
            self.page_requested.emit(button.key)


class NavigationButton(QAbstractButton):
    """A page's glyph and name; the open page carries an accent bar and bold words."""

    def __init__(self, key: str, glyph: str, label: str) -> None:
        super().__init__()
        self.key = key
        self._glyph = glyph
        self.setText(label)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def sizeHint(self) -> QSize:
        height = self.fontMetrics().height()
        return QSize(height * 6 + 16, max(height + 16, 34))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette, area = self.palette(), self.rect()
        accent = colour("accent", palette)
        if self.isChecked() or self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            ground = tint("accent", palette, 0.16) if self.isChecked() else palette.midlight()
            painter.setBrush(ground)
            painter.drawRoundedRect(area, 4, 4)
        if self.isChecked():
            painter.setBrush(accent)
            painter.drawRoundedRect(QRect(0, 6, 3, area.height() - 12), 1.5, 1.5)
        font = self.font()
        font.setBold(self.isChecked())
        painter.setFont(font)
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        step = self.fontMetrics().height() + 8
        painter.setPen(accent)
        painter.drawText(area.adjusted(14, 0, 0, 0), middle, self._glyph)
        painter.setPen(palette.windowText().color())
        left = 14 + step if self._glyph else 14
        painter.drawText(area.adjusted(left, 0, 0, 0), middle, self.text())
        if self.hasFocus():
            painter.setPen(QPen(accent, 1, Qt.PenStyle.DotLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(area.adjusted(1, 1, -2, -2), 4, 4)


def _line() -> QFrame:
    line = QFrame()
    line.setFrameShape(QFrame.Shape.HLine)
    line.setFrameShadow(QFrame.Shadow.Sunken)
    return line
