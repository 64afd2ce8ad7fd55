"""The words of a chart: each stands beside its point, whatever size the chart is given."""

from __future__ import annotations

from collections.abc import Sequence

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtWidgets import QGraphicsLineItem, QGraphicsSimpleTextItem

from desktop.charts.labels import Box, Label, place
from desktop.charts.look import Look
from desktop.charts.plot import Spot, Words

_FAR = 18
_EDGE = 3.0


class WordLayer:
    """Puts words on a view, and again whenever its size changes."""

    def __init__(
        self, view: pg.ViewBox, look: Look, words: Sequence[Words], clear: Sequence[Spot]
    ) -> None:
        self._view, self._words, self._clear = view, words, clear
        self._texts: list[QGraphicsSimpleTextItem] = []
        self._leaders: list[QGraphicsLineItem] = []
        for each in words:
            item = QGraphicsSimpleTextItem(each.text, view)
            item.setFont(look.font)
            item.setBrush(each.hue)
            leader = QGraphicsLineItem(view)
            leader.setPen(look.pen(look.pale(each.hue, 0.7)))
            self._texts.append(item)
            self._leaders.append(leader)
        view.sigResized.connect(self.arrange)

    @property
    def boxes(self) -> list[tuple[str, QRectF]]:
        """Every text with where it stands in the view's own pixels."""
        return [(item.text(), item.boundingRect().translated(item.pos())) for item in self._texts]

    def arrange(self, *_: object) -> None:
        """Put every text beside its point, off the others."""
        size = self._view.size()
        # A saved chart may be set in a wider face where it is opened: the right edge stays free.
        room = (2.0, 1.0, size.width() - 14, size.height() - 2)
        spots = [self._pixel(each.x, each.y) for each in self._words]
        sizes = [item.boundingRect() for item in self._texts]
        labels = [
            Label(spot, box.width(), box.height(), each.below)
            for each, spot, box in zip(self._words, spots, sizes, strict=True)
        ]
        boxes = place(labels, room, [self._taken(spot) for spot in self._clear])
        for item, leader, spot, box in zip(self._texts, self._leaders, spots, boxes, strict=True):
            item.setPos(box[0], box[1])
            end = _nearest(box, spot)
            far = abs(end.x() - spot[0]) + abs(end.y() - spot[1]) > _FAR
            leader.setVisible(far)
            leader.setLine(spot[0], spot[1], end.x(), end.y())

    def _pixel(self, x: float, y: float) -> tuple[float, float]:
        (left, right), (low, high) = self._view.viewRange()
        size = self._view.size()
        return (
            (x - left) / (right - left) * size.width(),
            (high - y) / (high - low) * size.height(),
        )

    def _taken(self, spot: Spot) -> Box:
        left, top = self._pixel(spot.left, spot.high)
        right, bottom = self._pixel(spot.right, spot.low)
        return left - _EDGE, top - _EDGE, right - left + 2 * _EDGE, bottom - top + 2 * _EDGE


def _nearest(box: Box, spot: tuple[float, float]) -> QPointF:
    """The point of a box that is nearest to a spot."""
    return QPointF(
        min(max(spot[0], box[0]), box[0] + box[2]), min(max(spot[1], box[1]), box[1] + box[3])
    )
