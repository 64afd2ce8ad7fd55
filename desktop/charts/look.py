"""The colours, pens and font a chart is drawn with, from a palette."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPalette, QPen

from desktop.colours import colour, verdict_colour

# Markers that stand before the words of a line, the same shapes as are drawn on it.
ACTUAL, PATH, WANTED, FORECAST, START, TRIED = "●", "◇", "■", "▲", "○", "△"


@dataclass(frozen=True)
class Look:
    """How everything on one chart looks."""

    palette: QPalette
    font: QFont
    # How many device pixels a line of one pixel takes: lines keep their width at any scale.
    ink: float = 1.0

    @property
    def ground(self) -> QColor:
        """What the chart stands on."""
        return self.palette.color(QPalette.ColorRole.Base)

    @property
    def text(self) -> QColor:
        """Ordinary words."""
        return self.palette.color(QPalette.ColorRole.Text)

    @property
    def metrics(self) -> QFontMetricsF:
        """How wide words are."""
        return QFontMetricsF(self.font)

    def hue(self, name: str) -> QColor:
        """One of the named colours, see :func:`desktop.colours.colour`."""
        return colour(name, self.palette)

    def verdict(self, status: str) -> QColor:
        """The colour of a verdict."""
        return verdict_colour(status, self.palette)

    def pale(self, hue: QColor, share: float = 0.16) -> QColor:
        """A faint ground of a colour."""
        faint = QColor(hue)
        faint.setAlphaF(share)
        return faint

    def pen(
        self, hue: QColor, width: float = 1, style: Qt.PenStyle = Qt.PenStyle.SolidLine
    ) -> QPen:
        """A line whose width is in pixels whatever the scale of the chart."""
        drawn = QPen(hue, width * self.ink, style)
        drawn.setCosmetic(True)
        return drawn
