"""A year of one figure as a small drawn chart: a line a period, a bar and its number."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.colours import colour
from desktop.entry_strip import Strip

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_GAP, _SHORTEST, _PAST = 8, 24, 120


class EntryStrip(QWidget):
    """The period on screen comes last and bold. What was not reported has words and no bar; 0
    has a bar without length, on the line they all start from.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._strip: Strip | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("近一年的数")

    @property
    def words(self) -> str:
        """Everything it shows, a line a period."""
        bars = self._strip.bars if self._strip else ()
        return "\n".join(f"{bar.label} {bar.text}" for bar in bars)

    def show_strip(self, strip: Strip | None) -> None:
        """Show a figure's year, or nothing."""
        if strip != self._strip:
            self._strip = strip
            self.setAccessibleDescription(self.words)
            self.updateGeometry()
            self.update()
        self.setVisible(strip is not None)

    def sizeHint(self) -> QSize:
        count = len(self._strip.bars) if self._strip else 0
        return QSize(180, count * self._line() + 4)

    def paintEvent(self, _: QPaintEvent) -> None:
        if self._strip is None:
            return
        painter = QPainter(self)
        metrics, bars = self.fontMetrics(), self._strip.bars
        labels = max(metrics.horizontalAdvance(bar.label) for bar in bars)
        bold = self._bold()
        painter.setFont(bold)
        figures = max(painter.fontMetrics().horizontalAdvance(bar.text) for bar in bars)
        start = labels + _GAP
        room = max(self.width() - start - figures - _GAP, _SHORTEST)
        for place, bar in enumerate(bars):
            now = place == len(bars) - 1
            top, line = place * self._line() + 2, self._line()
            row = QRectF(0, top, self.width(), line)
            painter.setFont(bold if now else self.font())
            painter.setPen(colour("muted", self.palette()))
            painter.drawText(row, _LEFT, bar.label)
            if bar.amount is not None:
                length = room * abs(bar.amount) / self._strip.largest
                ink = QColor(colour("accent" if now else "muted", self.palette()))
                ink.setAlpha(255 if now else _PAST)
                painter.fillRect(QRectF(start, top + 3, max(length, 1), line - 6), ink)
                painter.setPen(self.palette().windowText().color())
            painter.drawText(row, _RIGHT, bar.text)
        painter.end()

    def _line(self) -> int:
        return self.fontMetrics().height() + 3

    def _bold(self) -> QFont:
        font = QFont(self.font())
        font.setBold(True)
        return font
