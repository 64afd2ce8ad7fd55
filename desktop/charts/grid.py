"""Completeness as a grid: k of n in every cell, with a shape that says how whole it is."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from desktop.charts.axes import NameAxis
from desktop.charts.look import Look
from desktop.charts.plot import Overlay, Plot
from desktop.charts.shapes import shorter_words
from desktop.models.pictures import GridPicture, Share

_ROW, _AROUND = 22, 56


def build(picture: GridPicture, look: Look) -> Plot:
    """A line a unit or indicator, a column a month."""
    rows, columns = len(picture.rows), len(picture.columns)
    names = [(rows - 0.5 - row, name) for row, name in enumerate(picture.rows)]
    heads = [(column + 0.5, name) for column, name in enumerate(picture.columns)]
    return Plot(
        (0.0, max(columns, 1)),
        (0.0, max(rows, 1)),
        _AROUND + _ROW * rows,
        axes={"left": NameAxis("left", look, names), "top": NameAxis("top", look, heads)},
        overlay=_Cells(picture, look),
    )


class _Cells(Overlay):
    """The cells, painted in pixels so that their words are never stretched."""

    def __init__(self, picture: GridPicture, look: Look) -> None:
        super().__init__()
        self._picture, self._look = picture, look
        self._size = QPointF()

    def fill(self, width: float, height: float) -> None:
        self.prepareGeometryChange()
        self._size = QPointF(width, height)

    def boundingRect(self) -> QRectF:
        return QRectF(0, 0, self._size.x(), self._size.y())

    def paint(
        self, painter: QPainter, _: QStyleOptionGraphicsItem, __: QWidget | None = None
    ) -> None:
        picture, look = self._picture, self._look
        if not picture.rows or not picture.columns:
            return
        wide = self._size.x() / len(picture.columns)
        high = self._size.y() / len(picture.rows)
        painter.setFont(look.font)
        for row, cells in enumerate(picture.cells):
            for column, share in enumerate(cells):
                box = QRectF(column * wide, row * high, wide, high).adjusted(1, 1, -1, -1)
                self._cell(painter, box, share)

    def _cell(self, painter: QPainter, box: QRectF, share: Share | None) -> None:
        look = self._look
        if share is not None:
            hue = look.hue("good" if share.whole else "warn" if share.reported else "bad")
            painter.fillRect(box, look.pale(hue, 0.22))
        painter.setPen(look.hue("muted") if share is None else look.text)
        options = shorter_words(share)
        fitting = (each for each in options if look.metrics.horizontalAdvance(each) <= box.width())
        words = next(fitting, options[-1])
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter.value, words)
