"""What a drawing consists of before it has a size: items, ranges, axes and words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import pyqtgraph as pg
from PySide6.QtGui import QColor

from desktop.charts.axes import Axis

Range = tuple[float, float]


class Spot(NamedTuple):
    """An area of the data that words should leave free."""

    left: float
    low: float
    right: float
    high: float


@dataclass(frozen=True)
class Words:
    """``text`` at a point of the data, in ``hue``; ``below`` prefers that side of it."""

    text: str
    x: float
    y: float
    hue: QColor
    below: bool = False


class Overlay(pg.GraphicsObject):  # type: ignore[misc]
    """Something painted over the whole plot in pixels."""

    def fill(self, width: float, height: float) -> None:
        """Take the size of the plot."""
        raise NotImplementedError


@dataclass
class Plot:
    """Items in the data's own places and what stands around them; ``height`` in pixels is what
    the whole needs so that its words fit.
    """

    x: Range
    y: Range
    height: int
    items: list[pg.GraphicsObject] = field(default_factory=list)
    words: list[Words] = field(default_factory=list)
    clear: list[Spot] = field(default_factory=list)
    axes: dict[str, Axis] = field(default_factory=dict)
    overlay: Overlay | None = None


def around(amounts: Sequence[float], share: float) -> Range:
    """The range of some amounts with a share of it added on both sides."""
    low, high = min(amounts), max(amounts)
    edge = (high - low) * share or abs(high) * share or 1.0
    return low - edge, high + edge
