"""How a cell of the entry grid is drawn: grounds, texts and marks, from cached texts only."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QPainter, QPalette, QPen, QPolygonF

from desktop.colours import colour
from desktop.entry_sheet import MISSING_MARK
from desktop.models.entry_model import RIGHT, EntryModel, Look

MARGIN = 6
INDENT = 16
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_WRAPPED = int(LEFT) | int(Qt.TextFlag.TextWordWrap)
_DOT = 2.5
_CORNER, _SAVED = 8, 5


@dataclass(frozen=True, slots=True)
class Spot:
    """A cell of the model and where it is drawn."""

    model: EntryModel
    row: int
    column: int
    rect: QRect


class CellDrawing:
    """Pens, brushes and fonts of one palette, made once, and what they draw."""

    def __init__(self, palette: QPalette, font: QFont) -> None:
        self._text, self._muted = palette.text().color(), colour("muted", palette)
        self._bad, self._accent = colour("bad", palette), colour("accent", palette)
        self._good = colour("good", palette)
        # A copy: what the palette hands out is its own, and goes with it.
        base = QBrush(palette.base())
        self._grounds = {
            Look.INPUT: base,
            Look.LABEL: base,
            Look.SECTION: QBrush(palette.window()),
            Look.TOTAL: QBrush(palette.alternateBase()),
            Look.RATE: base,
        }
        self._locked = QBrush(palette.window())
        self._selected = QColor(self._accent)
        self._selected.setAlpha(40)
        self._plain = QFont(font)
        self._italic, self._bold, self._small = QFont(font), QFont(font), QFont(font)
        self._italic.setItalic(True)
        self._bold.setBold(True)
        self._small.setPointSizeF(max(font.pointSizeF() * 0.8, 6.0))

    def draw(self, painter: QPainter, spot: Spot, *, selected: bool, current: bool) -> None:
        """Draw the whole cell."""
        model, look = spot.model, spot.model.look(spot.row, spot.column)
        origin = model.origin(spot.row, spot.column) if look is Look.INPUT else None
        locked = look is Look.INPUT and bool(origin or model.closed)
        painter.fillRect(spot.rect, self._locked if locked else self._grounds[look])
        if selected:
            painter.fillRect(spot.rect, self._selected)
        text = model.text(spot.row, spot.column)
        if look in (Look.LABEL, Look.SECTION):
            self._draw_label(painter, spot, text)
        elif text == MISSING_MARK:
            self._draw_dot(painter, spot.rect)
        elif text:
            self._draw_figure(painter, spot, text, look)
        if origin is not None:
            self._draw_lock(painter, spot.rect)
        if model.waiting or model.refused or model.saved:
            self._draw_marks(painter, spot)
        if current:
            _outline(painter, spot.rect, self._accent)

    def _draw_figure(self, painter: QPainter, spot: Spot, text: str, look: Look) -> None:
        muted = look is Look.RATE or not text[-1].isdigit()
        painter.setFont(self._italic if look is Look.RATE else self._plain)
        painter.setPen(self._muted if muted else self._text)
        painter.drawText(spot.rect.adjusted(MARGIN, 0, -MARGIN, 0), RIGHT, text)
        if look is Look.TOTAL and (share := spot.model.share(spot.row, spot.column)):
            painter.setFont(self._small)
            painter.setPen(self._muted)
            painter.drawText(spot.rect.adjusted(MARGIN - 2, 0, 0, 0), LEFT, share)

    def _draw_dot(self, painter: QPainter, rect: QRect) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._muted)
        painter.drawEllipse(QPointF(rect.right() - MARGIN - _DOT, rect.center().y()), _DOT, _DOT)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)

    def _draw_lock(self, painter: QPainter, rect: QRect) -> None:
        """A small padlock at the left: a figure that was carried over."""
        body = QRect(rect.left() + MARGIN, rect.center().y(), 9, 6)
        painter.setPen(QPen(self._muted, 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawArc(QRect(body.left() + 2, body.top() - 5, 5, 9), 0, 180 * 16)
        painter.fillRect(body, self._muted)

    def _draw_label(self, painter: QPainter, spot: Spot, text: str) -> None:
        line = spot.model.line(spot.row)
        computed = line is not None and line.indicator is not None
        section = line is not None and line.is_section
        indent = 0 if line is None or spot.column else line.depth * INDENT
        painter.setFont(self._bold if section else self._italic if computed else self._plain)
        painter.setPen(self._muted if computed or spot.column else self._text)
        painter.drawText(spot.rect.adjusted(MARGIN + indent, 0, -MARGIN, 0), _WRAPPED, text)

    def _draw_marks(self, painter: QPainter, spot: Spot) -> None:
        place = spot.model.place(spot.row, spot.column)
        if place in spot.model.waiting:
            painter.setPen(QPen(self._accent, 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPolygon(_corner(spot.rect, _CORNER))
        elif place in spot.model.saved:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._good)
            painter.drawPolygon(_corner(spot.rect, _SAVED))
        if place in spot.model.refused:
            _outline(painter, spot.rect, self._bad)
            painter.setFont(self._bold)
            painter.drawText(spot.rect.adjusted(MARGIN, 0, 0, 0), LEFT, "!")


def _corner(rect: QRect, size: int) -> QPolygonF:
    corner = QPointF(rect.right(), rect.top())
    return QPolygonF([corner, corner + QPointF(-size, 0), corner + QPointF(0, size)])


def _outline(painter: QPainter, rect: QRect, ink: QColor) -> None:
    painter.setPen(QPen(ink, 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(rect.adjusted(1, 1, -1, -1))
